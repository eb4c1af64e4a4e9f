//! The contract with the Assurance Maladie and the agency: its terms, its signature, its avenants, its missions.

mod ecrire;
mod rappels;
mod signer;
mod suivi;

use domain::aci::contrat::{Bornes, Contrat, ContratLu, RefusSuivi, RefusTermes};
use domain::aci::poste::Poste;
use domain::authz::Allowed;
use domain::ids::ContratId;
use storage::{ChangesContrats, ReadsContrats, StorageError, WriteTx};

use crate::{App, AppError};

pub use rappels::ECHEANCES;
pub use signer::AvenantTape;
pub use suivi::Complet;

/// Why a use case of contracts did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ContratError {
    /// What was typed is wrong: the name of each field and what is wrong with it.
    #[error("refused: {0:?}")]
    Refused(Vec<(String, RefusTermes)>),
    /// Something that happened cannot have happened so.
    #[error(transparent)]
    Suivi(#[from] RefusSuivi),
    /// The CPTS is no association yet: the record lacks its name, or its RNA and SIRET numbers.
    #[error("the record of the association is not complete")]
    Association,
    /// Amounts that a contract must say are missing: by year.
    #[error("amounts are missing: {0:?}")]
    Montants(Vec<(u8, Poste)>),
    /// An avenant changes a year that was over when it took effect.
    #[error("year {0} was over when the avenant took effect")]
    AnneePassee(u8),
    /// The signature is to come, or an avenant holds before the contract.
    #[error("the day cannot be that of a signature")]
    Signature,
    /// There is nothing to sign: no terms are being written.
    #[error("no terms are being written")]
    SansBrouillon,
    /// Terms are being written already, or the contract is signed: an avenant changes it.
    #[error("the contract is signed")]
    Signe,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for ContratError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for ContratError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        Self::App(error.into())
    }
}

impl App {
    /// The contracts of the CPTS that were not removed, the last begun first; and those that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn contrats<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<(Vec<ContratLu>, Vec<ContratLu>), AppError> {
        let mut all = self.store.read().await?.contrats(proof).await?;
        all.reverse();
        Ok(all.into_iter().partition(|one| one.contrat.removed_at.is_none()))
    }

    /// One contract with its signed versions.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that identifier.
    pub async fn contrat<P: ReadsContrats>(
        &self,
        proof: &Allowed<P>,
        id: ContratId,
    ) -> Result<ContratLu, AppError> {
        self.store.read().await?.contrat(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// One contract that was not removed, to change it as it stood at a version.
    pub(crate) async fn contrat_held<P: ChangesContrats>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (id, version): (ContratId, i64),
    ) -> Result<ContratLu, ContratError> {
        let found = tx.contrat_to_edit(proof, id).await?.filter(|one| one.contrat.removed_at.is_none());
        let found = found.ok_or(AppError::NotFound)?;
        if found.contrat.version == version { Ok(found) } else { Err(ContratError::Replaced) }
    }

    /// Writes it back with what changed, by name.
    pub(crate) async fn keep_contrat<P: ChangesContrats>(
        &self,
        tx: WriteTx,
        proof: &Allowed<P>,
        (one, changes): (&Contrat, serde_json::Value),
    ) -> Result<(), ContratError> {
        if !tx.save_contrat(proof, one).await? {
            return Err(ContratError::Replaced);
        }
        tx.audit(proof, self.change("contrat", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Between which days something of a signed contract can have happened.
    pub(crate) fn bornes(&self, contrat: &ContratLu) -> Result<Bornes, ContratError> {
        let terms = contrat.signes().ok_or(ContratError::SansBrouillon)?;
        Ok(Bornes { signature: terms.signature, terme: terms.terme(), today: self.today() })
    }
}
