//! The territory of a CPTS: variants, sheet, map.

pub mod carte;
pub mod fiche;
pub mod phrases;
pub mod variante;

pub use carte::{Carte, CarteArea};
pub use fiche::{DeclaredComparison, DeclaredPopulation, Fiche, QuartierPart};
pub use variante::{NameError, Revision, StillReference, Territoire, Variante, checked_name};
