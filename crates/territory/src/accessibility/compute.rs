//! The two steps: what each supply place has to share, then what each residence reaches.

use super::catchment::Catchment;
use super::decay::Decay;
use super::error::{AccessError, check_values};

/// The accessibility of every place, and what it was computed from.
#[derive(Clone, Debug)]
pub struct Accessibility<'a> {
    pub(super) catchment: &'a Catchment,
    pub(super) decay: &'a Decay,
    /// By rank, as computed: demand in reach, supply and accessibility.
    pub(super) demand: Vec<f64>,
    pub(super) supply: Vec<f64>,
    pub(super) access: Vec<f64>,
    /// By rank, empty before the first move: supply moved since, and the change of accessibility in steps: see `simulate`.
    pub(super) moved: Vec<f64>,
    pub(super) change: Vec<i64>,
}

/// A supply that nobody reaches: it counts for no one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unreached {
    /// Rank of the place.
    pub place: u32,
    /// Its supply.
    pub supply: f64,
}

impl<'a> Accessibility<'a> {
    /// Accessibility of each place, in units of supply a person of `population`.
    ///
    /// `population` is the demand of each place as residence (standardised by age for the DREES indicator), `supply`
    /// what each place offers. Both are 0 or more.
    ///
    /// # Errors
    /// When a list does not have one possible value a place.
    pub fn compute(
        catchment: &'a Catchment,
        population: &[f64],
        supply: &[f64],
        decay: &'a Decay,
    ) -> Result<Self, AccessError> {
        let places = catchment.places();
        check_values("population", population, places)?;
        check_values("supply", supply, places)?;
        let population = catchment.by_rank(population);
        let supply = catchment.by_rank(supply);
        let mut demand = Vec::with_capacity(places);
        catchment.columns.weigh(&decay.weights, &population, &mut demand);
        let ratios: Vec<f64> = supply.iter().zip(&demand).map(|(s, d)| ratio(*s, *d)).collect();
        let mut access = Vec::with_capacity(places);
        catchment.rows.weigh(&decay.weights, &ratios, &mut access);
        Ok(Self { catchment, decay, demand, supply, access, moved: Vec::new(), change: Vec::new() })
    }

    /// Accessibility of every place.
    pub fn values(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.access.len()];
        for (rank, &place) in self.catchment.places.iter().enumerate() {
            values[place as usize] = self.at(rank);
        }
        values
    }

    /// Accessibility of a place.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn value(&self, place: u32) -> Result<f64, AccessError> {
        Ok(self.at(self.catchment.rank_of(place)?))
    }

    /// Accessibility of a place before any move.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn value_before(&self, place: u32) -> Result<f64, AccessError> {
        Ok(self.access[self.catchment.rank_of(place)?])
    }

    /// Supply of a place, moves included.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn supply(&self, place: u32) -> Result<f64, AccessError> {
        Ok(self.supply_at(self.catchment.rank_of(place)?))
    }

    /// Persons who can reach a supply place, each weighted by time.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn demand(&self, place: u32) -> Result<f64, AccessError> {
        Ok(self.demand[self.catchment.rank_of(place)?])
    }

    /// Supply of a place for each person in its reach; `None` when nobody is.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn ratio(&self, place: u32) -> Result<Option<f64>, AccessError> {
        let rank = self.catchment.rank_of(place)?;
        let demand = self.demand[rank];
        Ok(reached(demand).then(|| ratio(self.supply_at(rank), demand)))
    }

    /// Supplies that nobody reaches, by place: they are lost to the indicator, and must be said.
    pub fn unreached(&self) -> Vec<Unreached> {
        let places = self.catchment.places.iter().enumerate();
        let mut lost: Vec<Unreached> = places
            .filter(|(rank, _)| !reached(self.demand[*rank]))
            .map(|(rank, &place)| Unreached { place, supply: self.supply_at(rank) })
            .filter(|lost| lost.supply > 0.0)
            .collect();
        lost.sort_unstable_by_key(|lost| lost.place);
        lost
    }

    pub(super) fn supply_at(&self, rank: usize) -> f64 {
        self.supply[rank] + self.moved.get(rank).copied().unwrap_or_default()
    }
}

/// Less than a billionth of a person is nobody: a supply divided by it would mean nothing.
const NOBODY: f64 = 1e-9;

/// Whether somebody is there to share a supply.
pub(super) fn reached(demand: f64) -> bool {
    demand > NOBODY
}

fn ratio(supply: f64, demand: f64) -> f64 {
    if reached(demand) { supply / demand } else { 0.0 }
}
