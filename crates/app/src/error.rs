//! What a use case can answer other than its result.

use domain::authz::Denied;
use domain::territoire::{NameError, StillReference};

/// A use case that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nothing of that identifier in this CPTS.
    #[error("not found")]
    NotFound,
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name cannot be used.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The reference variant cannot be removed.
    #[error(transparent)]
    StillReference(#[from] StillReference),
    /// Somebody else changed the same thing meanwhile.
    #[error("changed by somebody else meanwhile")]
    Conflict,
    /// A free text cannot be kept.
    #[error(transparent)]
    Text(#[from] domain::organisation::TextError),
    /// The last holder of an essential permission cannot lose it.
    #[error(transparent)]
    StillLast(domain::organisation::StillLast),
    /// The end comes before the start, or is past.
    #[error("the end is past or comes before the start")]
    PastDate,
    /// The end is further than the rules allow.
    #[error("the end is further than the rules allow")]
    TooFar,
    /// A personal link is too old or was taken back.
    #[error("the link is over")]
    LinkOver,
    /// A rules table of the program is malformed.
    #[error("rules: {0}")]
    Rules(String),
    /// The e-mail address already has an account.
    #[error("the e-mail address already has an account")]
    EmailTaken,
    /// Too many tries, demands or exports: see [`domain::securite::Limit`].
    #[error("too many times, until {retry_at}")]
    TooMany {
        /// When it may be asked again.
        retry_at: jiff::Timestamp,
    },
    /// A key, a hash or a seal failed.
    #[error("security: {0}")]
    Security(String),
    /// A job or an e-mail could not be written down.
    #[error("job: {0}")]
    Job(String),
    /// A document could not be made.
    #[error("document: {0}")]
    Document(String),
    /// A stored reference file cannot be read.
    #[error("reference data: {0}")]
    Reference(String),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::StorageError),
}

impl From<&'static domain::source::RulesError> for AppError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        AppError::Rules(error.to_string())
    }
}

impl From<documents::DocumentError> for AppError {
    fn from(error: documents::DocumentError) -> Self {
        AppError::Document(error.to_string())
    }
}

/// The application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenAppError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] storage::OpenError),
    /// The reference data cannot be loaded.
    #[error(transparent)]
    Load(#[from] AppError),
}
