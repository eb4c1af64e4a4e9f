//! Single figures of any set of units. The ranks of their sources are those of [`Atlas::sources`].

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{PopulationFigure, ages, population};
use crate::atlas::build::{SHOWN_BANDS, band_value};
use crate::atlas::{AgeSet, Atlas};
use crate::layers::{AgeBand, Sex};
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;

/// Inhabitants of an age band, and all inhabitants that the same rows count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgeCount {
    /// Year, when a file covers at least one unit.
    pub year: Option<i16>,
    /// Inhabitants of the band.
    pub count: Measure,
    /// All inhabitants of the units that are counted.
    pub people: Measure,
}

impl Atlas {
    /// Inhabitants of a perimeter, vintage by vintage.
    pub fn inhabitants(&self, perimeter: &Perimeter) -> PopulationFigure {
        population::figure(self, perimeter)
    }

    /// Surface of a perimeter, in square kilometres.
    pub fn surface(&self, perimeter: &Perimeter) -> Measure {
        self.area(perimeter)
    }

    /// Inhabitants of a band in the year that leaves out the fewest units: the one nearest to `near` among equals,
    /// the most recent when no year is asked.
    pub fn age_count(&self, perimeter: &Perimeter, band: AgeBand, near: Option<i16>) -> AgeCount {
        let mut years: Vec<i16> = self.ages.iter().map(|set| set.year).collect();
        years.sort_by_key(|year| (near.map_or(0, |near| (year - near).abs()), Reverse(*year)));
        years.dedup();
        let mut best: Option<AgeCount> = None;
        for year in years {
            let count = count_in(self, year, perimeter, band);
            let fewer =
                best.as_ref().is_none_or(|known| count.count.missing.len() < known.count.missing.len());
            if count.count.value.is_some() && fewer {
                let complete = count.count.missing.is_empty();
                best = Some(count);
                if complete {
                    break;
                }
            }
        }
        best.unwrap_or_else(|| AgeCount {
            count: Measure { missing: perimeter.units().collect(), ..Measure::default() },
            ..AgeCount::default()
        })
    }
}

/// A file with its columns for the band and for all ages.
struct Columns<'a> {
    set: &'a AgeSet,
    band: Option<Vec<usize>>,
    all: Vec<Option<Vec<usize>>>,
}

fn count_in(atlas: &Atlas, year: i16, perimeter: &Perimeter, band: AgeBand) -> AgeCount {
    let sets: Vec<Columns<'_>> = ages::sets_of(atlas, year)
        .map(|set| Columns {
            set,
            band: set.columns_for(band, Sex::All),
            all: SHOWN_BANDS.iter().map(|shown| set.columns_for(*shown, Sex::All)).collect(),
        })
        .collect();
    let (mut count, mut people) = (None, None);
    let mut missing = Vec::new();
    let mut sources: BTreeSet<SourceId> = BTreeSet::new();
    for unit in perimeter.units() {
        let found = sets.iter().find_map(|columns| {
            let row = ages::row_of(atlas, columns.set, unit)?;
            let all =
                columns.all.iter().map(|shown| band_value(&row, shown.as_ref())).sum::<Option<f64>>()?;
            Some((band_value(&row, columns.band.as_ref())?, all, columns.set.source))
        });
        match found {
            Some((in_band, all, source)) => {
                count = Some(count.unwrap_or(0.0) + in_band);
                people = Some(people.unwrap_or(0.0) + all);
                sources.insert(source);
            }
            None => missing.push(unit),
        }
    }
    let estimated = sources.iter().find_map(|id| atlas.sources()[id.0].estimated.clone());
    let measure = |value| Measure {
        value,
        missing: missing.clone(),
        sources: sources.iter().copied().collect(),
        estimated: estimated.clone(),
    };
    AgeCount { year: count.is_some().then_some(year), count: measure(count), people: measure(people) }
}
