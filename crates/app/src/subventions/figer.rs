//! Final exports: made once, kept as they were.

use documents::subvention::subvention_pdf;
use domain::authz::{Allowed, EditSubventions, ReadSubventions};
use domain::ids::SubventionId;
use domain::subvention::Figee;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::NewFigee;

use super::SubventionError;
use crate::{App, AppError};

impl App {
    /// Makes a final export of a request to which nothing is missing, and keeps it.
    ///
    /// # Errors
    /// [`SubventionError::Incomplete`] when something is missing, [`SubventionError::Replaced`] when it changed while the
    /// export was made, or the database does not answer.
    pub async fn freeze_subvention(
        &self,
        (proof, read): (&Allowed<EditSubventions>, &Allowed<ReadSubventions>),
        id: SubventionId,
    ) -> Result<Figee, SubventionError> {
        let version = self.subvention(read, id).await?.subvention.version;
        let lecture = self.subvention_lecture(read, id).await?;
        if lecture.manques > 0 {
            return Err(SubventionError::Incomplete(lecture.manques));
        }
        let broken = |error: &dyn std::fmt::Display| AppError::Rules(error.to_string());
        let contenu = serde_json::to_string(&lecture).map_err(|error| broken(&error))?;
        let made = tokio::task::spawn_blocking(move || subvention_pdf(&lecture)).await;
        let pdf = made.map_err(|error| broken(&error))?.map_err(|error| broken(&error))?;
        let sha256: String = Sha256::digest(&pdf).iter().map(|byte| format!("{byte:02x}")).collect();
        let tx = self.store.write().await?;
        let now = tx.subvention_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        if now.ok_or(AppError::NotFound)?.version != version {
            return Err(SubventionError::Replaced);
        }
        let numero = tx.next_subvention_number(proof, id).await?;
        let figee = Figee { numero, at: self.now(), by: proof.author().clone(), sha256 };
        let kept = NewFigee { id: self.next_id(), subvention: id, figee: figee.clone(), contenu, pdf };
        tx.add_subvention_figee(proof, kept).await?;
        let changes = json!({ "numero": numero, "fingerprint": figee.sha256 });
        tx.audit(proof, self.change("subvention", id, changes)).await?;
        tx.commit().await?;
        Ok(figee)
    }

    /// A final export and its PDF, as it was made: that of a number, or the last one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none, or the database does not answer.
    pub async fn subvention_pdf(
        &self,
        proof: &Allowed<ReadSubventions>,
        (id, numero): (SubventionId, Option<i64>),
    ) -> Result<(Figee, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let all = tx.subvention_figees(proof, id).await?;
        let wanted = |one: &Figee| numero.is_none_or(|numero| one.numero == numero);
        let figee = all.into_iter().find(wanted).ok_or(AppError::NotFound)?;
        let pdf = tx.subvention_pdf(proof, (id, figee.numero)).await?.ok_or(AppError::NotFound)?;
        Ok((figee, pdf))
    }
}
