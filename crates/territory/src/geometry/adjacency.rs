//! Which areas touch, and over how many metres.
//!
//! Two areas are neighbours when they share an arc. Some files do not draw the two sides of a border on the
//! same points; for them, two areas are also neighbours when lines that nobody else shares run close together
//! for long enough. A corner is never a border.
//!
//! The second rule has a known limit: where a third area is thinner than the tolerance over the whole run, in
//! a file whose borders do not match, the areas on both sides of it count as neighbours.

use std::collections::BTreeMap;

use super::earth::length_m;
use super::proximity::{Closeness, Strand, runs};
use super::stitch::rank;
use super::{Border, Point, Topology};
use crate::codes::UnitCode;

/// How far apart the two drawings of one border may be in one file.
const TOLERANCE_M: f64 = 30.0;
/// The least length that lines must run together to be a border.
const LEAST_RUN_M: f64 = 150.0;

/// An area while its file is read.
pub(crate) struct FileArea<'a> {
    pub code: UnitCode,
    pub polygons: &'a [Vec<Vec<i32>>],
}

/// The borders between areas that share arcs, by shared arcs only.
pub fn borders(topology: &Topology) -> Vec<Border> {
    let areas: Vec<FileArea<'_>> = file_areas(topology);
    Shared::new(&areas, &topology.lines()).into_borders()
}

/// All borders of a file, before simplification.
pub(crate) fn neighbours(areas: &[FileArea<'_>], arcs: &[Vec<Point>]) -> Vec<Border> {
    let mut shared = Shared::new(areas, arcs);
    let strands: Vec<Strand<'_>> = shared.free(arcs).collect();
    let closeness = Closeness { tolerance_m: TOLERANCE_M, least_run_m: LEAST_RUN_M };
    for ((a, b), length) in runs(&strands, closeness, &|a, b| a != b) {
        shared.add(areas[a as usize].code, areas[b as usize].code, length);
    }
    shared.into_borders()
}

/// The borders between the areas of two topologies that were built apart.
///
/// `tolerance_m` is how far apart the two drawings of a border may be: at least the sum of the tolerances of
/// both simplifications. The lines must run together over 150 m, or five times the tolerance if that is more.
pub fn borders_between(a: &Topology, b: &Topology, tolerance_m: f64) -> Vec<Border> {
    let (areas_a, areas_b) = (file_areas(a), file_areas(b));
    let (lines_a, lines_b) = (a.lines(), b.lines());
    let shared_a = Shared::new(&areas_a, &lines_a);
    let shared_b = Shared::new(&areas_b, &lines_b);
    let first_of_b = areas_a.len() as u32;
    let strands: Vec<Strand<'_>> = shared_a
        .free(&lines_a)
        .chain(shared_b.free(&lines_b).map(|strand| Strand { owner: strand.owner + first_of_b, ..strand }))
        .collect();
    let closeness = Closeness { tolerance_m, least_run_m: LEAST_RUN_M.max(5.0 * tolerance_m) };
    let mut found = Shared::default();
    for ((x, y), length) in runs(&strands, closeness, &|x, y| (x < first_of_b) != (y < first_of_b)) {
        let (x, y) = (x.min(y), x.max(y));
        found.add(areas_a[x as usize].code, areas_b[(y - first_of_b) as usize].code, length);
    }
    found.into_borders()
}

fn file_areas(topology: &Topology) -> Vec<FileArea<'_>> {
    topology.areas.iter().map(|area| FileArea { code: area.code, polygons: &area.polygons }).collect()
}

/// Who follows which arc, and the lengths that follow from it.
#[derive(Default)]
struct Shared {
    lengths: BTreeMap<(UnitCode, UnitCode), f64>,
    /// For each arc that only one area follows, the rank of that area.
    alone: Vec<Option<u32>>,
}

impl Shared {
    fn new(areas: &[FileArea<'_>], arcs: &[Vec<Point>]) -> Self {
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); arcs.len()];
        for (area, user) in areas.iter().zip(0_u32..) {
            for &arc in area.polygons.iter().flatten().flatten() {
                users[rank(arc)].push(user);
            }
        }
        let mut shared = Self::default();
        for (users, arc) in users.iter_mut().zip(arcs) {
            users.dedup();
            shared.alone.push(if let [user] = users[..] { Some(user) } else { None });
            for (position, &a) in users.iter().enumerate() {
                for &b in &users[position + 1..] {
                    shared.add(areas[a as usize].code, areas[b as usize].code, length_m(arc));
                }
            }
        }
        shared
    }

    fn add(&mut self, a: UnitCode, b: UnitCode, length: f64) {
        *self.lengths.entry((a.min(b), a.max(b))).or_insert(0.0) += length;
    }

    fn free<'a>(&'a self, arcs: &'a [Vec<Point>]) -> impl Iterator<Item = Strand<'a>> {
        let alone = self.alone.iter().zip(arcs);
        alone.filter_map(|(&owner, points)| owner.map(|owner| Strand { owner, points }))
    }

    fn into_borders(self) -> Vec<Border> {
        let border = |((a, b), length): (_, f64)| Border { a, b, length_m: length as f32 };
        self.lengths.into_iter().filter(|(pair, _)| pair.0 != pair.1).map(border).collect()
    }
}
