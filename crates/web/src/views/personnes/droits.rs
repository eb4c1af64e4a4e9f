//! What is kept about a person, ready to print, and what they may ask.

use domain::communaute::{Exercice, Personne};
use domain::nombres::{compte, date};

use super::super::components::{Definition, Notice, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Part, SheetView};
use super::fiche::{Autour, identity};
use super::{canal_note, canal_valeur};

/// Everything that is kept, in words; the actions do not print.
pub fn page(page: Page, one: &Personne, autour: &Autour<'_>) -> SheetView {
    let mut parts = vec![
        Part::Lead(
            "Voici tout ce que la CPTS garde sur cette personne. Imprimez cette page pour la lui remettre."
                .into(),
        ),
        Part::Heading("Identité".into()),
        Part::Definitions(names(one)),
        Part::Heading("Lieux d'exercice".into()),
        list(one.fiche.exercices.iter().map(|lieu| place(lieu, autour)).collect(), "Aucun lieu."),
        Part::Heading("Coordonnées".into()),
        list(channels(one), "Aucune coordonnée."),
        Part::Heading("Parcours".into()),
        list(steps(one), "Aucune étape."),
        Part::Heading("Groupes et réunions".into()),
        list(seats(autour), "Aucun groupe."),
    ];
    if one.removed_at.is_none() {
        parts.extend(requests(one, &autour.base));
    }
    SheetView::new(page, parts)
}

fn names(one: &Personne) -> Vec<Definition> {
    let mut all =
        vec![Definition::new("Nom", one.nom.clone()), Definition::new("Prénom", one.prenom.clone())];
    all.extend(identity(one));
    all.push(Definition::new("Fiche créée le", date(one.created_at.to_zoned(app::paris()).date())));
    all.push(Definition::new("Dernier changement", date(one.changed_at.to_zoned(app::paris()).date())));
    all
}

fn list(lines: Vec<String>, empty: &str) -> Part {
    if lines.is_empty() { Part::Text(vec![empty.to_owned()]) } else { Part::List(lines) }
}

fn place(lieu: &Exercice, autour: &Autour<'_>) -> String {
    let parts = [
        lieu.structure.and_then(|id| (autour.structure)(id)).unwrap_or_default(),
        lieu.adresse.clone(),
        lieu.code_postal.clone(),
        lieu.commune.map(autour.commune).unwrap_or_default(),
        lieu.mode.map(|mode| mode.label().to_owned()).unwrap_or_default(),
        lieu.jusque.map(|day| format!("jusqu'au {}", date(day))).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn channels(one: &Personne) -> Vec<String> {
    let line = |canal| format!("{} ({})", canal_valeur(canal), canal_note(canal));
    one.fiche.canaux.iter().map(|canal| format!("{}\u{a0}: {}", canal.kind.label(), line(canal))).collect()
}

fn steps(one: &Personne) -> Vec<String> {
    let steps = one.fiche.parcours.iter();
    steps
        .map(|step| {
            let why = step.motif.as_ref().map(|motif| format!(", {motif}")).unwrap_or_default();
            format!("{} depuis le {}{why}", step.statut.label(), date(step.depuis))
        })
        .collect()
}

fn seats(autour: &Autour<'_>) -> Vec<String> {
    let mut lines: Vec<String> = autour
        .life
        .seats
        .iter()
        .map(|seat| {
            let until = seat.jusque.map(|day| format!(" jusqu'au {}", date(day))).unwrap_or_default();
            format!("{}, {}, depuis le {}{until}", seat.groupe.nom, seat.fonction.label(), date(seat.depuis))
        })
        .collect();
    if autour.life.meetings > 0 {
        lines.push(compte(autour.life.meetings, "présence comptée", "présences comptées"));
    }
    lines
}

fn requests(one: &Personne, base: &str) -> Vec<Part> {
    let objection = if one.fiche.opposition.is_some() {
        vec![
            Part::Text(vec![
                "Cette personne s'est opposée à tout contact. Levez l'opposition seulement si elle vous le demande.".into(),
            ]),
            Part::Form(Form::new(format!("{base}/opposition/lever"), "Lever l'opposition", vec![])),
        ]
    } else {
        vec![
            Part::Text(vec![
                "Si la personne s'oppose à être contactée, plus aucun message ne lui sera adressé.".into(),
            ]),
            Part::Form(Form::new(format!("{base}/opposition"), "Ne plus contacter cette personne", vec![])),
        ]
    };
    let mut parts = vec![Part::Heading("Opposition".into())];
    parts.extend(objection);
    parts.push(Part::Heading("Effacement".into()));
    let rest = [
        "Ses textes, ses adresses et les lignes importées qui la nomment partent aussi.",
        "Les feuilles de présence closes et les comptes rendus scellés restent entiers.",
    ];
    let text = "L'effacement est définitif. La fiche est vidée, les présences restent comptées sans nom.";
    let notice = Notice::new(Tone::Attention, text);
    parts.push(Part::Notice(notice.with_details(rest.map(str::to_owned).to_vec())));
    parts.push(Part::Form(Form::new(format!("{base}/effacer"), "Effacer la fiche", vec![]).danger()));
    parts
}
