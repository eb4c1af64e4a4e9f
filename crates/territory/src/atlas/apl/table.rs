//! The sheets of the DREES on the communes of today.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use super::{AplFigure, AplUnder};
use crate::atlas::{Atlas, Content, Dataset, PopulationYear};
use crate::codes::AreaCode;
use crate::layers::{Apl, Layer};
use crate::measure::SourceId;

/// Columns before those of the age limits.
pub(super) const FIXED: usize = 3;
pub(super) const APL: usize = 0;
pub(super) const STANDARDISED: usize = 1;
pub(super) const POPULATION: usize = 2;

/// One sheet of the DREES on the communes of today.
#[derive(Debug)]
pub(crate) struct AplSet {
    pub(super) year: i16,
    pub(super) source: SourceId,
    /// Ages of the columns after the fixed ones.
    pub(super) limits: Vec<u8>,
    /// One row a commune; `NaN` where nothing is published.
    values: Vec<f64>,
    /// Communes that are a part of one that was split since.
    pub(super) split: HashSet<u32>,
    /// APL and ordinary population of the parts of a commune that merged since, or of a town.
    parts: HashMap<u32, Vec<[f64; 2]>>,
}

type AreaFigures = HashMap<(AreaCode, i16), Arc<AplFigure>>;
type AreaShares = HashMap<(AreaCode, i16, u64), Arc<AplUnder>>;

/// The sheets, and the figures of areas once computed: an atlas never changes.
#[derive(Debug, Default)]
pub(crate) struct AplTable {
    /// Most recent first; within a year, the one imported last.
    pub(super) sets: Vec<AplSet>,
    pub(super) figures: Mutex<AreaFigures>,
    pub(super) shares: Mutex<AreaShares>,
}

impl AplSet {
    pub(super) fn row(&self, rank: u32) -> Option<&[f64]> {
        let width = FIXED + self.limits.len();
        let row = self.values.get(rank as usize * width..(rank as usize + 1) * width)?;
        row.iter().any(|value| !value.is_nan()).then_some(row)
    }

    /// APL and ordinary population of a commune as published: in several parts when it merged since, or is a town.
    pub(super) fn published(&self, rank: u32) -> Vec<[f64; 2]> {
        let whole = || self.row(rank).map(|row| vec![[row[APL], row[POPULATION]]]);
        self.parts.get(&rank).cloned().or_else(whole).unwrap_or_default()
    }

    pub(super) fn limit(&self, age: u8) -> Option<usize> {
        self.limits.iter().position(|limit| *limit == age).map(|rank| FIXED + rank)
    }
}

impl Atlas {
    pub(in crate::atlas) fn fill_apl(&mut self, datasets: &[Dataset]) {
        let sheets = datasets.iter().enumerate().filter_map(|(source, dataset)| match &dataset.content {
            Content::Layer(Layer::Apl(rows)) => Some((SourceId(source), dataset, rows)),
            _ => None,
        });
        let mut sets: Vec<AplSet> =
            sheets.map(|(source, dataset, rows)| self.apl_set(source, dataset, rows)).collect();
        sets.reverse();
        sets.sort_by_key(|set| std::cmp::Reverse(set.year));
        self.apl_table.sets = sets;
    }

