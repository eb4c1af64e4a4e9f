//! The vault of a contract: evidence that is added, attached to indicators, withdrawn with a reason, and looked at again
//! each time it is read.

mod arrivees;
mod ecrire;

use std::collections::BTreeMap;

use domain::aci::contrat::ContratLu;
use domain::aci::indicateur::Indicateur;
use domain::aci::preuve::{EtatPreuve, Preuve, RefusPreuve, compter};
use domain::authz::{Allowed, ReadPreuves};
use domain::ids::{ContratId, IndicateurId, PreuveId};
use domain::organisation::TextError;
use sha2::{Digest as _, Sha256};
use storage::{ReadTx, ReadsPreuves, StorageError};

pub use arrivees::{Arrivee, Scelles};
pub use ecrire::{NouvellePreuve, TITRE_MAX};

use crate::pieces::PieceError;
use crate::{App, AppError};

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusSaisie {
    /// A text cannot be kept.
    Texte(TextError),
    /// Nothing was chosen.
    Choix,
    /// A rule of the vault.
    Regle(RefusPreuve),
}

/// Why a use case of the vault did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum PreuveError {
    /// What was typed is wrong: the name of the field and why.
    #[error("{0}: {1:?}")]
    Refused(&'static str, RefusSaisie),
    /// The document itself.
    #[error(transparent)]
    Piece(#[from] PieceError),
    /// Its content is not the one that entered the vault.
    #[error("altered")]
    Alteree,
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl PreuveError {
    fn rule(field: &'static str, refus: RefusPreuve) -> Self {
        Self::Refused(field, RefusSaisie::Regle(refus))
    }
}

impl From<StorageError> for PreuveError {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

/// Bytes as their fingerprint.
pub(crate) fn empreinte(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A piece of evidence as its page shows it.
#[derive(Clone, Debug)]
pub struct PreuveLue {
    /// The evidence.
    pub preuve: Preuve,
    /// Where it stands: its content was read again for this.
    pub etat: EtatPreuve,
    /// Name of who put it there; empty when it is not known any more.
    pub auteur: String,
    /// Name of who withdrew it.
    pub retire_par: String,
}

/// A contract of the CPTS that was not removed.
pub(crate) async fn contrat_open<P: ReadsPreuves>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    id: ContratId,
) -> Result<ContratLu, AppError> {
    let found = tx.contrat(proof, id).await?.filter(|one| one.contrat.removed_at.is_none());
    found.ok_or(AppError::NotFound)
}

/// Each piece of evidence of a contract with where it stands. Contents are read one at a time: a vault may be large.
pub(crate) async fn lues<P: ReadsPreuves>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    contrat: ContratId,
) -> Result<Vec<(Preuve, EtatPreuve)>, AppError> {
    let mut all = Vec::new();
    for one in tx.preuves(proof, contrat).await? {
        let etat = etat(tx, proof, &one).await?;
        all.push((one, etat));
    }
    Ok(all)
}

async fn etat<P: ReadsPreuves>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    one: &Preuve,
) -> Result<EtatPreuve, AppError> {
    if one.fiche.retrait.is_some() {
        return Ok(EtatPreuve::Retiree);
    }
    let now = tx.preuve_content(proof, one).await?.map(|bytes| empreinte(&bytes));
    Ok(one.etat(now.as_deref()))
}

impl App {
    /// The vault of a contract, by day: each piece of evidence with where it stands now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract, or the database does not answer.
    pub async fn preuves<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<(Preuve, EtatPreuve)>, AppError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        lues(&tx, proof, contrat).await
    }

    /// The evidence of a contract by day, withdrawn ones too, without looking at contents: to name it elsewhere.
    ///
    /// # Errors
    /// As [`App::preuves`].
    pub async fn named_preuves<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Preuve>, AppError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        Ok(tx.preuves(proof, contrat).await?)
    }

    /// Dated documents that show each indicator of a contract: those that were not withdrawn and did not change. An
    /// indicator that is not there has none.
    ///
    /// # Errors
    /// As [`App::preuves`].
    pub async fn dated_documents<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<BTreeMap<IndicateurId, usize>, AppError> {
        let all = self.preuves(proof, contrat).await?;
        Ok(compter(all.iter().map(|(preuve, etat)| (preuve, *etat))))
    }

    /// The indicators of a contract that evidence can show: those that were not removed, by year and place.
    ///
    /// # Errors
    /// As [`App::preuves`].
    pub async fn preuve_indicateurs<P: ReadsPreuves>(
        &self,
        proof: &Allowed<P>,
        contrat: ContratId,
    ) -> Result<Vec<Indicateur>, AppError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        let mut all = tx.indicateurs(proof, contrat).await?;
        all.retain(|one| one.removed_at.is_none());
        Ok(all)
    }

    /// One piece of evidence of a contract.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the contract has none of that identifier, or the database does not answer.
    pub async fn preuve(
        &self,
        proof: &Allowed<ReadPreuves>,
        (contrat, id): (ContratId, PreuveId),
    ) -> Result<PreuveLue, AppError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        let preuve = tx.preuve(proof, id).await?.filter(|one| one.contrat == contrat);
        let preuve = preuve.ok_or(AppError::NotFound)?;
        let etat = etat(&tx, proof, &preuve).await?;
        drop(tx);
        let retrait = preuve.fiche.retrait.as_ref().map(|one| &one.by);
        let names = self.names(proof, [Some(&preuve.by), retrait].into_iter().flatten()).await?;
        let name = |by| names.of(by).unwrap_or_default().to_owned();
        Ok(PreuveLue {
            auteur: name(&preuve.by),
            retire_par: retrait.map(name).unwrap_or_default(),
            preuve,
            etat,
        })
    }

    /// The document of a piece of evidence, byte for byte as it entered the vault. A withdrawn one is still there.
    ///
    /// # Errors
    /// [`PreuveError::Alteree`] when its content changed; as [`App::preuve`].
    pub async fn preuve_file(
        &self,
        proof: &Allowed<ReadPreuves>,
        (contrat, id): (ContratId, PreuveId),
    ) -> Result<(Preuve, Vec<u8>), PreuveError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        let preuve = tx.preuve(proof, id).await?.filter(|one| one.contrat == contrat);
        let preuve = preuve.ok_or(AppError::NotFound)?;
        let bytes = tx.preuve_content(proof, &preuve).await?.ok_or(PreuveError::Alteree)?;
        if empreinte(&bytes) == preuve.sha256 { Ok((preuve, bytes)) } else { Err(PreuveError::Alteree) }
    }
}
