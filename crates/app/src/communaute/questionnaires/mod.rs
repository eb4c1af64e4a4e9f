//! Questionnaires: written, sent, answered by a link, read; and difficulties, which keep their identity.

mod affiche;
mod auteurs;
mod classer;
mod difficultes;
mod ecrire;
mod envoyer;
mod repondre;
mod resultats;
mod suites;

use domain::authz::{Allowed, Permission};
use domain::communaute::Personne;
use domain::communaute::questionnaires::{RefusQuestion, RefusReponse};
use domain::ids::{PersonneId, QuestionnaireId};
use domain::organisation::TextError;
use storage::{ReadTx, ReadsCommunaute, StorageError};

use crate::AppError;

pub use classer::{ToSort, sortable};
pub use difficultes::{DifficulteLue, Facts, NewDifficulte};
pub use ecrire::{Change, Listed, Presentation};
pub use envoyer::{Destinataire, Joignable, Sent};
pub use repondre::{Asked, Given, Opened};
pub use resultats::{Lecture, Officiel};

/// What is wrong with what was typed, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refus {
    /// A text that cannot be kept.
    Texte(TextError),
    /// A question that cannot be asked.
    Question(RefusQuestion),
    /// An answer that cannot be kept.
    Reponse(RefusReponse),
    /// More questions than this.
    TropDeQuestions(usize),
    /// Nothing is asked yet.
    SansQuestion,
    /// The last day comes before the first one, or is past.
    Dates,
    /// Not an e-mail address.
    Courriel,
    /// Not a commune, or several have this name.
    Commune,
    /// Nobody was chosen.
    Personne,
    /// More people than this at once.
    TropDePersonnes(usize),
    /// Nobody knows where to write to the author.
    SansAdresse,
    /// The theme is there already.
    DejaLa,
}

/// Why a use case of questionnaires or difficulties did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum QuestionnaireError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(String, Refus)>),
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// It takes no answers.
    #[error("it takes no answers")]
    Closed,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl QuestionnaireError {
    fn at(field: &str, refus: Refus) -> Self {
        Self::Refused(vec![(field.to_owned(), refus)])
    }
}

impl From<StorageError> for QuestionnaireError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for QuestionnaireError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

/// Key of the themes that the CPTS added, among its choices.
const THEMES: &str = "questionnaires.themes";

/// What an e-mail about a questionnaire is about, to find it again.
fn about(id: QuestionnaireId, personne: PersonneId) -> String {
    format!("questionnaire:{id}:{personne}")
}

/// The sheet that stands for a person after merges; `None` when it is removed.
async fn standing<P: Permission + ReadsCommunaute>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    id: PersonneId,
) -> Result<Option<Personne>, StorageError> {
    let mut wanted = id;
    // A chain of merges is short; the bound keeps a damaged one from turning for ever.
    for _ in 0..32 {
        match tx.personne(proof, wanted).await? {
            Some(Personne { fusionnee: Some(next), .. }) => wanted = next,
            found => return Ok(found.filter(|one| one.removed_at.is_none())),
        }
    }
    Ok(None)
}
