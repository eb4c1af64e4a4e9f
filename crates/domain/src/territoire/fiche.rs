//! The sheet of a territory: what the page, the PDF, the workbook and the command line all show.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::diagnosis::Diagnosis;

use super::carte::Carte;
use crate::aci::plafond::Plafond;
use crate::aci::taille::Assessment;

/// A territory variant on a given day, with everything that documents print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fiche {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory.
    pub territoire: String,
    /// Name of the variant.
    pub variante: String,
    /// Whether it is the reference variant.
    pub is_reference: bool,
    /// Day on which the sheet was made.
    pub established_on: Date,
    /// The figures.
    pub diagnosis: Diagnosis,
    /// Size class by the computed population, when one is known.
    pub taille: Option<Assessment>,
    /// A population that people announced, beside the computed one.
    pub declared: Option<DeclaredComparison>,
    /// Yearly maxima of the size class, by version of the agreement, oldest first.
    pub plafonds: Vec<Plafond>,
    /// Priority neighbourhoods that the perimeter meets.
    pub quartiers: Vec<QuartierPart>,
    /// The map, when contours are known.
    pub carte: Option<Carte>,
}

/// A population entered by hand: from a letter of intent, an agency's note, an interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredPopulation {
    /// Inhabitants.
    pub inhabitants: u32,
    /// Year, where it is said.
    pub year: Option<i16>,
    /// Where it was read.
    pub source: String,
}

/// The declared population beside the computed one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeclaredComparison {
    /// What was declared.
    pub declared: DeclaredPopulation,
    /// Size class by the declared figure.
    pub taille: Assessment,
    /// Computed minus declared, when the computed figure is complete.
    pub difference: Option<i64>,
    /// Whether the two figures are of different years: the difference is then one of vintage.
    pub different_vintage: bool,
}

/// A priority neighbourhood (QPV) crossed with the perimeter by intersection of surfaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuartierPart {
    /// `QP066010`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Share of its surface that lies in the perimeter, 0 to 1.
    pub share_inside: f64,
}
