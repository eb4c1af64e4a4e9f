//! A figure: its value, what it is made of, what it lacks, where it comes from.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use territory::SourceId;

use super::niveau::Niveau;
use super::periode::Periode;
use super::releve::Origine;
use crate::authz::Author;
use crate::ids::{PieceId, ReleveId};

/// A figure of a diagnosis. Missing is never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chiffre {
    /// In the unit of its indicator; a percentage of 13.3 % is `13.3`. `None` when it is not published.
    pub value: Option<f64>,
    /// How much of it is known.
    pub state: Etat,
    /// Numerator, where it is known and may be shown.
    pub numerator: Option<f64>,
    /// Denominator, where it is known and may be shown.
    pub denominator: Option<f64>,
    /// Names of the places that it leaves out.
    pub missing: Vec<String>,
    /// Where it comes from.
    pub passport: Passeport,
}

/// How much of a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// Every part is counted.
    Known,
    /// Some places are left out: [`Chiffre::missing`] names them.
    Partial,
    /// Nobody publishes it here.
    NotPublished,
    /// It exists, and is hidden so that nobody is recognised.
    Hidden,
}

/// Everything that a reader needs to check a figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Passeport {
    /// The official files: ranks in [`super::Diagnostic::sources`].
    pub sources: Vec<SourceId>,
    /// The year or period of the figure, in French: `2023`, `RP 2021`.
    pub vintage: String,
    /// What is counted, in French: `16 IRIS et communes`, `département Gard`.
    pub perimeter: String,
    /// How it was computed, in one French sentence.
    pub formula: String,
    /// The masking that was applied, in French.
    pub mask: Option<String>,
    /// How it was estimated, in French, when it is not a published count.
    pub estimated: Option<String>,
    /// The recorded values it was read from, most recent first.
    pub records: Vec<RecordTrace>,
}

/// A recorded value as a passport tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordTrace {
    /// The recorded value.
    pub id: ReleveId,
    /// Who gave the figure.
    pub origin: Origine,
    /// Where it was read, as typed.
    pub source: String,
    /// The days it speaks of.
    pub period: Periode,
    /// In the unit of the indicator.
    pub value: Option<f64>,
    /// The attached document.
    pub document: Option<PieceId>,
    /// Who wrote it down.
    pub author: Author,
    /// When.
    pub recorded_at: Timestamp,
    /// Why it replaces another one, when it does.
    pub reason: Option<String>,
    /// Whether it is the one retained; the others stand beside it or were replaced.
    pub retained: bool,
}

/// A figure that a document cites: it stays the same figure when its value changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChiffreRef {
    /// Code of the indicator.
    pub indicateur: String,
    /// What it is about.
    pub niveau: Niveau,
}

/// Not a citation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference to a figure: {0}")]
pub struct ChiffreRefError(pub String);

impl fmt::Display for ChiffreRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.indicateur, self.niveau)
    }
}

impl FromStr for ChiffreRef {
    type Err = ChiffreRefError;
    fn from_str(text: &str) -> Result<Self, ChiffreRefError> {
        let wrong = || ChiffreRefError(text.to_owned());
        let (indicateur, niveau) = text.split_once('@').ok_or_else(wrong)?;
        if indicateur.is_empty() {
            return Err(wrong());
        }
        Ok(Self { indicateur: indicateur.to_owned(), niveau: niveau.parse().map_err(|_| wrong())? })
    }
}

impl Chiffre {
    /// A figure that nobody publishes here.
    pub fn not_published(passport: Passeport) -> Self {
        Self {
            value: None,
            state: Etat::NotPublished,
            numerator: None,
            denominator: None,
            missing: Vec::new(),
            passport,
        }
    }

    /// Whether it may be compared and may stand out: every part of it is known.
    pub fn is_known(&self) -> bool {
        self.state == Etat::Known && self.value.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_back() {
        for text in ["apl_mg@territoire", "sans_mt@departement-66"] {
            assert_eq!(text.parse::<ChiffreRef>().map(|found| found.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["apl_mg", "@territoire", "apl_mg@ailleurs"] {
            assert!(wrong.parse::<ChiffreRef>().is_err(), "{wrong}");
        }
    }
}
