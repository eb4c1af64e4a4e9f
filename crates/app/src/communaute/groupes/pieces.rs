//! Documents of a group.

use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::ids::{GroupeId, PieceId};
use domain::pieces::OfGroupe;
use serde_json::json;
use storage::PieceRow;

use super::GroupeError;
use crate::{App, AppError};

impl App {
    /// Keeps a document with a group; the same content is kept once.
    ///
    /// # Errors
    /// When the group is unknown or led by others, the document cannot be kept, or the database does not answer.
    pub async fn attach_to_group(
        &self,
        proof: &Allowed<EditGroupes>,
        groupe: GroupeId,
        (name, content): (&str, Vec<u8>),
    ) -> Result<PieceId, GroupeError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        self.group_to_edit(&tx, proof, (groupe, &reach)).await?;
        drop(tx);
        let piece = self.attach_piece::<OfGroupe>(proof, name, content).await.map_err(GroupeError::Piece)?;
        let tx = self.store.write().await?;
        let (mut found, ..) = self.group_to_edit(&tx, proof, (groupe, &reach)).await?;
        if !found.fiche.pieces.contains(&piece) {
            found.fiche.pieces.push(piece);
            self.keep_group(&tx, proof, (&found, json!({ "attached": piece }))).await?;
        }
        tx.commit().await?;
        Ok(piece)
    }

    /// Takes a document off a group; the document itself stays, since something else may show it.
    ///
    /// # Errors
    /// When the group or the document is unknown, the group is led by others, or the database does not answer.
    pub async fn detach_from_group(
        &self,
        proof: &Allowed<EditGroupes>,
        (groupe, piece): (GroupeId, PieceId),
    ) -> Result<(), GroupeError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let (mut found, ..) = self.group_to_edit(&tx, proof, (groupe, &reach)).await?;
        let before = found.fiche.pieces.len();
        found.fiche.pieces.retain(|one| *one != piece);
        if found.fiche.pieces.len() == before {
            return Err(AppError::NotFound.into());
        }
        self.keep_group(&tx, proof, (&found, json!({ "withdrawn": piece }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// A document of a group with its content.
    ///
    /// # Errors
    /// When the group is unknown or has no such document, or the database does not answer.
    pub async fn group_piece(
        &self,
        proof: &Allowed<ReadGroupes>,
        (groupe, piece): (GroupeId, PieceId),
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        let groupes = self.store.read().await?.groupes(proof).await?;
        let found = groupes.into_iter().find(|one| one.id == groupe);
        if !found.is_some_and(|one| one.fiche.pieces.contains(&piece)) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfGroupe>(proof, piece).await
    }
}
