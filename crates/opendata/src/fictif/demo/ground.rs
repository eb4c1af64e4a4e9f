//! Who lies where: communes grown on the sheet, and the IRIS of the town inside it.

use std::collections::{BTreeSet, VecDeque};

use crate::fictif::mesh::Grid;
use crate::fictif::outline::SIDE_KM;
use crate::fictif::rng::Rng;
use crate::fictif::world::{Cpts, Ground};

const GRID: Grid = Grid { columns: 170, rows: 190 };
/// About 1 500 km².
const HEXAGONS: usize = 9_300;
const QUARTERS: usize = 20;
/// Surface of a hexagon, in square kilometres.
const HEXAGON_KM2: f64 = 2.598_076_211_353_316 * SIDE_KM * SIDE_KM;

/// The département before it is peopled. Places are named by their rank.
pub(super) struct Land {
    place: Vec<Option<usize>>,
    quarter: Vec<Option<usize>>,
    /// Seed hexagon of each place, `None` for a place without ground.
    seeds: Vec<Option<usize>>,
    touching: Vec<BTreeSet<usize>>,
}

impl Land {
    /// Grows the town in the middle and the others around it, then the IRIS of the town.
    pub(super) fn grow(town: usize, others: impl Iterator<Item = usize>, rng: &mut Rng) -> Self {
        let inside = GRID.blob(HEXAGONS, rng);
        let hexagons: Vec<usize> = (0..GRID.len()).filter(|hexagon| inside[*hexagon]).collect();
        let middle = GRID.rows / 2 * GRID.columns + GRID.columns / 2;
        let others: Vec<usize> = others.collect();
        let free: Vec<usize> =
            hexagons.iter().copied().filter(|hexagon| GRID.distance2(*hexagon, middle) > 250.0).collect();
        let scattered = GRID.scatter(&free, others.len(), |_| 1.0, rng);
        let ranks: Vec<usize> = std::iter::once(town).chain(others).collect();
        let starts: Vec<(usize, u32)> =
            std::iter::once((middle, 75)).chain(scattered.into_iter().map(|seed| (seed, 100))).collect();
        let owner = GRID.share(&inside, &starts, rng);
        let place: Vec<Option<usize>> = owner.iter().map(|owner| owner.map(|rank| ranks[rank])).collect();

        let mut seeds = vec![None; ranks.iter().max().map_or(0, |last| last + 2)];
        for (rank, (seed, _)) in ranks.iter().zip(&starts) {
            seeds[*rank] = Some(*seed);
        }
        let quarter = quarters(&place, town, middle, rng);
        let touching = touching(&place, seeds.len());
        Self { place, quarter, seeds, touching }
    }

    /// Two places of the list that touch each other.
    pub(super) fn neighbours_among(&self, list: &[usize]) -> (usize, usize) {
        let beside = |rank: &usize| list.iter().find(|other| self.touching[*rank].contains(other));
        list.iter().find_map(|rank| Some((*rank, *beside(rank)?))).unwrap_or((list[0], list[1]))
    }

    /// Surface of a place in square kilometres.
    pub(super) fn surface_km2(&self, rank: usize) -> f64 {
        self.place.iter().filter(|place| **place == Some(rank)).count() as f64 * HEXAGON_KM2
    }

    /// Distance between two places in kilometres; far for a place without ground.
    pub(super) fn distance_km(&self, a: usize, b: usize) -> f64 {
        match (self.seeds[a], self.seeds[b]) {
            (Some(a), Some(b)) => GRID.distance2(a, b).sqrt() * SIDE_KM,
            _ => 25.0,
        }
    }

    /// How far east a place lies; `None` without ground.
    pub(super) fn east(&self, rank: usize) -> Option<i32> {
        self.seeds[rank].map(|seed| GRID.centre(seed).0)
    }

    /// Number of hexagons of each IRIS of the town.
    pub(super) fn quarter_sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; QUARTERS];
        for quarter in self.quarter.iter().flatten() {
            sizes[*quarter] += 1;
        }
        sizes
    }

    /// The places that touch a place.
    pub(super) fn touching(&self, rank: usize) -> &BTreeSet<usize> {
        &self.touching[rank]
    }

    /// For each place, the rank of the start that is the fewest neighbours away.
    pub(super) fn nearest_start(&self, starts: &[usize]) -> Vec<Option<usize>> {
        let mut found = vec![None; self.seeds.len()];
        let mut queue: VecDeque<(usize, usize)> =
            starts.iter().enumerate().map(|(group, rank)| (*rank, group)).collect();
        while let Some((rank, group)) = queue.pop_front() {
            if found[rank].is_none() {
                found[rank] = Some(group);
                queue.extend(self.touching[rank].iter().map(|next| (*next, group)));
            }
        }
        found
    }

    /// Hands over what the contours need.
    pub(super) fn ground(self, town: usize, cpts: Vec<Cpts>) -> Ground {
        let mut areas: Vec<(usize, Option<usize>)> = Vec::new();
        for rank in (0..self.seeds.len()).filter(|rank| self.seeds[*rank].is_some()) {
            if rank == town {
                areas.extend((0..QUARTERS).map(|quarter| (rank, Some(quarter))));
            } else {
                areas.push((rank, None));
            }
        }
        let rank_of = |area: (usize, Option<usize>)| areas.iter().position(|known| *known == area);
        let area =
            self.place.iter().zip(&self.quarter).map(|(place, quarter)| rank_of(((*place)?, *quarter)));
        Ground { grid: GRID, area: area.collect(), place: self.place, areas, cpts }
    }
}

/// Shares the town between its IRIS, smaller towards its middle.
fn quarters(place: &[Option<usize>], town: usize, middle: usize, rng: &mut Rng) -> Vec<Option<usize>> {
    let inside: Vec<bool> = place.iter().map(|place| *place == Some(town)).collect();
    let hexagons: Vec<usize> = (0..GRID.len()).filter(|hexagon| inside[*hexagon]).collect();
    let room = |hexagon: usize| 12.0 + GRID.distance2(hexagon, middle);
    let seeds = GRID.scatter(&hexagons, QUARTERS, room, rng);
    let mut seeds: Vec<(usize, u32)> = seeds.into_iter().map(|seed| (seed, 100)).collect();
    // IRIS are numbered from the middle outwards.
    seeds.sort_by(|a, b| GRID.distance2(a.0, middle).total_cmp(&GRID.distance2(b.0, middle)));
    GRID.share(&inside, &seeds, rng)
}

fn touching(place: &[Option<usize>], count: usize) -> Vec<BTreeSet<usize>> {
    let mut touching = vec![BTreeSet::new(); count];
    for hexagon in 0..GRID.len() {
        let Some(mine) = place[hexagon] else { continue };
        for other in GRID.neighbours(hexagon).into_iter().flatten().filter_map(|next| place[next]) {
            if other != mine {
                touching[mine].insert(other);
            }
        }
    }
    touching
}
