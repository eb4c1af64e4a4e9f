//! Outlines freed from the lines that stay inside when borders were not drawn on the same points.
//!
//! It happens when a perimeter lies over two files, or in a file whose borders do not match. Rings of the
//! outline then run along each other a few metres apart. The strip between them is filled, and what is left
//! of it inside is dropped. A channel as narrow as that is filled too: on the map of a territory it does not
//! show.

use geo::algorithm::bool_ops::FillRule;
use geo::algorithm::orient::{Direction, Orient};
use geo::{Area, BooleanOps, Euclidean, Length, LineString, MultiPolygon, coord};

use super::dissolve::in_degrees;
use super::earth::metres_per_step;
use super::proximity::{Closeness, Strand, runs, strips};
use super::{Point, Polygon, STEPS_PER_DEGREE};

/// Widest seam: the simplification of both sides, and as much for the difference between two files.
const GAP_M: f64 = 60.0;
/// Rings that run together for less are only near each other.
const LEAST_RUN_M: f64 = 300.0;

/// The outline, without its seams.
pub(crate) fn without_seams(polygons: Vec<Vec<Vec<Point>>>) -> Vec<Polygon> {
    let strands: Vec<Strand<'_>> =
        (0..).zip(polygons.iter().flatten()).map(|(owner, ring)| Strand { owner, points: ring }).collect();
    let closeness = Closeness { tolerance_m: GAP_M, least_run_m: LEAST_RUN_M };
    // One ring has nothing to run along: most perimeters stop here.
    let seams = if strands.len() > 1 { runs(&strands, closeness, &|a, b| a != b) } else { Vec::new() };
    if seams.is_empty() {
        return polygons.into_iter().map(in_degrees).collect();
    }
    let along = |a: u32, b: u32| seams.binary_search_by_key(&(a.min(b), a.max(b)), |seam| seam.0).is_ok();
    let strips = strips(&strands, GAP_M, &along);
    fill(&polygons, strips)
}

/// Unites polygons and the triangles of the strips between them.
fn fill(polygons: &[Vec<Vec<Point>>], strips: Vec<[[f64; 2]; 3]>) -> Vec<Polygon> {
    let line = |ring: &Vec<Point>| ring.iter().map(|point| point.map(f64::from)).collect::<LineString>();
    let land: MultiPolygon = polygons
        .iter()
        .filter_map(|rings| {
            let outer = line(rings.first()?);
            Some(geo::Polygon::new(outer, rings[1..].iter().map(line).collect()))
        })
        .collect();
    let strips: MultiPolygon =
        strips.into_iter().map(|corners| geo::Triangle::from(corners).to_polygon()).collect();
    // All rings turn their due way, so that what several polygons cover is covered once.
    let united = land.union_with_fill_rule(&strips.orient(Direction::Default), FillRule::NonZero);
    united.orient(Direction::Default).iter().filter(|piece| !is_thin(piece.exterior())).map(drawn).collect()
}

fn drawn(piece: &geo::Polygon) -> Polygon {
    let degrees = |line: &LineString| {
        line.coords().map(|c| [c.x.round() / STEPS_PER_DEGREE, c.y.round() / STEPS_PER_DEGREE]).collect()
    };
    let holes = piece.interiors().iter().filter(|hole| !is_thin(hole));
    std::iter::once(piece.exterior()).chain(holes).map(degrees).collect()
}

/// Whether a ring is no wider than a seam, on average.
fn is_thin(ring: &LineString) -> bool {
    let Some(first) = ring.coords().next() else { return true };
    let [east, north] = metres_per_step(first.y as i32);
    let metres: LineString =
        ring.coords().map(|c| coord! { x: (c.x - first.x) * east, y: (c.y - first.y) * north }).collect();
    let around = Euclidean.length(&metres);
    let surface = geo::Polygon::new(metres, Vec::new()).unsigned_area();
    surface * 2.0 <= around * GAP_M / 2.0
}
