//! The territory of a CPTS: variants, sheet, map.

pub mod carte;
pub mod fiche;
pub mod phrases;

pub use carte::{Carte, CarteArea};
pub use fiche::{DeclaredComparison, DeclaredPopulation, Fiche, QuartierPart};
