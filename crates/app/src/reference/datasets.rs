//! What is known, what is missing.

use storage::DatasetRow;
use territory::{DepartementCode, Kind, Layer, Passport};

use super::Reference;
use super::import::StoredReport;
use crate::AppError;

/// A dataset that ships with the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// Its passport.
    pub passport: Passport,
    /// Number of records.
    pub records: usize,
}

impl Embedded {
    pub(super) fn of(passport: &Passport, layer: &Layer) -> Self {
        Self { passport: passport.clone(), records: layer.len() }
    }
}

/// Something that a département lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What.
    pub kind: Kind,
    /// Where.
    pub departement: DepartementCode,
}

/// The report of a stored dataset.
///
/// # Errors
/// When it was written by another release and cannot be read.
pub fn stored_report(row: &DatasetRow) -> Result<StoredReport, AppError> {
    serde_json::from_value(row.report.clone()).map_err(|error| AppError::Reference(error.to_string()))
}

/// The départements that a stored dataset covers.
pub(super) fn departements_of(row: &DatasetRow) -> Result<Vec<DepartementCode>, AppError> {
    Ok(stored_report(row)?.report.departements)
}

impl Reference {
    /// The départements that have contours, sorted.
    pub fn mapped_departements(&self) -> Vec<DepartementCode> {
        let maps = self
            .datasets
            .iter()
            .filter(|row| matches!(row.passport.kind, Kind::CommuneContours | Kind::IrisContours));
        let mut codes: Vec<DepartementCode> =
            maps.filter_map(|row| departements_of(row).ok()).flatten().collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// What the pages of a territory would show if it were imported, for these départements.
    pub fn missing(&self, departements: &[DepartementCode]) -> Vec<Missing> {
        let has = |kinds: &[Kind], departement: &DepartementCode| {
            self.datasets.iter().filter(|row| kinds.contains(&row.passport.kind)).any(|row| {
                row.coverage == "FR" || row.coverage.split(',').any(|code| code == departement.as_str())
            })
        };
        let wanted: [(Kind, &[Kind]); 3] = [
            (Kind::IrisContours, &[Kind::IrisContours, Kind::CommuneContours]),
            (Kind::CommuneAges, &[Kind::CommuneAges, Kind::IrisAges]),
            (Kind::IrisAges, &[Kind::IrisAges]),
        ];
        let mut missing = Vec::new();
        for departement in departements {
            for (kind, any_of) in wanted {
                if !has(any_of, departement) {
                    missing.push(Missing { kind, departement: *departement });
                }
            }
        }
        missing
    }
}
