//! The form of a value and of its correction.

use app::diagnostic::Typed;
use domain::diagnostic::controles::saisie::{Alerte, Champ, Refus};
use domain::diagnostic::{Indicateur, Origine};
use territory::DepartementCode;

use super::Cadre;
use crate::views::components::{Choice, Field, FieldKind, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// What stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Champs {
    /// The value.
    pub typed: Typed,
    /// First day, when the period is not a year.
    pub debut: String,
    /// Last day.
    pub fin: String,
    /// The document chosen among those of the CPTS.
    pub piece: String,
    /// Why it is corrected.
    pub motif: String,
}

/// What is wrong or doubtful with what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refused {
    /// What is wrong.
    pub wrong: Vec<Refus>,
    /// What is to confirm.
    pub doubts: Vec<Alerte>,
    /// What is wrong with the file, in French.
    pub file: Option<String>,
}

const PLACES: [(&str, &str); 6] = [
    ("territoire", "Le territoire"),
    ("departement", "Un département"),
    ("region", "Une région"),
    ("france", "La France entière"),
    ("commune", "Une commune"),
    ("iris", "Un IRIS (quartier statistique)"),
];

/// Endings of the documents that a file chooser shows first.
const DOCUMENTS: &str = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.ods,.csv";

/// Name of the field of a part of what is typed.
fn field_of(champ: Champ) -> &'static str {
    match champ {
        Champ::Indicateur => "indicateur",
        Champ::Lieu => "lieu",
        Champ::Code => "code",
        Champ::Periode => "annee",
        Champ::Ages => "ages",
        Champ::Valeur => "valeur",
        Champ::Numerateur => "numerateur",
        Champ::Denominateur => "denominateur",
        Champ::Masque => "masque",
        Champ::Origine => "origine",
        Champ::Source => "source",
        Champ::Piece => "fichier",
        Champ::Motif => "motif",
    }
}

fn indicators(list: &[&Indicateur], chosen: &str) -> Choice {
    let mut options = vec![Opt::new("", "Choisissez un indicateur", chosen.is_empty())];
    options.extend(list.iter().map(|one| {
        let label = format!("{}\u{a0}: {}", one.family.label(), one.label);
        Opt::new(one.code.clone(), label, one.code == chosen)
    }));
    Choice::new("indicateur", "Indicateur", options)
}

fn text(name: &'static str, label: &str, hint: &str, value: &str) -> Item {
    Item::Field(Field::new(name, label).hint(hint).value(value))
}

