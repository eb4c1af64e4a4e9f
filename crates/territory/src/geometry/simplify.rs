//! Fewer points on the arcs, without moving a junction, crossing a line or losing a ring.
//!
//! Points go one by one, the least useful first. A point may go when
//! * no point of the original line between its neighbours is further than the tolerance from the new segment;
//! * no other point of the map lies in the triangle that the move sweeps (so no two lines come to cross);
//! * the rings that follow the arc keep at least three points.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use super::Point;
use super::earth::metres_per_step;
use super::ring::in_triangle;

/// Simplifies all arcs of a map together.
pub(crate) fn simplify(arcs: &mut [Vec<Point>], tolerance_m: f64) {
    let mut obstacles = Obstacles::new(arcs);
    let twins = endpoint_counts(arcs);
    let mut offset = 0;
    for arc in arcs.iter_mut() {
        let count = arc.len();
        let least = match (arc[0] == arc[count - 1], twins[&ends(arc)]) {
            (true, _) => 2,
            (false, 1) => 0,
            (false, _) => 1,
        };
        if count > least + 2 {
            *arc = Line::new(arc, tolerance_m, offset).reduce(least, &mut obstacles);
        }
        offset += count;
    }
}

fn ends(arc: &[Point]) -> [Point; 2] {
    let (first, last) = (arc[0], arc[arc.len() - 1]);
    [first.min(last), first.max(last)]
}

/// Two arcs with the same ends may make up a ring of their own, which must not close up.
fn endpoint_counts(arcs: &[Vec<Point>]) -> HashMap<[Point; 2], u32> {
    let mut counts = HashMap::with_capacity(arcs.len());
    for arc in arcs {
        *counts.entry(ends(arc)).or_insert(0) += 1;
    }
    counts
}

/// Every point still on the map.
struct Obstacles {
    index: RTree<GeomWithData<Point, u32>>,
    present: Vec<bool>,
}

impl Obstacles {
    fn new(arcs: &[Vec<Point>]) -> Self {
        let points: Vec<_> =
            arcs.iter().flatten().zip(0u32..).map(|(&point, rank)| GeomWithData::new(point, rank)).collect();
        let present = vec![true; points.len()];
        Self { index: RTree::bulk_load(points), present }
    }

    /// Whether a point of the map, apart from the three corners, lies in the triangle.
    fn block(&self, triangle: [Point; 3]) -> bool {
        let [a, b, c] = triangle;
        let low = [a[0].min(b[0]).min(c[0]), a[1].min(b[1]).min(c[1])];
        let high = [a[0].max(b[0]).max(c[0]), a[1].max(b[1]).max(c[1])];
        self.index.locate_in_envelope(AABB::from_corners(low, high)).any(|found| {
            self.present[found.data as usize]
                && !triangle.contains(found.geom())
                && in_triangle(triangle, *found.geom())
        })
    }
}

/// One arc being reduced, as a chain.
struct Line<'a> {
    points: &'a [Point],
    scale: [f64; 2],
    tolerance_m: f64,
    offset: usize,
    before: Vec<usize>,
    after: Vec<usize>,
}

/// A point that may go: its cost, its rank, and its neighbours when the cost was worked out.
#[derive(PartialEq)]
struct Candidate {
    cost_m: f64,
    rank: usize,
    between: [usize; 2],
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost_m.total_cmp(&other.cost_m).then(self.rank.cmp(&other.rank))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> Line<'a> {
    fn new(points: &'a [Point], tolerance_m: f64, offset: usize) -> Self {
        let scale = metres_per_step(points[points.len() / 2][1]);
        let before = (0..points.len()).map(|rank| rank.saturating_sub(1)).collect();
        let after = (1..=points.len()).collect();
        Self { points, scale, tolerance_m, offset, before, after }
    }

