//! Contours as coordinates that a map, a page or a document can draw.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use geo::{Area as _, BooleanOps, LineString, MultiPolygon};

use super::dissolve::in_degrees;
use super::stitch::rank;
use super::topology::decode;
use super::{Area, Point, Polygon, Topology};
use crate::codes::{IrisCode, UnitCode};
use crate::perimeter::Perimeter;

/// The polygons of an area, in degrees.
pub fn polygons(topology: &Topology, area: &Area) -> Vec<Polygon> {
    let ring = |refs: &Vec<i32>| {
        let mut points: Vec<Point> = Vec::new();
        for &arc in refs {
            let mut line = topology.arcs.get(rank(arc)).map(|steps| decode(steps)).unwrap_or_default();
            if arc < 0 {
                line.reverse();
            }
            points.extend(line.into_iter().skip(usize::from(!points.is_empty())));
        }
        points
    };
    area.polygons.iter().map(|rings| in_degrees(rings.iter().map(ring).collect())).collect()
}

/// A rectangle of longitudes and latitudes, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    /// Westernmost longitude.
    pub west: f64,
    /// Southernmost latitude.
    pub south: f64,
    /// Easternmost longitude.
    pub east: f64,
    /// Northernmost latitude.
    pub north: f64,
}

impl Bbox {
    /// The smallest rectangle around polygons; `None` when there is no point.
    pub fn around(polygons: &[Polygon]) -> Option<Self> {
        let mut points = polygons.iter().flatten().flatten().copied();
        let [x, y] = points.next()?;
        let start = Self { west: x, south: y, east: x, north: y };
        Some(points.fold(start, |bbox, [x, y]| Self {
            west: bbox.west.min(x),
            south: bbox.south.min(y),
            east: bbox.east.max(x),
            north: bbox.north.max(y),
        }))
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// The same rectangle with a margin on each side, as a part of its larger dimension.
    pub fn with_margin(self, part: f64) -> Self {
        let margin = part * (self.east - self.west).max(self.north - self.south);
        Self {
            west: self.west - margin,
            south: self.south - margin,
            east: self.east + margin,
            north: self.north + margin,
        }
    }
}

/// Longitudes and latitudes laid flat in a drawing, north up, distances kept in both directions around the
/// middle latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    middle: [f64; 2],
    scale: [f64; 2],
    centre: [f64; 2],
}

impl Projection {
    /// Fits a rectangle in the middle of a drawing of that width and height (any unit).
    pub fn fit(bbox: Bbox, width: f64, height: f64) -> Self {
        let middle = [(bbox.west + bbox.east) / 2.0, (bbox.south + bbox.north) / 2.0];
        let shrink = middle[1].to_radians().cos().max(0.01);
        // A rectangle without extent (one point) must not divide by zero.
        let least = 1e-6;
        let across = ((bbox.east - bbox.west) * shrink).max(least);
        let up = (bbox.north - bbox.south).max(least);
        let scale = (width / across).min(height / up);
        Self { middle, scale: [scale * shrink, scale], centre: [width / 2.0, height / 2.0] }
    }

    /// Where a longitude and a latitude fall in the drawing (y grows downwards).
    pub fn point(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        [
            self.centre[0] + (longitude - self.middle[0]) * self.scale[0],
            self.centre[1] - (latitude - self.middle[1]) * self.scale[1],
        ]
    }

    /// SVG path data, to one tenth of a unit; fill it with the `evenodd` rule.
    pub fn path(&self, polygons: &[Polygon]) -> String {
        let mut path = String::new();
        for ring in polygons.iter().flatten() {
            self.ring(ring, &mut path);
        }
        path
    }