fn items(cadre: &Cadre<'_>, champs: &Champs) -> Vec<Item> {
    let typed = &champs.typed;
    let places = PLACES.iter().map(|(key, label)| Opt::new(*key, *label, typed.lieu == *key));
    let origins = Origine::ALL
        .iter()
        .map(|origin| Opt::new(origin.key(), capital(origin.label()), typed.origine == origin.key()));
    let mut found = vec![
        Item::Select(Choice::new("lieu", "Lieu", places.collect())),
        text(
            "code",
            "Code du lieu",
            "Vide pour le territoire d'aujourd'hui et la France. 66 pour un département.",
            &typed.code,
        ),
        text("annee", "Année", "Par exemple 2022. Sinon, remplissez les deux dates.", &typed.periode),
        text("debut", "Du", "Par exemple 01/01/2022.", &champs.debut),
        text("fin", "Au", "Par exemple 30/06/2022.", &champs.fin),
        text("ages", "Âges", "Vide pour tous les âges de l'indicateur. Sinon 70+ ou 50-74.", &typed.ages),
        text(
            "valeur",
            "Valeur",
            "Telle qu'elle est imprimée\u{a0}: 13,3 pour 13,3\u{202f}%. Vide si vous tapez les deux nombres.",
            &typed.valeur,
        ),
        text(
            "numerateur",
            "Numérateur",
            "Le nombre au-dessus de la barre, s'il est imprimé.",
            &typed.numerateur,
        ),
        text(
            "denominateur",
            "Dénominateur",
            "Le nombre au-dessous de la barre, s'il est imprimé.",
            &typed.denominateur,
        ),
        Item::Boxes(Choice::new(
            "masque",
            "Secret statistique",
            vec![
                Opt::new("oui", "La source masque cette valeur", typed.masque == "oui")
                    .hint("Elle existe, et n'est pas zéro. Laissez alors les nombres vides."),
            ],
        )),
        Item::Select(Choice::new("origine", "Donnée par", origins.collect())),
        Item::Field(
            Field::new("source", "Source")
                .required()
                .hint("Le document, sa date, la page.")
                .value(&typed.source),
        ),
    ];
    if !cadre.pieces.is_empty() {
        let mut options = vec![Opt::new("", "Aucune", champs.piece.is_empty())];
        options.extend(cadre.pieces.iter().map(|piece| {
            let id = piece.id.to_string();
            let chosen = champs.piece == id;
            Opt::new(id, piece.name.clone(), chosen)
        }));
        found.push(Item::Select(Choice::new("piece", "Pièce déjà jointe", options)));
    }
    found.push(Item::Field(
        Field::new("fichier", "Joindre une pièce")
            .kind(FieldKind::File { accept: DOCUMENTS })
            .hint("PDF, image, classeur, document Word ou CSV. 10\u{a0}Mo au plus."),
    ));
    found
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The form of a new value.
pub fn form(page: Page, cadre: &Cadre<'_>, indicateurs: &[&Indicateur], champs: &Champs) -> SheetView {
    let mut all = vec![Item::Select(indicators(indicateurs, &champs.typed.indicateur))];
    all.extend(items(cadre, champs));
    let form = Form::new(cadre.urls.under("valeurs/nouvelle"), "Noter la valeur", all)
        .cancel("Revenir à la liste", cadre.urls.valeurs());
    let lead = "Recopiez le chiffre tel qu'il est imprimé, avec sa source.";
    SheetView::new(page, vec![Part::Lead(lead.into()), Part::Form(form)])
}

/// The form of a correction, at its address.
pub fn correction(
    page: Page,
    cadre: &Cadre<'_>,
    (action, indicateur): (String, &Indicateur),
    champs: &Champs,
) -> SheetView {
    let mut all = items(cadre, champs);
    all.push(Item::Field(
        Field::new("motif", "Motif de la correction")
            .kind(FieldKind::Area { rows: 2 })
            .required()
            .hint("Par exemple\u{a0}: «\u{a0}erreur de recopie, page 3\u{a0}».")
            .value(&champs.motif),
    ));
    let form = Form::new(action, "Enregistrer la correction", all)
        .cancel("Revenir à la liste", cadre.urls.valeurs());
    let text = "L'ancienne valeur reste dans l'histoire, avec son auteur et sa date.";
    SheetView::new(
        page,
        vec![Part::Lead(indicateur.label.clone()), Part::Text(vec![text.into()]), Part::Form(form)],
    )
}

/// The same form with what is wrong beside its fields, and boxes for what is to confirm.
#[must_use]
pub fn refusing(
    mut view: SheetView,
    refused: &Refused,
    (indicateur, name): (Option<&Indicateur>, &dyn Fn(DepartementCode) -> String),
) -> SheetView {
    for wrong in refused.wrong.iter().rev() {
        // The first error of a field is said last, and stays.
        view = view.refusing(field_of(wrong.champ()), documents::releves::refus(wrong, indicateur));
    }
    if let Some(error) = &refused.file {
        view = view.refusing("fichier", error.clone());
    }
    let Some(indicateur) = indicateur.filter(|_| !refused.doubts.is_empty()) else { return view };
    let options = refused.doubts.iter().map(|doubt| {
        let hint = documents::releves::alerte(doubt, indicateur, name);
        Opt::new(doubt.key(), "Je confirme cette valeur", false).hint(hint)
    });
    let mut boxes = Choice::new("confirme", "À confirmer avant d'enregistrer", options.collect());
    boxes.error = Some("Cette valeur étonne. Corrigez-la, ou confirmez-la.".into());
    for part in &mut view.parts {
        if let Part::Form(form) = part {
            form.items.push(Item::Boxes(boxes.clone()));
        }
    }
    view.parts.insert(0, Part::Notice(Notice::new(Tone::Attention, "Rien n'est encore enregistré.")));
    view
}
