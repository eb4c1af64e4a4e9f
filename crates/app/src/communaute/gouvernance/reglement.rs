//! The rules of votes, as the CPTS adopted them.

use domain::authz::{Allowed, EditGouvernance, EditGroupes};
use domain::communaute::gouvernance::{Reglement, modeles};
use domain::ids::ReunionId;
use domain::organisation::checked_text;
use serde_json::json;
use storage::{REGLEMENT, ReadsCommunaute};

use super::GouvernanceError;
use crate::{App, AppError};

impl App {
    /// The rules; `None` while the CPTS wrote none down.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reglement<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Option<Reglement>, AppError> {
        Ok(self.store.read().await?.reglage(proof, REGLEMENT).await?)
    }

    /// Writes the rules down.
    ///
    /// # Errors
    /// When they contradict themselves, a text cannot be kept, or the database does not answer.
    pub async fn set_reglement(
        &self,
        proof: &Allowed<EditGouvernance>,
        mut new: Reglement,
    ) -> Result<(), GouvernanceError> {
        let bornes = &modeles()?.bornes;
        new.source = checked_text(&new.source, bornes.texte_max).map_err(AppError::from)?;
        for college in &mut new.colleges {
            college.nom = checked_text(&college.nom, bornes.texte_max).map_err(AppError::from)?;
        }
        new.check(bornes)?;
        let tx = self.store.write().await?;
        tx.set_reglage(proof, (REGLEMENT, &new), self.now()).await?;
        let changes = json!({
            "key": REGLEMENT, "colleges": new.colleges.len(), "procurations": new.procurations_max,
        });
        tx.audit(proof, self.change("reglage", REGLEMENT, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Says whether a meeting is a second call. It changes the meeting: both proofs are asked.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Conflict`], or when the database does not answer.
    pub async fn set_second_call(
        &self,
        (proof, groupes): (&Allowed<EditGouvernance>, &Allowed<EditGroupes>),
        id: ReunionId,
        second: bool,
    ) -> Result<(), AppError> {
        if proof.cpts() != groupes.cpts() {
            return Err(AppError::NotFound);
        }
        let tx = self.store.write().await?;
        let mut reunion = tx.reunion_to_edit(groupes, id).await?.ok_or(AppError::NotFound)?;
        if reunion.fiche.seconde_convocation == second {
            return Ok(());
        }
        reunion.fiche.seconde_convocation = second;
        if !tx.save_reunion(groupes, &reunion).await? {
            return Err(AppError::Conflict);
        }
        tx.audit(proof, self.change("reunion", id, json!({ "second_call": second }))).await?;
        Ok(tx.commit().await?)
    }
}
