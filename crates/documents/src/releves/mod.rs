//! Values that people write down: the template of the file, its refused lines, and the words of the checks.

mod lignes;
mod modele;
mod mots;

pub use lignes::{LigneSaisie, rejets_csv};
pub use modele::{MODELE_COLUMNS, modele_csv, modele_xlsx};
pub use mots::{alerte, refus};
