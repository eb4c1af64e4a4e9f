//! From degrees to whole millionths of a degree, without repeated points, each ring in its due direction.

use super::ring::signed_area;
use super::topology::{GeometryError, RawArea};
use super::{Point, STEPS_PER_DEGREE};

/// The rings of one area: polygon, then ring (outer first), open (the first point is not repeated).
pub(crate) struct Quantised {
    /// Polygons that can be drawn.
    pub polygons: Vec<Vec<Vec<Point>>>,
    /// Rings left out because they have fewer than three distinct points or no surface.
    pub dropped: usize,
}

/// Reads the polygons of an area.
pub(crate) fn quantise(area: &RawArea) -> Result<Quantised, GeometryError> {
    let mut result = Quantised { polygons: Vec::with_capacity(area.polygons.len()), dropped: 0 };
    for polygon in &area.polygons {
        let mut rings = Vec::with_capacity(polygon.len());
        for (rank, ring) in polygon.iter().enumerate() {
            let points = ring.iter().map(|&point| step(area, point)).collect::<Result<Vec<_>, _>>()?;
            match directed(clean(points), rank == 0) {
                Some(ring) => rings.push(ring),
                None if rank == 0 => {
                    // Holes mean nothing without the outer ring.
                    result.dropped += polygon.len();
                    break;
                }
                None => result.dropped += 1,
            }
        }
        if !rings.is_empty() {
            result.polygons.push(rings);
        }
    }
    Ok(result)
}

fn step(area: &RawArea, [longitude, latitude]: [f64; 2]) -> Result<Point, GeometryError> {
    // Written so that NaN fails too.
    if !(longitude.abs() <= 180.0 && latitude.abs() <= 90.0) {
        return Err(GeometryError::OutOfRange { code: area.code, longitude, latitude });
    }
    Ok([(longitude * STEPS_PER_DEGREE).round() as i32, (latitude * STEPS_PER_DEGREE).round() as i32])
}

/// Removes repeated points and there-and-back spikes, then the point that closes the ring.
fn clean(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        push(&mut kept, point);
    }
    // The ring is a circle: what the loop did between neighbours must hold across the seam too.
    loop {
        let count = kept.len();
        if count < 3 {
            return kept;
        }
        if kept[0] == kept[count - 1] {
            kept.pop();
        } else if kept[count - 1] == kept[1] {
            kept.remove(0);
        } else if kept[count - 2] == kept[0] {
            kept.pop();
        } else {
            return kept;
        }
    }
}

fn push(kept: &mut Vec<Point>, point: Point) {
    if kept.last() == Some(&point) {
        return;
    }
    if kept.len() >= 2 && kept[kept.len() - 2] == point {
        kept.pop();
        return;
    }
    kept.push(point);
}

fn directed(mut ring: Vec<Point>, outer: bool) -> Option<Vec<Point>> {
    let area = signed_area(&ring);
    if ring.len() < 3 || area == 0 {
        return None;
    }
    if (area > 0) != outer {
        ring.reverse();
    }
    Some(ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spikes_and_repeated_points_go_even_at_the_seam() {
        let ring = vec![[0, 0], [9, 0], [9, 0], [9, 9], [20, 20], [9, 9], [0, 9], [0, 0], [-5, -5], [0, 0]];
        assert_eq!(clean(ring), vec![[0, 0], [9, 0], [9, 9], [0, 9]]);
        assert!(directed(clean(vec![[0, 0], [9, 0], [0, 0]]), true).is_none());
    }
}
