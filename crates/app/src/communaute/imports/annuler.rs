//! An import that is taken back.

use std::collections::BTreeSet;

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::import::Lot;
use domain::communaute::import::lot::annuler;
use domain::ids::{LotId, PersonneId};
use jiff::Timestamp;
use serde_json::json;
use storage::StorageError;

use crate::{App, AppError};

/// Why an import was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoImportError {
    /// It was already.
    #[error("already taken back")]
    Done,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for UndoImportError {
    fn from(error: StorageError) -> Self {
        UndoImportError::App(error.into())
    }
}

impl App {
    /// Takes an import back: what it added is removed, what it completed is as it was. Sheets that somebody changed
    /// since, or that a seat or a presence names, are left and listed.
    ///
    /// # Errors
    /// When it was taken back already, is not there any more, or the database does not answer.
    pub async fn undo_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Lot, UndoImportError> {
        let mut named = self.people_of_meetings(proof).await?;
        let tx = self.store.write().await?;
        let mut lot = tx.lot_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if lot.annule_at.is_some() {
            return Err(UndoImportError::Done);
        }
        let (_, mandats) = tx.groupes_to_edit(proof).await?;
        named.extend(mandats.iter().map(|seat| seat.personne));
        let (annuaire, structures) = (tx.annuaire_to_edit(proof).await?, tx.structures_to_edit(proof).await?);
        let back = annuler(&lot.contenu, (&annuaire, &structures), &named, self.now());
        for one in &back.personnes {
            if !tx.save_personne(proof, one).await? {
                return Err(AppError::Conflict.into());
            }
        }
        for one in &back.structures {
            if !tx.save_structure(proof, one).await? {
                return Err(AppError::Conflict.into());
            }
        }
        lot.annule_at = Some(self.now());
        lot.contenu.gardees = back.gardees;
        lot.contenu.structures_gardees = back.structures_gardees;
        // What the sheets were is theirs again: the import keeps identifiers only.
        lot.contenu.completees.clear();
        lot.contenu.structures_completees.clear();
        lot.contenu.a_revoir.clear();
        tx.save_lot(proof, &lot).await?;
        let changes = json!({
            "undone": true,
            "people": back.personnes.len(),
            "structures": back.structures.len(),
            "left": lot.contenu.gardees.len() + lot.contenu.structures_gardees.len(),
        });
        tx.audit(proof, self.change("lot", id, changes)).await?;
        tx.commit().await?;
        Ok(lot)
    }

    async fn people_of_meetings(
        &self,
        proof: &Allowed<EditCommunaute>,
    ) -> Result<BTreeSet<PersonneId>, AppError> {
        let tx = self.store.read().await?;
        let always = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let presences = tx.presences_between(proof, always).await?;
        Ok(presences.into_iter().filter_map(|one| one.personne).collect())
    }
}
