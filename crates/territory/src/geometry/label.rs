//! A point inside an area, where its name can be written.

use super::Point;
use super::ring::{Place, place, signed_area};

/// Number of horizontals tried across the area.
const HORIZONTALS: i32 = 15;

/// The middle of the widest stretch of the largest polygon (rings closed or open, outer first).
pub(crate) fn label_point(polygons: &[Vec<Vec<Point>>]) -> Point {
    let Some(polygon) = polygons.iter().max_by_key(|rings| rings.first().map_or(0, |ring| signed_area(ring)))
    else {
        return [0, 0];
    };
    let Some(outer) = polygon.first() else { return [0, 0] };
    let low = outer.iter().map(|point| point[1]).min().unwrap_or(0);
    let high = outer.iter().map(|point| point[1]).max().unwrap_or(0);
    let mut stretches: Vec<(f64, Point)> = (1..=HORIZONTALS)
        .flat_map(|step| {
            let rise = f64::from(high - low) * f64::from(step) / f64::from(HORIZONTALS + 1);
            stretches(polygon, (f64::from(low) + rise).round() as i32)
        })
        .collect();
    stretches.sort_by(|a, b| b.0.total_cmp(&a.0));
    let inside = |point: &Point| {
        place(outer, *point) == Place::Inside
            && polygon[1..].iter().all(|hole| place(hole, *point) == Place::Outside)
    };
    // An area thinner than a step has no whole point inside: one of its own points stands for it.
    stretches.into_iter().map(|(_, point)| point).find(inside).unwrap_or(outer[0])
}

/// Parts of a horizontal inside the polygon: width and middle.
fn stretches(polygon: &[Vec<Point>], y: i32) -> Vec<(f64, Point)> {
    let mut crossings: Vec<f64> = polygon
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .filter(|(a, b)| (a[1] > y) != (b[1] > y))
        .map(|(a, b)| {
            let part = f64::from(y - a[1]) / f64::from(b[1] - a[1]);
            f64::from(a[0]) + part * f64::from(b[0] - a[0])
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings
        .chunks_exact(2)
        .map(|pair| (pair[1] - pair[0], [((pair[0] + pair[1]) / 2.0).round() as i32, y]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_of_a_ring_shaped_area_is_not_in_its_hole() {
        let outer = vec![[0, 0], [100, 0], [100, 100], [0, 100]];
        let hole = vec![[10, 10], [10, 90], [90, 90], [90, 10]];
        let point = label_point(&[vec![outer.clone(), hole.clone()]]);
        assert_eq!(place(&outer, point), Place::Inside);
        assert_eq!(place(&hole, point), Place::Outside);
    }
}
