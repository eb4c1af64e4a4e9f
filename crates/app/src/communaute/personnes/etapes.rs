//! Steps of people in the community.

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::Etape;
use domain::ids::PersonneId;
use serde_json::json;

use super::{standing, unchanged};
use crate::{App, AppError};

impl App {
    /// Takes the same step for several people; how many it changed. People who are there already are left as they are.
    ///
    /// # Errors
    /// When the day is yet to come, the CPTS has not one of them, or the database does not answer.
    pub async fn step_people(
        &self,
        proof: &Allowed<EditCommunaute>,
        people: &[PersonneId],
        etape: &Etape,
    ) -> Result<usize, AppError> {
        if etape.depuis > self.today() {
            return Err(AppError::TooFar);
        }
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut changed = 0;
        for id in people {
            let mut one = standing(&annuaire, *id)?;
            if one.step(etape.statut, etape.depuis, etape.motif.clone()) {
                let changes = json!({ "statut": etape.statut.key(), "depuis": etape.depuis.to_string() });
                self.save_changed((&tx, proof), &one, changes).await?;
                changed += 1;
            }
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Corrects a step of a person, or takes it away.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when the sheet changed since it was shown, [`AppError::NotFound`] without such a step,
    /// [`AppError::TooFar`] for a day to come.
    pub async fn correct_step(
        &self,
        proof: &Allowed<EditCommunaute>,
        sheet: (PersonneId, i64),
        (rank, etape): (usize, Option<Etape>),
    ) -> Result<(), AppError> {
        if etape.as_ref().is_some_and(|etape| etape.depuis > self.today()) {
            return Err(AppError::TooFar);
        }
        let tx = self.store.write().await?;
        let mut one = unchanged(&tx.annuaire_to_edit(proof).await?, sheet)?;
        let changes =
            json!({ "corrected": "parcours", "statut": etape.as_ref().map(|etape| etape.statut.key()) });
        if !one.correct_step(rank, etape) {
            return Err(AppError::NotFound);
        }
        self.save_changed((&tx, proof), &one, changes).await?;
        Ok(tx.commit().await?)
    }
}
