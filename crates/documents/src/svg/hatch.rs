//! Hatching of an area, computed line by line: a pattern would need an identifier, and two drawings of one page
//! could share it.

use std::fmt::Write as _;

use super::tenth;

/// Which way the lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slope {
    /// From the lower left to the upper right.
    Up,
    /// From the upper left to the lower right.
    Down,
}

type Point = [f64; 2];

/// The lines inside an area, as SVG path data; `path` holds absolute points, rings being closed.
pub fn hatch(path: &str, step: f64, slope: Slope) -> String {
    let rings = rings(path);
    let sign = if slope == Slope::Up { 1.0 } else { -1.0 };
    // Every line is where `across` has one value.
    let across = |[x, y]: Point| x * sign + y;
    let edges: Vec<(Point, Point)> = rings
        .iter()
        .flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)))
        .collect();
    let values = edges.iter().map(|(point, _)| across(*point));
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let mut data = String::new();
    if !(step > 0.0 && low.is_finite() && high.is_finite()) {
        return data;
    }
    let lines = ((high - low) / step).floor().min(10_000.0) as usize;
    for rank in 0..=lines {
        let at = ((low / step).ceil() + rank as f64) * step;
        segments(&mut data, &edges, at, &across);
    }
    data
}

/// Where one line is inside: between its crossings with the edges, two by two.
fn segments(data: &mut String, edges: &[(Point, Point)], at: f64, across: &dyn Fn(Point) -> f64) {
    let mut crossings: Vec<Point> = edges
        .iter()
        .filter_map(|(a, b)| {
            let (first, second) = (across(*a), across(*b));
            ((first <= at) != (second <= at)).then(|| {
                let part = (at - first) / (second - first);
                [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part]
            })
        })
        .collect();
    crossings.sort_by(|a, b| a[0].total_cmp(&b[0]));
    for pair in crossings.chunks_exact(2) {
        let [[x, y], [to_x, to_y]] = [pair[0], pair[1]].map(|point| point.map(tenth));
        // A line that only touches a corner draws nothing.
        if [x, y] != [to_x, to_y] {
            // Writing to a String cannot fail.
            let _ = write!(data, "M{x} {y}L{to_x} {to_y}");
        }
    }
}

/// The rings of a path of absolute points.
fn rings(path: &str) -> Vec<Vec<Point>> {
    let ring = |text: &str| -> Vec<Point> {
        let numbers: Vec<f64> = text
            .split(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '-')))
            .filter_map(|number| number.parse().ok())
            .collect();
        numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
    };
    path.split('Z').map(ring).filter(|ring| ring.len() > 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_inside_and_leave_holes_free() {
        let square = "M0 0L10 0L10 10L0 10Z";
        assert_eq!(hatch(square, 10.0, Slope::Up), "M0 10L10 0");
        let hollow = "M0 0L10 0L10 10L0 10ZM4 4L6 4L6 6L4 6Z";
        assert_eq!(hatch(hollow, 10.0, Slope::Up), "M0 10L4 6M6 4L10 0");
        assert_eq!(hatch(square, 10.0, Slope::Down), "M0 0L10 10");
    }

    #[test]
    fn what_is_not_an_area_has_no_lines() {
        for path in ["", "M0 0Z", "M1 1L2 2Z", "MNaN NaNLinf 0L1 1Z"] {
            assert_eq!(hatch(path, 5.0, Slope::Up), "");
        }
        assert_eq!(hatch("M0 0L10 0L10 10Z", 0.0, Slope::Up), "");
    }
}
