//! Documents beside money: the letter and the advice of the bank of a payment, the invoice of an expense.

use domain::aci::argent::{Justifie, PieceJointe, detacher, joindre};
use domain::authz::{Allowed, EditArgent, ReadArgent};
use domain::ids::{ContratId, PieceId};
use domain::pieces::OfArgent;
use serde_json::json;
use storage::{PieceRow, ReadsArgent};

use super::ArgentError;
use crate::{App, AppError};

impl App {
    /// Keeps a document beside an expense or a payment; the same content is kept once.
    ///
    /// # Errors
    /// When the contract has no such line, the document cannot be kept, or the database does not answer.
    pub async fn attach_to_argent(
        &self,
        proof: &Allowed<EditArgent>,
        at: (ContratId, Justifie),
        (name, content): (&str, Vec<u8>),
    ) -> Result<PieceId, ArgentError> {
        self.argent_pieces(proof, at).await?;
        let piece = self.attach_piece::<OfArgent>(proof, name, content).await?;
        let who = (proof.author().clone(), self.now());
        self.change_pieces(proof, at, ("attached", piece), |all| joindre(all, piece, who)).await?;
        Ok(piece)
    }

    /// Takes a document off: its line stays and says who did, the document itself is kept.
    ///
    /// # Errors
    /// When the contract has no such line, the line no such document, or the database does not answer.
    pub async fn detach_from_argent(
        &self,
        proof: &Allowed<EditArgent>,
        at: (ContratId, Justifie),
        piece: PieceId,
    ) -> Result<(), ArgentError> {
        let who = (proof.author().clone(), self.now());
        match self.change_pieces(proof, at, ("withdrawn", piece), |all| detacher(all, piece, who)).await? {
            true => Ok(()),
            false => Err(AppError::NotFound.into()),
        }
    }

    /// A document with its content; one that was taken off too.
    ///
    /// # Errors
    /// When the contract has no such line, the line no such document, or the database does not answer.
    pub async fn argent_piece(
        &self,
        proof: &Allowed<ReadArgent>,
        at: (ContratId, Justifie),
        piece: PieceId,
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        if !self.argent_pieces(proof, at).await?.iter().any(|one| one.piece == piece) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfArgent>(proof, piece).await
    }

    /// The documents of a line. A correction has none: they stand beside what it corrects.
    async fn argent_pieces<P: ReadsArgent>(
        &self,
        proof: &Allowed<P>,
        (contrat, of): (ContratId, Justifie),
    ) -> Result<Vec<PieceJointe>, AppError> {
        let tx = self.store.read().await?;
        let found = match of {
            Justifie::Depense(id) => {
                let all = tx.depenses(proof, contrat).await?;
                all.into_iter().find(|one| one.id == id).map(|one| one.fiche.pieces)
            }
            Justifie::Mouvement(id) => {
                let all = tx.mouvements(proof, contrat).await?;
                all.into_iter().find(|one| one.id == id && one.corrige.is_none()).map(|one| one.pieces)
            }
        };
        found.ok_or(AppError::NotFound)
    }

    /// Changes the documents of a line and writes it down; `false` when nothing changed.
    async fn change_pieces(
        &self,
        proof: &Allowed<EditArgent>,
        (contrat, of): (ContratId, Justifie),
        (what, piece): (&str, PieceId),
        change: impl FnOnce(&mut Vec<PieceJointe>) -> bool,
    ) -> Result<bool, ArgentError> {
        let tx = self.store.write().await?;
        let changes = json!({ what: piece });
        match of {
            Justifie::Depense(id) => {
                let found = tx.depense_to_edit(proof, id).await?.filter(|one| one.contrat == contrat);
                let mut one = found.ok_or(AppError::NotFound)?;
                if !change(&mut one.fiche.pieces) {
                    return Ok(false);
                }
                self.keep_depense(tx, proof, (&one, changes)).await?;
            }
            Justifie::Mouvement(id) => {
                self.signed_contract_held(&tx, proof, contrat).await?;
                let all = tx.mouvements_to_edit(proof, contrat).await?;
                let found = all.into_iter().find(|one| one.id == id && one.corrige.is_none());
                let mut one = found.ok_or(AppError::NotFound)?;
                if !change(&mut one.pieces) {
                    return Ok(false);
                }
                tx.save_mouvement_pieces(proof, &one).await?;
                tx.audit(proof, self.change("mouvement", one.id, changes)).await?;
                tx.commit().await?;
            }
        }
        Ok(true)
    }
}
