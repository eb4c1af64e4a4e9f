//! What must hold in any world, whatever its times, people and doctors.

use proptest::prelude::*;
use territory::accessibility::{Accessibility, Catchment, Decay, Pair, weighted_mean};

use crate::world::decay_of;

/// Times in tenths of a minute, missing for a pair that is out of reach; people; supply.
#[derive(Clone, Debug)]
struct World {
    pairs: Vec<Pair>,
    positions: Vec<[f64; 2]>,
    people: Vec<f64>,
    supply: Vec<f64>,
}

fn world() -> impl Strategy<Value = World> {
    (1_usize..14).prop_flat_map(|places| {
        let times = proptest::collection::vec(proptest::option::weighted(0.7, 0_u16..260), places * places);
        let positions = proptest::collection::vec([0.0..60_000.0, 0.0..60_000.0], places);
        let people = proptest::collection::vec(0_u32..5_000, places);
        let supply = proptest::collection::vec(0_u32..30_000, places);
        (times, positions, people, supply).prop_map(move |(times, positions, people, supply)| {
            let pair = |(rank, time): (usize, &Option<u16>)| {
                let (from, to) = ((rank / places) as u32, (rank % places) as u32);
                time.map(|tenths| Pair { from, to, minutes: f32::from(tenths) / 10.0 })
            };
            World {
                pairs: times.iter().enumerate().filter_map(pair).collect(),
                positions,
                people: people.into_iter().map(f64::from).collect(),
                supply: supply.into_iter().map(f64::from).collect(),
            }
        })
    })
}

fn sheet() -> Decay {
    decay_of(&[(10.0, 1.0), (15.0, 2.0 / 3.0), (20.0, 1.0 / 3.0)])
}

impl World {
    fn catchment(&self) -> Catchment {
        Catchment::from_matrix_at(&self.positions, &self.pairs).unwrap()
    }

    fn access(&self, supply: &[f64]) -> Vec<f64> {
        Accessibility::compute(&self.catchment(), &self.people, supply, &sheet()).unwrap().values()
    }

