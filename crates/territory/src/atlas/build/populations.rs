//! Populations and ages, moved to the codes of today.

use std::collections::HashMap;

use crate::atlas::columns::{AgeSet, PopulationYear};
use crate::atlas::{Atlas, Content, Dataset};
use crate::codes::{CommuneCode, IrisCode};
use crate::layers::{AgeBand, AgeTable, Layer, Population, Sex};
use crate::measure::SourceId;

impl Atlas {
    fn year_mut(&mut self, year: i16) -> &mut PopulationYear {
        let found = self.populations.iter().position(|column| column.year <= year);
        let rank = found.unwrap_or(self.populations.len());
        if self.populations.get(rank).is_none_or(|column| column.year != year) {
            self.populations.insert(rank, PopulationYear::new(year, self.communes.len(), self.iris.len()));
        }
        &mut self.populations[rank]
    }

    pub(super) fn fill_populations(&mut self, datasets: &[Dataset]) {
        let legal = |dataset: &Dataset| match &dataset.content {
            Content::Layer(Layer::Populations(_)) => Some(dataset.passport.geography),
            _ => None,
        };
        // The latest list first: it weighs the parts of the communes that were split since older ones.
        let mut order: Vec<usize> =
            (0..datasets.len()).filter(|rank| legal(&datasets[*rank]).is_some()).collect();
        order.sort_by_key(|rank| std::cmp::Reverse(legal(&datasets[*rank])));
        // Within a year the dataset imported last must be written last.
        order.sort_by_key(|rank| std::cmp::Reverse(datasets[*rank].passport.vintage.year));
        // Census files first, so that the legal populations of the same year replace them.
        for (source, dataset) in datasets.iter().enumerate() {
            let passport = &dataset.passport;
            match &dataset.content {
                Content::Layer(Layer::CommuneAges(table)) if passport.estimated.is_none() => {
                    let rows = table.rows.iter().filter_map(|row| Some((row.code, row.population?)));
                    self.add_populations(rows.collect(), source, dataset);
                }
                Content::Layer(Layer::IrisAges(table)) => {
                    for row in &table.rows {
                        if let (Some(rank), Some(value)) =
                            (self.iris_rank.get(&row.code).copied(), row.population)
                        {
                            self.year_mut(passport.vintage.year).set_iris(rank, value, SourceId(source));
                        }
                    }
                    let whole = table.rows.iter().filter(|row| row.code.is_whole_commune());
                    let rows = whole.filter_map(|row| Some((row.code.commune(), row.population?)));
                    self.add_populations(rows.collect(), source, dataset);
                }
                _ => {}
            }
        }
        for source in order {
            if let Content::Layer(Layer::Populations(rows)) = &datasets[source].content {
                let rows =
                    rows.iter().map(|Population { code, municipal, .. }| (*code, f64::from(*municipal)));
                self.add_populations(rows.collect(), source, &datasets[source]);
            }
        }
    }

    /// Moves values to the codes of today, then writes them; a town gets the sum of its arrondissements.
    fn add_populations(&mut self, rows: Vec<(CommuneCode, f64)>, source: usize, dataset: &Dataset) {
        let mut today: HashMap<u32, f64> = HashMap::with_capacity(rows.len());
        let mut shared = Vec::new();
        for (code, value) in rows {
            for (rank, weight) in self.shares_today(code, dataset.passport.geography) {
                if weight < 1.0 {
                    shared.push(rank);
                }
                *today.entry(rank).or_default() += value * weight;
            }
        }
        for town in self.communes.iter().filter(|commune| !commune.arrondissements.is_empty()) {
            let parts: Option<Vec<f64>> =
                town.arrondissements.iter().map(|rank| today.get(rank).copied()).collect();
            if let (Some(parts), Some(rank)) = (parts, self.commune_rank.get(&town.code)) {
                today.insert(*rank, parts.iter().sum());
            }
        }
        let column = self.year_mut(dataset.passport.vintage.year);
        for (rank, value) in today {
            column.set_commune(rank, value, SourceId(source));
        }
        for rank in shared {
            column.mark_shared(rank);
        }
    }

