//! What becomes of each line: read against what the CPTS knows and what the lines above say. The page that shows it
//! and the import that does it are this one computation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::champ::Champ;
use super::remarque::{Rejet, Remarque};
use crate::communaute::doublons::Raison;
use crate::communaute::{Annuaire, Personne, Structure};
use crate::ids::{PersonneId, StructureId};

/// A sheet that a line may be of: one that is there, or the one that a line above makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cible {
    /// A sheet of the CPTS.
    Fiche(PersonneId),
    /// The number of a line above.
    Ligne(usize),
}

/// What somebody decided of a doubtful line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choix {
    /// It is of that person.
    Rattacher(Cible),
    /// It is of somebody else.
    Creer,
    /// It is not taken.
    Laisser,
}

impl Choix {
    /// As a form sends it: `fiche:0192…`, `ligne:12`, `creer`, `laisser`.
    pub fn key(self) -> String {
        match self {
            Choix::Rattacher(Cible::Fiche(id)) => format!("fiche:{id}"),
            Choix::Rattacher(Cible::Ligne(numero)) => format!("ligne:{numero}"),
            Choix::Creer => "creer".to_owned(),
            Choix::Laisser => "laisser".to_owned(),
        }
    }

    /// From what a form sends.
    pub fn from_key(key: &str) -> Option<Self> {
        match (key, key.split_once(':')) {
            ("creer", _) => Some(Choix::Creer),
            ("laisser", _) => Some(Choix::Laisser),
            (_, Some(("fiche", id))) => Some(Choix::Rattacher(Cible::Fiche(id.parse().ok()?))),
            (_, Some(("ligne", numero))) => Some(Choix::Rattacher(Cible::Ligne(numero.parse().ok()?))),
            _ => None,
        }
    }
}

/// A sheet near a doubtful line.
#[derive(Clone, Debug, PartialEq)]
pub struct Proche {
    /// Which one.
    pub cible: Cible,
    /// Its name, for a list.
    pub nom: String,
    /// Its profession: a code.
    pub profession: Option<String>,
    /// Why.
    pub raisons: Vec<Raison>,
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// A new person.
    Nouvelle,
    /// Adds these fields to a sheet.
    Complete(PersonneId, Vec<Champ>),
    /// Says what a sheet says already.
    Identique(PersonneId),
    /// The person of a line above; the fields that it adds.
    Repetee(usize, Vec<Champ>),
    /// Maybe somebody who is known: the sheets near, and what was decided.
    Douteuse(Vec<Proche>, Option<Choix>),
    /// A new structure.
    NouvelleStructure,
    /// Adds these fields to a structure, which a line above may have made.
    CompleteStructure(StructureId, Vec<Champ>),
    /// Says what a structure says already.
    IdentiqueStructure(StructureId),
    /// Not taken.
    Rejetee(Rejet),
}

/// A line and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LignePlan {
    /// Its number in the file, from 1.
    pub numero: usize,
    /// Who or what it is about; empty when nobody can tell.
    pub nom: String,
    /// Profession code of the person.
    pub profession: Option<String>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What is to be said of it.
    pub remarques: Vec<Remarque>,
    /// Structures that it adds beside the person.
    pub structures: Vec<String>,
}

/// A sheet before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// As it was.
    pub avant: T,
    /// As it becomes.
    pub apres: T,
}

/// Everything that an import does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Line by line.
    pub lignes: Vec<LignePlan>,
    /// People to add.
    pub personnes: Vec<Personne>,
    /// People to complete.
    pub personnes_changees: Vec<Change<Personne>>,
    /// Structures to add.
    pub structures: Vec<Structure>,
    /// Structures to complete.
    pub structures_changees: Vec<Change<Structure>>,
}

impl Plan {
    /// Doubtful lines that wait for a decision.
    pub fn indecises(&self) -> impl Iterator<Item = &LignePlan> {
        self.lignes.iter().filter(|line| matches!(line.verdict, Verdict::Douteuse(_, None)))
    }

    /// Whether applying it would change something.
    pub fn is_empty(&self) -> bool {
        self.personnes.is_empty()
            && self.personnes_changees.is_empty()
            && self.structures.is_empty()
            && self.structures_changees.is_empty()
    }
}

/// What the CPTS knows, when an import is computed.
#[derive(Clone, Copy)]
pub struct Connu<'a> {
    /// Its people.
    pub annuaire: &'a Annuaire,
    /// Its structures, removed ones too.
    pub structures: &'a [Structure],
    /// The instant of the import.
    pub at: Timestamp,
}
