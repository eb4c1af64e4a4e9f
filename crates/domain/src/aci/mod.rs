//! The *accord conventionnel interprofessionnel*: dated rules and amounts, each with its source; the contract of a CPTS.

pub mod annexe;
pub mod argent;
pub mod contrat;
pub mod dialogue;
pub mod indicateur;
pub mod missions;
pub mod pass;
pub mod plafond;
pub mod poste;
pub mod preuve;
pub mod regles;
pub mod taille;
pub mod tarif;
