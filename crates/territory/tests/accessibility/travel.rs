//! Times from coordinates: what is found is what a search of every pair finds.

use proptest::prelude::*;
use territory::accessibility::{Catchment, Place, Travel, pairs_within};

const TRAVEL: Travel = Travel { detour: 1.3, limit: 20.0 };

/// Every pair within the time, found the slow way, in tenths of a minute.
fn slow(places: &[Place], has_supply: &[bool], travel: Travel) -> Vec<(u32, u32, f64)> {
    let mut found = Vec::new();
    let fastest = places.iter().map(|place| place.speed).fold(0.0, f64::max);
    let farthest = travel.limit / 60.0 * fastest / travel.detour * 1000.0;
    for (from, residence) in (0..).zip(places) {
        for ((to, supply), has) in (0..).zip(places).zip(has_supply) {
            let distance = (residence.at[0] - supply.at[0]).hypot(residence.at[1] - supply.at[1]);
            let minutes = travel.minutes(distance, (residence.speed + supply.speed) / 2.0);
            if *has && minutes <= travel.limit && distance <= farthest {
                found.push((from, to, minutes));
            }
        }
    }
    found
}

fn listed(catchment: &Catchment) -> Vec<(u32, u32, f64)> {
    let places = 0..catchment.places() as u32;
    let rows = places.map(|from| (from, catchment.reached_from(from).unwrap()));
    rows.flat_map(|(from, row)| row.into_iter().map(move |(to, minutes)| (from, to, minutes))).collect()
}

fn place() -> impl Strategy<Value = (Place, bool)> {
    let speed = prop_oneof![Just(22.0), Just(32.0), Just(45.0), Just(55.0), 5.0..110.0];
    let at = [0_i32..70_000, 0_i32..50_000];
    (at, speed, any::<bool>()).prop_map(|(at, speed, has)| (Place { at: at.map(f64::from), speed }, has))
}

proptest! {
    #[test]
    fn the_index_finds_what_the_search_of_every_pair_finds(
        places in proptest::collection::vec(place(), 0..120), limit in 0_u8..=25,
    ) {
        let (places, has): (Vec<Place>, Vec<bool>) = places.into_iter().unzip();
        let travel = Travel { limit: f64::from(limit), ..TRAVEL };
        let catchment = Catchment::from_positions(&places, &has, travel).unwrap();
        let expected = slow(&places, &has, travel);
        prop_assert_eq!(pairs_within(&places, &has, travel).unwrap().len(), expected.len());
        prop_assert_eq!(&listed(&catchment), &expected);
        // A faster world loses nothing.
        let faster: Vec<Place> = places.iter().map(|p| Place { speed: p.speed * 1.5, ..*p }).collect();
        let more = Catchment::from_positions(&faster, &has, travel).unwrap();
        for (from, to, minutes) in expected {
            let reached = more.reached_from(from).unwrap();
            prop_assert!(reached.iter().any(|(there, less)| *there == to && *less <= minutes));
        }
    }
}

#[test]
fn a_place_reaches_itself_in_no_time_and_its_twin_too() {
    let place = Place { at: [3_000.0, 4_000.0], speed: 45.0 };
    let catchment = Catchment::from_positions(&[place, place], &[true, false], TRAVEL).unwrap();
    assert_eq!(listed(&catchment), [(0, 0, 0.0), (1, 0, 0.0)]);
}

#[test]
fn ten_kilometres_at_fifty_take_a_quarter_of_an_hour_and_more() {
    // 10 km x 1.3 at (45 + 55) / 2 km/h: 15.6 minutes.
    let place = |x, speed| Place { at: [x, 0.0], speed };
    let places = [place(0.0, 45.0), place(10_000.0, 55.0)];
    let catchment = Catchment::from_positions(&places, &[true, true], TRAVEL).unwrap();
    assert_eq!(catchment.reached_from(0).unwrap(), [(0, 0.0), (1, 15.6)]);
    assert_eq!(TRAVEL.minutes(10_000.0, 50.0), 15.6);
}
