//! The published accessibility to general practitioners (APL), by commune and over any perimeter.
//!
//! Method: `docs/methods/apl-publiee.md`. The mean of an area weighs communes by their standardised population,
//! the share of inhabitants under a threshold by their ordinary one: both as the DREES defines them.

mod table;

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use super::Atlas;
use crate::codes::{AreaCode, CommuneCode, UnitCode};
use crate::measure::{Measure, SourceId};
use crate::perimeter::Perimeter;

pub(crate) use table::AplTable;
use table::{APL, AplSet, FIXED, POPULATION, STANDARDISED};

const BY_COMMUNE: &str = "L'APL n'est publiée que par commune. Chaque IRIS reçoit la valeur de sa commune, \
                          au prorata de ses habitants.";
const SPLIT: &str = "Une commune a été divisée depuis l'année du fichier : chaque partie garde la valeur de \
                     l'ancienne commune.";

/// What is published for a commune.
#[derive(Clone, Debug, PartialEq)]
pub struct AplPlace {
    /// Consultations a year and a standardised inhabitant; `None` when not published.
    pub apl: Option<f64>,
    /// Same, doctors up to these ages only.
    pub up_to_age: Vec<(u8, Option<f64>)>,
    /// Standardised population, which weighs means.
    pub standardised_population: Option<f64>,
    /// Ordinary population, which weighs shares.
    pub population: Option<f64>,
    /// The file.
    pub source: SourceId,
    /// Whether the commune is a part of one that was split since the year of the file.
    pub split: bool,
}

/// The APL over a perimeter or an area.
#[derive(Clone, Debug, PartialEq)]
pub struct AplFigure {
    /// Year.
    pub year: i16,
    /// Mean weighted by the standardised population, in consultations a year.
    pub mean: Measure,
    /// Same, doctors up to these ages only.
    pub up_to_age: Vec<(u8, Measure)>,
    /// Standardised population of the known part.
    pub standardised_population: f64,
}

/// The inhabitants whose commune is under a threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct AplUnder {
    /// Year.
    pub year: i16,
    /// Threshold, in consultations a year; a commune exactly at it is not under.
    pub threshold: f64,
    /// Share of the inhabitants, 0 to 1, weighted by the ordinary population.
    pub share: Measure,
    /// Inhabitants under the threshold.
    pub inhabitants_under: f64,
    /// Inhabitants of the known part.
    pub inhabitants: f64,
    /// Communes under the threshold, by their value of today: the mean of its parts for one that merged since.
    pub communes_under: usize,
    /// Communes of the known part.
    pub communes: usize,
}

/// The published APL, ready to be asked.
#[derive(Clone, Copy, Debug)]
pub struct AplView<'a> {
    atlas: &'a Atlas,
}

/// One unit of a sum: the row of its commune and the part of it that counts.
struct Term<'a> {
    unit: UnitCode,
    set: &'a AplSet,
    rank: u32,
    row: &'a [f64],
    weight: f64,
    split: bool,
}

impl Atlas {
    /// The published accessibility to general practitioners.
    pub fn apl(&self) -> AplView<'_> {
        AplView { atlas: self }
    }
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

impl<'a> AplView<'a> {
    /// Years that are published, most recent first.
    pub fn years(self) -> Vec<i16> {
        let mut years: Vec<i16> = self.sets().iter().map(|set| set.year).collect();
        years.dedup();
        years
    }

    /// The year that leaves out the fewest units of a perimeter; among equals, the most recent.
    pub fn year_for(self, perimeter: &Perimeter) -> Option<i16> {
        let left_out = |year: &i16| self.over(perimeter, *year).mean.missing.len();
        let years = self.years();
        let best = years.iter().copied().min_by_key(left_out)?;
        self.over(perimeter, best).mean.value.map(|_| best)
    }

    /// What is published for a commune or arrondissement in a year.
    pub fn commune(self, code: CommuneCode, year: i16) -> Option<AplPlace> {
        let (rank, set, row) = self.row(code, year)?;
        let limit = |(rank, age): (usize, &u8)| (*age, known(row[FIXED + rank]));
        Some(AplPlace {
            apl: known(row[APL]),
            up_to_age: set.limits.iter().enumerate().map(limit).collect(),
            standardised_population: known(row[STANDARDISED]),
            population: known(row[POPULATION]),
            source: set.source,
            split: set.split.contains(&rank),
        })
    }

    /// The mean over a perimeter in a year.
    pub fn over(self, perimeter: &Perimeter, year: i16) -> AplFigure {
        self.figure(perimeter.units(), year)
    }

