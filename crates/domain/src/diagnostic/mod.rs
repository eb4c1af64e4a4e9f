//! The *diagnostic territorial*: a catalogue of indicators, the figures of a territory, each with its passport.

pub mod acces;
pub mod apl;
pub mod calcul;
pub mod catalogue;
#[cfg(test)]
mod catalogue_tests;
pub mod chiffre;
pub mod controles;
pub mod fige;
pub mod lecture;
pub mod niveau;
pub mod offre;
pub mod offre_regles;
pub mod periode;
pub mod releve;
pub mod structures;
pub mod sujets;

pub use catalogue::{Calcul, Catalogue, Famille, Indicateur, Sens, Unite};
pub use chiffre::{Chiffre, ChiffreRef, Etat, Passeport};
pub use fige::{Changement, DiagnosticFige};
pub use lecture::{Comparaison, Constat, Diagnostic, FamilleLue, IndicateurLu, Similaires};
pub use niveau::Niveau;
pub use offre::OffreLue;
pub use periode::Periode;
pub use releve::{Origine, Place, Releve, Saisie};
