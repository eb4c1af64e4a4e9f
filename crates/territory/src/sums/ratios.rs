//! Ratios of two sums, and their rank among those of other places.

use super::Totals;

/// Two columns of which the quotient is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Column above the line.
    pub numerator: usize,
    /// Column below the line.
    pub denominator: usize,
}

impl Ratio {
    /// The quotient; `None` when a cell was hidden or when nobody stands below the line.
    pub fn of(self, totals: &Totals) -> Option<f64> {
        let below = totals.complete(self.denominator).filter(|below| *below > 0)?;
        Some(totals.complete(self.numerator)? as f64 / below as f64)
    }
}

/// The values of one ratio in other places, sorted.
#[derive(Clone, Debug, Default)]
pub struct Ranking(Vec<f64>);

impl Ranking {
    /// Sorts the values that are known.
    pub fn of(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().flatten().collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    /// Rank of a value, 1 for the highest: one more than the number of places above it.
    pub fn rank(&self, value: f64) -> usize {
        self.0.len() - self.0.partition_point(|other| *other <= value) + 1
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_needs_somebody_below_the_line_and_nothing_hidden() {
        let totals = Totals { sums: vec![3, 12, 0, 5], hidden: vec![0, 0, 0, 1], rows: 2 };
        let ratio = |numerator, denominator| Ratio { numerator, denominator }.of(&totals);
        assert_eq!(ratio(0, 1), Some(0.25));
        assert_eq!((ratio(0, 2), ratio(3, 1), ratio(0, 3)), (None, None, None));
    }

    #[test]
    fn the_highest_is_first_and_equals_share_their_rank() {
        let ranking = Ranking::of([Some(2.0), None, Some(5.0), Some(3.0), Some(3.0)]);
        assert_eq!(ranking.len(), 4);
        let ranks: Vec<usize> = [6.0, 5.0, 3.0, 2.0, 1.0].iter().map(|value| ranking.rank(*value)).collect();
        assert_eq!(ranks, [1, 1, 2, 4, 5]);
    }
}
