//! Sums computed in advance: what surrounds a territory is then a look-up.

use std::collections::BTreeMap;

use super::{Counts, Totals};

/// The sums of every group of one level: communes, EPCI, départements or regions.
#[derive(Clone, Debug, Default)]
pub struct Levels<K> {
    groups: BTreeMap<K, Totals>,
}

impl<K: Ord + Clone> Levels<K> {
    /// Sums the rows of each group. `group` tells the group of a row; a row may have none.
    pub fn of(counts: &Counts, group: impl Fn(u32) -> Option<K>) -> Self {
        let mut rows: BTreeMap<K, Vec<u32>> = BTreeMap::new();
        for row in 0..counts.len() as u32 {
            if let Some(key) = group(row) {
                rows.entry(key).or_default().push(row);
            }
        }
        let mut room = Vec::new();
        let groups = rows.into_iter().map(|(key, rows)| (key, counts.total_in(&rows, &mut room)));
        Self { groups: groups.collect() }
    }

    /// The level above: each group goes whole into another one, or into none.
    pub fn above<L: Ord>(&self, group: impl Fn(&K) -> Option<L>) -> Levels<L> {
        let mut groups: BTreeMap<L, Totals> = BTreeMap::new();
        for (key, totals) in &self.groups {
            if let Some(above) = group(key) {
                groups.entry(above).or_default().add(totals);
            }
        }
        Levels { groups }
    }

    /// The sums of one group.
    pub fn get(&self, key: &K) -> Option<&Totals> {
        self.groups.get(key)
    }

    /// Every group with its sums, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &Totals)> {
        self.groups.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_the_sum_of_the_level_below() {
        let mut counts = Counts::new(1);
        for value in [1, 2, 4, 8] {
            counts.push([Some(value)]);
        }
        counts.push([None]);
        let communes = Levels::of(&counts, |row| Some(row / 2));
        let sums: Vec<_> = communes.iter().map(|(key, totals)| (*key, totals.complete(0))).collect();
        assert_eq!(sums, [(0, Some(3)), (1, Some(12)), (2, None)]);
        let whole = communes.above(|commune| (*commune < 2).then_some(()));
        assert_eq!(whole.get(&()).unwrap().complete(0), Some(15));
        let all = communes.above(|_| Some(()));
        assert_eq!((all.get(&()).unwrap().complete(0), all.get(&()).unwrap().rows), (None, 5));
    }
}
