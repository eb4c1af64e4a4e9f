//! A family of indicators: bars, then the table with everything.

use domain::diagnostic::lecture::FamilleLue;
use domain::diagnostic::{Etat, IndicateurLu};

use super::super::components::{Cell, Column, Notice, Row, Table, Tone};
use super::super::wording::spaced;
use super::Reader;
use super::figures::{CompareChart, cell, chart, compared_cell, unit_in_words};

/// A family.
pub struct FamilyPanel {
    /// Identifier in the page.
    pub id: &'static str,
    /// Name.
    pub title: &'static str,
    /// Rates as bars.
    pub charts: Vec<CompareChart>,
    /// Every figure.
    pub table: Table,
    /// What deserves a look before a figure is used.
    pub alerts: Vec<Notice>,
}

impl FamilyPanel {
    pub(super) fn new(reader: &Reader<'_>, family: &FamilleLue) -> Self {
        let lecture = &reader.lecture;
        let charts = family
            .indicators
            .iter()
            .filter_map(|read| chart(reader.diagnostic, read, lecture.indicateur(&read.indicateur.code)));
        let alerts = family.indicators.iter().flat_map(|read| {
            let label = spaced(&read.indicateur.label);
            read.alerts
                .iter()
                .map(move |alert| Notice::new(Tone::Attention, format!("{label}\u{a0}: {}", spaced(alert))))
        });
        Self {
            id: family.famille.key(),
            title: family.famille.label(),
            charts: charts.collect(),
            table: table(reader, family),
            alerts: alerts.collect(),
        }
    }
}

/// The rank of an indicator in the diagnosis, from 1: the number of its passport.
fn number(reader: &Reader<'_>, read: &IndicateurLu) -> usize {
    let code = &read.indicateur.code;
    reader.diagnostic.indicators().position(|other| other.indicateur.code == *code).map_or(0, |rank| rank + 1)
}

fn table(reader: &Reader<'_>, family: &FamilleLue) -> Table {
    let levels = &reader.diagnostic.levels;
    let mut columns = vec![Column::text("Indicateur"), Column::number("Ce territoire")];
    columns.extend(levels.iter().map(|level| Column::number(level.name.clone())));
    columns.push(Column::text("Preuve"));
    let caption = format!("{}\u{a0}: valeurs et écarts", family.famille.label());
    let mut table = Table::new(caption, columns);
    table.rows = family.indicators.iter().map(|read| row(reader, read)).collect();
    table
}

fn row(reader: &Reader<'_>, read: &IndicateurLu) -> Row {
    let indicateur = &read.indicateur;
    let about: Vec<String> = [unit_in_words(indicateur.unit), read.territoire.passport.vintage.clone()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let mut head = Cell::from(spaced(&indicateur.label)).link(reader.lecture.indicateur(&indicateur.code));
    if !about.is_empty() {
        head = head.note(about.join(", "));
    }
    if !read.alerts.is_empty() {
        head = head.tag(Tone::Attention, "à vérifier");
    }
    let mut cells = vec![own(reader, read)];
    cells.extend(reader.diagnostic.levels.iter().map(|level| {
        let other = read.comparisons.iter().find(|other| other.niveau == level.niveau);
        other.map_or_else(Cell::default, |other| compared_cell(&read.territoire, other, indicateur.unit))
    }));
    let passport = format!("Passeport n°\u{a0}{}", number(reader, read));
    cells.push(Cell::from(passport).link(reader.lecture.passeport(&indicateur.code)));
    Row::new(head, cells)
}

fn own(reader: &Reader<'_>, read: &IndicateurLu) -> Cell {
    let indicateur = &read.indicateur;
    let own = &read.territoire;
    if own.state == Etat::NotPublished && indicateur.is_recorded() && reader.may_edit {
        return Cell::from("Non publié\u{a0}: noter cette valeur")
            .link(reader.urls.noter(&indicateur.code, None));
    }
    cell(own, indicateur.unit)
}
