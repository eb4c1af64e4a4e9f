//! A family of indicators: bars, then the table with everything.

use domain::diagnostic::lecture::FamilleLue;
use domain::diagnostic::{Etat, IndicateurLu};

use super::super::components::{Cell, Column, Notice, Row, Table, Tone};
use super::super::wording::spaced;
use super::Reader;
use super::figures::{CompareChart, cell, chart, compared_cell, unit_beside};

/// A family.
pub struct FamilyPanel {
    /// Identifier in the page.
    pub id: &'static str,
    /// Name.
    pub title: &'static str,
    /// Rates as bars.
    pub charts: Vec<CompareChart>,
    /// Figures known here or elsewhere; `None` when there are none.
    pub table: Option<Table>,
    /// Indicators that nobody publishes, here or elsewhere: folded, so that the known ones are seen.
    pub unpublished: Option<Unpublished>,
    /// What deserves a look before a figure is used.
    pub alerts: Vec<Notice>,
}

/// Indicators that nobody publishes.
pub struct Unpublished {
    /// `12 indicateurs ne sont publiés ni ici ni ailleurs`.
    pub summary: String,
    /// The indicators.
    pub table: Table,
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
            unpublished: unpublished(reader, family),
            alerts: alerts.collect(),
        }
    }
}

/// The rank of an indicator in the diagnosis, from 1: the number of its passport.
fn number(reader: &Reader<'_>, read: &IndicateurLu) -> usize {
    let code = &read.indicateur.code;
    reader.diagnostic.indicators().position(|other| other.indicateur.code == *code).map_or(0, |rank| rank + 1)
}

fn is_published(read: &IndicateurLu) -> bool {
    let mut figures =
        std::iter::once(&read.territoire).chain(read.comparisons.iter().map(|other| &other.chiffre));
    figures.any(|chiffre| chiffre.state != Etat::NotPublished)
}

fn table(reader: &Reader<'_>, family: &FamilleLue) -> Option<Table> {
    let levels = &reader.diagnostic.levels;
    let mut columns = vec![Column::text("Indicateur"), Column::number("Ce territoire")];
    columns.extend(levels.iter().map(|level| Column::number(level.name.clone())));
    columns.push(Column::text("Preuve"));
    let caption = format!("{}\u{a0}: valeurs et écarts", family.famille.label());
    let mut table = Table::new(caption, columns);
    let published = family.indicators.iter().filter(|read| is_published(read));
    table.rows = published.map(|read| row(reader, read)).collect();
    (!table.rows.is_empty()).then_some(table)
}

fn unpublished(reader: &Reader<'_>, family: &FamilleLue) -> Option<Unpublished> {
    let caption = format!("{}\u{a0}: indicateurs non publiés", family.famille.label());
    let columns = ["Indicateur", "Ce territoire", "Qui le donne"].map(Column::text).to_vec();
    let mut table = Table::new(caption, columns);
    let absent = family.indicators.iter().filter(|read| !is_published(read));
    table.rows = absent
        .map(|read| {
            let indicateur = &read.indicateur;
            let name =
                Cell::from(spaced(&indicateur.label)).link(reader.lecture.indicateur(&indicateur.code));
            Row::new(name, vec![own(reader, read), spaced(&indicateur.producer).into()])
        })
        .collect();
    let summary = match table.rows.len() {
        0 => return None,
        1 => "Un indicateur n'est publié ni ici ni ailleurs".to_owned(),
        count => format!("{count} indicateurs ne sont publiés ni ici ni ailleurs"),
    };
    Some(Unpublished { summary, table })
}

fn row(reader: &Reader<'_>, read: &IndicateurLu) -> Row {
    let indicateur = &read.indicateur;
    let about: Vec<String> = [unit_beside(indicateur), read.territoire.passport.vintage.clone()]
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
