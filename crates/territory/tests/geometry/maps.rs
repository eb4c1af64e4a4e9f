//! Small maps, in hundredths of a degree from a corner near Perpignan.

use territory::UnitCode;
use territory::geometry::{BuildOptions, Contours, RawArea, Topology, build};

/// Lower left corner of all maps.
pub const ORIGIN: [f64; 2] = [2.8, 42.6];

pub fn code(text: &str) -> UnitCode {
    text.parse().expect("a code")
}

/// A ring through points given in hundredths of a degree.
pub fn ring(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut ring: Vec<_> =
        points.iter().map(|[x, y]| [ORIGIN[0] + x / 100.0, ORIGIN[1] + y / 100.0]).collect();
    ring.push(ring[0]);
    ring
}

pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
    ring(&[[west, south], [east, south], [east, north], [west, north]])
}

pub fn area(text: &str, polygons: Vec<Vec<Vec<[f64; 2]>>>) -> RawArea {
    RawArea { code: code(text), name: format!("Area {text}"), iris_type: None, polygons }
}

pub fn contours(areas: Vec<RawArea>, tolerance_m: f64) -> Contours {
    build(areas, &BuildOptions { tolerance_m }).expect("a map that can be built")
}

pub fn topologies(contours: &Contours) -> Vec<&Topology> {
    contours.parts.iter().map(|part| &part.topology).collect()
}

/// Pairs of neighbours as text.
pub fn pairs(contours: &Contours) -> Vec<(String, String)> {
    contours.borders.iter().map(|border| (border.a.to_string(), border.b.to_string())).collect()
}

/// How many times each arc of a topology is followed, forwards and backwards together.
pub fn uses(topology: &Topology) -> Vec<u32> {
    let mut uses = vec![0; topology.arcs.len()];
    for &arc in topology.areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten()) {
        uses[(if arc < 0 { !arc } else { arc }) as usize] += 1;
    }
    uses
}

/// Surface of drawn polygons in square degrees, holes taken away.
pub fn surface(polygons: &[Vec<Vec<[f64; 2]>>]) -> f64 {
    let ring = |ring: &Vec<[f64; 2]>| {
        let [x0, y0] = ring[0];
        ring.windows(2)
            .map(|pair| (pair[0][0] - x0) * (pair[1][1] - y0) - (pair[1][0] - x0) * (pair[0][1] - y0))
            .sum::<f64>()
            / 2.0
    };
    polygons.iter().flatten().map(ring).sum()
}
