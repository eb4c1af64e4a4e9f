//! Plane geometry of closed rings in whole numbers, so that no answer depends on rounding.
//!
//! A ring is given without its repeated last point; with it, the answers are the same.

use std::cmp::Ordering;

use super::Point;

/// Where a point lies with regard to a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Inside.
    Inside,
    /// On the line.
    Border,
    /// Outside.
    Outside,
}

/// Twice the surface, positive when the ring turns anticlockwise.
pub(crate) fn signed_area(ring: &[Point]) -> i128 {
    let Some(&origin) = ring.first() else { return 0 };
    let mut twice = 0;
    for pair in ring.windows(2) {
        twice += i128::from(cross(origin, pair[0], pair[1]));
    }
    twice
}

/// Which side of the line from `a` to `b` the point `p` is: positive on the left, zero on the line.
pub(crate) fn cross(a: Point, b: Point, p: Point) -> i64 {
    let [ax, ay] = a.map(i64::from);
    let [bx, by] = b.map(i64::from);
    let [px, py] = p.map(i64::from);
    (bx - ax) * (py - ay) - (by - ay) * (px - ax)
}

/// Whether `p` is inside the triangle or on its sides.
pub(crate) fn in_triangle(triangle: [Point; 3], p: Point) -> bool {
    let [a, b, c] = triangle;
    if cross(a, b, c) == 0 {
        return [(a, b), (b, c), (c, a)].into_iter().any(|(s, t)| on_segment(s, t, p));
    }
    let sides = [cross(a, b, p), cross(b, c, p), cross(c, a, p)];
    sides.iter().all(|&side| side >= 0) || sides.iter().all(|&side| side <= 0)
}

fn on_segment(a: Point, b: Point, p: Point) -> bool {
    let within = |axis: usize| p[axis] >= a[axis].min(b[axis]) && p[axis] <= a[axis].max(b[axis]);
    within(0) && within(1) && cross(a, b, p) == 0
}

/// Where `p` lies (even-odd rule).
pub(crate) fn place(ring: &[Point], p: Point) -> Place {
    let mut inside = false;
    for (&a, &b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if on_segment(a, b, p) {
            return Place::Border;
        }
        if (a[1] > p[1]) != (b[1] > p[1]) {
            // The side crosses the horizontal of `p`; is the crossing on its right?
            let side = cross(a, b, p).cmp(&0);
            let upwards = b[1] > a[1];
            inside ^= side == if upwards { Ordering::Greater } else { Ordering::Less };
        }
    }
    if inside { Place::Inside } else { Place::Outside }
}

/// Whether ring `inner` lies in ring `outer`, which it may touch but not cross.
pub(crate) fn encloses(outer: &[Point], inner: &[Point]) -> bool {
    inner
        .iter()
        .map(|&point| place(outer, point))
        .find(|&found| found != Place::Border)
        .is_none_or(|found| found == Place::Inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [[0, 0], [10, 0], [10, 10], [0, 10]];

    #[test]
    fn a_ring_knows_its_direction_and_what_it_holds() {
        assert_eq!(signed_area(&SQUARE), 200);
        let mut back = SQUARE;
        back.reverse();
        assert_eq!(signed_area(&back), -200);
        assert_eq!(place(&SQUARE, [5, 5]), Place::Inside);
        assert_eq!(place(&SQUARE, [10, 5]), Place::Border);
        assert_eq!(place(&SQUARE, [11, 10]), Place::Outside);
        assert_eq!(place(&back, [1, 9]), Place::Inside);
    }

    #[test]
    fn a_ring_that_touches_from_inside_is_enclosed() {
        assert!(encloses(&SQUARE, &[[0, 0], [5, 1], [1, 5]]));
        assert!(!encloses(&SQUARE, &[[10, 0], [15, 1], [11, 5]]));
    }

    #[test]
    fn a_flat_triangle_holds_only_its_segment() {
        let flat = [[0, 0], [4, 4], [10, 10]];
        assert!(in_triangle(flat, [7, 7]));
        assert!(!in_triangle(flat, [11, 11]));
        assert!(!in_triangle(flat, [7, 8]));
    }
}
