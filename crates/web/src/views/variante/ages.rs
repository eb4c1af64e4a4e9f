//! Ages of a sheet: a drawing, and the table behind it.

use domain::nombres::{compte, habitants, pourcent};
use domain::territoire::phrases;
use territory::diagnosis::{Ages, Diagnosis};

use super::super::components::{Cell, Column, Pyramid, Row, Table};

/// Ages beside those of larger areas.
pub struct AgesPanel {
    /// What limits them.
    pub sentences: Vec<String>,
    /// Pyramid, where men and women are published.
    pub pyramid: Option<Pyramid>,
    /// Shares by band, the territory beside larger areas.
    pub table: Option<Table>,
    /// Shares that are quoted, the territory beside larger areas.
    pub key_table: Option<Table>,
    /// Citations.
    pub sources: Vec<String>,
}

impl AgesPanel {
    pub(super) fn new(diagnosis: &Diagnosis) -> Self {
        let ages = &diagnosis.ages;
        let known = ages.year.is_some();
        Self {
            sentences: phrases::ages(ages).into_iter().chain(gaps_around(ages)).collect(),
            pyramid: pyramid(ages),
            table: known.then(|| bands(ages)),
            key_table: known.then(|| key_shares(ages)),
            sources: sources(diagnosis),
        }
    }
}

/// Larger areas whose file leaves communes out.
fn gaps_around(ages: &Ages) -> impl Iterator<Item = String> {
    ages.around.iter().filter(|around| around.missing_communes > 0).map(|around| {
        let missing = compte(around.missing_communes, "commune manque", "communes manquent");
        format!("{}\u{a0}: {missing} dans la source.", around.name)
    })
}

fn sources(diagnosis: &Diagnosis) -> Vec<String> {
    let ages = &diagnosis.ages;
    let mut ids: Vec<_> =
        ages.counted.sources.iter().copied().chain(ages.around.iter().map(|around| around.source)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| diagnosis.source(id).citation()).collect()
}

fn pyramid(ages: &Ages) -> Option<Pyramid> {
    let bands: Option<Vec<_>> =
        ages.lines.iter().map(|line| Some((line.band.label(), line.men?, line.women?))).collect();
    let bands = bands.filter(|bands| !bands.is_empty())?;
    Some(Pyramid::new("Pyramide des âges. Les mêmes chiffres sont dans le tableau qui suit.", &bands))
}

fn columns(ages: &Ages, first: &str) -> Vec<Column> {
    let own = [Column::text(first), Column::number("Habitants"), Column::number("Part du territoire")];
    own.into_iter().chain(ages.around.iter().map(|around| Column::number(around.name.clone()))).collect()
}

fn bands(ages: &Ages) -> Table {
    let year = ages.year.map(|year| format!(" en {year}")).unwrap_or_default();
    let mut table =
        Table::new(format!("Habitants par âge{year}, et part dans la population"), columns(ages, "Âge"));
    let shares = ages.lines.iter().filter_map(|line| line.share);
    let around = ages.around.iter().flat_map(|around| around.shares.iter().copied().flatten());
    let longest = shares.chain(around).fold(0.01, f64::max);
    table.rows = ages
        .lines
        .iter()
        .enumerate()
        .map(|(rank, line)| {
            let values = ages.around.iter().map(|around| around.shares.get(rank).copied().flatten());
            row(line.band.label(), line.all, line.share, values, longest)
        })
        .collect();
    if let Some(all) = ages.counted.value {
        let mut cells: Vec<Cell> = vec![habitants(all).into(), pourcent(1.0).into()];
        cells.extend(ages.around.iter().map(|_| pourcent(1.0).into()));
        table.rows.push(Row::total("Ensemble", cells));
    }
    table
}

fn key_shares(ages: &Ages) -> Table {
    let mut table = Table::new("Parts souvent citées", columns(ages, "Âge"));
    table.rows = ages
        .key_shares
        .iter()
        .enumerate()
        .map(|(rank, line)| {
            let label = if line.band.from == 0 {
                format!("Moins de {} ans", line.band.to.map_or(0, |to| to + 1))
            } else {
                line.band.label()
            };
            let values = ages.around.iter().map(|around| around.key_shares.get(rank).copied().flatten());
            row(label, line.count, line.share, values, 1.0)
        })
        .collect();
    table
}

fn row(
    label: String,
    count: Option<f64>,
    share: Option<f64>,
    around: impl Iterator<Item = Option<f64>>,
    longest: f64,
) -> Row {
    let bar = |share: Option<f64>| match share {
        Some(share) => Cell::from(pourcent(share)).bar(share / longest * 100.0),
        None => "non publié".into(),
    };
    let mut cells =
        vec![count.map_or_else(|| "non publié".into(), |count| habitants(count).into()), bar(share)];
    cells.extend(around.map(bar));
    Row::new(label, cells)
}
