//! Arcs put end to end into rings, and rings into polygons.
//!
//! Every arc has the inside on its left: outer rings come out anticlockwise, holes clockwise.

use std::collections::HashMap;

use super::Point;
use super::ring::{encloses, signed_area};

/// Polygons, then rings (outer first), then arcs (rank, or `!rank` backwards).
pub(crate) type ArcPolygons = Vec<Vec<Vec<i32>>>;

/// Rank of the arc that a reference follows.
pub(crate) fn rank(arc: i32) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

/// The points of a chain of arcs; a ring comes out closed (its first point repeated).
pub(crate) fn chain(arcs: &[Vec<Point>], refs: &[i32]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for &arc in refs {
        let Some(line) = arcs.get(rank(arc)) else { continue };
        let skip = usize::from(!points.is_empty());
        if arc < 0 {
            points.extend(line.iter().rev().skip(skip));
        } else {
            points.extend(line.iter().skip(skip));
        }
    }
    points
}

/// The outline of the areas that follow `refs`: what is followed both ways lies inside and goes.
pub(crate) fn outline(arcs: &[Vec<Point>], refs: impl Iterator<Item = i32>) -> ArcPolygons {
    let mut balance = vec![0_i32; arcs.len()];
    for arc in refs {
        if let Some(balance) = balance.get_mut(rank(arc)) {
            *balance += if arc < 0 { -1 } else { 1 };
        }
    }
    let edges = (0..)
        .zip(balance)
        .filter(|&(_, balance)| balance != 0)
        .map(|(arc, balance): (i32, i32)| if balance < 0 { !arc } else { arc })
        .collect();
    nest(arcs, Walk::new(arcs, edges).rings())
}

/// Gives each hole (clockwise) to the smallest outer ring around it. A hole that nothing surrounds goes.
fn nest(arcs: &[Vec<Point>], rings: Vec<Vec<i32>>) -> ArcPolygons {
    let mut outers = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let points = chain(arcs, &ring);
        let area = signed_area(&points);
        if area > 0 {
            outers.push((area, points, vec![ring]));
        } else if area < 0 {
            holes.push((points, ring));
        }
    }
    for (points, ring) in holes {
        let around = outers.iter_mut().filter(|(_, outer, _)| encloses(outer, &points));
        if let Some((_, _, polygon)) = around.min_by_key(|(area, _, _)| *area) {
            polygon.push(ring);
        }
    }
    outers.into_iter().map(|(_, _, polygon)| polygon).collect()
}

/// A directed arc waiting for its place in a ring.
struct Edge {
    arc: i32,
    start: Point,
    end: Point,
    /// Second point, and last but one: where it leaves to and arrives from.
    leaves: Point,
    arrives: Point,
    used: bool,
}

struct Walk {
    edges: Vec<Edge>,
    from: HashMap<Point, Vec<usize>>,
}

impl Walk {
    fn new(arcs: &[Vec<Point>], refs: Vec<i32>) -> Self {
        let mut edges = Vec::with_capacity(refs.len());
        let mut from: HashMap<Point, Vec<usize>> = HashMap::new();
        for arc in refs {
            let Some([start, leaves, arrives, end]) = corners(&arcs[rank(arc)], arc < 0) else { continue };
            from.entry(start).or_default().push(edges.len());
            edges.push(Edge { arc, start, end, leaves, arrives, used: false });
        }
        Self { edges, from }
    }

    /// Rings that pass through each of their junctions once.
    fn rings(mut self) -> Vec<Vec<i32>> {
        let mut rings = Vec::new();
        for first in 0..self.edges.len() {
            if !self.edges[first].used {
                self.walk(first, &mut rings);
            }
        }
        rings
    }

    fn walk(&mut self, first: usize, rings: &mut Vec<Vec<i32>>) {
        let mut path = vec![first];
        let mut visited = HashMap::from([(self.edges[first].start, 0)]);
        self.edges[first].used = true;
        while let Some(&last) = path.last() {
            let node = self.edges[last].end;
            if let Some(&position) = visited.get(&node) {
                let ring: Vec<usize> = path.split_off(position);
                for &edge in &ring {
                    visited.remove(&self.edges[edge].start);
                }
                rings.push(ring.into_iter().map(|edge| self.edges[edge].arc).collect());
                if path.is_empty() {
                    return;
                }
            }
            // A dead end happens only when rings cross each other in the file: that walk gives nothing.
            let Some(next) = self.next(last) else { return };
            self.edges[next].used = true;
            visited.insert(node, path.len());
            path.push(next);
        }
    }

    /// The sharpest turn to the left, which follows the piece of land that lies along the last arc.
    fn next(&self, last: usize) -> Option<usize> {
        let Edge { end, arrives, .. } = self.edges[last];
        let back = direction(end, arrives);
        let choices = self.from.get(&end)?.iter().copied().filter(|&edge| !self.edges[edge].used);
        choices.min_by(|&a, &b| {
            let turn = |edge: usize| clockwise(back, direction(end, self.edges[edge].leaves));
            turn(a).total_cmp(&turn(b))
        })
    }
}

fn corners(line: &[Point], backwards: bool) -> Option<[Point; 4]> {
    let [first, .., last] = line else { return None };
    let (second, before) = (line[1], line[line.len() - 2]);
    Some(if backwards { [*last, before, second, *first] } else { [*first, second, before, *last] })
}

fn direction(from: Point, to: Point) -> f64 {
    f64::from(to[1] - from[1]).atan2(f64::from(to[0] - from[0]))
}

/// Angle from one direction clockwise to another, in ]0, 2π].
fn clockwise(from: f64, to: f64) -> f64 {
    let angle = (from - to).rem_euclid(std::f64::consts::TAU);
    if angle > 0.0 { angle } else { std::f64::consts::TAU }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32) -> Vec<Point> {
        vec![[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    }

    #[test]
    fn squares_that_touch_by_a_corner_are_two_polygons() {
        // Both closed arcs start where they touch.
        let touching = vec![vec![[1, 1], [0, 1], [0, 0], [1, 0], [1, 1]], square(1, 1)];
        let polygons = outline(&touching, [0, 1].into_iter());
        assert_eq!(polygons.len(), 2);
        assert!(polygons.iter().all(|polygon| polygon.len() == 1));
    }

    #[test]
    fn a_hole_that_touches_the_outer_ring_stays_a_hole() {
        let outer = vec![[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]];
        let hole = vec![[0, 0], [2, 4], [4, 4], [4, 2], [0, 0]];
        let polygons = outline(&[outer, hole], [0, 1].into_iter());
        assert_eq!(polygons, vec![vec![vec![0], vec![1]]]);
    }

    #[test]
    fn a_hole_goes_to_the_smallest_ring_around_it() {
        let ring = |low: i32, high: i32| vec![[low, low], [high, low], [high, high], [low, high], [low, low]];
        let arcs = vec![ring(0, 90), ring(10, 80), ring(20, 70), ring(30, 60)];
        let polygons = outline(&arcs, [0, !1, 2, !3].into_iter());
        assert_eq!(polygons, vec![vec![vec![0], vec![!1]], vec![vec![2], vec![!3]]]);
    }
}