    pub(super) fn fill_ages(&mut self, datasets: &[Dataset]) {
        for (source, dataset) in datasets.iter().enumerate() {
            let Content::Layer(layer) = &dataset.content else { continue };
            let (year, source) = (dataset.passport.vintage.year, SourceId(source));
            let (communes, iris) = (self.communes.len(), self.iris.len());
            match layer {
                Layer::CommuneAges(table) => {
                    let mut set = AgeSet::new(year, source, table.bands.clone(), communes, 0);
                    self.add_commune_ages(&mut set, table, dataset.passport.geography);
                    self.ages.push(set);
                }
                Layer::IrisAges(table) => {
                    let mut set = AgeSet::new(year, source, table.bands.clone(), communes, iris);
                    self.add_iris_ages(&mut set, table);
                    self.ages.push(set);
                }
                _ => {}
            }
        }
        // Most recent first; among equals, the one imported last.
        self.ages.reverse();
        self.ages.sort_by_key(|set| std::cmp::Reverse(set.year));
    }

    fn add_commune_ages(&self, set: &mut AgeSet, table: &AgeTable<CommuneCode>, geography: i16) {
        for row in &table.rows {
            let known: Vec<f64> = row.values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
            for (rank, weight) in self.shares_today(row.code, geography) {
                let part: Vec<f64> = known.iter().map(|value| value * weight).collect();
                set.add_commune(rank, &part);
                if let Some(town) = self.communes[rank as usize].code.arrondissement_parent()
                    && let Some(town) = self.commune_rank.get(&town)
                {
                    set.add_commune(*town, &part);
                }
            }
        }
    }

    /// IRIS rows, undivided communes, and divided communes whose IRIS add up to their population of that year.
    fn add_iris_ages(&self, set: &mut AgeSet, table: &AgeTable<IrisCode>) {
        let mut sums: HashMap<u32, (Vec<f64>, f64)> = HashMap::new();
        for row in &table.rows {
            let Some(commune) = self.commune_rank.get(&row.code.commune()).copied() else { continue };
            if row.code.is_whole_commune() {
                set.set_commune(commune, &row.values);
                continue;
            }
            if let Some(rank) = self.iris_rank.get(&row.code) {
                set.set_iris(*rank, &row.values);
            }
            let (sum, people) = sums.entry(commune).or_insert_with(|| (vec![0.0; row.values.len()], 0.0));
            for (cell, value) in sum.iter_mut().zip(&row.values) {
                *cell += value.unwrap_or(f64::NAN);
            }
            *people += row.population.unwrap_or(f64::NAN);
        }
        let year = self.populations.iter().find(|column| column.year == set.year);
        for (commune, (sum, people)) in sums {
            let expected = year.and_then(|column| column.commune(commune)).map(|(value, _)| value);
            if expected.is_some_and(|expected| (people - expected).abs() <= expected * 0.005) {
                let row: Vec<Option<f64>> =
                    sum.into_iter().map(|value| (!value.is_nan()).then_some(value)).collect();
                set.set_commune(commune, &row);
            }
        }
    }
}

/// The bands that pages and sheets show, youngest first.
pub(crate) const SHOWN_BANDS: [AgeBand; 6] = [
    AgeBand::new(0, 14),
    AgeBand::new(15, 29),
    AgeBand::new(30, 44),
    AgeBand::new(45, 59),
    AgeBand::new(60, 74),
    AgeBand::over(75),
];

/// The shares that people quote.
pub(crate) const KEY_BANDS: [AgeBand; 4] =
    [AgeBand::new(0, 14), AgeBand::over(65), AgeBand::over(75), AgeBand::over(80)];

/// Adds the columns of `band` over one row; `None` when the file lacks the band or a value.
pub(crate) fn band_value(row: &[f32], columns: Option<&Vec<usize>>) -> Option<f64> {
    let sum: f64 = columns?.iter().map(|column| f64::from(row[*column])).sum();
    (!sum.is_nan()).then_some(sum)
}

/// Who the shown bands count.
pub(crate) const SEXES: [Sex; 3] = [Sex::All, Sex::Men, Sex::Women];
