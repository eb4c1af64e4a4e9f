//! A project that a region follows, and the stages that it went through.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::{DepartementCode, Perimeter};

use super::etapes::TypeSuivi;
use crate::authz::Author;
use crate::ids::{CptsId, SuiviId};

/// A stage that a project reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageSuivi {
    /// The stage.
    pub etape: String,
    /// The day on which it was reached.
    pub le: Date,
    /// When it was written down.
    pub at: Timestamp,
    /// Who wrote it down.
    pub by: Author,
}

/// A population that somebody wrote down, with where they read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopulationTypee {
    /// Inhabitants.
    pub nombre: u32,
    /// Year, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annee: Option<i16>,
    /// Where it was read.
    pub source: String,
}

/// What is known of a project beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiviFiche {
    /// The stages that it reached, first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<PassageSuivi>,
    /// Its communes and IRIS.
    #[serde(default, skip_serializing_if = "Perimeter::is_empty")]
    pub unites: Perimeter,
    /// Its population, when it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<PopulationTypee>,
    /// Départements that were written down; those of its communes come on their own.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub departements: BTreeSet<DepartementCode>,
    /// Who follows it in the institution: a function, not a name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// What must be remembered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A project that a region follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suivi {
    /// Identifier.
    pub id: SuiviId,
    /// Code of the region.
    pub region: String,
    /// Key of its kind.
    pub kind: String,
    /// Name.
    pub nom: String,
    /// Key of the stage where it stands.
    pub etape: String,
    /// The CPTS of the instance that it is, when it is one.
    pub cpts: Option<CptsId>,
    /// Everything else.
    pub fiche: SuiviFiche,
    /// When it was written down.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// A stage to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Key of the stage.
    pub etape: &'a str,
    /// The day on which it was reached.
    pub le: Date,
    /// Today in France.
    pub today: Date,
    /// When and by whom it is written down.
    pub by: (&'a Author, Timestamp),
}

/// Why a project does not go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// No stage of that key.
    #[error("no such stage")]
    Unknown,
    /// It already stands there.
    #[error("it already stands there")]
    Same,
    /// The day is still to come.
    #[error("the day is still to come")]
    Future,
    /// The day comes before that of the stage where it stands.
    #[error("the day comes before {0}")]
    Before(Date),
    /// Its first stage cannot be taken back.
    #[error("its first stage cannot be taken back")]
    First,
}

impl Suivi {
    /// Takes a stage on a day.
    ///
    /// # Errors
    /// When the kind has no such stage, it already stands there, or the day is to come or too early.
    pub fn reach(&mut self, kind: &TypeSuivi, to: &Moved<'_>) -> Result<(), MoveError> {
        let stage = kind.etape(to.etape).ok_or(MoveError::Unknown)?;
        if to.le > to.today {
            return Err(MoveError::Future);
        }
        if let Some(last) = self.fiche.passages.last() {
            if last.etape == stage.cle {
                return Err(MoveError::Same);
            }
            if to.le < last.le {
                return Err(MoveError::Before(last.le));
            }
        }
        self.etape.clone_from(&stage.cle);
        let (by, at) = (to.by.0.clone(), to.by.1);
        self.fiche.passages.push(PassageSuivi { etape: stage.cle.clone(), le: to.le, at, by });
        Ok(())
    }

    /// The same for what the program notices by itself: a project never goes back, and a day that comes before the
    /// one written down takes that one. Whether it moved.
    pub fn advance(&mut self, kind: &TypeSuivi, to: &Moved<'_>) -> bool {
        let (here, there) = (kind.rang(&self.etape), kind.rang(to.etape));
        if there.is_none() || there <= here {
            return false;
        }
        let last = self.fiche.passages.last().map_or(to.le, |last| last.le.max(to.le));
        self.reach(kind, &Moved { le: last.min(to.today), ..to.clone() }).is_ok()
    }

    /// Takes the last move back; the stage that is left.
    ///
    /// # Errors
    /// When it stands at its first one.
    pub fn take_back(&mut self) -> Result<String, MoveError> {
        let [.., before, _] = self.fiche.passages.as_slice() else { return Err(MoveError::First) };
        let before = before.etape.clone();
        let left = std::mem::replace(&mut self.etape, before);
        self.fiche.passages.pop();
        Ok(left)
    }

    /// Since when it stands where it stands.
    pub fn since(&self) -> Option<Date> {
        self.fiche.passages.last().map(|last| last.le)
    }

    /// Its départements: those written down and those of its communes.
    pub fn departements(&self) -> BTreeSet<DepartementCode> {
        let own = self.fiche.unites.units().map(|unit| unit.commune().departement());
        self.fiche.departements.iter().copied().chain(own).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::region::etapes;

    pub(crate) fn suivi(nom: &str, etape: &str, codes: &[&str]) -> Suivi {
        let by = Author::System("essai".into());
        let le = date(2024, 3, 1);
        Suivi {
            id: SuiviId(uuid::Uuid::nil()),
            region: "90".into(),
            kind: "cpts".into(),
            nom: nom.into(),
            etape: etape.into(),
            cpts: None,
            fiche: SuiviFiche {
                passages: vec![PassageSuivi { etape: etape.into(), le, at: Timestamp::UNIX_EPOCH, by }],
                unites: codes.iter().filter_map(|code| code.parse().ok()).collect(),
                ..SuiviFiche::default()
            },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn a_project_moves_forward_in_time_and_its_last_move_is_taken_back() {
        let kind = etapes().unwrap().kind("cpts").unwrap();
        let who = Author::System("essai".into());
        let mut one = suivi("A", "etude", &[]);
        let to = |etape, le| Moved { etape, le, today: date(2024, 9, 1), by: (&who, Timestamp::UNIX_EPOCH) };
        assert_eq!(
            one.reach(kind, &to("lettre", date(2024, 2, 1))),
            Err(MoveError::Before(date(2024, 3, 1)))
        );
        assert_eq!(one.reach(kind, &to("lettre", date(2024, 9, 2))), Err(MoveError::Future));
        assert_eq!(one.reach(kind, &to("etude", date(2024, 5, 1))), Err(MoveError::Same));
        assert_eq!(one.reach(kind, &to("signe", date(2024, 5, 1))), Err(MoveError::Unknown));
        one.reach(kind, &to("lettre", date(2024, 3, 1))).unwrap();
        // A project that was given up may go back to an earlier stage, by hand.
        one.reach(kind, &to("etude", date(2024, 6, 1))).unwrap();
        assert_eq!((one.since(), one.etape.as_str()), (Some(date(2024, 6, 1)), "etude"));
        assert_eq!(one.take_back().unwrap(), "etude");
        assert_eq!(one.take_back().unwrap(), "lettre");
        assert_eq!(one.take_back(), Err(MoveError::First));
        assert_eq!((one.etape.as_str(), one.fiche.passages.len()), ("etude", 1));
    }

    #[test]
    fn what_the_program_notices_never_moves_a_project_back() {
        let kind = etapes().unwrap().kind("cpts").unwrap();
        let who = Author::System("essai".into());
        let mut one = suivi("A", "projet", &[]);
        let to = |etape, le| Moved { etape, le, today: date(2024, 9, 1), by: (&who, Timestamp::UNIX_EPOCH) };
        assert!(!one.advance(kind, &to("lettre", date(2024, 5, 1))));
        assert!(!one.advance(kind, &to("projet", date(2024, 5, 1))));
        assert!(one.advance(kind, &to("valide", date(2024, 1, 1))), "its day is that of the stage before");
        assert_eq!(one.since(), Some(date(2024, 3, 1)));
    }
}
