//! What a region follows and shares: its board, its tool box; the sheets of experience of the CPTS.

mod argent;
mod avancer;
mod carte;
mod experiences;
mod liste;
mod objectifs;
mod outils;
mod projets;
mod tableau;

use domain::organisation::TextError;
use domain::region::{ExperienceError, MoveError, ReglesRegion, regles};
use jiff::civil::Date;
use storage::StorageError;

pub use argent::ArgentRegion;
pub use avancer::NotedStage;
pub use experiences::{CopyError, ExperienceRefused};
pub use liste::ListError;
pub use objectifs::TypedObjectif;
pub use outils::{Outillage, ToolError, TypedOutil};
pub use projets::{Choosable, TypedSuivi};
pub use storage::{OutilRow, PublishedExperience};
pub use tableau::{Board, LigneSuivi, PopulationLue};

use crate::AppError;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refus {
    /// A text that cannot be kept.
    Texte(TextError),
    /// Nothing of the list was chosen.
    Choix,
    /// Not a day.
    Jour,
    /// A day that is over.
    Passe,
    /// The stage cannot be taken.
    Etape(MoveError),
    /// Not a whole number, or zero.
    Nombre,
    /// Not codes of communes or IRIS, or unknown ones.
    Codes(Vec<String>),
    /// Not codes of départements of the region.
    Departements(Vec<String>),
    /// A population without its source.
    Source,
}

/// Why a use case of a region did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(&'static str, Refus)>),
    /// Nobody said which region the institution is in.
    #[error("the institution has no region")]
    NoRegion,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// The CPTS is followed already, on another line.
    #[error("the CPTS is followed already")]
    Followed,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl RegionError {
    fn at(field: &'static str, refus: Refus) -> Self {
        Self::Refused(vec![(field, refus)])
    }
}

impl From<StorageError> for RegionError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::AlreadyExists => Self::Followed,
            other => Self::App(other.into()),
        }
    }
}

impl From<&'static domain::source::RulesError> for RegionError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

/// What was refused while a form is read, so that all of it is said at once.
#[derive(Debug, Default)]
struct Reading {
    wrong: Vec<(&'static str, Refus)>,
}

impl Reading {
    fn refuse(&mut self, field: &'static str, refus: Refus) {
        self.wrong.push((field, refus));
    }

    fn text(&mut self, field: &'static str, text: &str, max: usize) -> String {
        domain::organisation::checked_text(text, max).unwrap_or_else(|error| {
            self.refuse(field, Refus::Texte(error));
            String::new()
        })
    }

    fn name(&mut self, field: &'static str, text: &str, rules: &ReglesRegion) -> String {
        let name = self.text(field, text, rules.nom_max).replace('\n', " ");
        if name.is_empty() && !self.wrong.iter().any(|(known, _)| *known == field) {
            self.refuse(field, Refus::Texte(TextError::Empty));
        }
        name
    }

    /// A day as people type it; `None` when nothing is typed.
    fn day(&mut self, field: &'static str, text: &str) -> Option<Date> {
        let typed = text.trim();
        if typed.is_empty() {
            return None;
        }
        let read = domain::texte::read_day(typed);
        if read.is_none() {
            self.refuse(field, Refus::Jour);
        }
        read
    }

    /// A whole number as people type it; `None` when nothing is typed.
    fn number(&mut self, field: &'static str, text: &str) -> Option<u32> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        if digits.is_empty() {
            return None;
        }
        let read = digits.parse().ok().filter(|number| *number > 0);
        if read.is_none() {
            self.refuse(field, Refus::Nombre);
        }
        read
    }

    fn end(self) -> Result<(), RegionError> {
        if self.wrong.is_empty() { Ok(()) } else { Err(RegionError::Refused(self.wrong)) }
    }
}

fn rules() -> Result<&'static ReglesRegion, &'static domain::source::RulesError> {
    regles()
}

impl From<ExperienceError> for RegionError {
    fn from(error: ExperienceError) -> Self {
        match error {
            ExperienceError::Text(field, error) => Self::at(field, Refus::Texte(error)),
            ExperienceError::Unfinished(field) => Self::at(field, Refus::Texte(TextError::Empty)),
        }
    }
}
