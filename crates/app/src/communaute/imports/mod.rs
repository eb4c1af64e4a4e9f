//! Imports of the spreadsheets that communities keep, in steps: read, say what the columns hold, look at what becomes
//! of each line, decide, apply; later, take back. And everything back out.

mod annuler;
mod appliquer;
mod exporter;
mod lire;

pub use annuler::UndoImportError;
pub use exporter::{ExportFormat, Selection};

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use domain::communaute::import::lot::Comptes;
use domain::communaute::import::{
    Brouillon, Champ, Choix, Connu, Contexte, FichierRefuse, ImportKind, Lue, Plan, lire, plan, regles,
    tableau,
};
use domain::communaute::saisie::commune_of;
use domain::communaute::{Annuaire, Structure};
use opendata::ReadError;
use storage::StorageError;
use territory::Atlas;

use crate::{App, AppError};

/// Why a spreadsheet was not read or not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Nothing in it, or too much.
    #[error(transparent)]
    Refused(#[from] FichierRefuse),
    /// Larger than the rules allow, in bytes.
    #[error("more than {0} bytes")]
    TooLarge(usize),
    /// No column holds a name.
    #[error("no column holds a name")]
    NoName,
    /// This many lines wait for a decision.
    #[error("{0} lines wait for a decision")]
    Undecided(usize),
    /// Applying it would change nothing.
    #[error("nothing would change")]
    Nothing,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ImportError {
    fn from(error: StorageError) -> Self {
        ImportError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ImportError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        ImportError::App(error.into())
    }
}

/// What somebody says of the columns of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Rank of the sheet. Another one than before is guessed again.
    pub feuille: usize,
    /// Rank of the row of titles; `None` when the file has none.
    pub titres: Option<usize>,
    /// Which spreadsheet it is.
    pub kind: ImportKind,
    /// What each column holds.
    pub champs: Vec<Champ>,
}

/// A decision about every doubtful line that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tous {
    /// Each is of the person who is proposed first.
    Rattacher,
    /// Each is of somebody else.
    Creer,
    /// None is taken.
    Laisser,
}

/// A file and what becomes of each of its lines.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The file.
    pub brouillon: Brouillon,
    /// Its lines, as they were read.
    pub lues: Vec<Lue>,
    /// What becomes of them.
    pub plan: Plan,
    /// How many become what.
    pub comptes: Comptes,
}

/// Finds communes; the same town comes back line after line.
struct Communes<'a> {
    atlas: &'a Atlas,
    known: RefCell<HashMap<(String, String), Option<territory::CommuneCode>>>,
}

impl Communes<'_> {
    fn find(&self, code: &str, town: &str) -> Option<territory::CommuneCode> {
        let key = (code.to_owned(), town.to_owned());
        if let Some(found) = self.known.borrow().get(&key) {
            return *found;
        }
        // « 66000 » alone in the column of communes is a postcode.
        let alone = || commune_of(self.atlas, "", town).filter(|_| code.is_empty());
        let found = commune_of(self.atlas, town, code).or_else(alone);
        self.known.borrow_mut().insert(key, found);
        found
    }
}

impl App {
    /// The lines of a file, read with the columns that somebody chose.
    fn read_lines(&self, brouillon: &Brouillon) -> Result<Vec<Lue>, AppError> {
        let (regles, reference) = (regles()?, self.reference());
        let file = &brouillon.fichier;
        let communes = Communes { atlas: &reference.atlas, known: RefCell::default() };
        let source = format!("Import de {}", brouillon.nom);
        let contexte = Contexte {
            regles,
            kind: file.kind,
            champs: &file.champs,
            titres: file.titles(),
            jour: brouillon.at.to_zoned(crate::paris()).date(),
            source: &source,
            capitales: tableau::capitales(file.table(), file.titres, &file.champs),
            lieu: &|code, town| communes.find(code, town),
        };
        Ok(file.lignes().filter_map(|(numero, row)| lire(numero, row, &contexte)).collect())
    }

    /// What becomes of each line, against what the CPTS knows.
    fn plan_lines(
        &self,
        lues: &[Lue],
        (annuaire, structures): (&Annuaire, &[Structure]),
        decisions: &BTreeMap<usize, Choix>,
    ) -> Result<Plan, AppError> {
        let connu = Connu { annuaire, structures, at: self.now() };
        Ok(plan(connu, lues, decisions, &mut || self.next_id())?)
    }
}
