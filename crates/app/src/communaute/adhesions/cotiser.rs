//! Dues: what is due, what was paid.

use domain::authz::{Allowed, ManageAdhesions};
use domain::communaute::adhesions::{AdhesionState, Paiement};
use domain::communaute::gouvernance::modeles;
use domain::ids::AdhesionId;
use domain::organisation::checked_text;
use serde_json::json;

use super::AdhesionError;
use crate::{App, AppError};

impl App {
    /// Records a payment, or takes one back with an amount below zero.
    ///
    /// # Errors
    /// [`AdhesionError::NoAmount`], [`AdhesionError::TooMuchBack`], [`AdhesionError::Day`] for a day to come,
    /// [`AdhesionError::NotRunning`] for a refused request, or when the database does not answer.
    pub async fn record_payment(
        &self,
        proof: &Allowed<ManageAdhesions>,
        id: AdhesionId,
        mut new: Paiement,
    ) -> Result<(), AdhesionError> {
        let bornes = &modeles()?.bornes;
        new.reference = checked_text(&new.reference, bornes.texte_max).map_err(AppError::from)?;
        if new.cents == 0 || new.cents.abs() > bornes.cotisation_max_cents {
            return Err(AdhesionError::NoAmount);
        }
        if new.le > self.today() {
            return Err(AdhesionError::Day);
        }
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        if one.state == AdhesionState::Refusee {
            return Err(AdhesionError::NotRunning);
        }
        if one.paid_cents() + new.cents < 0 {
            return Err(AdhesionError::TooMuchBack);
        }
        let changes = json!({ "recorded": true, "cents": new.cents, "means": new.moyen.key() });
        one.fiche.paiements.push(new);
        self.keep_adhesion(tx, proof, (&one, changes)).await
    }

    /// Puts a membership in another category: what is due follows the scale of its year.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown category or membership, or when the database does not answer.
    pub async fn set_category(
        &self,
        proof: &Allowed<ManageAdhesions>,
        id: AdhesionId,
        categorie: &str,
    ) -> Result<(), AdhesionError> {
        let bareme = self.bareme(proof).await?;
        bareme.categories.iter().find(|one| one.cle == categorie).ok_or(AppError::NotFound)?;
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        one.fiche.categorie = Some(categorie.to_owned());
        one.fiche.du_cents = bareme.due(Some(categorie), one.annee);
        self.keep_adhesion(tx, proof, (&one, json!({ "category": categorie }))).await
    }
}
