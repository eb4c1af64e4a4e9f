//! Forms of groups and seats.

use domain::communaute::{Fonction, GroupeKind};

use crate::views::components::{Choice, Field, FieldKind, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What is typed about a group.
#[derive(Clone, Debug, Default)]
pub struct GroupeTyped {
    /// Its kind, for a new one only.
    pub kind: Option<GroupeKind>,
    /// Name.
    pub nom: String,
    /// Question.
    pub question: String,
    /// Next step.
    pub etape: String,
    /// The count of changes that was read; empty for a new one.
    pub version: String,
}

/// The file to join.
pub(in crate::views) fn file() -> Field {
    Field::new("fichier", "Document à joindre")
        .kind(FieldKind::File { accept: ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg" })
        .hint("PDF, document, tableur ou image. Aucune donnée de santé d'un patient.")
}

/// The form of a group, new or not.
pub fn group_form(page: Page, (action, back): (&str, &str), typed: &GroupeTyped, is_new: bool) -> SheetView {
    let area = |name, label: &str, hint: &str, value: &str| {
        Item::Field(Field::new(name, label).kind(FieldKind::Area { rows: 3 }).hint(hint).value(value))
    };
    let name = Field::new("nom", "Nom du groupe").required().hint("Par exemple Soins non programmés.");
    let mut items = vec![Item::Field(name.value(&typed.nom))];
    if is_new {
        let option = |kind: &GroupeKind| Opt::new(kind.key(), kind.label(), typed.kind == Some(*kind));
        let kinds = GroupeKind::ALL.iter().map(option).collect();
        items.push(Item::Radios(Choice::new("nature", "Nature du groupe", kinds)));
    }
    items.push(area(
        "question",
        "Question du groupe",
        "À quoi ce groupe doit-il répondre\u{202f}?",
        &typed.question,
    ));
    items.push(area("etape", "Prochaine étape", "Ce qui vient ensuite, en une phrase.", &typed.etape));
    if !is_new {
        items.push(Item::Hidden("version", typed.version.clone()));
    }
    let button = if is_new { "Créer le groupe" } else { "Enregistrer le groupe" };
    let form = Form::new(action, button, items).cancel("Revenir sans changer", back);
    SheetView::new(page, vec![Part::Form(form)])
}

/// What is typed about a seat.
#[derive(Clone, Debug, Default)]
pub struct MandatTyped {
    /// Words looked for.
    pub q: String,
    /// People found: identifier, name, what tells them apart.
    pub found: Vec<(String, String, String)>,
    /// Who is chosen.
    pub personne: String,
    /// What they do.
    pub fonction: Option<Fonction>,
    /// First day.
    pub depuis: String,
    /// Last day.
    pub jusque: String,
}

/// The form of a seat: look for somebody, then say what they do and since when.
pub fn seat_form(page: Page, (action, back): (&str, &str), typed: &MandatTyped) -> SheetView {
    let search = Field::new("q", "Chercher une personne")
        .kind(FieldKind::Search)
        .hint("Un nom, un prénom ou un numéro RPPS.")
        .value(&typed.q);
    let mut parts = vec![Part::Form(
        Form::new(action, "Chercher la personne", vec![Item::Field(search)])
            .asking()
            .cancel("Revenir au groupe", back),
    )];
    if typed.found.is_empty() {
        let text = if typed.q.is_empty() {
            "Cherchez d'abord la personne dans la communauté."
        } else {
            "Personne ne correspond. Vérifiez le nom, ou ajoutez d'abord la personne à la communauté."
        };
        parts.push(Part::Text(vec![text.into()]));
        return SheetView::new(page, parts);
    }
    let person = |(id, name, hint): &(String, String, String)| {
        let option = Opt::new(id.clone(), name.clone(), *id == typed.personne || typed.found.len() == 1);
        if hint.is_empty() { option } else { option.hint(hint.clone()) }
    };
    let people = typed.found.iter().map(person).collect();
    let option =
        |one: &Fonction| Opt::new(one.key(), one.label(), *one == typed.fonction.unwrap_or(Fonction::Membre));
    let functions = Fonction::ALL.iter().map(option).collect();
    let day = |name, label: &str, value: &str| Field::new(name, label).value(value);
    let items = vec![
        Item::Hidden("q", typed.q.clone()),
        Item::Radios(Choice::new("personne", "Personne", people)),
        Item::Select(Choice::new("fonction", "Fonction", functions)),
        Item::Field(
            day("depuis", "Premier jour du mandat", &typed.depuis).required().hint("Par exemple 12/10/2026."),
        ),
        Item::Field(
            day("jusque", "Dernier jour du mandat", &typed.jusque)
                .hint("Laissez vide s'il n'y a pas de fin prévue."),
        ),
    ];
    parts.push(Part::Form(Form::new(action, "Donner le mandat", items)));
    SheetView::new(page, parts)
}

/// The form of the end of a seat.
pub fn end_form(page: Page, (action, back): (&str, &str), jusque: &str) -> SheetView {
    let field = Field::new("jusque", "Dernier jour du mandat")
        .value(jusque)
        .hint("Par exemple 31/12/2027. Laissez vide pour retirer la fin.");
    let form =
        Form::new(action, "Enregistrer la fin", vec![Item::Field(field)]).cancel("Revenir au groupe", back);
    SheetView::new(page, vec![Part::Form(form)])
}
