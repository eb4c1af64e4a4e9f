//! What people without an account ask about their data: to be written to no more, to be erased.

use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::ids::PersonneId;
use serde_json::json;

use super::standing;
use crate::{App, AppError};

impl App {
    /// Takes the objection of a person: every channel is closed, those found later too.
    ///
    /// # Errors
    /// When the CPTS has no such sheet, or the database does not answer.
    pub async fn oppose_person(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let mut one = standing(&tx.annuaire_to_edit(proof).await?, id)?;
        one.oppose(self.today());
        self.save_changed((&tx, proof), &one, json!({ "opposition": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Takes an objection back, because the person said so. Each channel stays closed until it is corrected.
    ///
    /// # Errors
    /// As [`App::oppose_person`].
    pub async fn lift_opposition(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let mut one = standing(&tx.annuaire_to_edit(proof).await?, id)?;
        one.fiche.opposition = None;
        self.save_changed((&tx, proof), &one, json!({ "opposition": false })).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a person was given what is kept about them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_person_export(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.audit(proof, self.change("personne", id, json!({ "exported": "html" }))).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a list of the community left as a file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_list_export(
        &self,
        proof: &Allowed<ReadCommunaute>,
        lines: usize,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let changes = json!({ "exported": "csv", "lines": lines });
        tx.audit(proof, self.change("people", proof.cpts(), changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Empties a sheet and those that were merged into it. Presences stay counted and name nobody.
    ///
    /// # Errors
    /// When the CPTS has no such sheet, or the database does not answer.
    pub async fn erase_sheet(&self, proof: &Allowed<EditCommunaute>, id: PersonneId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let known = annuaire.get(id).filter(|one| one.id == id && !one.is_erased());
        known.ok_or(AppError::NotFound)?;
        let sheets = tx.erase_personne(proof, id, self.now()).await?;
        tx.audit(proof, self.change("personne", id, json!({ "erased": true, "lines": sheets }))).await?;
        Ok(tx.commit().await?)
    }
}
