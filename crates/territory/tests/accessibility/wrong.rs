//! Inputs that cannot be: each is refused with its place.

use territory::accessibility::{AccessError, Accessibility, Catchment, Pair, Place, Travel, pairs_within};

use crate::world::{catchment, decay};

const TRAVEL: Travel = Travel { detour: 1.3, limit: 20.0 };

fn refused(pairs: &[Pair]) -> AccessError {
    Catchment::from_matrix(2, pairs).unwrap_err()
}

#[test]
fn a_matrix_with_an_impossible_line_is_refused() {
    let pair = |from, to, minutes| Pair { from, to, minutes };
    assert_eq!(refused(&[pair(0, 1, -1.0)]), AccessError::Time { from: 0, to: 1, minutes: -1.0 });
    assert!(matches!(refused(&[pair(1, 0, f32::NAN)]), AccessError::Time { from: 1, to: 0, .. }));
    assert_eq!(refused(&[pair(0, 2, 5.0)]), AccessError::UnknownPlace { place: 2, places: 2 });
    assert_eq!(refused(&[pair(7, 0, 5.0)]), AccessError::UnknownPlace { place: 7, places: 2 });
    let twice = [pair(0, 1, 5.0), pair(1, 1, 0.0), pair(0, 1, 6.0)];
    assert_eq!(refused(&twice), AccessError::Twice { from: 0, to: 1 });
    let far = Catchment::from_matrix(2, &[pair(0, 1, f32::INFINITY), pair(1, 0, 25.5)]).unwrap();
    assert_eq!((far.pairs(), far.beyond()), (1, 1));
    assert!(matches!(far.reached_from(2), Err(AccessError::UnknownPlace { place: 2, places: 2 })));
}

#[test]
fn people_and_supply_are_one_possible_number_a_place() {
    let (catchment, decay) = (catchment(&[&[0.0, 5.0], &[5.0, 0.0]]), decay());
    let of = |people: &[f64], supply: &[f64]| {
        Accessibility::compute(&catchment, people, supply, &decay).map(|now| now.values()).unwrap_err()
    };
    let short = AccessError::Length { what: "population", found: 1, expected: 2 };
    assert_eq!(of(&[1.0], &[1.0, 1.0]), short);
    assert!(matches!(of(&[1.0, 1.0], &[1.0, 1.0, 1.0]), AccessError::Length { what: "supply", .. }));
    assert_eq!(
        of(&[1.0, -1.0], &[1.0, 1.0]),
        AccessError::Value { what: "population", place: 1, value: -1.0 }
    );
    assert!(matches!(of(&[1.0, 1.0], &[f64::NAN, 1.0]), AccessError::Value { what: "supply", place: 0, .. }));
    assert!(matches!(of(&[f64::INFINITY, 1.0], &[1.0, 1.0]), AccessError::Value { .. }));
}

#[test]
fn a_move_that_cannot_be_changes_nothing() {
    let (catchment, decay) = (catchment(&[&[0.0, 5.0], &[5.0, 0.0]]), decay());
    let mut now = Accessibility::compute(&catchment, &[100.0, 50.0], &[600.0, 0.0], &decay).unwrap();
    let before = now.values();
    assert_eq!(now.move_supply(0, -601.0), Err(AccessError::Value { what: "supply", place: 0, value: -1.0 }));
    assert!(matches!(now.move_supply(0, f64::NAN), Err(AccessError::Value { .. })));
    assert!(matches!(now.move_supply(0, f64::INFINITY), Err(AccessError::Value { .. })));
    assert_eq!(now.move_supply(2, 1.0), Err(AccessError::UnknownPlace { place: 2, places: 2 }));
    assert!(matches!(now.move_supply(1, 1e9), Err(AccessError::OutOfScale { place: 1, .. })));
    assert_eq!((now.values(), now.supply(0)), (before, Ok(600.0)));
    assert!(now.value(2).is_err() && now.demand(2).is_err() && now.ratio(9).is_err());
}

#[test]
fn coordinates_speeds_and_parameters_are_checked() {
    let place = |x, speed| Place { at: [x, 0.0], speed };
    let of = |second: Place, travel: Travel| {
        let found = pairs_within(&[place(0.0, 45.0), second], &[true, true], travel);
        found.map(|within| (within.len(), within.is_empty()))
    };
    assert_eq!(of(place(0.0, 45.0), TRAVEL), Ok((4, false)));
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            of(place(0.0, speed), TRAVEL),
            Err(AccessError::Value { what: "speed", place: 1, .. })
        ));
    }
    assert!(matches!(
        of(place(f64::NAN, 45.0), TRAVEL),
        Err(AccessError::Value { what: "coordinate", place: 1, .. })
    ));
    for travel in [
        Travel { detour: 0.9, ..TRAVEL },
        Travel { detour: f64::NAN, ..TRAVEL },
        Travel { limit: -1.0, ..TRAVEL },
        Travel { limit: 26.0, ..TRAVEL },
        Travel { limit: f64::NAN, ..TRAVEL },
    ] {
        assert!(matches!(of(place(0.0, 45.0), travel), Err(AccessError::Parameters(_))), "{travel:?}");
    }
    let short = pairs_within(&[place(0.0, 45.0)], &[], TRAVEL).map(|within| within.len());
    assert_eq!(short, Err(AccessError::Length { what: "has_supply", found: 0, expected: 1 }));
}
