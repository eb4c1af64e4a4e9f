//! A family of indicators: its table, what deserves a look, its charts.

use domain::diagnostic::{Chiffre, Diagnostic, FamilleLue, IndicateurLu};

use super::annex::{Numbers, Subject};
use crate::diagnostic_words as words;
use crate::document::{Block, Column, Drawing, Note, Row, RowStyle, Table};
use crate::svg::{SvgOptions, barres_svg};

pub fn blocks(family: &FamilleLue, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Table(table(family, diagnostic, numbers))];
    for read in &family.indicators {
        blocks.extend(notes(read, diagnostic));
    }
    blocks.extend(family.indicators.iter().flat_map(|read| chart(read, diagnostic)));
    blocks
}

fn table(family: &FamilleLue, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Table {
    let mut columns = vec![Column::text("Indicateur", 1), Column::number("Territoire")];
    columns.extend(diagnostic.levels.iter().map(|level| Column::number(level.name.clone())));
    let rows = family.indicators.iter().flat_map(|read| rows(read, diagnostic, numbers));
    Table {
        caption: format!("{}\u{a0}: le territoire et ce à quoi il est comparé", family.famille.label()),
        columns,
        rows: rows.collect(),
    }
}

/// The figures, then the differences when there are some.
fn rows(read: &IndicateurLu, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Vec<Row> {
    let line = &read.indicateur;
    let label = numbers.cite(&words::labelled(line), Subject::Indicator(&line.code));
    let own = words::figure(&read.territoire, line.unit);
    let others = diagnostic.levels.iter().map(|level| {
        read.at(level.niveau).map_or_else(|| "non publié".to_owned(), |chiffre| other(read, chiffre))
    });
    let mut rows = vec![Row::plain([label, own].into_iter().chain(others))];
    let differences: Vec<Option<f64>> = diagnostic
        .levels
        .iter()
        .map(|level| read.comparisons.iter().find(|other| other.niveau == level.niveau)?.difference)
        .collect();
    if differences.iter().any(Option::is_some) {
        let cells = differences.into_iter().map(|value| words::difference_or_word(value, line.unit));
        let first = ["Écart du territoire".to_owned(), String::new()];
        rows.push(Row { style: RowStyle::Part, cells: first.into_iter().chain(cells).collect() });
    }
    rows
}

/// A figure elsewhere, with its year when it is not the one of the territory.
fn other(read: &IndicateurLu, chiffre: &Chiffre) -> String {
    let figure = words::figure(chiffre, read.indicateur.unit);
    let mark = words::vintage_mark(&read.territoire, chiffre).filter(|_| chiffre.value.is_some());
    mark.map_or_else(|| figure.clone(), |mark| format!("{figure} {mark}"))
}

/// What deserves a look before a figure is used: alerts, then what it lacks, hides or estimates.
fn notes(read: &IndicateurLu, diagnostic: &Diagnostic) -> Vec<Block> {
    let label = &read.indicateur.label;
    let note = |attention: bool, text: String, places: Vec<String>| {
        Block::Note(Note { attention, text: format!("{label}\u{a0}: {text}"), places })
    };
    let mut blocks: Vec<Block> = read.alerts.iter().map(|alert| note(true, alert.clone(), vec![])).collect();
    for sentence in words::reservations(&read.territoire) {
        blocks.push(note(false, sentence, vec![]));
    }
    let elsewhere: Vec<String> = read
        .comparisons
        .iter()
        .filter(|other| !other.chiffre.missing.is_empty())
        .map(|other| words::level_name(diagnostic, other.niveau))
        .collect();
    if !elsewhere.is_empty() {
        let text = format!(
            "le chiffre est partiel aussi pour {}. Son passeport dit ce qui manque.",
            domain::nombres::liste(&elsewhere)
        );
        blocks.push(note(false, text, vec![]));
    }
    blocks.extend(words::small_denominator(&read.territoire).map(|text| note(true, text, vec![])));
    blocks
}

/// Bars, when there are two values to compare: a count says nothing beside that of a whole country.
fn chart(read: &IndicateurLu, diagnostic: &Diagnostic) -> Vec<Block> {
    let line = &read.indicateur;
    let values = read.comparisons.iter().filter(|other| other.chiffre.value.is_some()).count();
    if line.is_count() || read.territoire.value.is_none() || values == 0 {
        return vec![];
    }
    let options = SvgOptions::barres(read, diagnostic);
    let drawing = Drawing {
        svg: barres_svg(read, diagnostic, &options),
        alt: options.description,
        caption: format!("{}. {}", words::labelled(line), words::direction(line.direction)),
        width: 82,
    };
    vec![Block::heading(line.label.clone()), Block::paragraph(line.meaning.clone()), Block::Drawing(drawing)]
}
