//! Vaccination coverage of départements, regions and the country.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Atlas, Content, Dataset};
use crate::codes::AreaCode;
use crate::layers::Layer;
use crate::measure::SourceId;

/// The coverage of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VaccinationFigure {
    /// Year.
    pub year: i16,
    /// Percent of the people concerned.
    pub percent: f64,
    /// The file.
    pub source: SourceId,
}

/// Published values by indicator and area, oldest first. What is not published is not there.
#[derive(Debug, Default)]
pub(crate) struct VaccinationTable(HashMap<String, BTreeMap<AreaCode, BTreeMap<i16, VaccinationFigure>>>);

impl Atlas {
    pub(super) fn fill_vaccination(&mut self, datasets: &[Dataset]) {
        for (source, dataset) in datasets.iter().enumerate() {
            let Content::Layer(Layer::Vaccination(rows)) = &dataset.content else { continue };
            for row in rows {
                // An invented file has nothing to say of the country.
                let invented = dataset.passport.fictitious && row.area == AreaCode::France;
                let Some(percent) = row.percent.filter(|_| !invented) else { continue };
                let figure = VaccinationFigure { year: row.year, percent, source: SourceId(source) };
                let areas = self.vaccination.0.entry(row.indicator.clone()).or_default();
                areas.entry(row.area).or_default().insert(row.year, figure);
            }
        }
    }

    /// The most recent published coverage of an area, in percent. `key` is the title of the column as in
    /// [`Vaccination::indicator`](crate::layers::Vaccination::indicator).
    pub fn vaccination(&self, area: AreaCode, key: &str) -> Option<VaccinationFigure> {
        let years = self.vaccination.0.get(key)?.get(&area)?;
        years.last_key_value().map(|(_, figure)| *figure)
    }

    /// The published coverage of an area, oldest year first.
    pub fn vaccination_series(&self, area: AreaCode, key: &str) -> Vec<VaccinationFigure> {
        let years = self.vaccination.0.get(key).and_then(|areas| areas.get(&area));
        years.map(|years| years.values().copied().collect()).unwrap_or_default()
    }

    /// The keys that have at least one value, sorted.
    pub fn vaccination_keys(&self) -> BTreeSet<&str> {
        self.vaccination.0.keys().map(String::as_str).collect()
    }
}
