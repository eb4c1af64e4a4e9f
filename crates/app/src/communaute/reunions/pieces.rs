//! Documents of a meeting: what is read before it, what was shown there.

use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::ids::{PieceId, ReunionId};
use domain::pieces::OfReunion;
use serde_json::json;
use storage::PieceRow;

use super::ReunionError;
use super::lire::found;
use crate::pieces::PieceError;
use crate::{App, AppError};

/// What is wrong with a document is said beside its field; the rest is an error like any other.
fn refused(error: PieceError) -> ReunionError {
    match error {
        PieceError::App(error) => ReunionError::App(error),
        other => ReunionError::Piece(other),
    }
}

impl App {
    /// The documents of a meeting, in the order in which they were joined.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn reunion_pieces(
        &self,
        proof: &Allowed<ReadGroupes>,
        id: ReunionId,
    ) -> Result<Vec<PieceRow>, AppError> {
        let tx = self.store.read().await?;
        let reunion = found(&tx, proof, id).await?;
        if reunion.fiche.pieces.is_empty() {
            return Ok(Vec::new());
        }
        let known = tx.pieces::<OfReunion>(proof).await?;
        let of = |id: &PieceId| known.iter().find(|piece| piece.id == *id).cloned();
        Ok(reunion.fiche.pieces.iter().filter_map(of).collect())
    }

    /// Keeps a document with a meeting; the same content is kept once.
    ///
    /// # Errors
    /// When the meeting is unknown or led by others, the document cannot be kept, or the database does not answer.
    pub async fn attach_to_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        (name, content): (&str, Vec<u8>),
    ) -> Result<PieceId, ReunionError> {
        let reach = self.group_reach(proof).await?;
        reach.check(self.reunion(proof, id).await?.groupe)?;
        let piece = self.attach_piece::<OfReunion>(proof, name, content).await.map_err(refused)?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if !reunion.fiche.pieces.contains(&piece) {
            reunion.fiche.pieces.push(piece);
            self.keep_reunion(&tx, proof, (&reunion, json!({ "attached": piece }))).await?;
        }
        tx.commit().await?;
        Ok(piece)
    }

    /// Takes a document off a meeting; the document itself stays, since another meeting may show it.
    ///
    /// # Errors
    /// When the meeting or the document is unknown, the meeting is led by others, or the database does not answer.
    pub async fn detach_from_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, piece): (ReunionId, PieceId),
    ) -> Result<(), AppError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let before = reunion.fiche.pieces.len();
        reunion.fiche.pieces.retain(|one| *one != piece);
        if reunion.fiche.pieces.len() == before {
            return Err(AppError::NotFound);
        }
        self.keep_reunion(&tx, proof, (&reunion, json!({ "withdrawn": piece }))).await?;
        Ok(tx.commit().await?)
    }

    /// A document of a meeting with its content.
    ///
    /// # Errors
    /// When the meeting is unknown or has no such document, or the database does not answer.
    pub async fn reunion_piece(
        &self,
        proof: &Allowed<ReadGroupes>,
        (id, piece): (ReunionId, PieceId),
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        if !self.reunion(proof, id).await?.fiche.pieces.contains(&piece) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfReunion>(proof, piece).await
    }
}
