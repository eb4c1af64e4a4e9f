//! Columns of numbers, one value a commune or IRIS, each with its source.

use crate::layers::{AgeBand, AgeColumn, Sex};
use crate::measure::SourceId;

/// A column in which a missing value is `NaN`, never zero.
#[derive(Clone, Debug, Default)]
struct Column {
    values: Vec<f64>,
    sources: Vec<u16>,
}

impl Column {
    fn new(len: usize) -> Self {
        Self { values: vec![f64::NAN; len], sources: vec![0; len] }
    }

    fn set(&mut self, rank: u32, value: f64, source: SourceId) {
        self.values[rank as usize] = value;
        self.sources[rank as usize] = u16::try_from(source.0).unwrap_or(u16::MAX);
    }

    fn get(&self, rank: u32) -> Option<(f64, SourceId)> {
        let value = *self.values.get(rank as usize)?;
        (!value.is_nan()).then(|| (value, SourceId(self.sources[rank as usize].into())))
    }
}

/// Inhabitants in one year.
#[derive(Clone, Debug)]
pub(crate) struct PopulationYear {
    pub(crate) year: i16,
    communes: Column,
    iris: Column,
    /// Communes that received a share, by population, of a commune that was split.
    shared: std::collections::HashSet<u32>,
}

impl PopulationYear {
    pub(crate) fn new(year: i16, communes: usize, iris: usize) -> Self {
        Self { year, communes: Column::new(communes), iris: Column::new(iris), shared: Default::default() }
    }

    pub(crate) fn set_commune(&mut self, rank: u32, value: f64, source: SourceId) {
        self.communes.set(rank, value, source);
    }

    pub(crate) fn mark_shared(&mut self, rank: u32) {
        self.shared.insert(rank);
    }

    pub(crate) fn is_shared(&self, rank: u32) -> bool {
        self.shared.contains(&rank)
    }

    pub(crate) fn set_iris(&mut self, rank: u32, value: f64, source: SourceId) {
        self.iris.set(rank, value, source);
    }

    pub(crate) fn commune(&self, rank: u32) -> Option<(f64, SourceId)> {
        self.communes.get(rank)
    }

    pub(crate) fn iris(&self, rank: u32) -> Option<(f64, SourceId)> {
        self.iris.get(rank)
    }
}

/// The ages of one file, as rows of numbers by commune and by IRIS.
#[derive(Clone, Debug)]
pub(crate) struct AgeSet {
    pub(crate) year: i16,
    pub(crate) source: SourceId,
    pub(crate) columns: Vec<AgeColumn>,
    communes: Vec<f32>,
    iris: Vec<f32>,
}

impl AgeSet {
    pub(crate) fn new(
        year: i16,
        source: SourceId,
        columns: Vec<AgeColumn>,
        communes: usize,
        iris: usize,
    ) -> Self {
        let width = columns.len();
        Self {
            year,
            source,
            columns,
            communes: vec![f32::NAN; communes * width],
            iris: vec![f32::NAN; iris * width],
        }
    }

    pub(crate) fn set_commune(&mut self, rank: u32, row: &[Option<f64>]) {
        set(&mut self.communes, rank, row);
    }

    pub(crate) fn add_commune(&mut self, rank: u32, row: &[f64]) {
        let start = rank as usize * row.len();
        for (cell, value) in self.communes[start..start + row.len()].iter_mut().zip(row) {
            *cell = if cell.is_nan() { *value as f32 } else { *cell + *value as f32 };
        }
    }

    pub(crate) fn set_iris(&mut self, rank: u32, row: &[Option<f64>]) {
        set(&mut self.iris, rank, row);
    }

    /// The row of a commune, when it has at least one value.
    pub(crate) fn commune(&self, rank: u32) -> Option<&[f32]> {
        row(&self.communes, rank, self.columns.len())
    }

    /// The row of an IRIS, when it has at least one value.
    pub(crate) fn iris(&self, rank: u32) -> Option<&[f32]> {
        row(&self.iris, rank, self.columns.len())
    }

    /// The columns that add up to `band` for `sex`: the band itself, or successive bands without overlap.
    pub(crate) fn columns_for(&self, band: AgeBand, sex: Sex) -> Option<Vec<usize>> {
        let exact = |from: u8| {
            self.columns
                .iter()
                .enumerate()
                .filter(move |(_, column)| column.sex == sex && column.band.from == from)
        };
        // Longest step first: fewer columns, and the only way to end on an open band.
        let mut chosen = Vec::new();
        let mut from = band.from;
        loop {
            let fits = |to: Option<u8>| match (to, band.to) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(_), None) => true,
                (Some(to), Some(limit)) => to <= limit,
            };
            let open = exact(from).find(|(_, column)| column.band.to.is_none() && band.to.is_none());
            let (rank, column) = match open {
                Some(found) => found,
                None => exact(from)
                    .filter(|(_, column)| fits(column.band.to))
                    .max_by_key(|(_, column)| column.band.to)?,
            };
            chosen.push(rank);
            match column.band.to {
                None => return Some(chosen),
                Some(to) if Some(to) == band.to => return Some(chosen),
                Some(to) => from = to + 1,
            }
        }
    }
}

fn set(cells: &mut [f32], rank: u32, values: &[Option<f64>]) {
    let start = rank as usize * values.len();
    for (cell, value) in cells[start..start + values.len()].iter_mut().zip(values) {
        *cell = value.map_or(f32::NAN, |value| value as f32);
    }
}

fn row(cells: &[f32], rank: u32, width: usize) -> Option<&[f32]> {
    let start = rank as usize * width;
    let row = cells.get(start..start + width)?;
    row.iter().any(|value| !value.is_nan()).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_of(bands: &[AgeBand]) -> AgeSet {
        let columns = bands.iter().map(|band| AgeColumn { band: *band, sex: Sex::All }).collect();
        AgeSet::new(2022, SourceId(0), columns, 0, 0)
    }

    #[test]
    fn a_band_is_found_or_put_together_without_overlap() {
        let set = set_of(&[
            AgeBand::new(0, 14),
            AgeBand::new(0, 2),
            AgeBand::new(3, 5),
            AgeBand::new(60, 74),
            AgeBand::new(75, 89),
            AgeBand::over(90),
            AgeBand::over(65),
        ]);
        assert_eq!(set.columns_for(AgeBand::new(0, 14), Sex::All), Some(vec![0]));
        assert_eq!(set.columns_for(AgeBand::over(75), Sex::All), Some(vec![4, 5]));
        assert_eq!(set.columns_for(AgeBand::over(65), Sex::All), Some(vec![6]));
        assert_eq!(set.columns_for(AgeBand::over(80), Sex::All), None);
        assert_eq!(set.columns_for(AgeBand::new(0, 5), Sex::All), Some(vec![1, 2]));
        assert_eq!(set.columns_for(AgeBand::new(0, 14), Sex::Men), None);
    }

    #[test]
    fn a_missing_value_is_not_zero() {
        let mut year = PopulationYear::new(2023, 2, 0);
        year.set_commune(0, 0.0, SourceId(3));
        assert_eq!(year.commune(0), Some((0.0, SourceId(3))));
        assert_eq!(year.commune(1), None);
        assert_eq!(year.commune(9), None);
    }
}
