//! Inhabitants of a perimeter, vintage by vintage.

use super::{PopulationFigure, YearPopulation};
use crate::atlas::{Atlas, PopulationYear};
use crate::codes::UnitCode;
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;

impl Atlas {
    /// Inhabitants of a unit in one year, with their source.
    pub fn population_of_year(&self, year: i16, unit: UnitCode) -> Option<(f64, SourceId)> {
        let column = self.populations.iter().find(|column| column.year == year)?;
        self.population_in(column, unit)
    }
}

/// The sum of `units` in one year.
pub(super) fn in_year(
    atlas: &Atlas,
    year: &PopulationYear,
    units: impl Iterator<Item = UnitCode>,
) -> Measure {
    let mut sum = Sum::default();
    for unit in units {
        sum.add_population(atlas, year, unit);
    }
    sum.finish()
}

/// Said of a commune that did not exist yet in the year of the file.
const SPLIT: &str = "Une commune a été divisée depuis l'année du fichier : sa population est répartie au prorata des populations actuelles.";

/// A sum that remembers its sources and what it lacks.
#[derive(Default)]
pub(super) struct Sum {
    measure: Measure,
}

impl Sum {
    pub(super) fn add(&mut self, atlas: &Atlas, unit: UnitCode, value: Option<(f64, SourceId)>) {
        let Some((value, source)) = value else {
            self.measure.missing.push(unit);
            return;
        };
        self.measure.value = Some(self.measure.value.unwrap_or_default() + value);
        if !self.measure.sources.contains(&source) {
            self.measure.sources.push(source);
        }
        if self.measure.estimated.is_none() {
            self.measure.estimated = atlas.sources()[source.0].estimated.clone();
        }
    }

    /// Adds the inhabitants of a unit in a year.
    pub(super) fn add_population(&mut self, atlas: &Atlas, year: &PopulationYear, unit: UnitCode) {
        self.add(atlas, unit, atlas.population_in(year, unit));
        let shared = match unit {
            UnitCode::Commune(code) => {
                atlas.commune_rank.get(&code).is_some_and(|rank| year.is_shared(*rank))
            }
            UnitCode::Iris(_) => false,
        };
        if shared && self.measure.estimated.is_none() {
            self.measure.estimated = Some(SPLIT.to_owned());
        }
    }

    pub(super) fn finish(mut self) -> Measure {
        self.measure.sources.sort_unstable();
        self.measure
    }
}

/// Every year that knows at least one unit, and the figure retained: the most recent complete year; failing
/// that, the most recent figure of each unit.
pub(super) fn figure(atlas: &Atlas, perimeter: &Perimeter) -> PopulationFigure {
    let by_year: Vec<YearPopulation> = atlas
        .populations
        .iter()
        .map(|year| YearPopulation { year: year.year, measure: in_year(atlas, year, perimeter.units()) })
        .filter(|population| population.measure.value.is_some())
        .collect();
    if let Some(complete) = by_year.iter().find(|population| population.measure.is_complete()) {
        return PopulationFigure {
            measure: complete.measure.clone(),
            years: vec![complete.year],
            by_year: by_year.clone(),
        };
    }
    let mut sum = Sum::default();
    let mut years = Vec::new();
    for unit in perimeter.units() {
        match atlas.populations.iter().find(|year| atlas.population_in(year, unit).is_some()) {
            Some(year) => {
                years.push(year.year);
                sum.add_population(atlas, year, unit);
            }
            None => sum.add(atlas, unit, None),
        }
    }
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    PopulationFigure { measure: sum.finish(), years, by_year }
}