    fn ring(&self, ring: &[[f64; 2]], path: &mut String) {
        let open = if ring.first() == ring.last() { ring.len().saturating_sub(1) } else { ring.len() };
        let mut last = None;
        for &point in &ring[..open] {
            let here = self.point(point).map(|value| (value * 10.0).round() / 10.0);
            if last == Some(here) {
                continue;
            }
            let pen = if last.is_none() { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{pen}{} {}", here[0], here[1]);
            last = Some(here);
        }
        if last.is_some() {
            path.push('Z');
        }
    }
}

/// The polygons of the IRIS of a drawing that a perimeter lists.
pub fn iris_polygons(topology: &Topology, perimeter: &Perimeter) -> BTreeMap<IrisCode, Vec<Polygon>> {
    let listed = topology.areas.iter().filter(|area| perimeter.contains(area.code));
    let iris = listed.filter_map(|area| match area.code {
        UnitCode::Iris(code) => Some((code, polygons(topology, area))),
        UnitCode::Commune(_) => None,
    });
    iris.collect()
}

/// Whether a longitude and a latitude lie inside the polygons (their holes excepted).
pub fn contains(polygons: &[Polygon], [x, y]: [f64; 2]) -> bool {
    let crossings = |ring: &Vec<[f64; 2]>| {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        sides
            .filter(|(a, b)| {
                (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            })
            .count()
    };
    polygons.iter().any(|rings| rings.iter().map(crossings).sum::<usize>() % 2 == 1)
}

/// Part of the surface of `figure` that lies inside `perimeter`, from 0 to 1.
///
/// Answers 0 when `figure` has no surface. Meant for figures of a few kilometres: degrees count as flat.
pub fn share_inside(figure: &[Polygon], perimeter: &[Polygon]) -> f64 {
    let (figure, perimeter) = (flat(figure), flat(perimeter));
    let whole = figure.unsigned_area();
    if whole <= 0.0 || perimeter.0.is_empty() {
        return 0.0;
    }
    (figure.intersection(&perimeter).unsigned_area() / whole).clamp(0.0, 1.0)
}

/// Polygons for the library, without what it cannot take.
fn flat(polygons: &[Polygon]) -> MultiPolygon<f64> {
    let drawable =
        |ring: &&Vec<[f64; 2]>| ring.len() >= 3 && ring.iter().flatten().all(|value| value.is_finite());
    let line = |ring: &Vec<[f64; 2]>| LineString::from(ring.clone());
    polygons
        .iter()
        .filter_map(|rings| {
            let outer = rings.first().filter(drawable)?;
            let holes = rings[1..].iter().filter(drawable).map(line).collect();
            Some(geo::Polygon::new(line(outer), holes))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, side: f64) -> Polygon {
        let (east, north) = (west + side, south + side);
        vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]]
    }

    #[test]
    fn the_share_of_a_figure_inside_a_perimeter_is_between_none_and_all() {
        let perimeter = [square(2.0, 42.0, 1.0), square(3.0, 42.0, 1.0)];
        assert!((share_inside(&[square(2.9, 42.4, 0.2)], &perimeter) - 1.0).abs() < 1e-6);
        assert!((share_inside(&[square(3.9, 42.4, 0.2)], &perimeter) - 0.5).abs() < 1e-6);
        assert_eq!(share_inside(&[square(5.0, 42.0, 0.2)], &perimeter), 0.0);
    }

    #[test]
    fn broken_figures_have_no_share_and_do_not_panic() {
        let perimeter = [square(2.0, 42.0, 1.0)];
        for ring in [vec![], vec![[2.0, 42.0]], vec![[2.0, 42.0]; 5], vec![[f64::NAN, 42.0]; 4]] {
            assert_eq!(share_inside(&[vec![ring]], &perimeter), 0.0);
        }
        assert_eq!(share_inside(&[square(2.0, 42.0, 1.0)], &[]), 0.0);
        let bow_tie = vec![vec![[2.0, 42.0], [2.4, 42.4], [2.4, 42.0], [2.0, 42.4], [2.0, 42.0]]];
        let share = share_inside(&[bow_tie], &perimeter);
        assert!((0.0..=1.0).contains(&share), "{share}");
    }

    #[test]
    fn a_point_in_a_hole_is_outside() {
        let mut ring = square(2.0, 42.0, 1.0);
        ring.extend(square(2.4, 42.4, 0.2));
        assert!(contains(&[ring.clone()], [2.1, 42.1]));
        assert!(!contains(&[ring], [2.5, 42.5]));
    }

    #[test]
    fn a_drawing_keeps_proportions_and_stays_in_its_frame() {
        let polygon = [square(2.0, 42.0, 1.0)];
        let projection = Projection::fit(Bbox::around(&polygon).unwrap(), 200.0, 100.0);
        // 42.5 North: a degree eastwards is cos(42.5°) of a degree northwards.
        let west = projection.point([2.0, 42.0]);
        let east = projection.point([3.0, 43.0]);
        assert!((west[1] - 100.0).abs() < 1e-9 && east[1].abs() < 1e-9);
        assert!((east[0] - west[0] - 73.73).abs() < 0.01);
        assert_eq!(projection.path(&polygon), "M63.1 100L136.9 100L136.9 0L63.1 0Z");
    }
}
