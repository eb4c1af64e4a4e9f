//! What the RGPD asks of a CPTS: register, notice, requests of people, breaches, retention.

mod conservation;
mod demandes;
mod dossier;
mod effacement;
mod registre;
mod violations;

pub use conservation::{CONSERVATION, ConservationReport};
pub use demandes::{DemandeLine, NewRequest};
pub use effacement::Outcome;
pub use registre::{LineContent, Origin, Registre, RegistreLine};
pub use storage::{
    Controller, DemandeRow, DossierSection, DossierValue, EXCEPTIONS, EXPORTED, Erased, Exported, Shape,
    ViolationRow,
};
pub use violations::{Decision, ViolationInput, ViolationLine};

use domain::rgpd::violation::ViolationError;

use crate::AppError;

/// Why something about personal data was not done.
#[derive(Debug, thiserror::Error)]
pub enum RgpdError {
    /// A field of the form must be filled in: its name.
    #[error("the field {0} is missing")]
    Missing(&'static str),
    /// A day or an instant that has not come yet: its field.
    #[error("the field {0} lies in the future")]
    Future(&'static str),
    /// The request was answered already.
    #[error("already answered")]
    Answered,
    /// The request was extended already, or its first month is over.
    #[error("can no longer be extended")]
    NotExtendable,
    /// The request is not for erasure, or nobody with an account made it.
    #[error("not a request for erasure of an account")]
    NotErasable,
    /// The file of the breach is closed.
    #[error("closed")]
    Closed,
    /// Nobody decided yet whether the CNIL must know.
    #[error("undecided")]
    Undecided,
    /// The decision about a breach does not stand.
    #[error(transparent)]
    Violation(#[from] ViolationError),
    /// The instance would have no operator left.
    #[error("the last operator cannot be erased")]
    LastOperator,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for RgpdError {
    fn from(error: storage::StorageError) -> Self {
        RgpdError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for RgpdError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        RgpdError::App(error.into())
    }
}

/// A text that must be there, trimmed.
fn required(field: &'static str, text: &str) -> Result<String, RgpdError> {
    match text.trim() {
        "" => Err(RgpdError::Missing(field)),
        text => Ok(text.to_owned()),
    }
}

/// A text that may be empty.
fn optional(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
