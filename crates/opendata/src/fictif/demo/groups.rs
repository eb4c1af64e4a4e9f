//! What gathers communes: EPCI, postcodes and the perimeters of CPTS.

use std::collections::{BTreeSet, VecDeque};

use super::ground::Land;
use super::{DEPARTEMENT, Roles};
use crate::fictif::rng::Rng;
use crate::fictif::world::{Cpts, Epci, Place};

/// Numbers that are nobody's: their check digit is wrong on purpose.
const EPCIS: [(&str, &str, &str); 4] = [
    ("960000011", "CA du Bassin de Valmirande", "CA"),
    ("960000022", "CC des Combes et de la Vaure", "CC"),
    ("960000033", "CC du Pays d'Orvel", "CC"),
    ("960000044", "CC des Hautes-Landes fictives", "CC"),
];
/// Postcodes besides those of the town.
const POST_OFFICES: usize = 18;
/// Inhabitants around which the territory of the demonstration stops, and its neighbours.
const HOME_INHABITANTS: u32 = 60_000;
const NEIGHBOUR_INHABITANTS: u32 = 17_000;

/// Gives every place its EPCI and postcodes, and returns the EPCI.
pub(super) fn join(places: &mut [Place], land: &Land, roles: &Roles, rng: &mut Rng) -> Vec<Epci> {
    let starts = far_apart(places.len(), land, roles.town, EPCIS.len());
    for (place, group) in places.iter_mut().zip(land.nearest_start(&starts)) {
        place.epci = group.unwrap_or(0);
    }
    places[roles.merged].epci = places[roles.taker].epci;

    let mut offices: Vec<usize> = (0..places.len()).filter(|rank| *rank != roles.town).collect();
    offices.retain(|rank| land.east(*rank).is_some());
    // A post office is a bourg, now and then a village.
    offices.sort_by_cached_key(|rank| {
        (std::cmp::Reverse(places[*rank].populations[2] * (1 + rng.below(3) as u32)), *rank)
    });
    offices.truncate(POST_OFFICES);
    for (place, office) in places.iter_mut().zip(land.nearest_start(&offices)) {
        let number = 110 + 10 * office.unwrap_or(0);
        place.postcodes = vec![format!("{DEPARTEMENT}{number}")];
    }
    places[roles.town].postcodes = ["000", "100"].map(|tail| format!("{DEPARTEMENT}{tail}")).to_vec();
    EPCIS
        .iter()
        .map(|(siren, name, form)| Epci { siren: (*siren).to_owned(), name: (*name).to_owned(), form })
        .collect()
}

/// The town, then places each as far as possible from those before.
fn far_apart(count: usize, land: &Land, town: usize, wanted: usize) -> Vec<usize> {
    let mut starts = vec![town];
    while starts.len() < wanted {
        let space =
            |rank: usize| starts.iter().map(|start| land.distance_km(*start, rank)).fold(f64::MAX, f64::min);
        let free = (0..count).filter(|rank| land.east(*rank).is_some());
        match free.max_by(|a, b| space(*a).total_cmp(&space(*b))) {
            Some(next) => starts.push(next),
            None => break,
        }
    }
    starts
}

/// The territory of the demonstration around the town, and a neighbour on each side; the western one
/// also claims a commune of the first.
pub(super) fn cpts(places: &[Place], land: &Land, town: usize) -> Vec<Cpts> {
    let home = gather(places, land, (town, HOME_INHABITANTS), &BTreeSet::new());
    let on_ground = || (0..places.len()).filter(|rank| land.east(*rank).is_some() && !home.contains(rank));
    let west_start = on_ground().min_by_key(|rank| land.east(*rank)).unwrap_or(town);
    let mut west = gather(places, land, (west_start, NEIGHBOUR_INHABITANTS), &home);
    let taken: BTreeSet<usize> = home.union(&west).copied().collect();
    let east_start = on_ground().max_by_key(|rank| land.east(*rank)).unwrap_or(town);
    let east = gather(places, land, (east_start, NEIGHBOUR_INHABITANTS), &taken);
    let nearest =
        |rank: &usize| west.iter().map(|own| land.distance_km(*own, *rank)).fold(f64::MAX, f64::min);
    let claimed =
        home.iter().copied().filter(|rank| *rank != town).min_by(|a, b| nearest(a).total_cmp(&nearest(b)));
    west.extend(claimed);
    let cpts =
        |name, finess, places: BTreeSet<usize>| Cpts { name, finess, places: places.into_iter().collect() };
    vec![
        cpts("CPTS du Bassin de Valmirande", "960000012", home),
        cpts("CPTS des Monts inventés", "960000020", west),
        cpts("CPTS des Hautes-Landes", "960000038", east),
    ]
}

/// Places around a start, nearest first, until enough people live in them; never those already taken.
fn gather(
    places: &[Place],
    land: &Land,
    (start, enough): (usize, u32),
    taken: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let mut gathered = BTreeSet::new();
    let mut inhabitants = 0;
    let mut queue = VecDeque::from([start]);
    while inhabitants < enough
        && let Some(rank) = queue.pop_front()
    {
        if !taken.contains(&rank) && gathered.insert(rank) {
            inhabitants += places[rank].populations[2];
            queue.extend(land.touching(rank).iter().copied().filter(|next| !gathered.contains(next)));
        }
    }
    gathered
}
