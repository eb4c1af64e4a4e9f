//! Small worlds written as tables of times.

use territory::accessibility::{Accessibility, Catchment, Decay, Pair, Step};

/// The steps of the cases worked by hand: 1, 0.3 and 0.1 up to 10, 15 and 20 minutes.
pub fn decay() -> Decay {
    decay_of(&[(10.0, 1.0), (15.0, 0.3), (20.0, 0.1)])
}

/// Steps as (minutes, weight).
pub fn decay_of(steps: &[(f64, f64)]) -> Decay {
    let steps: Vec<Step> = steps.iter().map(|&(up_to, weight)| Step { up_to, weight }).collect();
    Decay::steps(&steps).unwrap()
}

/// Pairs of a square table: one row a residence, one column a supply place, in minutes.
pub fn pairs(minutes: &[&[f32]]) -> Vec<Pair> {
    let rows = (0..).zip(minutes);
    rows.flat_map(|(from, row)| (0..).zip(*row).map(move |(to, &minutes)| Pair { from, to, minutes }))
        .collect()
}

/// The catchment of a square table.
pub fn catchment(minutes: &[&[f32]]) -> Catchment {
    Catchment::from_matrix(minutes.len(), &pairs(minutes)).unwrap()
}

/// Accessibility of every place.
pub fn access(minutes: &[&[f32]], population: &[f64], supply: &[f64]) -> Vec<f64> {
    let (catchment, decay) = (catchment(minutes), decay());
    Accessibility::compute(&catchment, population, supply, &decay).unwrap().values()
}

/// Asserts that values are those expected, to 14 digits.
#[track_caller]
pub fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= 1e-14 * b.abs().max(1.0), "{found:?} is not {expected:?}");
    }
}
