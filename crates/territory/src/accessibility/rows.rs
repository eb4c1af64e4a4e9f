//! Sparse rows: for each place, the places paired with it and the time, in one `u32` a pair.

use super::error::AccessError;

/// Most places: their rank takes 24 bits, the time the 8 others.
pub(super) const MOST_PLACES: usize = 1 << 24;

/// Compressed rows. An entry is the rank of the other place, then the time in tenths of a minute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    /// First entry of each row, and the end of the last.
    pub starts: Vec<u32>,
    /// Entries.
    pub entries: Vec<u32>,
}

/// An entry of a row.
pub(super) fn entry(rank: u32, tenths: u8) -> u32 {
    rank << 8 | u32::from(tenths)
}

/// Rank of the other place.
pub(super) fn rank(entry: u32) -> u32 {
    entry >> 8
}

/// Tenths of a minute, as an index of the table of weights.
pub(super) fn tenths(entry: u32) -> usize {
    (entry & 0xff) as usize
}

impl Rows {
    /// Rows of `places` places from pairs of a row and an entry, in the order of the pairs within a row.
    pub fn collect<I>(places: usize, pairs: impl Fn() -> I) -> Result<Self, AccessError>
    where
        I: Iterator<Item = (u32, u32)>,
    {
        let mut starts = vec![0_u32; places + 1];
        let mut found = 0_usize;
        for (row, _) in pairs() {
            starts[row as usize + 1] += 1;
            found += 1;
        }
        let most = u32::MAX as usize;
        if found > most {
            return Err(AccessError::TooMany { what: "pairs", found, most });
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut entries = vec![0_u32; found];
        for (row, entry) in pairs() {
            let place = &mut next[row as usize];
            entries[*place as usize] = entry;
            *place += 1;
        }
        Ok(Self { starts, entries })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The entries of a row.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.entries[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// The same pairs seen from the other side; each row comes out in rising order.
    pub fn transpose(&self) -> Result<Self, AccessError> {
        let pairs = || {
            (0..self.len()).flat_map(|row| {
                self.row(row).iter().map(move |&e| (rank(e), entry(row as u32, tenths(e) as u8)))
            })
        };
        Self::collect(self.len(), pairs)
    }

    /// For each row, the sum of the weight of the time times the value of the other place.
    pub fn weigh(&self, weights: &[f64; 256], values: &[f64], out: &mut Vec<f64>) {
        let Some(last) = self.entries.len().checked_sub(1) else {
            return out.resize(out.len() + self.len(), 0.0);
        };
        let term = |entry: u32| weights[tenths(entry)] * values[rank(entry) as usize];
        out.extend(self.starts.windows(2).map(|bounds| {
            let (start, end) = (bounds[0] as usize, bounds[1] as usize);
            let fours = self.entries[start..end].chunks_exact(4);
            let left = fours.remainder().len();
            // What is left after the fours is read with the row after it and weighed 0 or 1: a loop of unknown
            // length would be guessed wrong at almost every row.
            let rest = |past: usize| LEFT[left][past] * term(self.entries[(end - left + past).min(last)]);
            // Four sums at a time: each addition waits for the one before it.
            let mut sums = [rest(0), rest(1), rest(2), 0.0];
            for four in fours {
                sums[0] += term(four[0]);
                sums[1] += term(four[1]);
                sums[2] += term(four[2]);
                sums[3] += term(four[3]);
            }
            (sums[0] + sums[1]) + (sums[2] + sums[3])
        }));
    }
}

/// Whether each of three entries counts, when this many are left.
const LEFT: [[f64; 3]; 4] = [[0.0; 3], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0; 3]];
