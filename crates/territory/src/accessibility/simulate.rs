//! What if: a supply arrives, leaves or changes.

use super::compute::{Accessibility, reached};
use super::error::AccessError;
use super::rows::{rank, tenths};

/// A place whose accessibility changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Rank of the place.
    pub place: u32,
    /// Accessibility just before the move.
    pub before: f64,
    /// Accessibility after it.
    pub after: f64,
}

/// Changes are whole numbers of this many units of accessibility, so that a move and its opposite cancel out to
/// the bit, in whatever order moves come.
const STEP: f64 = 1.0 / (1_u64 << 38) as f64;
/// Largest change of one supply place, in steps: 16 384 units a person.
const MOST_STEPS: f64 = (1_u64 << 52) as f64;

impl Accessibility<'_> {
    /// Adds `delta` to the supply of a place and returns the places that change, in no given order.
    ///
    /// Only the residences in reach of the place are touched. The opposite move restores every value exactly.
    ///
    /// # Errors
    /// When the place does not exist, the supply would be negative or no number, or almost nobody is in reach.
    pub fn move_supply(&mut self, place: u32, delta: f64) -> Result<Vec<Change>, AccessError> {
        let at = self.catchment.rank_of(place)?;
        self.open_moves();
        let moved = self.moved[at] + delta;
        let supply = self.supply[at] + moved;
        if !(supply.is_finite() && supply >= 0.0) {
            return Err(AccessError::Value { what: "supply", place, value: supply });
        }
        let demand = self.demand[at];
        if !reached(demand) {
            self.moved[at] = moved;
            return Ok(Vec::new());
        }
        let steps = |moved: f64| moved / demand / STEP;
        let (from, to) = (steps(self.moved[at]), steps(moved));
        if !(-MOST_STEPS..=MOST_STEPS).contains(&to) {
            return Err(AccessError::OutOfScale { place, demand });
        }
        self.moved[at] = moved;
        let (catchment, weights) = (self.catchment, &self.decay.weights);
        let reaching = catchment.columns.row(at);
        let mut changes = Vec::with_capacity(reaching.len());
        for &entry in reaching {
            let (there, weight) = (rank(entry) as usize, weights[tenths(entry)]);
            let change = (weight * to) as i64 - (weight * from) as i64;
            if change != 0 {
                let before = self.at(there);
                self.change[there] = self.change[there].wrapping_add(change);
                changes.push(Change { place: catchment.places[there], before, after: self.at(there) });
            }
        }
        Ok(changes)
    }

    /// Every place that the moves made so far change, with its value before the first and after the last.
    pub fn changes(&self) -> Vec<Change> {
        let changed = self.change.iter().enumerate().filter(|(_, steps)| **steps != 0);
        let mut changes: Vec<Change> = changed
            .map(|(rank, _)| Change {
                place: self.catchment.places[rank],
                before: self.access[rank],
                after: self.at(rank),
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.place);
        changes
    }

    /// Forgets every move.
    pub fn reset(&mut self) {
        self.moved.clear();
        self.change.clear();
    }

    /// Makes room for moves: a computation that is only read has none.
    fn open_moves(&mut self) {
        self.moved.resize(self.access.len(), 0.0);
        self.change.resize(self.access.len(), 0);
    }

    /// Accessibility at a rank, moves included.
    pub(super) fn at(&self, rank: usize) -> f64 {
        match self.change.get(rank) {
            None | Some(0) => self.access[rank],
            Some(steps) => self.access[rank] + *steps as f64 * STEP,
        }
    }
}
