//! Questionnaires: their list, one of them, its questions, its messages, its answers, its results.

pub mod classer;
pub mod difficultes;
pub mod envoi;
pub mod noter;
pub mod questions;
pub mod repondre;
pub mod resultats;

use app::communaute::questionnaires::{Listed, Presentation};
use domain::communaute::questionnaires::{Banque, EtatQuestionnaire, NatureKind, Question, Questionnaire};
use domain::nombres::{compte, date};

use super::components::{
    ActionForm, Cell, Choice, Column, Definition, EmptyState, Field, FieldKind, Link, Notice, Opt, Row,
    Table, Tone,
};
use super::page::Page;
use super::sheet::{Form, Item, Part, SheetView};

/// Colour of a state.
pub fn tone(etat: EtatQuestionnaire) -> Tone {
    match etat {
        EtatQuestionnaire::Brouillon => Tone::Plain,
        EtatQuestionnaire::AVenir => Tone::Info,
        EtatQuestionnaire::Ouvert => Tone::Success,
        EtatQuestionnaire::Ferme => Tone::Plain,
    }
}

/// A field of several lines.
pub(super) fn area(name: &'static str, label: &str, (rows, hint, value): (u8, &str, &str)) -> Item {
    let field = Field::new(name, label).kind(FieldKind::Area { rows }).value(value);
    Item::Field(if hint.is_empty() { field } else { field.hint(hint) })
}

/// The questionnaires of a CPTS; `base` is their address.
pub fn liste(page: Page, base: &str, (all, may_edit): (&[Listed], bool)) -> SheetView {
    let mut parts = vec![Part::Lead(
        "Demandez aux professionnels ce qu'ils rencontrent. Ils répondent par un lien, sans compte.".into(),
    )];
    let mut buttons = Vec::new();
    if may_edit {
        buttons.push(Link::new("Préparer un questionnaire", format!("{base}/nouveau")));
    }
    let difficultes = base.replace("/questionnaires", "/difficultes");
    buttons.push(Link::new("Lire les difficultés", difficultes));
    parts.push(Part::Buttons(buttons));
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun questionnaire à ce jour.",
            text: "Le modèle de deux questions se prépare en une minute.".into(),
            link: None,
        }));
        return SheetView::new(page, parts);
    }
    let columns = vec![
        Column::text("Questionnaire"),
        Column::text("État"),
        Column::number("Réponses"),
        Column::text("Dernier jour"),
    ];
    let mut table = Table::new("Questionnaires, le plus récent d'abord", columns);
    table.rows = all.iter().map(|one| row(base, one)).collect();
    parts.push(Part::Table("questionnaires", table));
    SheetView::new(page, parts)
}

fn row(base: &str, one: &Listed) -> Row {
    let url = format!("{base}/{}", one.questionnaire.id);
    Row::new(
        Cell::from(one.questionnaire.titre.clone()).link(url),
        vec![
            Cell::default().tag(tone(one.etat), one.etat.label()),
            Cell::from(one.reponses.to_string()),
            Cell::from(one.questionnaire.fiche.fermeture.map(date).unwrap_or_default()),
        ],
    )
}

/// The choice of a model.
pub fn nouveau(page: Page, base: &str, banque: &Banque) -> SheetView {
    let option = |modele: &domain::communaute::questionnaires::Modele| {
        let chosen = modele.cle == "deux_questions";
        Opt::new(&modele.cle, &modele.libelle, chosen).hint(format!("{} {}", modele.resume, modele.note))
    };
    let mut options: Vec<Opt> = banque.modeles.iter().map(option).collect();
    options.push(Opt::new("", "Questionnaire vide", false).hint("Vous choisissez chaque question."));
    let titre = Field::new("titre", "Titre")
        .hint("Les personnes le lisent. Laissez vide pour garder celui du modèle.");
    let items = vec![Item::Radios(Choice::new("modele", "Partir de", options)), Item::Field(titre)];
    let form = Form::new(format!("{base}/nouveau"), "Préparer le questionnaire", items);
    SheetView::new(
        page,
        vec![
            Part::Notice(Notice::new(Tone::Info, banque.note.clone())),
            Part::Form(form.cancel("Revenir aux questionnaires", base)),
        ],
    )
}

