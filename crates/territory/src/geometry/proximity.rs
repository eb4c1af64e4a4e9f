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

/// Triangles that fill the strips between lines that run together, for the pairs that `compared` accepts.
pub(crate) fn strips(
    strands: &[Strand<'_>],
    tolerance_m: f64,
    compared: &(dyn Fn(u32, u32) -> bool + Sync),
) -> Vec<[[f64; 2]; 3]> {
    let index = RTree::bulk_load(strands.iter().flat_map(segments).collect());
    let search = Search { index: &index, tolerance_m, compared };
    let mut triangles = Vec::new();
    for strand in strands {
        search.each_piece(strand, &mut |[from, to], scale| {
            let feet = [from, to].map(|end| search.nearest(end, scale, strand.owner));
            if let [Some(foot), Some(other)] = feet {
                triangles.extend([[from, to, other], [from, other, foot]]);
            }
        });
    }
    triangles
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
        self.each_piece(strand, &mut |[from, to], scale| {
            let length = ((to[0] - from[0]) * scale[0]).hypot((to[1] - from[1]) * scale[1]);
            let middle = [(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0];
            close.clear();
            for (owner, _, _) in self.near(middle, scale, strand.owner) {
                if !close.contains(&owner) {
                    close.push(owner);
                    *lengths.entry((strand.owner, owner)).or_insert(0.0) += length;
                }
            }
        });
    }

    /// Cuts a strand into pieces no longer than the tolerance: a finer cut would not change what is close.
    fn each_piece(&self, strand: &Strand<'_>, take: &mut dyn FnMut([[f64; 2]; 2], [f64; 2])) {
        for pair in strand.points.windows(2) {
            let scale = metres_per_step(pair[0][1]);
            let [from, to] = [pair[0], pair[1]].map(|point| point.map(f64::from));
            let step = [to[0] - from[0], to[1] - from[1]];
            let length = (step[0] * scale[0]).hypot(step[1] * scale[1]);
            let pieces = (length / self.tolerance_m.max(1.0)).ceil().max(1.0);
            let at = |part: f64| [from[0] + part * step[0], from[1] + part * step[1]];
            for piece in 0..pieces as u32 {
                let part = f64::from(piece);
                take([at(part / pieces), at((part + 1.0) / pieces)], scale);
            }
        }
    }

    /// Segments of other owners within the tolerance: owner, nearest point, distance in metres.
    fn near(&self, point: [f64; 2], scale: [f64; 2], me: u32) -> impl Iterator<Item = (u32, [f64; 2], f64)> {
        let reach = [self.tolerance_m / scale[0], self.tolerance_m / scale[1]];
        let window = AABB::from_corners(
            [point[0] - reach[0], point[1] - reach[1]],
            [point[0] + reach[0], point[1] + reach[1]],
        );
        self.index
            .locate_in_envelope_intersecting(window)
            .filter(move |segment| (self.compared)(me, segment.data))
            .map(move |segment| {
                let (foot, distance_m) = foot(point, segment.geom(), scale);
                (segment.data, foot, distance_m)
            })
            .filter(|&(_, _, distance_m)| distance_m <= self.tolerance_m)
    }

    fn nearest(&self, point: [f64; 2], scale: [f64; 2], me: u32) -> Option<[f64; 2]> {
        let nearest = self.near(point, scale, me).min_by(|a, b| a.2.total_cmp(&b.2));
        nearest.map(|(_, foot, _)| foot)
    }
}

/// The nearest point of a segment, and how far it is in metres.
fn foot(point: [f64; 2], segment: &Line<[f64; 2]>, scale: [f64; 2]) -> ([f64; 2], f64) {
    let metres = |to: [f64; 2]| [(to[0] - point[0]) * scale[0], (to[1] - point[1]) * scale[1]];
    let (from, to) = (metres(segment.from), metres(segment.to));
    let step = [to[0] - from[0], to[1] - from[1]];
    let square = step[0] * step[0] + step[1] * step[1];
    let along = if square > 0.0 { -(from[0] * step[0] + from[1] * step[1]) / square } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    let foot = [from[0] + along * step[0], from[1] + along * step[1]];
    ([point[0] + foot[0] / scale[0], point[1] + foot[1] / scale[1]], foot[0].hypot(foot[1]))
}
