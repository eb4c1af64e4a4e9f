//! Documents of an expense: the order, the invoice.

use domain::authz::{Allowed, EditArgent, ReadArgent};
use domain::ids::{ContratId, DepenseId, PieceId};
use domain::pieces::OfArgent;
use serde_json::json;
use storage::PieceRow;

use super::ArgentError;
use crate::{App, AppError};

impl App {
    /// Keeps a document with an expense; the same content is kept once.
    ///
    /// # Errors
    /// When the contract has no such expense, the document cannot be kept, or the database does not answer.
    pub async fn attach_to_depense(
        &self,
        proof: &Allowed<EditArgent>,
        (contrat, depense): (ContratId, DepenseId),
        (name, content): (&str, Vec<u8>),
    ) -> Result<PieceId, ArgentError> {
        let known = self.store.read().await?.depenses(proof, contrat).await?;
        if !known.iter().any(|one| one.id == depense) {
            return Err(AppError::NotFound.into());
        }
        let piece = self.attach_piece::<OfArgent>(proof, name, content).await?;
        let tx = self.store.write().await?;
        let found = tx.depense_to_edit(proof, depense).await?.filter(|one| one.contrat == contrat);
        let mut one = found.ok_or(AppError::NotFound)?;
        if one.joindre(piece, (proof.author().clone(), self.now())) {
            self.keep_depense(tx, proof, (&one, json!({ "attached": piece }))).await?;
        }
        Ok(piece)
    }

    /// Takes a document off an expense: its line stays and says who did, the document itself is kept.
    ///
    /// # Errors
    /// When the contract has no such expense, the expense no such document, or the database does not answer.
    pub async fn detach_from_depense(
        &self,
        proof: &Allowed<EditArgent>,
        (contrat, depense): (ContratId, DepenseId),
        piece: PieceId,
    ) -> Result<(), ArgentError> {
        let tx = self.store.write().await?;
        let found = tx.depense_to_edit(proof, depense).await?.filter(|one| one.contrat == contrat);
        let mut one = found.ok_or(AppError::NotFound)?;
        if !one.detacher(piece, (proof.author().clone(), self.now())) {
            return Err(AppError::NotFound.into());
        }
        self.keep_depense(tx, proof, (&one, json!({ "withdrawn": piece }))).await
    }

    /// A document of an expense with its content; one that was taken off too.
    ///
    /// # Errors
    /// When the contract has no such expense, the expense no such document, or the database does not answer.
    pub async fn depense_piece(
        &self,
        proof: &Allowed<ReadArgent>,
        (contrat, depense): (ContratId, DepenseId),
        piece: PieceId,
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        let all = self.store.read().await?.depenses(proof, contrat).await?;
        let found = all.into_iter().find(|one| one.id == depense);
        if !found.is_some_and(|one| one.fiche.pieces.iter().any(|one| one.piece == piece)) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfArgent>(proof, piece).await
    }
}