    /// The formula as it is written, place by place, without any table.
    fn as_written(&self, decay: &Decay) -> Vec<f64> {
        let places = self.people.len();
        let mut weights = vec![0.0; places * places];
        for pair in &self.pairs {
            weights[pair.from as usize * places + pair.to as usize] = decay.weight(f64::from(pair.minutes));
        }
        let shares: Vec<f64> = (0..places)
            .map(|j| {
                let demand: f64 = (0..places).map(|i| weights[i * places + j] * self.people[i]).sum();
                if demand > 0.0 { self.supply[j] / demand } else { 0.0 }
            })
            .collect();
        (0..places).map(|i| (0..places).map(|j| weights[i * places + j] * shares[j]).sum()).collect()
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #[test]
    fn the_tables_give_what_the_formula_says(world in world()) {
        let exact = world.as_written(&sheet());
        for (found, exact) in world.access(&world.supply).iter().zip(exact) {
            prop_assert!(close(*found, exact), "{found} {exact}");
        }
    }

    #[test]
    fn what_is_offered_is_what_is_shared(world in world()) {
        let (catchment, decay) = (world.catchment(), sheet());
        let now = Accessibility::compute(&catchment, &world.people, &world.supply, &decay).unwrap();
        let values = now.values();
        prop_assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0));
        let lost: f64 = now.unreached().iter().map(|lost| lost.supply).sum();
        let offered = world.supply.iter().sum::<f64>() - lost;
        let shared: f64 = values.iter().zip(&world.people).map(|(value, people)| value * people).sum();
        prop_assert!(close(shared, offered), "{shared} {offered}");
        // The mean weighted by the standardised population is total supply over total population.
        if let Some(mean) = weighted_mean(values.into_iter().zip(world.people.iter().copied())) {
            prop_assert!(close(mean, offered / world.people.iter().sum::<f64>()));
        }
    }

    #[test]
    fn a_uniform_world_has_supply_over_demand_everywhere(
        places in 1_u32..30, minutes in 0_u16..200, people in 1_u32..9_000, supply in 0_u32..9_000,
    ) {
        // A ring: each place reaches itself and its two neighbours in the same time.
        let minutes = f32::from(minutes) / 10.0;
        let mut pairs: Vec<Pair> = (0..places)
            .flat_map(|from| [0, 1, places - 1].map(|step| Pair { from, to: (from + step) % places, minutes }))
            .collect();
        pairs.sort_by_key(|pair| (pair.from, pair.to));
        pairs.dedup();
        let catchment = Catchment::from_matrix(places as usize, &pairs).unwrap();
        let (people, supply) = (f64::from(people), f64::from(supply));
        let of = |value| vec![value; places as usize];
        let decay = sheet();
        let now = Accessibility::compute(&catchment, &of(people), &of(supply), &decay).unwrap();
        for value in now.values() {
            prop_assert!(close(value, supply / people), "{value}");
        }
    }

    #[test]
    fn twice_the_supply_is_twice_the_access(world in world()) {
        let twice: Vec<f64> = world.supply.iter().map(|supply| supply * 2.0).collect();
        for (once, twice) in world.access(&world.supply).iter().zip(world.access(&twice)) {
            prop_assert!(close(once * 2.0, twice));
        }
    }

    #[test]
    fn a_doctor_more_lowers_nobody_and_one_less_raises_nobody(world in world(), place: u8, acts in 1_u32..9_000) {
        let place = u32::from(place) % world.people.len() as u32;
        let (catchment, decay) = (world.catchment(), sheet());
        let mut now = Accessibility::compute(&catchment, &world.people, &world.supply, &decay).unwrap();
        for change in now.move_supply(place, f64::from(acts)).unwrap() {
            prop_assert!(change.after >= change.before, "{change:?}");
        }
        for change in now.move_supply(place, -f64::from(acts)).unwrap() {
            prop_assert!(change.after <= change.before, "{change:?}");
        }
    }

    #[test]
    fn moves_add_up_to_a_computation_from_scratch_and_come_back_to_the_bit(
        world in world(), moves in proptest::collection::vec((any::<u8>(), 0_u32..9_000), 1..12),
    ) {
        let (catchment, decay) = (world.catchment(), sheet());
        let mut now = Accessibility::compute(&catchment, &world.people, &world.supply, &decay).unwrap();
        let (before, lost) = (now.values(), now.unreached());
        let mut supply = world.supply.clone();
        let mut seen = before.clone();
        let moves: Vec<(u32, f64)> = moves
            .into_iter()
            .map(|(place, acts)| (u32::from(place) % before.len() as u32, f64::from(acts)))
            .collect();
        for (place, acts) in &moves {
            supply[*place as usize] += acts;
            for change in now.move_supply(*place, *acts).unwrap() {
                prop_assert_eq!(change.before, seen[change.place as usize]);
                seen[change.place as usize] = change.after;
            }
        }
        prop_assert_eq!(&seen, &now.values());
        let told: Vec<u32> = now.changes().iter().map(|change| change.place).collect();
        let differ = (0..).zip(before.iter().zip(&seen)).filter(|(_, (before, after))| before != after);
        prop_assert!(differ.map(|(place, _): (u32, _)| place).all(|place| told.contains(&place)));
        for change in now.changes() {
            let place = change.place as usize;
            prop_assert_eq!((change.before, change.after), (before[place], seen[place]));
        }
        for (moved, whole) in now.values().iter().zip(world.access(&supply)) {
            prop_assert!(close(*moved, whole), "{moved} {whole}");
        }
        let again = now.values();
        // The first move is undone first: the order does not matter.
        for (place, acts) in &moves {
            now.move_supply(*place, -acts).unwrap();
        }
        prop_assert_eq!(now.values(), before.clone());
        prop_assert_eq!(now.changes(), vec![]);
        prop_assert_eq!(now.unreached(), lost);
        for (place, acts) in moves.iter().rev() {
            now.move_supply(*place, *acts).unwrap();
        }
        prop_assert_eq!(now.values(), again);
        now.reset();
        prop_assert_eq!(now.values(), before);
    }

    #[test]
    fn the_order_of_the_places_in_memory_changes_nothing(world in world()) {
        let plain = Catchment::from_matrix(world.people.len(), &world.pairs).unwrap();
        let plain = Accessibility::compute(&plain, &world.people, &world.supply, &sheet()).unwrap().values();
        for (a, b) in plain.iter().zip(world.access(&world.supply)) {
            prop_assert!(close(*a, b));
        }
    }
}