/// One questionnaire: where it stands, what can be done, what it asks.
pub fn show(page: Page, base: &str, one: &Listed, (banque, may_edit): (&Banque, bool)) -> SheetView {
    let url = format!("{base}/{}", one.questionnaire.id);
    let mut parts = vec![Part::Definitions(facts(one))];
    let mut buttons = vec![Link::new("Voir les résultats", format!("{url}/resultats"))];
    if may_edit {
        buttons.insert(0, Link::new("Demander des réponses", format!("{url}/envoyer")));
        buttons.push(Link::new("Classer les réponses libres", format!("{url}/classer")));
        buttons.push(Link::new("Modifier les textes", format!("{url}/modifier")));
    }
    buttons.push(Link::new("Voir comme une personne qui répond", format!("{url}/apercu")));
    parts.push(Part::Buttons(buttons));
    if may_edit {
        parts.extend(opening(&url, one));
    }
    parts.push(Part::Heading("Questions".into()));
    parts.extend(questions::table(&url, one, may_edit));
    if may_edit {
        parts.extend(questions::adding(&url, &one.questionnaire, banque));
        parts.push(Part::Heading("Supprimer".into()));
        let items = Vec::new();
        parts.push(Part::Form(
            Form::new(format!("{url}/supprimer"), "Supprimer le questionnaire", items).danger(),
        ));
    }
    SheetView::new(page, parts)
}

fn facts(one: &Listed) -> Vec<Definition> {
    let fiche = &one.questionnaire.fiche;
    let mut list = vec![
        Definition::new("État", one.etat.label()),
        Definition::new("Réponses", one.reponses.to_string()),
    ];
    if let (Some(first), Some(last)) = (fiche.ouverture, fiche.fermeture) {
        list.push(Definition::new("Ouverture", format!("du {} au {} compris", date(first), date(last))));
    }
    if one.questionnaire.numero() > 1 {
        let said =
            format!("{}, parce qu'une question a changé après une réponse", one.questionnaire.numero());
        list.push(Definition::new("Version des questions", said));
    }
    for envoi in &fiche.envois {
        let day = date(envoi.at.to_zoned(app::paris()).date());
        let people = compte(envoi.personnes as usize, "personne", "personnes");
        list.push(Definition::new(format!("{} du {day}", envoi.kind.label()), people));
    }
    list
}

fn opening(url: &str, one: &Listed) -> Vec<Part> {
    let fiche = &one.questionnaire.fiche;
    let day = |name: &'static str, label: &str, value: String| {
        Item::Field(Field::new(name, label).hint("Par exemple 31/12/2027.").value(value).required())
    };
    let value = |day: Option<jiff::civil::Date>| day.map(date).unwrap_or_default();
    let items = vec![
        day("ouverture", "Premier jour", value(fiche.ouverture)),
        day("fermeture", "Dernier jour, compris", value(fiche.fermeture)),
    ];
    let (title, button) = match one.etat {
        EtatQuestionnaire::Brouillon => ("Ouvrir", "Ouvrir le questionnaire"),
        EtatQuestionnaire::Ferme => ("Rouvrir", "Rouvrir le questionnaire"),
        _ => ("Dates", "Changer les dates"),
    };
    let mut parts =
        vec![Part::Heading(title.into()), Part::Form(Form::new(format!("{url}/ouvrir"), button, items))];
    if matches!(one.etat, EtatQuestionnaire::Ouvert | EtatQuestionnaire::AVenir) {
        parts.push(Part::Form(Form::new(format!("{url}/fermer"), "Fermer maintenant", Vec::new())));
    }
    parts
}

/// Title, introduction, thanks.
pub fn presentation(page: Page, url: &str, (one, typed): (&Questionnaire, &Presentation)) -> SheetView {
    let titre = Field::new("titre", "Titre").value(&typed.titre).required();
    let items = vec![
        Item::Hidden("version", one.version.to_string()),
        Item::Field(titre),
        area("introduction", "Introduction", (4, "Lue avant les questions.", &typed.introduction)),
        area("remerciement", "Remerciement", (3, "Lu après la réponse.", &typed.remerciement)),
    ];
    let form = Form::new(format!("{url}/modifier"), "Enregistrer les textes", items);
    SheetView::new(page, vec![Part::Form(form.cancel("Revenir au questionnaire", url))])
}

/// The notice that takes a removal back.
pub fn removed(base: &str, id: &str) -> Notice {
    let back = ActionForm::new("Rétablir le questionnaire", format!("{base}/{id}/retablir"));
    Notice::new(Tone::Success, "Le questionnaire est supprimé. Ses réponses sont gardées.").with_action(back)
}

/// `Une réponse à choisir, obligatoire`.
pub(super) fn kind_of(question: &Question) -> String {
    let mut said = question.nature.kind().label().to_owned();
    if question.obligatoire {
        said.push_str(", obligatoire");
    }
    if question.difficulte {
        said.push_str(", devient une difficulté");
    }
    said
}

/// Kinds that somebody may choose for a question of their own.
pub(super) fn kinds() -> impl Iterator<Item = &'static NatureKind> {
    NatureKind::ALL.iter()
}
