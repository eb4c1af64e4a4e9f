//! Cases that can be checked with a pencil; fractions are exact.

use territory::accessibility::{Accessibility, Catchment, Decay, Pair, Unreached};

use crate::world::{access, assert_close, catchment, decay, decay_of, pairs};

/// Three communes: A and B 12 minutes apart, A and C 18, B and C 8.
const THREE: [&[f32]; 3] = [&[0.0, 12.0, 18.0], &[12.0, 0.0, 8.0], &[18.0, 8.0, 0.0]];
const POPULATION: [f64; 3] = [1000.0, 500.0, 300.0];
const SUPPLY: [f64; 3] = [6000.0, 0.0, 1500.0];
const ACCESS: [f64; 3] = [1859.0 / 354.0, 565.0 / 177.0, 385.0 / 177.0];
const AFTER_C: [f64; 3] = [300.0 / 59.0, 90.0 / 59.0, 30.0 / 59.0];

#[test]
fn three_communes_share_two_places_of_supply() {
    let found = access(&THREE, &POPULATION, &SUPPLY);
    assert_close(&found, &ACCESS);
    let consumed: f64 = found.iter().zip(POPULATION).map(|(a, p)| a * p).sum();
    assert!((consumed - 7500.0).abs() < 1e-9, "{consumed}");
}

#[test]
fn the_doctor_of_c_retires_and_returns() {
    let (catchment, decay) = (catchment(&THREE), decay());
    let mut now = Accessibility::compute(&catchment, &POPULATION, &SUPPLY, &decay).unwrap();
    let before = now.values();
    let changes = now.move_supply(2, -1500.0).unwrap();
    let mut losses: Vec<(u32, f64)> = changes.iter().map(|c| (c.place, c.before - c.after)).collect();
    losses.sort_by_key(|(place, _)| *place);
    for ((place, loss), (expected, exact)) in
        losses.iter().zip([(0, 1.0 / 6.0), (1, 5.0 / 3.0), (2, 5.0 / 3.0)])
    {
        assert!(*place == expected && (loss - exact).abs() < 1e-11, "{place}: {loss}");
    }
    for (found, exact) in now.values().iter().zip(AFTER_C) {
        assert!((found - exact).abs() < 1e-11, "{found}");
    }
    assert_close(&access(&THREE, &POPULATION, &[6000.0, 0.0, 0.0]), &AFTER_C);
    now.move_supply(2, 1500.0).unwrap();
    assert_eq!(now.values(), before);
    assert_eq!((now.value(1), now.value_before(1)), (Ok(before[1]), Ok(before[1])));
}

#[test]
fn demand_and_share_of_a_place_are_told() {
    let (catchment, decay) = (catchment(&THREE), decay());
    let now = Accessibility::compute(&catchment, &POPULATION, &SUPPLY, &decay).unwrap();
    // Around A: 1 000, and 500 at 0.3, and 300 at 0.1.
    assert_eq!((now.demand(0), now.supply(0)), (Ok(1180.0), Ok(6000.0)));
    assert_eq!(now.ratio(0), Ok(Some(6000.0 / 1180.0)));
    assert_eq!(now.ratio(1), Ok(Some(0.0)));
    assert_eq!(catchment.reaching(0).unwrap(), [(0, 0.0), (1, 12.0), (2, 18.0)]);
    assert_eq!((catchment.places(), catchment.pairs(), catchment.beyond()), (3, 9, 0));
}

#[test]
fn supply_that_nobody_reaches_is_lost_and_said() {
    let (catchment, decay) = (catchment(&[&[0.0, 30.0], &[30.0, 0.0]]), decay());
    let mut now = Accessibility::compute(&catchment, &[100.0, 0.0], &[500.0, 400.0], &decay).unwrap();
    assert_eq!(now.values(), [5.0, 0.0]);
    assert_eq!(now.unreached(), [Unreached { place: 1, supply: 400.0 }]);
    assert_eq!((now.ratio(1), catchment.beyond()), (Ok(None), 2));
    assert_eq!(now.move_supply(1, -400.0).unwrap(), []);
    assert_eq!((now.unreached(), now.supply(1)), (vec![], Ok(0.0)));
}

#[test]
fn doubling_supply_doubles_and_doubling_demand_halves() {
    let twice: Vec<f64> = ACCESS.iter().map(|a| a * 2.0).collect();
    let half: Vec<f64> = ACCESS.iter().map(|a| a / 2.0).collect();
    assert_close(&access(&THREE, &POPULATION, &SUPPLY.map(|s| s * 2.0)), &twice);
    assert_close(&access(&THREE, &POPULATION.map(|p| p * 2.0), &SUPPLY), &half);
}

#[test]
fn a_commune_alone_has_supply_over_population() {
    assert_close(&access(&[&[0.0]], &[1234.0], &[5678.0]), &[5678.0 / 1234.0]);
}

#[test]
fn time_goes_from_the_residence_to_the_doctor_in_both_steps() {
    // A to B in 8 minutes, B to A in 18: around A, 100 + 0.1 x 200 = 120; around B, 100 + 200 = 300.
    let found = access(&[&[0.0, 8.0], &[18.0, 0.0]], &[100.0, 200.0], &[300.0, 600.0]);
    assert_close(&found, &[4.5, 2.25]);
}

#[test]
fn a_published_example_with_gaussian_weights() {
    // Documentation of the package sdc-catchment: three zones of 100, offers of 10, weight exp(-d²/2).
    let decay = Decay::of(|minutes| (-minutes * minutes / 2.0).exp()).unwrap();
    let minutes: [&[f32]; 3] = [&[0.0, 2.0], &[1.0, 1.0], &[2.0, 0.0]];
    // Two supply places, three residences: the supply places come after the residences.
    let shifted: Vec<Pair> = pairs(&minutes).into_iter().map(|p| Pair { to: p.to + 3, ..p }).collect();
    let catchment = Catchment::from_matrix(5, &shifted).unwrap();
    let population = [100.0, 100.0, 100.0, 0.0, 0.0];
    let now = Accessibility::compute(&catchment, &population, &[0.0, 0.0, 0.0, 10.0, 10.0], &decay).unwrap();
    for (found, published) in now.values().iter().zip([0.065179, 0.069641, 0.065179]) {
        assert!((found - published).abs() < 5e-7, "{found}");
    }
}

#[test]
fn the_steps_of_the_published_sheet_give_other_values() {
    // 1, 2/3, 1/3. Around A: 1000 + 2/3 x 500 + 1/3 x 300 = 4300/3; around C: 1000/3 + 500 + 300 = 3400/3.
    let decay = decay_of(&[(10.0, 1.0), (15.0, 2.0 / 3.0), (20.0, 1.0 / 3.0)]);
    let catchment = catchment(&THREE);
    let now = Accessibility::compute(&catchment, &POPULATION, &SUPPLY, &decay).unwrap();
    let (a, c) = (18_000.0 / 4_300.0, 4_500.0 / 3_400.0);
    assert_close(&now.values(), &[a + c / 3.0, a * 2.0 / 3.0 + c, a / 3.0 + c]);
}
