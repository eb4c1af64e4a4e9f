//! Places sorted along a sweep of the plane, with an index of what lies where.
//!
//! The plane is cut in lines of equal height, each line is walked from west to east. Neighbours on the ground are
//! then neighbours in memory, line by line, which is what the sums over the places in reach need; and the places
//! near a point are one stretch of each line.

use std::ops::Range;

use super::error::AccessError;

/// Coordinates farther than this from the origin, in metres, are no place of this planet.
const FARTHEST_M: f64 = 1e9;
/// Most lines, so that a point far away does not make a table of nothing.
const MOST_LINES: f64 = 4096.0;

/// The places of a plane, sorted.
pub(super) struct Grid {
    /// The place at each rank.
    pub places: Vec<u32>,
    /// Coordinates in metres, by rank.
    pub xs: Vec<f64>,
    /// Coordinates in metres, by rank.
    pub ys: Vec<f64>,
    lines: Vec<Line>,
    /// First rank of each bucket of each line, then the end of the line.
    buckets: Vec<u32>,
    south: f64,
    height: f64,
}

struct Line {
    west: f64,
    width: f64,
    first_bucket: usize,
    buckets: usize,
}

impl Grid {
    /// Sorts positions in metres along lines of about `height` metres.
    pub fn new(positions: &[[f64; 2]], height: f64) -> Result<Self, AccessError> {
        let wrong = |position: &[f64; 2]| !position.iter().all(|c| c.abs() <= FARTHEST_M);
        if let Some(place) = positions.iter().position(wrong) {
            let value =
                positions[place].into_iter().find(|c| c.is_nan() || c.abs() > FARTHEST_M).unwrap_or(f64::NAN);
            return Err(AccessError::Value { what: "coordinate", place: place as u32, value });
        }
        let ends = |rank: usize| {
            let values = positions.iter().map(|position| position[rank]);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), c| (low.min(c), high.max(c)))
        };
        let (south, north) = if positions.is_empty() { (0.0, 0.0) } else { ends(1) };
        let height = height.max((north - south) / MOST_LINES).max(1.0);
        let line_of = |y: f64| ((y - south) / height) as u32;
        let mut sweep: Vec<(u32, f64, u32)> = (0..)
            .zip(positions)
            .map(|(place, position)| (line_of(position[1]), position[0], place))
            .collect();
        sweep.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let places: Vec<u32> = sweep.iter().map(|(_, _, place)| *place).collect();
        let axis = |rank: usize| places.iter().map(|&place| positions[place as usize][rank]).collect();
        let mut grid =
            Self { xs: axis(0), ys: axis(1), lines: Vec::new(), buckets: Vec::new(), south, height, places };
        let mut first = 0;
        while first < grid.places.len() || grid.lines.is_empty() {
            let line = grid.lines.len() as u32;
            let end = first + sweep[first..].partition_point(|(of, _, _)| *of <= line);
            grid.push_line(first..end);
            first = end;
        }
        Ok(grid)
    }

    fn push_line(&mut self, ranks: Range<usize>) {
        let xs = &self.xs[ranks.clone()];
        let (west, east) = (xs.first().copied().unwrap_or(0.0), xs.last().copied().unwrap_or(0.0));
        // A line with few places over a great length keeps few buckets.
        let width = self.height.max((east - west) / (4.0 * xs.len() as f64 + 1.0));
        let buckets = ((east - west) / width) as usize + 1;
        let first_bucket = self.buckets.len();
        let mut rank = ranks.start;
        for bucket in 0..buckets {
            while rank < ranks.end && (((self.xs[rank] - west) / width) as usize) < bucket {
                rank += 1;
            }
            self.buckets.push(rank as u32);
        }
        self.buckets.push(ranks.end as u32);
        self.lines.push(Line { west, width, first_bucket, buckets });
    }

    /// The stretches of ranks that hold every place within `radius` metres of a point, in rising order.
    pub fn near(&self, x: f64, y: f64, radius: f64) -> impl Iterator<Item = Range<usize>> {
        let line_at = |y: f64| ((y - self.south) / self.height).max(0.0) as usize;
        let last = line_at(y + radius).min(self.lines.len().saturating_sub(1));
        (line_at(y - radius)..last + 1).filter_map(move |at| {
            let line = self.lines.get(at)?;
            let south = self.south + at as f64 * self.height;
            let away = (south - y).max(y - south - self.height).max(0.0);
            let half = (radius * radius - away * away).max(0.0).sqrt();
            let bucket = |x: f64| ((x - line.west) / line.width).max(0.0) as usize;
            let from = bucket(x - half);
            if from >= line.buckets || x + half < line.west {
                return None;
            }
            let to = (bucket(x + half) + 1).min(line.buckets);
            let rank = |bucket: usize| self.buckets[line.first_bucket + bucket] as usize;
            Some(rank(from)..rank(to))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_near_is_missed_whatever_the_radius() {
        // A multiplicative walk: scattered, with two far groups and places on the very same spot.
        let mut state = 12_345_u64;
        let mut next = |size: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / f64::from(1 << 24) * size
        };
        let mut positions: Vec<[f64; 2]> = (0..400).map(|_| [next(60_000.0), next(40_000.0)]).collect();
        positions.extend((0..40).map(|_| [next(9_000.0) + 7.0e6, next(9_000.0) - 4.0e6]));
        positions.push(positions[3]);
        let grid = Grid::new(&positions, 2_500.0).unwrap();
        for radius in [0.0, 300.0, 5_000.0, 14_100.0, 90_000.0] {
            for &[x, y] in positions.iter().step_by(7) {
                let found: Vec<usize> = grid.near(x, y, radius).flatten().collect();
                assert!(found.is_sorted_by(|a, b| a < b));
                let near = |rank: &usize| (grid.xs[*rank] - x).hypot(grid.ys[*rank] - y) <= radius;
                let expected = (0..positions.len()).filter(near).count();
                assert_eq!(found.iter().filter(|rank| near(rank)).count(), expected, "{x} {y} {radius}");
            }
        }
    }

    #[test]
    fn an_empty_plane_and_an_impossible_place() {
        let grid = Grid::new(&[], 1_000.0).unwrap();
        assert_eq!(grid.near(0.0, 0.0, 1e6).flatten().count(), 0);
        for wrong in [f64::NAN, f64::INFINITY, 2e9] {
            let found = Grid::new(&[[0.0, 0.0], [1.0, wrong]], 1_000.0).err();
            assert!(matches!(found, Some(AccessError::Value { place: 1, .. })), "{found:?}");
        }
    }
}
