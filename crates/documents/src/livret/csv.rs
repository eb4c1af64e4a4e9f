//! One line a figure and a level, for a French spreadsheet: UTF-8 with a mark, semicolons, decimal commas.

use domain::diagnostic::Diagnostic;
use domain::nombres::date;

use super::lines::{FigureLine, PASSPORT, lines, numbers, passport};
use crate::csv::{MARK, line, number};
use crate::diagnostic_words as words;

const HEADER: [&str; 17] = [
    "Territoire",
    "Variante",
    "Périmètre n°",
    "Établi le",
    "Données fictives",
    "Famille",
    "Code",
    "Indicateur",
    "Unité",
    "Niveau",
    "Lieu",
    "Compté par",
    "Valeur",
    "État",
    "Écart du territoire",
    "Numérateur",
    "Dénominateur",
];

/// Every figure with its passport.
pub fn write(diagnostic: &Diagnostic) -> Vec<u8> {
    let mut text = MARK.to_owned();
    let header: Vec<String> = HEADER.iter().chain(&PASSPORT).map(|title| (*title).to_owned()).collect();
    line(&mut text, &header);
    for figure in lines(diagnostic) {
        line(&mut text, &cells(&figure, diagnostic));
    }
    text.into_bytes()
}

fn cells(figure: &FigureLine<'_>, diagnostic: &Diagnostic) -> Vec<String> {
    let chiffre = figure.chiffre;
    let [own_value, numerator, denominator] = numbers(chiffre);
    let own = [
        diagnostic.territoire.clone(),
        diagnostic.variante.clone(),
        diagnostic.revision.to_string(),
        date(diagnostic.established_on),
        if diagnostic.is_fictitious() { "oui" } else { "non" }.to_owned(),
        figure.family.to_owned(),
        figure.code.to_owned(),
        figure.label.to_owned(),
        words::unit(figure.unit),
        figure.niveau.clone(),
        figure.place.clone(),
        figure.counted_by.to_owned(),
        number(own_value),
        words::state_word(chiffre.state).to_owned(),
        number(figure.difference),
        number(numerator),
        number(denominator),
    ];
    own.into_iter().chain(passport(figure, &diagnostic.sources)).collect()
}
