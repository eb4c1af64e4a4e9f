//! Figures as cells, bars and definitions: a state is always said in words.

use documents::diagnostic_words as words;
use domain::diagnostic::catalogue::Indicateur;
use domain::diagnostic::{Chiffre, Comparaison, Diagnostic, Etat, IndicateurLu, Niveau, Unite};

use territory::text::search_key;

use super::super::components::{Cell, Column, Row, Table, Tag, Tone};
use super::super::wording::spaced;

/// A figure beside those of other places, as bars.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareChart {
    /// What is measured.
    pub label: String,
    /// Its unit, where the figures do not carry it.
    pub unit: String,
    /// The indicator's page.
    pub url: String,
    /// One bar a place, the territory first.
    pub bars: Vec<CompareBar>,
}

/// A place of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareBar {
    /// The place.
    pub label: String,
    /// Length in percent of the longest; `None` when there is no figure.
    pub percent: Option<f64>,
    /// The figure, or why there is none.
    pub value: String,
    /// `partiel`, `estimé`.
    pub mark: Option<String>,
    /// Whether it is the territory.
    pub own: bool,
}

/// The word of a state that a reader must know; none for a figure that is whole and counted.
pub(super) fn tag(chiffre: &Chiffre) -> Option<Tag> {
    match chiffre.state {
        Etat::Partial => Some(Tag::new(Tone::Attention, words::state_word(Etat::Partial))),
        Etat::Known if chiffre.passport.estimated.is_some() => Some(Tag::new(Tone::Info, "estimé")),
        _ => None,
    }
}

/// A figure without its marks: `13,3 %`, `non publié`, `masqué`.
pub(super) fn plain(chiffre: &Chiffre, unit: Unite) -> String {
    match (chiffre.state, chiffre.value) {
        (Etat::Known | Etat::Partial, Some(value)) => words::number(value, unit),
        (Etat::Hidden, _) => words::state_word(Etat::Hidden).to_owned(),
        _ => words::state_word(Etat::NotPublished).to_owned(),
    }
}

/// A figure as a cell, with what it lacks under it.
pub(super) fn cell(chiffre: &Chiffre, unit: Unite) -> Cell {
    let mut cell = Cell::from(plain(chiffre, unit));
    cell.tag = tag(chiffre);
    if chiffre.state == Etat::Partial && !chiffre.missing.is_empty() {
        let lacks = words::state(chiffre);
        cell = cell.note(lacks.split_once("\u{a0}: ").map_or(lacks.clone(), |(_, places)| places.to_owned()));
    }
    cell
}

/// A figure of another place, with its year when it is not the same and its difference under it.
pub(super) fn compared_cell(own: &Chiffre, other: &Comparaison, unit: Unite) -> Cell {
    let mut cell = cell(&other.chiffre, unit);
    let year = words::vintage_mark(own, &other.chiffre).filter(|_| other.chiffre.value.is_some());
    if let Some(year) = year {
        cell.text = format!("{} {year}", cell.text);
    }
    match other.difference {
        Some(gap) => cell.note(format!("écart\u{a0}: {}", words::difference(gap, unit))),
        None => cell,
    }
}

/// What a figure is compared with: `Gard`, `Territoires semblables`.
pub(super) fn level_label(diagnostic: &Diagnostic, niveau: Niveau) -> String {
    match niveau {
        Niveau::Territoire => "Ce territoire".to_owned(),
        other => words::level_name(diagnostic, other),
    }
}

/// Bars of an indicator; `None` for a count, which has no sense beside that of a country, without a figure of the
/// territory, and without another one.
pub(super) fn chart(diagnostic: &Diagnostic, read: &IndicateurLu, url: String) -> Option<CompareChart> {
    let indicateur = &read.indicateur;
    if indicateur.is_count() {
        return None;
    }
    let own = (Niveau::Territoire, &read.territoire);
    let others = read.comparisons.iter().map(|other| (other.niveau, &other.chiffre));
    let figures: Vec<_> = std::iter::once(own).chain(others).collect();
    let known = |chiffre: &Chiffre| chiffre.value.filter(|_| chiffre.state != Etat::Hidden);
    let values: Vec<f64> = figures.iter().filter_map(|(_, chiffre)| known(chiffre)).collect();
    if known(&read.territoire).is_none() || values.len() < 2 {
        return None;
    }
    let longest = values.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let bars = figures.iter().map(|(niveau, chiffre)| CompareBar {
        label: level_label(diagnostic, *niveau),
        percent: known(chiffre).map(|value| (value / longest * 100.0).clamp(0.0, 100.0)),
        value: plain(chiffre, indicateur.unit),
        mark: tag(chiffre).map(|tag| tag.label),
        own: *niveau == Niveau::Territoire,
    });
    Some(CompareChart {
        label: spaced(&indicateur.label),
        unit: unit_beside(indicateur),
        url,
        bars: bars.collect(),
    })
}

/// The unit under a heading; nothing where each figure carries it.
pub(super) fn unit_in_words(unit: Unite) -> String {
    if unit == Unite::Pourcent { String::new() } else { words::unit(unit) }
}

/// The same, unless the name of the indicator says it already.
pub(super) fn unit_beside(indicateur: &Indicateur) -> String {
    let letters = |text: &str| search_key(text).replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let unit = unit_in_words(indicateur.unit);
    if letters(&indicateur.label).contains(&letters(&unit)) { String::new() } else { unit }
}

/// Where a figure was read: files, then recorded values that were retained.
pub(super) fn sources(diagnostic: &Diagnostic, chiffre: &Chiffre) -> Vec<String> {
    let mut sources = words::citations(chiffre, &diagnostic.sources);
    sources.extend(chiffre.passport.records.iter().filter(|record| record.retained).map(|record| {
        let read = record.source.trim().trim_end_matches('.');
        let read = if read.is_empty() { String::new() } else { format!(", {read}") };
        format!("{}{read} ({})", record.origin.label(), record.period.label())
    }));
    sources
}

/// The figure of an indicator at each level, with its gap, state, year and source.
pub(super) fn levels_table(diagnostic: &Diagnostic, read: &IndicateurLu) -> Table {
    let unit = read.indicateur.unit;
    let columns = vec![
        Column::text("Lieu"),
        Column::number(if unit_in_words(unit).is_empty() {
            "Valeur".to_owned()
        } else {
            format!("Valeur ({})", unit_in_words(unit))
        }),
        Column::number("Écart"),
        Column::text("État"),
        Column::text("Année"),
        Column::text("Source"),
    ];
    let caption = format!("{}\u{a0}: ce territoire et ailleurs", spaced(&read.indicateur.label));
    let mut table = Table::new(caption, columns);
    let line = |niveau: Niveau, chiffre: &Chiffre, gap: Cell| {
        let estimated = if chiffre.passport.estimated.is_some() { ", estimé" } else { "" };
        Row::new(
            level_label(diagnostic, niveau),
            vec![
                plain(chiffre, unit).into(),
                gap,
                format!("{}{estimated}", words::state(chiffre)).into(),
                chiffre.passport.vintage.clone().into(),
                sources(diagnostic, chiffre).join("\u{202f}; ").into(),
            ],
        )
    };
    table.rows.push(line(Niveau::Territoire, &read.territoire, Cell::default()));
    table.rows.extend(read.comparisons.iter().map(|other| {
        let gap = other.difference.map(|gap| words::difference(gap, unit)).unwrap_or_default();
        line(other.niveau, &other.chiffre, gap.into())
    }));
    table
}
