//! Département 96, « Val-Fictif »: 60 communes around a town of 20 IRIS.

mod ground;
mod groups;
mod people;

use super::names::{self, POOL, TOWN};
use super::rng::Rng;
use super::world::{Change, Departement, Place, Region, World};

use ground::Land;

/// Communes of today, the town included.
pub(super) const COMMUNES: usize = 60;
/// No département has this number.
pub(super) const DEPARTEMENT: &str = "96";
/// No region has or had this number.
pub(super) const REGION: &str = "90";

/// The communes with a part in the events of 2024 and 2025, by rank.
struct Roles {
    town: usize,
    /// Took in `merged` in 2024 and changed its name.
    taker: usize,
    merged: usize,
    /// Changed its name in 2025.
    renamed: usize,
    /// `separated` left `divided` in 2025.
    divided: usize,
    separated: usize,
}

/// Invents the demonstration territory.
pub(super) fn world(seed: u64) -> World {
    let mut rng = Rng::of(seed, 0x6465_6d6f);
    let mut pool: Vec<&str> = POOL.to_vec();
    rng.shuffle(&mut pool);
    // One more than today: the merged commune has a name and a code, but no ground of its own.
    let (chosen, spare) = pool.split_at(COMMUNES);
    let mut places: Vec<Place> = chosen.iter().chain([&TOWN]).map(|name| named(name)).collect();
    places.sort_by_key(|place| names::Forms::of(&place.name).capitals);
    for (rank, place) in places.iter_mut().enumerate() {
        place.code = format!("{DEPARTEMENT}{:03}", rank + 1);
    }

    let town = places.iter().position(|place| place.name == TOWN).unwrap_or_default();
    let mut others: Vec<usize> = (0..places.len()).filter(|rank| *rank != town).collect();
    rng.shuffle(&mut others);
    let [taker, merged, renamed] = [others[0], others[1], others[2]];
    let land = Land::grow(town, others.iter().copied().filter(|rank| *rank != merged), &mut rng);
    let (divided, separated) = land.neighbours_among(&others[3..]);
    let roles = Roles { town, taker, merged, renamed, divided, separated };

    people::settle(&mut places, &land, &roles, &mut rng);
    record_events(&mut places, &roles, spare);
    let epcis = groups::join(&mut places, &land, &roles, &mut rng);
    let cpts = groups::cpts(&places, &land, town);
    let seat = places[town].code.clone();
    World {
        seed,
        regions: vec![Region { code: REGION.into(), name: "Région Imaginaire".into(), seat: seat.clone() }],
        departements: vec![Departement {
            code: DEPARTEMENT.into(),
            name: "Val-Fictif".into(),
            region: 0,
            seat,
        }],
        ground: Some(land.ground(town, cpts)),
        places,
        epcis,
        past: Vec::new(),
    }
}

fn record_events(places: &mut [Place], roles: &Roles, spare: &[&str]) {
    let before = std::mem::replace(&mut places[roles.taker].name, spare[0].to_owned());
    places[roles.taker].change = Change::Renamed { year: 2024, before };
    places[roles.merged].change = Change::Merged { year: 2024, into: roles.taker };
    places[roles.renamed].change = Change::Renamed { year: 2025, before: spare[1].to_owned() };
    places[roles.separated].change = Change::Split { year: 2025, from: roles.divided };
}

fn named(name: &str) -> Place {
    Place {
        code: String::new(),
        name: name.to_owned(),
        departement: 0,
        populations: [0; 3],
        ageing: 0.5,
        density: 7,
        apl: 0.0,
        epci: 0,
        postcodes: Vec::new(),
        quarters: Vec::new(),
        change: Change::None,
    }
}
