//! The community as spreadsheets: everything comes back out, under the titles that an import recognises.

mod classeur;
mod feuilles;
mod imports;

use std::collections::BTreeMap;

use domain::communaute::{Annuaire, Groupe, Mandat, Structure};
use jiff::civil::Date;
use territory::CommuneCode;

pub use classeur::{Feuille, classeur_xlsx, feuille_csv};
pub use feuilles::feuilles;
pub use imports::{import_rejet, import_remarque, revoir_csv};

/// What the spreadsheets of a community are made from.
#[derive(Clone, Debug)]
pub struct Communaute {
    /// Everybody.
    pub annuaire: Annuaire,
    /// Structures, removed ones too.
    pub structures: Vec<Structure>,
    /// Groups, closed ones too.
    pub groupes: Vec<Groupe>,
    /// Seats, those that are over too.
    pub mandats: Vec<Mandat>,
    /// Names of the communes that are in it.
    pub communes: BTreeMap<CommuneCode, String>,
    /// Day of the export.
    pub jour: Date,
}
