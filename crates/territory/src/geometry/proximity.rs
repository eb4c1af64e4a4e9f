//! Lines that run close together without being the same.

use std::collections::HashMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};

use super::Point;
use super::earth::metres_per_step;

/// A line and the rank of the area it bounds.
#[derive(Clone, Copy)]
pub(crate) struct Strand<'a> {
    pub owner: u32,
    pub points: &'a [Point],
}

/// When two lines count as running together.
#[derive(Clone, Copy)]
pub(crate) struct Closeness {
    /// Furthest distance between them.
    pub tolerance_m: f64,
    /// Least length over which they keep it.
    pub least_run_m: f64,
}

type Segment = GeomWithData<Line<[f64; 2]>, u32>;
type Pair = (u32, u32);
type Pairs = HashMap<Pair, f64>;

/// Pairs of owners that run together, lower rank first, sorted, with the length in metres.
///
/// Only pairs for which `compared` answers yes are looked at. The length is measured from both sides and the
/// shorter one counts, so that a line that turns away at a corner does not make a border.
pub(crate) fn runs(
    strands: &[Strand<'_>],
    closeness: Closeness,
    compared: &(dyn Fn(u32, u32) -> bool + Sync),
) -> Vec<(Pair, f64)> {
    let index = RTree::bulk_load(strands.iter().flat_map(segments).collect());
    let search = Search { index: &index, tolerance_m: closeness.tolerance_m, compared };
    let lengths = strands
        .par_iter()
        .fold(Pairs::new, |mut lengths, strand| {
            search.measure(strand, &mut lengths);
            lengths
        })
        .reduce(Pairs::new, merge);
    let mut found: Vec<_> = lengths
        .iter()
        .filter(|((a, b), _)| a < b)
        .filter_map(|(&(a, b), &one)| lengths.get(&(b, a)).map(|&other| ((a, b), one.min(other))))
        .filter(|&(_, length)| length >= closeness.least_run_m)
        .collect();
    found.sort_by_key(|&(pair, _)| pair);
    found
}

fn merge(mut into: Pairs, from: Pairs) -> Pairs {
    for (pair, length) in from {
        *into.entry(pair).or_insert(0.0) += length;
    }
    into
}

fn segments<'a>(strand: &'a Strand<'_>) -> impl Iterator<Item = Segment> + use<'a> {
    strand.points.windows(2).map(|pair| {
        GeomWithData::new(Line::new(pair[0].map(f64::from), pair[1].map(f64::from)), strand.owner)
    })
}

struct Search<'a> {
    index: &'a RTree<Segment>,
    tolerance_m: f64,
    compared: &'a (dyn Fn(u32, u32) -> bool + Sync),
}

impl Search<'_> {
    /// Adds, for each other owner, the length of the strand that runs close to it.
    fn measure(&self, strand: &Strand<'_>, lengths: &mut Pairs) {
        let mut close = Vec::new();
        for pair in strand.points.windows(2) {
            let scale = metres_per_step(pair[0][1]);
            let [from, to] = [pair[0], pair[1]].map(|point| point.map(f64::from));
            let length = ((to[0] - from[0]) * scale[0]).hypot((to[1] - from[1]) * scale[1]);
            // Pieces as long as the tolerance: a finer cut would not change which lines are close.
            let pieces = (length / self.tolerance_m.max(1.0)).ceil().max(1.0);
            for piece in 0..pieces as u32 {
                let part = (f64::from(piece) + 0.5) / pieces;
                let middle = [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
                self.owners_near(middle, scale, strand.owner, &mut close);
                for &owner in &close {
                    *lengths.entry((strand.owner, owner)).or_insert(0.0) += length / pieces;
                }
            }
        }
    }

    fn owners_near(&self, point: [f64; 2], scale: [f64; 2], me: u32, close: &mut Vec<u32>) {
        close.clear();
        let reach = [self.tolerance_m / scale[0], self.tolerance_m / scale[1]];
        let window = AABB::from_corners(
            [point[0] - reach[0], point[1] - reach[1]],
            [point[0] + reach[0], point[1] + reach[1]],
        );
        for segment in self.index.locate_in_envelope_intersecting(window) {
            let owner = segment.data;
            if (self.compared)(me, owner)
                && !close.contains(&owner)
                && distance_m(point, segment.geom(), scale) <= self.tolerance_m
            {
                close.push(owner);
            }
        }
    }
}

fn distance_m(point: [f64; 2], segment: &Line<[f64; 2]>, scale: [f64; 2]) -> f64 {
    let metres = |to: [f64; 2]| [(to[0] - point[0]) * scale[0], (to[1] - point[1]) * scale[1]];
    let (from, to) = (metres(segment.from), metres(segment.to));
    let step = [to[0] - from[0], to[1] - from[1]];
    let square = step[0] * step[0] + step[1] * step[1];
    let along = if square > 0.0 { -(from[0] * step[0] + from[1] * step[1]) / square } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (from[0] + along * step[0]).hypot(from[1] + along * step[1])
}
