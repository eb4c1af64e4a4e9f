//! Mobilisation: campaigns, what they send, what people answer, the table and the history of the letter of intent.

mod appels;
mod campagnes;
mod courriers;
mod envoyer;
mod historique;
mod kit;
mod lancer;
mod repondre;
mod suivi;
mod tableau;

pub use appels::IssueAppel;
pub use campagnes::{CampagneInput, CampagneLue, ChoixCampagne, Sollicite};
pub use envoyer::SendCampagne;
pub use kit::{DeclarationInput, Kit};
pub use repondre::{PageCampagne, ReponseRelais};
pub use tableau::{TableDemandee, TableLue};

use domain::authz::Allowed;
use domain::communaute::Personne;
use domain::ids::PersonneId;
use storage::{HoldsCampagnes, WriteTx};

use crate::{App, AppError};

/// Why a campaign cannot do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum CampagneError {
    /// It was launched: its text and its selection are frozen.
    #[error("the campaign was launched")]
    Frozen,
    /// It was not launched, or it is closed.
    #[error("the campaign is not running")]
    NotRunning,
    /// Its subject or its text is empty.
    #[error("the campaign says nothing")]
    NoText,
    /// Nobody of its selection can be reached that way.
    #[error("nobody can be reached")]
    Nobody,
    /// Nobody may be reminded today.
    #[error("nobody may be reminded")]
    NobodyToRemind,
    /// A campaign of this channel does not do this.
    #[error("not with this channel")]
    OtherChannel,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for CampagneError {
    fn from(error: storage::StorageError) -> Self {
        CampagneError::App(error.into())
    }
}

/// How often a sheet is read again when somebody changed it meanwhile.
const TRIES: usize = 3;

impl App {
    /// Changes the sheet that stands for a person, in the transaction of what it follows from. `false` when the
    /// sheet is gone. Whoever writes at the same time without the lock of the community is read again.
    async fn change_personne<P: HoldsCampagnes + storage::ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        id: PersonneId,
        mut change: impl FnMut(&mut Personne),
    ) -> Result<bool, AppError> {
        for _ in 0..TRIES {
            let Some(mut found) = tx.personne_solicited(proof, id).await? else { return Ok(false) };
            let before = found.clone();
            change(&mut found);
            if found == before {
                return Ok(true);
            }
            found.changed_at = self.now();
            if tx.save_personne(proof, &found).await? {
                return Ok(true);
            }
        }
        Err(AppError::Conflict)
    }
}
