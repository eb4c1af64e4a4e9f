//! The scale of dues, as the CPTS decided it.

use domain::authz::{Allowed, DecideAdhesions};
use domain::communaute::adhesions::Bareme;
use domain::communaute::gouvernance::modeles;
use domain::organisation::checked_text;
use serde_json::json;
use storage::ReadsCommunaute;

use super::AdhesionError;
use crate::{App, AppError};

/// Key of the scale among the choices of a CPTS.
pub(super) const KEY: &str = "adhesions";

impl App {
    /// The scale of dues; empty while the CPTS decided nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bareme<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Bareme, AppError> {
        Ok(self.store.read().await?.reglage(proof, KEY).await?.unwrap_or_default())
    }

    /// Decides the scale. What was due before does not change; a membership without an amount gets that of its year.
    ///
    /// # Errors
    /// When the scale cannot stand or the database does not answer.
    pub async fn set_bareme(
        &self,
        proof: &Allowed<DecideAdhesions>,
        mut new: Bareme,
    ) -> Result<(), AdhesionError> {
        let bornes = &modeles()?.bornes;
        for categorie in &mut new.categories {
            categorie.nom = checked_text(&categorie.nom, bornes.texte_max).map_err(AppError::from)?;
        }
        new.check(bornes.cotisation_max_cents)?;
        let tx = self.store.write().await?;
        for mut one in tx.adhesions_to_edit(proof).await? {
            let due = new.due(one.fiche.categorie.as_deref(), one.annee);
            if one.fiche.du_cents.is_none() && due.is_some() {
                one.fiche.du_cents = due;
                tx.save_adhesion(proof, &one).await?;
            }
        }
        tx.set_reglage(proof, (KEY, &new), self.now()).await?;
        let changes = json!({ "key": KEY, "categories": new.categories.len() });
        tx.audit(proof, self.change("reglage", KEY, changes)).await?;
        Ok(tx.commit().await?)
    }
}
