//! A sheet of small hexagons, and territories grown on it.
//!
//! Three hexagons meet at every corner, never more: the border of any set of hexagons is a plain ring, and
//! two neighbours share every point of their border.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::rng::Rng;

/// Hexagons in rows; odd rows are shifted by half a hexagon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// A corner of the sheet: half widths eastwards, half sides northwards.
pub(super) type Corner = (i32, i32);

/// The corners of a hexagon around its centre, anticlockwise from the north-east one.
const CORNERS: [Corner; 6] = [(1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1)];

impl Grid {
    /// Number of hexagons.
    pub(super) fn len(self) -> usize {
        self.columns * self.rows
    }

    /// Centre of a hexagon, in the units of [`Corner`].
    pub(super) fn centre(self, hexagon: usize) -> Corner {
        let (column, row) = (hexagon % self.columns, hexagon / self.columns);
        ((2 * column + row % 2) as i32, 3 * row as i32)
    }

    /// The side that runs from corner `side` to the next one.
    pub(super) fn side(self, hexagon: usize, side: usize) -> (Corner, Corner) {
        let (x, y) = self.centre(hexagon);
        let corner = |rank: usize| (x + CORNERS[rank % 6].0, y + CORNERS[rank % 6].1);
        (corner(side), corner(side + 1))
    }

    /// The hexagon on the other side of each side, `None` at the rim of the sheet.
    pub(super) fn neighbours(self, hexagon: usize) -> [Option<usize>; 6] {
        let (column, row) = ((hexagon % self.columns) as isize, (hexagon / self.columns) as isize);
        let east = row % 2;
        let steps = [(east, 1), (east - 1, 1), (-1, 0), (east - 1, -1), (east, -1), (1, 0)];
        steps.map(|(dx, dy)| {
            let (x, y) = (column + dx, row + dy);
            let inside = x >= 0 && y >= 0 && x < self.columns as isize && y < self.rows as isize;
            inside.then(|| y as usize * self.columns + x as usize)
        })
    }

    /// Square of the distance between two hexagons, in comparable units.
    pub(super) fn distance2(self, a: usize, b: usize) -> f64 {
        let (ax, ay) = self.centre(a);
        let (bx, by) = self.centre(b);
        // A half width is √3/2 of a side, a half side is 1/2.
        let (dx, dy) = (f64::from(ax - bx), f64::from(ay - by));
        0.75 * dx * dx + 0.25 * dy * dy
    }

    /// A blob of about `size` hexagons around the middle of the sheet, in one piece and without holes.
    pub(super) fn blob(self, size: usize, rng: &mut Rng) -> Vec<bool> {
        let middle = self.rows / 2 * self.columns + self.columns / 2;
        let mut inside = vec![false; self.len()];
        let mut left = size;
        let relief = self.relief(rng);
        let mut heap = BinaryHeap::from([Reverse((0_u32, middle))]);
        while left > 0
            && let Some(Reverse((cost, hexagon))) = heap.pop()
        {
            if !std::mem::replace(&mut inside[hexagon], true) {
                left -= 1;
                for next in self.neighbours(hexagon).into_iter().flatten().filter(|next| !inside[*next]) {
                    heap.push(Reverse((cost + step(relief[next], rng), next)));
                }
            }
        }
        let mut outside = vec![false; self.len()];
        let mut todo = vec![0];
        while let Some(hexagon) = todo.pop() {
            if !std::mem::replace(&mut outside[hexagon], true) {
                todo.extend(self.neighbours(hexagon).into_iter().flatten().filter(|next| !inside[*next]));
            }
        }
        outside.iter().map(|outside| !outside).collect()
    }

    /// Shares the hexagons of `inside` between seeds that grow at once: each share is in one piece.
    /// A seed is a hexagon and the cost of its steps: the lower, the larger its share.
    pub(super) fn share(self, inside: &[bool], seeds: &[(usize, u32)], rng: &mut Rng) -> Vec<Option<usize>> {
        let mut owner = vec![None; self.len()];
        let relief = self.relief(rng);
        let mut heap = BinaryHeap::new();
        for (rank, (hexagon, _)) in seeds.iter().enumerate() {
            heap.push(Reverse((0_u32, *hexagon, rank)));
        }
        while let Some(Reverse((cost, hexagon, rank))) = heap.pop() {
            if owner[hexagon].is_some() {
                continue;
            }
            owner[hexagon] = Some(rank);
            for next in self.neighbours(hexagon).into_iter().flatten() {
                if inside[next] && owner[next].is_none() {
                    let pace = seeds[rank].1 * relief[next] / 100;
                    heap.push(Reverse((cost + step(pace, rng), next, rank)));
                }
            }
        }
        owner
    }

    /// The cost of stepping on each hexagon: hills and valleys, smooth over a few kilometres, that keep
    /// borders from being circles and straight lines.
    fn relief(self, rng: &mut Rng) -> Vec<u32> {
        const SPAN: usize = 16;
        let width = self.columns / SPAN + 2;
        let peaks: Vec<f64> = (0..width * (self.rows / SPAN + 2)).map(|_| rng.between(45.0, 190.0)).collect();
        let cost = |hexagon: usize| {
            let (column, row) = (hexagon % self.columns, hexagon / self.columns);
            let (x, y) = ((column % SPAN) as f64 / SPAN as f64, (row % SPAN) as f64 / SPAN as f64);
            let corner = row / SPAN * width + column / SPAN;
            let across = |left: usize| peaks[left] * (1.0 - x) + peaks[left + 1] * x;
            (across(corner) * (1.0 - y) + across(corner + width) * y) as u32
        };
        (0..self.len()).map(cost).collect()
    }

    /// Places `count` seeds among `candidates`, far from each other (best of several draws).
    /// `room` says how much room a hexagon wants around it: 1 as usual, less to be packed closer.
    pub(super) fn scatter(
        self,
        candidates: &[usize],
        count: usize,
        room: impl Fn(usize) -> f64,
        rng: &mut Rng,
    ) -> Vec<usize> {
        const DRAWS: usize = 14;
        let mut seeds: Vec<usize> = Vec::with_capacity(count);
        while seeds.len() < count {
            let drawn: Vec<usize> = (0..DRAWS).map(|_| candidates[rng.below(candidates.len())]).collect();
            let space = |hexagon: usize| {
                let nearest = seeds.iter().map(|seed| self.distance2(*seed, hexagon)).fold(1e9, f64::min);
                nearest / room(hexagon)
            };
            if let Some(best) = drawn.into_iter().max_by(|a, b| space(*a).total_cmp(&space(*b))) {
                seeds.push(best);
            }
        }
        seeds
    }
}

fn step(pace: u32, rng: &mut Rng) -> u32 {
    pace + rng.below(pace as usize) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hexagon_and_its_neighbour_share_one_side() {
        let grid = Grid { columns: 5, rows: 6 };
        for hexagon in 0..grid.len() {
            for (side, neighbour) in grid.neighbours(hexagon).into_iter().enumerate() {
                let Some(neighbour) = neighbour else { continue };
                let (from, to) = grid.side(hexagon, side);
                let back: Vec<_> = (0..6).map(|side| grid.side(neighbour, side)).collect();
                assert!(back.contains(&(to, from)), "{hexagon} and {neighbour}");
            }
        }
    }
}
