//! From sets of hexagons to borders that look drawn by history rather than by a machine.

use std::collections::BTreeMap;

use super::mesh::{Corner, Grid};
use super::rng::Rng;

/// Side of a hexagon, in kilometres.
pub(super) const SIDE_KM: f64 = 0.25;
/// Half of the square root of 3.
const HALF_SQRT3: f64 = 0.866_025_403_784_438_6;
/// The sheet lies in the Atlantic, where no commune can be mistaken for it.
const ORIGIN: [f64; 2] = [-4.0, 46.0];
const KM_PER_DEGREE: f64 = 111.2;
const COS_46: f64 = 0.694_658_370_458_997_3;
/// How far a corner may move, and how much a side may bend, in sides.
const JITTER: f64 = 0.28;
const BEND: f64 = 0.12;
const SMOOTHINGS: usize = 2;

/// A closed line, as longitude and latitude in degrees.
pub(super) type Ring = Vec<[f64; 2]>;

/// Where the corners of all borders stand.
pub(super) struct Outline {
    grid: Grid,
    seed: u64,
    /// Kilometres from the corner of the sheet.
    corners: BTreeMap<Corner, [f64; 2]>,
}

impl Outline {
    /// Places the corners of the borders between the owners of the hexagons.
    pub(super) fn new(grid: Grid, owner: &[Option<usize>], seed: u64) -> Self {
        let mut beside: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
        for hexagon in 0..grid.len() {
            for (side, neighbour) in grid.neighbours(hexagon).into_iter().enumerate() {
                let other = neighbour.and_then(|neighbour| owner[neighbour]);
                if owner[hexagon].is_some() && owner[hexagon] != other {
                    let (a, b) = grid.side(hexagon, side);
                    beside.entry(a).or_default().push(b);
                    beside.entry(b).or_default().push(a);
                }
            }
        }
        for list in beside.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        let mut corners: BTreeMap<Corner, [f64; 2]> =
            beside.keys().map(|corner| (*corner, place(*corner, seed))).collect();
        for _ in 0..SMOOTHINGS {
            corners = smooth(&corners, &beside);
        }
        Self { grid, seed, corners }
    }

    /// The rings of the area made of the hexagons that `mine` accepts: the outer one first, then holes.
    pub(super) fn rings(&self, mine: impl Fn(usize) -> bool) -> Vec<Ring> {
        let mut next: BTreeMap<Corner, Corner> = BTreeMap::new();
        for hexagon in (0..self.grid.len()).filter(|hexagon| mine(*hexagon)) {
            for (side, neighbour) in self.grid.neighbours(hexagon).into_iter().enumerate() {
                if !neighbour.is_some_and(&mine) {
                    let (from, to) = self.grid.side(hexagon, side);
                    next.insert(from, to);
                }
            }
        }
        let mut rings = Vec::new();
        while let Some((start, mut at)) = next.pop_first() {
            let mut ring = vec![start];
            while at != start {
                ring.push(at);
                match next.remove(&at) {
                    Some(following) => at = following,
                    None => break,
                }
            }
            rings.push(self.drawn(&ring));
        }
        rings.sort_by(|a, b| surface(b).total_cmp(&surface(a)));
        rings
    }

    /// Position of a corner of a border.
    pub(super) fn corner(&self, corner: Corner) -> [f64; 2] {
        degrees(self.km(corner))
    }

    fn km(&self, corner: Corner) -> [f64; 2] {
        self.corners.get(&corner).copied().unwrap_or_else(|| place(corner, self.seed))
    }

    /// A closed ring, each side bent in the same way whoever draws it.
    fn drawn(&self, corners: &[Corner]) -> Ring {
        let mut ring = Vec::with_capacity(2 * corners.len() + 1);
        for (rank, from) in corners.iter().enumerate() {
            let to = corners[(rank + 1) % corners.len()];
            ring.push(self.corner(*from));
            ring.push(degrees(self.bend((*from).min(to), (*from).max(to))));
        }
        ring.push(ring[0]);
        ring
    }

    fn bend(&self, low: Corner, high: Corner) -> [f64; 2] {
        let ([ax, ay], [bx, by]) = (self.km(low), self.km(high));
        let bend = Rng::of(self.seed, tag(low) ^ tag(high).rotate_left(17)).between(-BEND, BEND);
        [(ax + bx) / 2.0 - (by - ay) * bend, (ay + by) / 2.0 + (bx - ax) * bend]
    }
}

/// Moves every corner between two borders towards the middle of its neighbours; meeting points stay.
fn smooth(
    corners: &BTreeMap<Corner, [f64; 2]>,
    beside: &BTreeMap<Corner, Vec<Corner>>,
) -> BTreeMap<Corner, [f64; 2]> {
    let moved = |(corner, at): (&Corner, &[f64; 2])| {
        let position = match beside[corner].as_slice() {
            [a, b] => {
                let (a, b) = (corners[a], corners[b]);
                [0, 1].map(|axis| at[axis] / 2.0 + (a[axis] + b[axis]) / 4.0)
            }
            _ => *at,
        };
        (*corner, position)
    };
    corners.iter().map(moved).collect()
}

fn place(corner: Corner, seed: u64) -> [f64; 2] {
    let mut rng = Rng::of(seed, tag(corner));
    let x = f64::from(corner.0) * HALF_SQRT3 + rng.between(-JITTER, JITTER);
    let y = f64::from(corner.1) * 0.5 + rng.between(-JITTER, JITTER);
    [x * SIDE_KM, y * SIDE_KM]
}

fn tag((x, y): Corner) -> u64 {
    0x636f_726e_0000_0000 ^ (u64::from(x.cast_unsigned()) << 20) ^ u64::from(y.cast_unsigned())
}

/// Kilometres from the corner of the sheet, as degrees rounded to a millionth (about 10 cm).
pub(super) fn degrees([x, y]: [f64; 2]) -> [f64; 2] {
    let round = |value: f64| (value * 1e6).round() / 1e6;
    [round(ORIGIN[0] + x / (KM_PER_DEGREE * COS_46)), round(ORIGIN[1] + y / KM_PER_DEGREE)]
}

/// A point this many kilometres away.
pub(super) fn moved(from: [f64; 2], [x, y]: [f64; 2]) -> [f64; 2] {
    let round = |value: f64| (value * 1e6).round() / 1e6;
    [round(from[0] + x / (KM_PER_DEGREE * COS_46)), round(from[1] + y / KM_PER_DEGREE)]
}

/// Twice the signed surface: positive when anticlockwise.
fn surface(ring: &Ring) -> f64 {
    ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
}
