//! Writing down a difficulty that was heard; putting together those that say the same.

use app::communaute::questionnaires::{DifficulteLue, NewDifficulte};
use domain::communaute::questionnaires::Theme;
use domain::professions::professions;

use super::area;
use super::classer::boxes;
use crate::views::components::{Choice, Field, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Choosing whose words stand for several.
pub fn regrouper(title: Page, base: &str, chosen: &[DifficulteLue]) -> SheetView {
    let option = |(rank, one): (usize, &DifficulteLue)| {
        Opt::new(one.difficulte.id.to_string(), &one.difficulte.texte, rank == 0)
    };
    let options = chosen.iter().enumerate().map(option).collect();
    let mut items = vec![Item::Radios(Choice::new("principale", "Les mots qui valent pour toutes", options))];
    items.extend(chosen.iter().map(|one| Item::Hidden("choix", one.difficulte.id.to_string())));
    items.push(Item::Hidden("confirme", "oui".into()));
    let form = Form::new(format!("{base}/regrouper"), "Regrouper ces difficultés", items);
    SheetView::new(
        title,
        vec![
            Part::Text(vec![
                "Chaque difficulté garde son texte et son auteur. Vous pourrez les séparer.".into(),
            ]),
            Part::Form(form.cancel("Revenir aux difficultés", base)),
        ],
    )
}

/// The form of a difficulty that somebody heard. `people`: value, name.
pub fn nouvelle(
    title: Page,
    base: &str,
    (typed, themes): (&NewDifficulte, &[Theme]),
    people: &[(String, String)],
) -> SheetView {
    let metiers = professions().map(|table| table.all.as_slice()).unwrap_or_default();
    let metier = |code: &str, label: &str| Opt::new(code, label, typed.profession == code);
    let mut list = vec![metier("", "Non précisée")];
    list.extend(metiers.iter().map(|one| metier(&one.code, &one.label)));
    let chosen = typed.personne.map(|id| id.to_string()).unwrap_or_default();
    let mut known = vec![Opt::new("", "Personne que la CPTS ne suit pas", chosen.is_empty())];
    known.extend(people.iter().map(|(value, name)| Opt::new(value, name, *value == chosen)));
    let source = Field::new("source", "Où vous l'avez entendue").value(&typed.source);
    let mut items = vec![area(
        "texte",
        "Difficulté, avec les mots de la personne",
        (5, "Décrivez la situation, jamais un patient\u{a0}: ni nom, ni date de naissance.", &typed.texte),
    )];
    if let Item::Field(field) = &mut items[0] {
        field.required = true;
    }
    items.push(Item::Field(source.hint("Par exemple\u{a0}: réunion du 8 février.")));
    if !people.is_empty() {
        items.push(Item::Select(Choice::new("personne", "Dite par", known)));
    }
    items.push(Item::Select(Choice::new("profession", "Profession", list)));
    items.push(boxes(themes, &typed.themes));
    let form = Form::new(format!("{base}/nouvelle"), "Noter la difficulté", items);
    SheetView::new(title, vec![Part::Form(form.cancel("Revenir aux difficultés", base))])
}
