//! The supply that best explains a published accessibility, and how well values agree.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::fmt;

use territory::accessibility::{Catchment, Decay};

/// Passes over all supply places.
const SWEEPS: usize = 300;

/// How near two lists are, one value a commune, each commune counting once.
pub struct Agreement {
    /// Linear correlation.
    pub correlation: f64,
    /// Share of the variance explained; negative when the mean does better.
    pub explained: f64,
    /// Mean distance, in the unit of the values.
    pub distance: f64,
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Agreement { correlation, explained, distance } = self;
        write!(
            f,
            "correlation {correlation:.3}, variance explained {explained:.3}, mean distance {distance:.2}"
        )
    }
}

/// Compares values with what was published.
pub fn agreement(values: &[f64], published: &[f64]) -> Agreement {
    let count = published.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (here, there) = (mean(values), mean(published));
    let over = |term: &dyn Fn(f64, f64) -> f64| -> f64 {
        values.iter().zip(published).map(|(a, b)| term(*a, *b)).sum::<f64>() / count
    };
    let common = over(&|a, b| (a - here) * (b - there));
    let (own, theirs) = (over(&|a, _| (a - here).powi(2)), over(&|_, b| (b - there).powi(2)));
    Agreement {
        correlation: common / (own * theirs).sqrt(),
        explained: 1.0 - over(&|a, b| (a - b).powi(2)) / theirs,
        distance: over(&|a, b| (a - b).abs()),
    }
}

/// The accessibility nearest to the published one (least squares over the `used` communes) among those that some
/// supply of 0 or more in the `allowed` places gives: exact descent on one place after the other.
pub fn supply_that_explains(
    catchment: &Catchment,
    decay: &Decay,
    published: &[f64],
    allowed: &[bool],
    used: impl Fn(usize) -> bool,
) -> Vec<f64> {
    let columns: Vec<Vec<(usize, f64)>> = (0..published.len() as u32)
        .filter(|place| allowed[*place as usize])
        .map(|place| {
            let reaching = catchment.reaching(place).unwrap().into_iter();
            reaching.map(|(from, minutes)| (from as usize, decay.weight(minutes))).collect()
        })
        .collect();
    let mut ratios = vec![0.0_f64; columns.len()];
    let mut values = vec![0.0_f64; published.len()];
    for _ in 0..SWEEPS {
        for (ratio, column) in ratios.iter_mut().zip(&columns) {
            let (mut slope, mut square) = (0.0, 0.0);
            for &(from, weight) in column.iter().filter(|(from, _)| used(*from)) {
                slope += weight * (published[from] - values[from]);
                square += weight * weight;
            }
            let next = if square > 0.0 { (*ratio + slope / square).max(0.0) } else { 0.0 };
            let change = next - *ratio;
            *ratio = next;
            for &(from, weight) in column.iter().filter(|_| change != 0.0) {
                values[from] += weight * change;
            }
        }
    }
    values
}

/// What one would say of a commune without any doctor: the mean of its neighbours within ten minutes, by population.
pub fn neighbours(catchment: &Catchment, people: &[f64], published: &[f64]) -> Vec<f64> {
    let mean = published.iter().sum::<f64>() / published.len() as f64;
    (0..published.len() as u32)
        .map(|place| {
            let near = catchment.reached_from(place).unwrap().into_iter();
            let near = near.filter(|(there, minutes)| *there != place && *minutes <= 10.0);
            let values = near.map(|(there, _)| (published[there as usize], people[there as usize]));
            territory::accessibility::weighted_mean(values).unwrap_or(mean)
        })
        .collect()
}
