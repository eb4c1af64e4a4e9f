//! A family of indicators: its table, what deserves a look, its charts.

use domain::diagnostic::{Chiffre, Diagnostic, FamilleLue, IndicateurLu};
use domain::nombres::liste;

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
    let mut columns = vec![Column::text("Indicateur", 5), Column::share("Territoire", 2)];
    columns.extend(diagnostic.levels.iter().map(|level| Column::share(level.name.clone(), 2)));
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
    let note = |attention: bool, text: &str| {
        Block::Note(Note { attention, text: format!("{label}. {text}"), places: vec![] })
    };
    let warnings = read.alerts.iter().cloned().chain(words::small_denominator(&read.territoire));
    let mut blocks: Vec<Block> = warnings.map(|text| note(true, &text)).collect();
    let mut reserved = words::reservations(&read.territoire);
    let partial = read.comparisons.iter().filter(|other| !other.chiffre.missing.is_empty());
    let elsewhere: Vec<String> = partial.map(|other| words::level_name(diagnostic, other.niveau)).collect();
    if !elsewhere.is_empty() {
        reserved.push(format!("Chiffre partiel pour\u{a0}: {}.", liste(&elsewhere)));
    }
    if !reserved.is_empty() {
        blocks.push(note(false, &reserved.join(" ")));
    }
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
        caption: format!("{} {}", line.meaning, words::direction(line.direction)),
        width: 82,
    };
    // The title stays with what follows it: nothing may come between it and the drawing.
    vec![Block::heading(words::labelled(line)), Block::Drawing(drawing)]
}