    fn reduce(mut self, least: usize, obstacles: &mut Obstacles) -> Vec<Point> {
        let mut inner = self.points.len() - 2;
        let mut queue: BinaryHeap<Reverse<Candidate>> =
            (1..=inner).filter_map(|rank| self.candidate(rank)).map(Reverse).collect();
        while let Some(Reverse(Candidate { rank, between: [from, to], .. })) = queue.pop() {
            if inner == least {
                break;
            }
            let gone = !obstacles.present[self.offset + rank];
            if gone || self.before[rank] != from || self.after[rank] != to {
                continue;
            }
            if obstacles.block([from, rank, to].map(|corner| self.points[corner])) {
                continue;
            }
            obstacles.present[self.offset + rank] = false;
            self.after[from] = to;
            self.before[to] = from;
            inner -= 1;
            queue.extend([from, to].into_iter().filter_map(|rank| self.candidate(rank)).map(Reverse));
        }
        self.kept()
    }

    /// `None` for the ends, and where going would move the line by more than the tolerance.
    fn candidate(&self, rank: usize) -> Option<Candidate> {
        if rank == 0 || rank + 1 == self.points.len() {
            return None;
        }
        let between = [self.before[rank], self.after[rank]];
        let cost_m = self.deviation_m(between);
        (cost_m <= self.tolerance_m).then_some(Candidate { cost_m, rank, between })
    }

    /// The furthest that an original point between two ranks lies from their segment.
    fn deviation_m(&self, [from, to]: [usize; 2]) -> f64 {
        let end = self.metres(from, to);
        let square = end[0] * end[0] + end[1] * end[1];
        let mut furthest: f64 = 0.0;
        for rank in from + 1..to {
            let here = self.metres(from, rank);
            let along = if square > 0.0 { (here[0] * end[0] + here[1] * end[1]) / square } else { 0.0 };
            let along = along.clamp(0.0, 1.0);
            let gap = [here[0] - along * end[0], here[1] - along * end[1]];
            furthest = furthest.max(gap[0] * gap[0] + gap[1] * gap[1]);
        }
        furthest.sqrt()
    }

    fn metres(&self, from: usize, to: usize) -> [f64; 2] {
        let (a, b) = (self.points[from], self.points[to]);
        [f64::from(b[0] - a[0]) * self.scale[0], f64::from(b[1] - a[1]) * self.scale[1]]
    }

    fn kept(&self) -> Vec<Point> {
        let mut kept = vec![self.points[0]];
        let mut rank = 0;
        while self.after[rank] < self.points.len() {
            rank = self.after[rank];
            kept.push(self.points[rank]);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wavy_line_becomes_straight_and_its_ends_stay() {
        let mut arcs = vec![(0..50).map(|x| [x * 1_000, 45_000_000 + (x % 2) * 50]).collect::<Vec<_>>()];
        let ends = [arcs[0][0], arcs[0][49]];
        simplify(&mut arcs, 20.0);
        assert_eq!(arcs[0], ends);
    }

    #[test]
    fn a_small_island_stays_a_triangle() {
        let mut arcs = vec![vec![
            [0, 45_000_000],
            [20, 45_000_000],
            [30, 45_000_010],
            [20, 45_000_020],
            [0, 45_000_020],
            [0, 45_000_000],
        ]];
        simplify(&mut arcs, 500.0);
        assert_eq!(arcs[0].len(), 4);
    }

    #[test]
    fn two_arcs_with_the_same_ends_do_not_fall_on_each_other() {
        let (west, east) = ([0, 45_000_000], [1_000, 45_000_000]);
        let mut arcs =
            vec![vec![west, [500, 45_000_050], east], vec![west, [500, 44_999_950], east], vec![west, east]];
        simplify(&mut arcs, 500.0);
        assert_eq!(arcs.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2]);
    }

    #[test]
    fn a_line_does_not_jump_over_an_island() {
        let mut arcs = vec![
            vec![[0, 45_000_000], [500, 45_000_100], [1_000, 45_000_000]],
            vec![[490, 45_000_020], [510, 45_000_020], [500, 45_000_040], [490, 45_000_020]],
        ];
        simplify(&mut arcs, 500.0);
        assert_eq!(arcs[0].len(), 3);
    }
}
