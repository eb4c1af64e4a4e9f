//! Pairs within a time, from coordinates: crow-fly distance, detour, speed.

use super::decay::HORIZON_MINUTES;
use super::error::AccessError;
use super::grid::Grid;
use super::rows::{MOST_PLACES, Rows, entry};

/// A place on a plane, and how fast one drives around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Coordinates in metres on a plane: see [`project`](super::project).
    pub at: [f64; 2],
    /// Speed in km/h; a journey takes the mean of its two ends.
    pub speed: f64,
}

/// How a distance becomes a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Travel {
    /// Length of a journey by road over the crow-fly distance, 1 or more.
    pub detour: f64,
    /// Longest time kept, in minutes, included; at most [`HORIZON_MINUTES`].
    pub limit: f64,
}

impl Travel {
    /// Time in minutes of `metres` as the crow flies at `speed` km/h, to the tenth.
    pub fn minutes(&self, metres: f64, speed: f64) -> f64 {
        self.tenths(metres, speed) / 10.0
    }

    fn tenths(&self, metres: f64, speed: f64) -> f64 {
        (self.detour * metres / 1000.0 / speed * 60.0 * 10.0).round_ties_even()
    }

    fn check(&self) -> Result<(), AccessError> {
        if !(self.detour.is_finite() && self.detour >= 1.0) {
            return Err(AccessError::Parameters("a detour is a number of 1 or more"));
        }
        if !(0.0..=HORIZON_MINUTES).contains(&self.limit) {
            return Err(AccessError::Parameters("the longest time goes from 0 to 25.5 minutes"));
        }
        Ok(())
    }
}

/// The pairs found, by supply place.
pub struct Within {
    /// The place at each rank.
    pub(super) places: Vec<u32>,
    pub(super) columns: Rows,
}

impl Within {
    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.columns.entries.len()
    }

    /// Whether no pair is within the time.
    pub fn is_empty(&self) -> bool {
        self.columns.entries.is_empty()
    }
}

/// Every pair of a residence and a supply place within the time, a place and itself included.
///
/// A time counts at the tenth nearest, but no pair is farther than the fastest place goes in the longest time.
///
/// `has_supply` says of each place whether it may offer care: the others are residences only.
///
/// # Errors
/// When a coordinate or a speed is not one, or the parameters contradict themselves.
pub fn pairs_within(places: &[Place], has_supply: &[bool], travel: Travel) -> Result<Within, AccessError> {
    travel.check()?;
    if places.len() > MOST_PLACES {
        return Err(AccessError::TooMany { what: "places", found: places.len(), most: MOST_PLACES });
    }
    if has_supply.len() != places.len() {
        let (found, expected) = (has_supply.len(), places.len());
        return Err(AccessError::Length { what: "has_supply", found, expected });
    }
    let wrong = |place: &Place| !(place.speed.is_finite() && place.speed > 0.0);
    if let Some(rank) = places.iter().position(wrong) {
        return Err(AccessError::Value { what: "speed", place: rank as u32, value: places[rank].speed });
    }
    let positions: Vec<[f64; 2]> = places.iter().map(|place| place.at).collect();
    let fastest = places.iter().map(|place| place.speed).fold(0.0, f64::max);
    // Metres of crow-fly distance for each km/h of speed, with what rounding to the tenth lets in.
    let limit = (travel.limit * 10.0).round_ties_even();
    let metres = (limit + 0.5) / 10.0 / 60.0 * 1000.0 / travel.detour * (1.0 + 1e-9);
    let farthest = travel.limit / 60.0 * fastest / travel.detour * 1000.0;
    let grid = Grid::new(&positions, metres * fastest / 6.0)?;
    let speeds: Vec<f64> = grid.places.iter().map(|&place| places[place as usize].speed).collect();
    let search = Search { grid: &grid, speeds: &speeds, travel, limit, metres, fastest, farthest };
    let columns = search.columns(|rank| has_supply[grid.places[rank] as usize])?;
    Ok(Within { places: grid.places, columns })
}

struct Search<'a> {
    grid: &'a Grid,
    speeds: &'a [f64],
    travel: Travel,
    /// Longest time in tenths of a minute.
    limit: f64,
    metres: f64,
    /// Highest speed in km/h, and how far one goes with it in the longest time, in metres.
    fastest: f64,
    farthest: f64,
}

impl Search<'_> {
    fn columns(&self, has_supply: impl Fn(usize) -> bool) -> Result<Rows, AccessError> {
        let mut columns = Rows { starts: vec![0], entries: Vec::new() };
        let mut near = Vec::new();
        for rank in 0..self.speeds.len() {
            if has_supply(rank) {
                self.column(rank, &mut near, &mut columns.entries);
            }
            let found = columns.entries.len();
            let most = u32::MAX as usize;
            let end = u32::try_from(found);
            columns.starts.push(end.map_err(|_| AccessError::TooMany { what: "pairs", found, most })?);
        }
        Ok(columns)
    }

    /// Adds the residences from which the place at `rank` is within the time, in rising order.
    fn column(&self, rank: usize, near: &mut Vec<u32>, entries: &mut Vec<u32>) {
        let (x, y, speed) = (self.grid.xs[rank], self.grid.ys[rank], self.speeds[rank]);
        let half = self.metres / 2.0;
        let radius = (half * (speed + self.fastest)).min(self.farthest);
        for stretch in self.grid.near(x, y, radius) {
            near.resize(stretch.len().max(near.len()), 0);
            let candidates = self.grid.xs[stretch.clone()]
                .iter()
                .zip(&self.grid.ys[stretch.clone()])
                .zip(&self.speeds[stretch.clone()]);
            // Every candidate is written, and kept by moving on: a branch would be wrong one time in three.
            let mut kept = 0;
            for (candidate, ((cx, cy), speed_there)) in (stretch.start as u32..).zip(candidates) {
                let (dx, dy, reach) = (cx - x, cy - y, (half * (speed + speed_there)).min(radius));
                near[kept] = candidate;
                kept += usize::from(dx * dx + dy * dy <= reach * reach);
            }
            entries.extend(near[..kept].iter().filter_map(|&other| {
                let there = other as usize;
                let (dx, dy) = (self.grid.xs[there] - x, self.grid.ys[there] - y);
                let metres = (dx * dx + dy * dy).sqrt();
                let tenths = self.travel.tenths(metres, (speed + self.speeds[there]) / 2.0);
                (tenths <= self.limit).then(|| entry(other, tenths as u8))
            }));
        }
    }
}
