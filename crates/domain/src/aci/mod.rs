//! The *accord conventionnel interprofessionnel*: dated rules and amounts, each with its source.

pub mod plafond;
pub mod taille;
