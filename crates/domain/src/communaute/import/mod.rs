//! Spreadsheets that communities keep, read into people and structures.

pub mod brouillon;
mod cellules;
pub mod champ;
mod effet;
mod lieux;
mod ligne;
pub mod lot;
mod noms;
mod parcours;
pub mod plan;
pub mod regles;
pub mod remarque;
pub mod tableau;
mod tenus;
#[cfg(test)]
mod tests;
mod travail;

pub use brouillon::{Brouillon, Fichier, FichierRefuse};
pub use champ::{Champ, ImportKind};
pub use lieux::StructureDite;
pub use ligne::{Contexte, Lue, NUMERO_RETIRE, PersonneLue, Sujet, lire};
pub use lot::{Contenu, ImageStructure, Lot};
pub use plan::{Choix, Cible, Connu, LignePlan, Plan, Proche, Verdict};
pub use regles::regles;
pub use remarque::{Rejet, Remarque};
pub use travail::plan;
