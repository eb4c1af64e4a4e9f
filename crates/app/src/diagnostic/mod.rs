//! The diagnosis of a territory: what people write down for it.

mod acces;
mod figer;
mod import;
mod lire;
mod liste;
mod releves;
mod terrain;
mod texte;
mod typed;

pub use acces::Acces;
pub use figer::NOTE_MAX;
pub use import::{Applied, Decisions, ImportLine, ImportValuesError, Verdict};
pub use releves::{Entry, ReleveError, recordable};
pub use typed::{Cible, Typed};