    fn apl_set(&self, source: SourceId, dataset: &Dataset, rows: &[Apl]) -> AplSet {
        let limits: BTreeSet<u8> =
            rows.iter().flat_map(|row| &row.apl_up_to_age).map(|(age, _)| *age).collect();
        let limits: Vec<u8> = limits.into_iter().collect();
        let width = FIXED + limits.len();
        let mut parts: HashMap<u32, Vec<(f64, Vec<f64>)>> = HashMap::new();
        let mut split = HashSet::new();
        for row in rows {
            let mut cells = vec![f64::NAN; width];
            for (column, value) in
                [(APL, row.apl), (STANDARDISED, row.standardised_population), (POPULATION, row.population)]
            {
                cells[column] = value.unwrap_or(f64::NAN);
            }
            for (age, value) in &row.apl_up_to_age {
                if let Some(rank) = limits.iter().position(|limit| limit == age) {
                    cells[FIXED + rank] = value.unwrap_or(f64::NAN);
                }
            }
            for (rank, weight) in self.shares_today(row.code, dataset.passport.geography) {
                if weight < 1.0 {
                    split.insert(rank);
                }
                parts.entry(rank).or_default().push((weight, cells.clone()));
            }
        }
        let mut set = AplSet {
            year: dataset.passport.vintage.year,
            source,
            limits,
            values: vec![f64::NAN; self.communes.len() * width],
            split,
            parts: HashMap::new(),
        };
        for (rank, parts) in parts {
            if parts.len() > 1 {
                let part = |(weight, row): &(f64, Vec<f64>)| [row[APL], weight * row[POPULATION]];
                set.parts.insert(rank, parts.iter().map(part).collect());
            }
            let start = rank as usize * width;
            set.values[start..start + width].copy_from_slice(&merged(&parts, width));
        }
        self.add_towns(&mut set);
        set
    }

    /// Paris, Lyon and Marseille are published by arrondissement: the town is all of them, or nothing.
    fn add_towns(&self, set: &mut AplSet) {
        let width = FIXED + set.limits.len();
        for (rank, town) in self.communes.iter().enumerate() {
            let rows = town.arrondissements.iter().map(|part| Some((1.0, set.row(*part)?.to_vec())));
            let parts: Option<Vec<(f64, Vec<f64>)>> = rows.collect();
            if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
                set.values[rank * width..(rank + 1) * width].copy_from_slice(&merged(&parts, width));
                let published = town.arrondissements.iter().flat_map(|part| set.published(*part)).collect();
                set.parts.insert(rank as u32, published);
            }
        }
    }

    /// The part of its commune's inhabitants that an IRIS has, from the most recent census that can tell.
    pub(super) fn iris_share(&self, iris: u32, commune: u32) -> Option<f64> {
        let known = |column: &PopulationYear, rank: u32| column.iris(rank).map(|(value, _)| value);
        let whole = |column: &PopulationYear| {
            let published = column.commune(commune).map(|(value, _)| value);
            let sum = || self.communes[commune as usize].iris.iter().map(|rank| known(column, *rank)).sum();
            published.or_else(sum)
        };
        let same_year =
            self.populations.iter().find_map(|column| Some((known(column, iris)?, whole(column)?)));
        let near = || {
            let column = self.populations.iter().find(|column| known(column, iris).is_some())?;
            let nearest = self.populations.iter().filter(|other| other.commune(commune).is_some());
            let nearest = nearest.min_by_key(|other| (other.year - column.year).abs())?;
            Some((known(column, iris)?, nearest.commune(commune)?.0))
        };
        let (part, all) = same_year.or_else(near)?;
        (all > 0.0).then(|| (part / all).min(1.0))
    }
}

/// The row of a commune made of several: means weighted by the standardised population. A value that one part
/// lacks is lost for the whole; a commune in one part keeps its published values.
fn merged(parts: &[(f64, Vec<f64>)], width: usize) -> Vec<f64> {
    let total = |column: usize| parts.iter().map(|(weight, row)| weight * row[column]).sum::<f64>();
    let weight = total(STANDARDISED);
    let mean = |column: usize| match parts {
        [(_, row)] => row[column],
        _ => {
            let sum: f64 = parts.iter().map(|(part, row)| part * row[STANDARDISED] * row[column]).sum();
            if weight > 0.0 { sum / weight } else { f64::NAN }
        }
    };
    let cell = |column| match column {
        STANDARDISED | POPULATION => total(column),
        _ => mean(column),
    };
    (0..width).map(cell).collect()
}
