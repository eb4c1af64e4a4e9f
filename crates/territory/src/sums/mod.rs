//! Counts that add up: one row of whole numbers a place, summed over any set of places at the speed of memory.
//!
//! Rates are never kept here: a ratio is computed from two sums. A cell that its producer hides stays hidden in
//! every sum that it enters. Method and measures: `docs/methods/performance.md`, task a.

mod levels;
mod ratios;

pub use levels::Levels;
pub use ratios::{Ranking, Ratio};

/// Rows of counts, one a place, one column an indicator. Rows that are summed together should stand together:
/// order places by commune.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    width: usize,
    /// Row after row; a hidden cell is zero here and listed in `hidden`.
    values: Vec<u32>,
    /// First hidden cell of each row in `hidden`, and one more at the end.
    hidden_starts: Vec<u32>,
    /// Columns of hidden cells.
    hidden: Vec<u32>,
    /// The largest value: how many rows fit in a sum of 32 bits.
    largest: u32,
}

/// The sums of a set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of each column over the cells that are not hidden.
    pub sums: Vec<u64>,
    /// How many cells of each column were hidden; empty when none was.
    pub hidden: Vec<u32>,
    /// Rows that were added.
    pub rows: usize,
}

impl Totals {
    /// The sum of a column, when none of its cells was hidden.
    pub fn complete(&self, column: usize) -> Option<u64> {
        let hidden = self.hidden.get(column).is_some_and(|cells| *cells > 0);
        if hidden { None } else { self.sums.get(column).copied() }
    }

    fn hide(&mut self, column: usize, cells: u32) {
        if self.hidden.is_empty() {
            self.hidden = vec![0; self.sums.len()];
        }
        if let Some(count) = self.hidden.get_mut(column) {
            *count += cells;
        }
    }

    /// Adds the sums of another set of rows, which shares none with this one.
    pub fn add(&mut self, other: &Totals) {
        self.sums.resize(self.sums.len().max(other.sums.len()), 0);
        for (sum, value) in self.sums.iter_mut().zip(&other.sums) {
            *sum += value;
        }
        for (column, cells) in other.hidden.iter().enumerate().filter(|(_, cells)| **cells > 0) {
            self.hide(column, *cells);
        }
        self.rows += other.rows;
    }
}

impl Counts {
    /// No row yet, and so many columns.
    pub fn new(width: usize) -> Self {
        Self { width, hidden_starts: vec![0], ..Self::default() }
    }

    /// Adds the row of a place and gives its rank. A cell that is `None` is hidden, which is not zero; a row that is
    /// too short hides its last cells.
    pub fn push(&mut self, row: impl IntoIterator<Item = Option<u32>>) -> u32 {
        let rank = self.len() as u32;
        let mut cells = row.into_iter();
        for column in 0..self.width {
            let cell = cells.next().flatten();
            if cell.is_none() {
                self.hidden.push(column as u32);
            }
            let value = cell.unwrap_or_default();
            self.largest = self.largest.max(value);
            self.values.push(value);
        }
        self.hidden_starts.push(self.hidden.len() as u32);
        rank
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.hidden_starts.len().saturating_sub(1)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The sums of these rows, each named once. Rows that do not exist are left out.
    pub fn total(&self, rows: &[u32]) -> Totals {
        let mut room = Vec::new();
        self.total_in(rows, &mut room)
    }

    /// The same for many sets: `room` is kept from one to the next.
    pub fn total_in(&self, rows: &[u32], room: &mut Vec<u32>) -> Totals {
        let mut totals = Totals { sums: vec![0; self.width], ..Totals::default() };
        // As many rows as surely fit are added on 32 bits, twice as many at a time as on 64.
        let fitting = (u32::MAX / self.largest.max(1)) as usize;
        for some in rows.chunks(fitting.max(1)) {
            room.clear();
            room.resize(self.width, 0);
            totals.rows += self.add_rows(some, room);
            for (sum, part) in totals.sums.iter_mut().zip(room.iter()) {
                *sum += u64::from(*part);
            }
        }
        if !self.hidden.is_empty() {
            for row in rows {
                for column in self.hidden_of(*row) {
                    totals.hide(*column as usize, 1);
                }
            }
        }
        totals
    }

    /// Adds rows to a sum and tells how many there are. Rows that follow each other are read one by one, which the
    /// processor foresees; scattered ones four at a time, so that memory answers for several at once.
    fn add_rows(&self, rows: &[u32], sums: &mut [u32]) -> usize {
        let mut added = 0;
        let together = rows.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1));
        for four in rows.chunks(if together { 1 } else { 4 }) {
            let mut found = four.iter().filter_map(|row| self.row(*row));
            match (found.next(), found.next(), found.next(), found.next()) {
                (Some(a), Some(b), Some(c), Some(d)) => {
                    let cells = a.iter().zip(b).zip(c).zip(d);
                    for (sum, (((a, b), c), d)) in sums.iter_mut().zip(cells) {
                        *sum = sum.wrapping_add(a.wrapping_add(*b)).wrapping_add(c.wrapping_add(*d));
                    }
                    added += 4;
                }
                (a, b, c, _) => {
                    for row in [a, b, c].into_iter().flatten() {
                        for (sum, value) in sums.iter_mut().zip(row) {
                            *sum = sum.wrapping_add(*value);
                        }
                        added += 1;
                    }
                }
            }
        }
        added
    }

    fn row(&self, rank: u32) -> Option<&[u32]> {
        let start = rank as usize * self.width;
        self.values.get(start..start + self.width)
    }

    fn hidden_of(&self, rank: u32) -> &[u32] {
        let bounds = (self.hidden_starts.get(rank as usize), self.hidden_starts.get(rank as usize + 1));
        match bounds {
            (Some(from), Some(to)) => &self.hidden[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[&[Option<u32>]]) -> Counts {
        let mut counts = Counts::new(rows[0].len());
        for row in rows {
            counts.push(row.iter().copied());
        }
        counts
    }

    #[test]
    fn rows_add_up_by_hand() {
        let counts = counts(&[&[Some(1), Some(10)], &[Some(2), Some(20)], &[Some(4), Some(40)]]);
        let totals = counts.total(&[0, 2]);
        assert_eq!((totals.sums, totals.rows, totals.hidden.len()), (vec![5, 50], 2, 0));
        assert_eq!(counts.total(&[]).sums, [0, 0]);
        assert_eq!(counts.total(&[9]).rows, 0);
    }

    #[test]
    fn a_hidden_cell_stays_hidden_in_the_sum_and_is_not_a_zero() {
        let counts = counts(&[&[Some(1), None], &[Some(2), Some(20)], &[Some(4), None]]);
        let totals = counts.total(&[0, 1, 2]);
        assert_eq!((totals.complete(0), totals.complete(1)), (Some(7), None));
        assert_eq!((totals.sums[1], totals.hidden[1]), (20, 2));
        assert_eq!(counts.total(&[1]).complete(1), Some(20));
        let mut both = counts.total(&[0]);
        both.add(&counts.total(&[1]));
        assert_eq!((both.complete(0), both.complete(1), both.rows), (Some(3), None, 2));
    }

    #[test]
    fn sums_beyond_32_bits_are_exact() {
        let rows: Vec<u32> = (0..1_000).collect();
        let mut counts = Counts::new(2);
        for _ in &rows {
            counts.push([Some(u32::MAX), Some(3)]);
        }
        assert_eq!(counts.total(&rows).sums, [1_000 * u64::from(u32::MAX), 3_000]);
    }
}
