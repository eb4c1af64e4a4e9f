//! A figure that says what it knows: complete, partial or absent, and from where.

use serde::{Deserialize, Serialize};

use crate::codes::UnitCode;

/// Rank of a source in the list of passports that travels with a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub usize);

/// A quantity over a perimeter. Missing is never zero.
///
/// * complete: `value` is `Some`, `missing` is empty;
/// * partial: `value` is `Some` and `missing` lists what it leaves out;
/// * absent: `value` is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// The quantity over the known part.
    pub value: Option<f64>,
    /// The units of the perimeter that have no value.
    pub missing: Vec<UnitCode>,
    /// The files it was read from.
    pub sources: Vec<SourceId>,
    /// How it was estimated, in French, when it is not a published count.
    pub estimated: Option<String>,
}

impl Measure {
    /// A complete quantity from one source.
    pub fn known(value: f64, source: SourceId) -> Self {
        Self { value: Some(value), sources: vec![source], ..Self::default() }
    }

    /// Whether every unit of the perimeter is counted.
    pub fn is_complete(&self) -> bool {
        self.value.is_some() && self.missing.is_empty()
    }

    /// Whether some units are left out.
    pub fn is_partial(&self) -> bool {
        self.value.is_some() && !self.missing.is_empty()
    }

    /// The value when nothing is missing.
    pub fn complete(&self) -> Option<f64> {
        if self.is_complete() { self.value } else { None }
    }
}
