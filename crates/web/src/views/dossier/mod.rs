//! Dossiers: written, verified, filed, read.

pub mod contenu;
pub mod difference;
pub mod ecrire;
pub mod lire;
