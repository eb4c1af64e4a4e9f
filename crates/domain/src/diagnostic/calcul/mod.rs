//! The engine: from reference data, a perimeter and recorded values to a [`Diagnostic`]. Pure.

mod assembler;
mod brut;
mod constats;
mod contexte;
mod lieux;
mod masquage;
mod memoire;
mod niveaux;
mod officiel;
mod offre;
mod releves;
mod similaires;
#[cfg(test)]
mod tests;
mod zone;

use jiff::civil::Date;
use territory::atlas::IrisShapes;
use territory::{Atlas, Perimeter, SourceId};

use crate::aci::taille::{self, Assessment};
use crate::diagnostic::lecture::Diagnostic;
use crate::diagnostic::releve::Releve;
use crate::ids::{TerritoireId, VarianteId};
use crate::source::RulesError;
use crate::territoire::carte::Carte;
use crate::territoire::fiche::QuartierPart;

pub(crate) use constats::written;
pub use constats::{RegleConstats, regle_constats};
pub use masquage::masquer;
pub use memoire::Memoire;
pub use similaires::{RegleSimilaires, regle_similaires};

/// What a diagnosis is made from.
#[derive(Clone, Copy, Debug)]
pub struct Entree<'a> {
    /// The reference data.
    pub atlas: &'a Atlas,
    /// Figures of areas that were computed before, from the same reference data.
    pub memoire: &'a Memoire,
    /// Communes and IRIS.
    pub perimeter: &'a Perimeter,
    /// Its names and its history.
    pub variante: &'a VarianteLue,
    /// Every recorded value of the CPTS, oldest first, replaced ones too.
    pub releves: &'a [Releve],
    /// What only drawings tell.
    pub dessin: &'a Dessin,
    /// Day on which it is computed.
    pub day: Date,
}

/// The variant that a diagnosis speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VarianteLue {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory.
    pub territoire: String,
    /// Name of the variant.
    pub variante: String,
    /// Its identifiers, when it is recorded: recorded values are found by them.
    pub ids: Option<(TerritoireId, VarianteId)>,
    /// Number of the last revision.
    pub revision: u32,
    /// Revisions whose perimeter is the one of today; the last one is always among them.
    pub unchanged: Vec<u32>,
}

/// What only drawings tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dessin {
    /// The perimeter as a drawing.
    pub carte: Option<Carte>,
    /// Priority neighbourhoods that the perimeter meets, with the files that cover it; `None` without such a file.
    pub quartiers: Option<(Vec<QuartierPart>, Vec<SourceId>)>,
    /// Contours of the IRIS of the perimeter: they tell on which side of a border a structure stands.
    pub shapes: IrisShapes,
}

/// Makes the diagnosis of a perimeter.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn etablir(entree: Entree<'_>) -> Result<Diagnostic, &'static RulesError> {
    assembler::assembler(&entree)
}

/// Size class of a population.
fn assess(population: &territory::Measure) -> Result<Option<Assessment>, &'static RulesError> {
    let Some(people) = population.value else { return Ok(None) };
    Ok(Some(taille::rules()?.assess(people.round() as u32, population.is_partial())))
}
