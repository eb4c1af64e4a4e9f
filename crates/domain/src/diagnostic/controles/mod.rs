//! Checks of figures: when they are written down, and when they are read together.

pub mod lecture;
mod motifs;
mod regles;
pub mod saisie;

pub use regles::{ReglesSaisie, TypePiece, regles};
