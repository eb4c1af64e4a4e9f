//! The documents that go with a dossier.

use domain::authz::{Allowed, EditDossiers, ReadDossiers};
use domain::dossier::{Annexe, Dossier};
use domain::ids::{DossierId, PieceId};
use domain::pieces::OfDossier;
use serde_json::json;
use storage::PieceRow;

use super::{DossierError, Lecteur};
use crate::pieces::PieceError;
use crate::subventions::EtatSubvention;
use crate::{App, AppError};

impl App {
    /// Keeps a document with a dossier; the same content is kept once.
    ///
    /// # Errors
    /// When the document cannot be kept, or the dossier is filed or of somebody else: nothing is kept then.
    pub async fn attach_to_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        id: DossierId,
        (name, content): (&str, Vec<u8>),
    ) -> Result<PieceId, DossierAnnexError> {
        // Asked twice: before a document is kept for nothing, and when it is tied.
        let open = |dossier: Option<Dossier>| -> Result<Dossier, DossierError> {
            let dossier = dossier.filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)?;
            match dossier.etat.may_be_filed() {
                true => Ok(dossier),
                false => Err(DossierError::Closed(dossier.etat)),
            }
        };
        open(self.store.read().await?.dossier_cpts(proof, id).await?)?;
        let piece = self.attach_piece::<OfDossier>(proof, name, content).await?;
        let tx = self.store.write().await?;
        let mut dossier = open(tx.dossier_to_edit(proof, id).await?)?;
        if !dossier.fiche.annexes.contains(&piece) {
            dossier.fiche.annexes.push(piece);
            if !tx.save_dossier(proof, &dossier).await? {
                return Err(DossierError::Replaced.into());
            }
            tx.audit(proof, self.change("dossier_cpts", id, json!({ "attached": piece }))).await?;
            tx.commit().await?;
        }
        Ok(piece)
    }

    /// Keeps the last final export of the request for a subsidy with a dossier.
    ///
    /// # Errors
    /// [`DossierError::NoSubsidy`] for who may not read requests, or while none is final.
    pub async fn attach_subsidy(
        &self,
        (lecteur, proof): (&Lecteur, &Allowed<EditDossiers>),
        id: DossierId,
    ) -> Result<PieceId, DossierAnnexError> {
        let own = self.store.read().await?.dossier_cpts(proof, id).await?;
        own.ok_or(DossierError::from(AppError::NotFound))?;
        let money = lecteur.subventions.as_ref().ok_or(DossierError::NoSubsidy)?;
        let state = self.subvention_etat(money).await.map_err(DossierError::from)?;
        let EtatSubvention::Prete(request, figee) = state else {
            return Err(DossierError::NoSubsidy.into());
        };
        let (_, pdf) =
            self.subvention_pdf(money, (request, Some(figee.numero))).await.map_err(DossierError::from)?;
        self.attach_to_dossier(proof, id, ("Demande de subvention.pdf", pdf)).await
    }

    /// Whether a final request for a subsidy could be kept with a dossier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_subsidy(&self, lecteur: &Lecteur) -> Result<bool, AppError> {
        let Some(money) = &lecteur.subventions else { return Ok(false) };
        Ok(matches!(self.subvention_etat(money).await?, EtatSubvention::Prete(..)))
    }

    /// Takes a document off a dossier; filed versions keep it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such document, [`DossierError::Closed`] once it is filed.
    pub async fn detach_from_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        (id, piece): (DossierId, PieceId),
    ) -> Result<(), DossierError> {
        let tx = self.store.write().await?;
        let mut dossier = super::ecrire::open(&tx, proof, id).await?;
        let before = dossier.fiche.annexes.len();
        dossier.fiche.annexes.retain(|one| *one != piece);
        if dossier.fiche.annexes.len() == before {
            return Err(AppError::NotFound.into());
        }
        if !tx.save_dossier(proof, &dossier).await? {
            return Err(DossierError::Replaced);
        }
        tx.audit(proof, self.change("dossier_cpts", id, json!({ "withdrawn": piece }))).await?;
        Ok(tx.commit().await?)
    }

    /// The documents of a dossier, in its order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn annexes(
        &self,
        proof: &Allowed<ReadDossiers>,
        dossier: &Dossier,
    ) -> Result<Vec<PieceRow>, AppError> {
        let all = self.pieces::<OfDossier>(proof).await?;
        let own = dossier.fiche.annexes.iter().filter_map(|id| all.iter().find(|one| one.id == *id).cloned());
        Ok(own.collect())
    }

    /// A document of a dossier of the CPTS, or of one of its filed versions, with its content.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier never had it, or the database does not answer.
    pub async fn annexe(
        &self,
        proof: &Allowed<ReadDossiers>,
        (id, piece): (DossierId, PieceId),
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let dossier = tx.dossier_cpts(proof, id).await?.ok_or(AppError::NotFound)?;
        let filed = tx.depots(proof, id).await?;
        drop(tx);
        let of_version = filed.iter().flat_map(|one| &one.annexes).any(|one: &Annexe| one.piece == piece);
        if !of_version && !dossier.fiche.annexes.contains(&piece) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfDossier>(proof, piece).await
    }
}

/// Why a document was not kept with a dossier.
#[derive(Debug, thiserror::Error)]
pub enum DossierAnnexError {
    /// The document itself.
    #[error(transparent)]
    Piece(#[from] PieceError),
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
}

impl From<storage::StorageError> for DossierAnnexError {
    fn from(error: storage::StorageError) -> Self {
        Self::Dossier(error.into())
    }
}
