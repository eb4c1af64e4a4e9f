//! How many live where, and how old they are.

use super::Roles;
use super::ground::Land;
use crate::fictif::names::QUARTERS;
use crate::fictif::rng::Rng;
use crate::fictif::world::{Place, Quarter};

const TOWN_INHABITANTS: f64 = 38_000.0;
const OTHER_INHABITANTS: f64 = 72_000.0;
/// Ranks of the IRIS that are not dwellings first: activity areas and a wood.
const ACTIVITY: [usize; 2] = [17, 18];
const VARIOUS: usize = 19;

/// Gives every place its inhabitants, ages, density level and accessibility to doctors.
pub(super) fn settle(places: &mut [Place], land: &Land, roles: &Roles, rng: &mut Rng) {
    // The nearer to the town, the larger, more or less.
    let mut order: Vec<(f64, usize)> = (0..places.len())
        .filter(|rank| *rank != roles.town)
        .map(|rank| ((10.0 + land.distance_km(rank, roles.town)) * rng.between(0.3, 1.7), rank))
        .collect();
    // What merged or left was small.
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.sort_by_key(|(_, rank)| *rank == roles.merged || *rank == roles.separated);
    let sizes: Vec<f64> =
        (0..order.len()).map(|rank| size(rank, order.len()) * rng.between(0.93, 1.07)).collect();
    let scale = OTHER_INHABITANTS / sizes.iter().sum::<f64>();
    for ((_, rank), size) in order.iter().zip(&sizes) {
        let distance = land.distance_km(*rank, roles.town);
        let place = &mut places[*rank];
        let census = (size * scale).round();
        place.populations = yearly(census, if distance < 12.0 { 0.006 } else { -0.005 }, rng);
        place.ageing = (0.25 + distance / 45.0 + rng.between(-0.15, 0.15)).clamp(0.1, 0.95);
        place.density = density(census, census / land.surface_km2(*rank).max(1.0), distance);
        place.apl = consultations(census, rng);
    }
    let town = &mut places[roles.town];
    town.populations = yearly(TOWN_INHABITANTS, 0.002, rng);
    town.density = 2;
    town.ageing = 0.3;
    town.apl = rng.between(3.9, 4.6);
    divide(town, &land.quarter_sizes(), rng);
}

/// Relative size of the commune of this rank: a few bourgs, many villages.
fn size(rank: usize, count: usize) -> f64 {
    let tail = 1.0 - 0.7 * (rank as f64 / count as f64);
    tail * (110.0 + 15_500.0 / (rank as f64 + 3.2))
}

fn yearly(census: f64, growth: f64, rng: &mut Rng) -> [u32; 3] {
    let rate = growth + rng.between(-0.004, 0.004);
    [(census * (1.0 - rate)).round() as u32, census as u32, (census * (1.0 + rate)).round() as u32]
}

fn density(inhabitants: f64, per_km2: f64, distance_km: f64) -> u8 {
    match inhabitants as u32 {
        5_000.. => 3,
        _ if distance_km < 12.0 && per_km2 > 60.0 => 4,
        2_000.. => 5,
        _ if per_km2 > 22.0 => 6,
        _ => 7,
    }
}

fn consultations(inhabitants: f64, rng: &mut Rng) -> f64 {
    let base = if inhabitants > 2_000.0 { 3.4 } else { 2.4 };
    base + rng.between(-0.9, 1.1)
}

/// Shares the inhabitants of the town between its IRIS: denser towards the middle, few in activity areas.
fn divide(town: &mut Place, hexagons: &[usize], rng: &mut Rng) {
    let weight = |rank: usize, hexagons: usize, rng: &mut Rng| match rank {
        rank if ACTIVITY.contains(&rank) => 0.06 * rng.between(0.6, 1.4),
        VARIOUS => 0.02,
        // Between a share that is equal and one that follows the surface.
        rank => {
            (0.75 + hexagons as f64 / 60.0).min(1.4) * rng.between(0.75, 1.25) * (1.0 - rank as f64 / 90.0)
        }
    };
    let weights: Vec<f64> =
        hexagons.iter().enumerate().map(|(rank, hexagons)| weight(rank, *hexagons, rng)).collect();
    let total: f64 = weights.iter().sum();
    let population = f64::from(town.populations[1]);
    for (rank, weight) in weights.into_iter().enumerate() {
        town.quarters.push(Quarter {
            code: format!("{}{:04}", town.code, 101 + rank),
            name: QUARTERS[rank].to_owned(),
            kind: if ACTIVITY.contains(&rank) {
                'A'
            } else if rank == VARIOUS {
                'D'
            } else {
                'H'
            },
            population: population * weight / total,
            ageing: (0.12 + rank as f64 / 40.0 + rng.between(-0.1, 0.2)).clamp(0.0, 0.8),
        });
    }
}