    /// The mean over a département, a region or the country. Computed once.
    pub fn over_area(self, area: AreaCode, year: i16) -> Arc<AplFigure> {
        let cache = &self.atlas.apl_table.figures;
        let known = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&(area, year)).cloned();
        known.unwrap_or_else(|| {
            let figure = Arc::new(self.figure(self.atlas.area_communes(area).map(UnitCode::Commune), year));
            let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
            cache.insert((area, year), Arc::clone(&figure));
            figure
        })
    }

    /// The share of the inhabitants of a perimeter whose commune is under a threshold.
    pub fn under(self, perimeter: &Perimeter, year: i16, threshold: f64) -> AplUnder {
        self.share(perimeter.units(), year, threshold)
    }

    /// The same for a département, a region or the country. Computed once.
    pub fn under_in_area(self, area: AreaCode, year: i16, threshold: f64) -> Arc<AplUnder> {
        let cache = &self.atlas.apl_table.shares;
        let key = (area, year, threshold.to_bits());
        let known = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let communes = self.atlas.area_communes(area).map(UnitCode::Commune);
            let share = Arc::new(self.share(communes, year, threshold));
            cache.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&share));
            share
        })
    }

    fn sets(self) -> &'a [AplSet] {
        &self.atlas.apl_table.sets
    }

    fn row(self, code: CommuneCode, year: i16) -> Option<(u32, &'a AplSet, &'a [f64])> {
        let rank = *self.atlas.commune_rank.get(&code)?;
        let mut sets = self.sets().iter().filter(|set| set.year == year);
        sets.find_map(|set| Some((rank, set, set.row(rank)?)))
    }

    fn term(self, unit: UnitCode, year: i16) -> Option<Term<'a>> {
        let (rank, set, row) = self.row(unit.commune(), year)?;
        let weight = match unit {
            UnitCode::Commune(_) => 1.0,
            UnitCode::Iris(code) => self.atlas.iris_share(*self.atlas.iris_rank.get(&code)?, rank)?,
        };
        Some(Term { unit, set, rank, row, weight, split: set.split.contains(&rank) })
    }

    /// The terms of a sum, and the units that have none. A commune without inhabitants lacks nothing.
    fn terms(self, units: impl Iterator<Item = UnitCode>, year: i16) -> (Vec<Term<'a>>, Vec<UnitCode>) {
        let (mut terms, mut missing) = (Vec::new(), Vec::new());
        for unit in units {
            match self.term(unit, year) {
                Some(term) => terms.push(term),
                None if self.atlas.unit_population(unit) == Some(0.0) => {}
                None => missing.push(unit),
            }
        }
        (terms, missing)
    }

    fn figure(self, units: impl Iterator<Item = UnitCode>, year: i16) -> AplFigure {
        let (terms, missing) = self.terms(units, year);
        let limits: BTreeSet<u8> = terms.iter().flat_map(|term| &term.set.limits).copied().collect();
        let (mean, standardised_population) = weighted(&terms, &missing, |_| Some(APL));
        let up_to_age =
            limits.into_iter().map(|age| (age, weighted(&terms, &missing, |set| set.limit(age)).0));
        AplFigure { year, mean, up_to_age: up_to_age.collect(), standardised_population }
    }

    fn share(self, units: impl Iterator<Item = UnitCode>, year: i16, threshold: f64) -> AplUnder {
        let (terms, mut missing) = self.terms(units, year);
        let (mut inhabitants, mut inhabitants_under) = (0.0, 0.0);
        let (mut communes, mut communes_under) = (BTreeSet::new(), BTreeSet::new());
        let mut kept = Vec::new();
        for term in &terms {
            let (Some(apl), Some(people)) = (known(term.row[APL]), known(term.row[POPULATION])) else {
                missing.push(term.unit);
                continue;
            };
            kept.push(term);
            inhabitants += people * term.weight;
            communes.insert(term.unit.commune());
            if apl < threshold {
                communes_under.insert(term.unit.commune());
            }
            // As published: the inhabitants of a commune that merged since stay under the threshold.
            let under = term.set.published(term.rank).into_iter().filter(|[apl, _]| *apl < threshold);
            inhabitants_under += under.map(|[_, people]| people).sum::<f64>() * term.weight;
        }
        let value = (inhabitants > 0.0).then(|| inhabitants_under / inhabitants);
        AplUnder {
            year,
            threshold,
            share: measure(value, missing, &kept),
            inhabitants_under,
            inhabitants,
            communes_under: communes_under.len(),
            communes: communes.len(),
        }
    }
}

/// The mean of a column, weighted by the standardised population, and the weights it rests on.
fn weighted(
    terms: &[Term<'_>],
    missing: &[UnitCode],
    column: impl Fn(&AplSet) -> Option<usize>,
) -> (Measure, f64) {
    let mut missing = missing.to_vec();
    let (mut sum, mut weights) = (0.0, 0.0);
    let mut kept = Vec::new();
    for term in terms {
        let value = column(term.set).and_then(|column| known(term.row[column]));
        let (Some(value), Some(people)) = (value, known(term.row[STANDARDISED])) else {
            missing.push(term.unit);
            continue;
        };
        kept.push(term);
        sum += people * term.weight * value;
        weights += people * term.weight;
    }
    (measure((weights > 0.0).then(|| sum / weights), missing, &kept), weights)
}

fn measure(value: Option<f64>, mut missing: Vec<UnitCode>, kept: &[&Term<'_>]) -> Measure {
    missing.sort_unstable();
    let sources: BTreeSet<SourceId> = kept.iter().map(|term| term.set.source).collect();
    let iris = kept.iter().any(|term| matches!(term.unit, UnitCode::Iris(_)));
    let split = kept.iter().any(|term| term.split);
    let said: Vec<&str> = [(iris, BY_COMMUNE), (split, SPLIT)]
        .into_iter()
        .filter_map(|(holds, sentence)| holds.then_some(sentence))
        .collect();
    Measure {
        value,
        missing,
        sources: sources.into_iter().collect(),
        estimated: (!said.is_empty()).then(|| said.join(" ")),
    }
}
