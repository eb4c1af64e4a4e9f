//! Dossiers of a CPTS: written, filed, instructed.

mod annexes;
mod constats;
mod deposer;
mod ecrire;
pub mod instruction;
mod lettre;
mod matieres;
mod versions;

use domain::dossier::EtatDossier;
use domain::ids::DossierId;
use domain::source::RulesError;
use storage::StorageError;

pub use annexes::DossierAnnexError;
pub use deposer::{Depose, NewDepotRequest};
pub use ecrire::{NewDossier, Saisi, Sort};
pub use lettre::DossierLu;
pub use matieres::Lecteur;
pub use versions::{Compare, VersionLue};

use crate::AppError;

/// Who is named when a command of the instance acted.
const NOBODY: &str = "Maillage";

/// Why a use case of dossiers did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// Another dossier of the same kind is not over.
    #[error("another dossier of this kind is open")]
    Twice(DossierId),
    /// It waits at the institutions, or is over.
    #[error("a dossier in state {0:?} is not written")]
    Closed(EtatDossier),
    /// Something blocks its filing.
    #[error("{0} remarks block the filing")]
    Blocked(usize),
    /// No such desk receives dossiers.
    #[error("not a desk")]
    NotADesk,
    /// No final request for a subsidy could be joined.
    #[error("no final request for a subsidy")]
    NoSubsidy,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for DossierError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static RulesError> for DossierError {
    fn from(error: &'static RulesError) -> Self {
        Self::App(error.into())
    }
}

impl From<documents::DocumentError> for DossierError {
    fn from(error: documents::DocumentError) -> Self {
        Self::App(error.into())
    }
}
