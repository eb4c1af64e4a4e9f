//! Who can reach what, and in what time: the pairs of a place of residence and a place of supply.

use super::decay::tenths;
use super::error::AccessError;
use super::grid::Grid;
use super::pairs::{Place, Travel, Within, pairs_within};
use super::rows::{MOST_PLACES, Rows, entry, rank};

/// One line of an imported matrix of times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Rank of the residence.
    pub from: u32,
    /// Rank of the supply place.
    pub to: u32,
    /// Time from the residence to the supply place, in minutes; kept to the tenth.
    pub minutes: f32,
}

/// The pairs within reach, from both sides. Inside, places are renumbered so that neighbours stand together.
#[derive(Clone, Debug)]
pub struct Catchment {
    /// The place at each rank.
    pub(super) places: Vec<u32>,
    /// The rank of each place.
    pub(super) ranks: Vec<u32>,
    /// By residence: the supply places.
    pub(super) rows: Rows,
    /// By supply place: the residences.
    pub(super) columns: Rows,
    beyond: usize,
}

impl Catchment {
    /// The pairs of an imported matrix over `places` places.
    ///
    /// A time may differ from one direction to the other. A pair that is absent is out of reach; a place reaches
    /// itself only when the matrix says so.
    ///
    /// # Errors
    /// When a pair names an unknown place, is given twice, or has no possible time.
    pub fn from_matrix(places: usize, pairs: &[Pair]) -> Result<Self, AccessError> {
        check_count(places)?;
        Self::numbered((0..places as u32).collect(), pairs)
    }

    /// The same, with the positions of the places in metres: sums are then faster on large matrices.
    ///
    /// # Errors
    /// Those of [`Catchment::from_matrix`], and when a coordinate is not one.
    pub fn from_matrix_at(positions: &[[f64; 2]], pairs: &[Pair]) -> Result<Self, AccessError> {
        check_count(positions.len())?;
        Self::numbered(Grid::new(positions, 2_500.0)?.places, pairs)
    }

    /// The pairs within a time by the stated approximation: see [`pairs_within`].
    ///
    /// # Errors
    /// Those of [`pairs_within`].
    pub fn from_positions(
        places: &[Place],
        has_supply: &[bool],
        travel: Travel,
    ) -> Result<Self, AccessError> {
        Self::from_within(pairs_within(places, has_supply, travel)?)
    }

    /// Pairs already found, seen from both sides.
    ///
    /// # Errors
    /// When there are more pairs than the tables hold.
    pub fn from_within(within: Within) -> Result<Self, AccessError> {
        let Within { places, columns } = within;
        Ok(Self { ranks: inverse(&places), places, rows: columns.transpose()?, columns, beyond: 0 })
    }

    fn numbered(places: Vec<u32>, pairs: &[Pair]) -> Result<Self, AccessError> {
        let ranks = inverse(&places);
        let mut beyond = 0;
        for pair in pairs {
            let Pair { from, to, minutes } = *pair;
            for place in [from, to] {
                if place as usize >= places.len() {
                    return Err(AccessError::UnknownPlace { place, places: places.len() });
                }
            }
            let time = tenths(f64::from(minutes));
            let time = time.map_err(|()| AccessError::Time { from, to, minutes: f64::from(minutes) })?;
            beyond += usize::from(time.is_none());
        }
        let within = || {
            pairs.iter().filter_map(|pair| {
                let tenths = tenths(f64::from(pair.minutes)).ok().flatten()?;
                Some((ranks[pair.to as usize], entry(ranks[pair.from as usize], tenths)))
            })
        };
        let rows = Rows::collect(places.len(), within)?.transpose()?;
        let twice = (0..rows.len()).find_map(|row| {
            let pair = rows.row(row).windows(2).find(|pair| rank(pair[0]) == rank(pair[1]))?;
            Some(AccessError::Twice { from: places[row], to: places[rank(pair[0]) as usize] })
        });
        if let Some(twice) = twice {
            return Err(twice);
        }
        let columns = rows.transpose()?;
        Ok(Self { places, ranks, rows, columns, beyond })
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// Number of pairs held.
    pub fn pairs(&self) -> usize {
        self.rows.entries.len()
    }

    /// Pairs of the imported matrix left out because their time is beyond the horizon of 25.5 minutes.
    pub fn beyond(&self) -> usize {
        self.beyond
    }

    /// The supply places that a residence reaches, with the time in minutes.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn reached_from(&self, place: u32) -> Result<Vec<(u32, f64)>, AccessError> {
        Ok(self.list(&self.rows, self.rank_of(place)?))
    }

    /// The residences that reach a supply place, with the time in minutes.
    ///
    /// # Errors
    /// When the place does not exist.
    pub fn reaching(&self, place: u32) -> Result<Vec<(u32, f64)>, AccessError> {
        Ok(self.list(&self.columns, self.rank_of(place)?))
    }

    fn list(&self, rows: &Rows, row: usize) -> Vec<(u32, f64)> {
        let pairs = rows.row(row).iter();
        let mut list: Vec<(u32, f64)> = pairs
            .map(|&entry| (self.places[rank(entry) as usize], super::rows::tenths(entry) as f64 / 10.0))
            .collect();
        list.sort_unstable_by_key(|(place, _)| *place);
        list
    }

    pub(super) fn rank_of(&self, place: u32) -> Result<usize, AccessError> {
        let rank = self.ranks.get(place as usize).map(|rank| *rank as usize);
        rank.ok_or(AccessError::UnknownPlace { place, places: self.places.len() })
    }

    /// Values by place, in the order of the ranks.
    pub(super) fn by_rank(&self, values: &[f64]) -> Vec<f64> {
        self.places.iter().map(|&place| values[place as usize]).collect()
    }
}

fn check_count(places: usize) -> Result<(), AccessError> {
    if places > MOST_PLACES {
        return Err(AccessError::TooMany { what: "places", found: places, most: MOST_PLACES });
    }
    Ok(())
}

fn inverse(places: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; places.len()];
    for (rank, &place) in places.iter().enumerate() {
        ranks[place as usize] = rank as u32;
    }
    ranks
}
