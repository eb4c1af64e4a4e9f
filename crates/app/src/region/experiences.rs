//! Sheets of experience: written by a CPTS, published, taken up by another one.

use domain::authz::{Allowed, AllowedIn, EditExperiences, ReadOutils, ReadRegion};
use domain::ids::ExperienceId;
use domain::region::{Experience, ExperienceError, ExperienceFiche, TypedExperience};
use serde_json::json;
use storage::{PublishedExperience, StorageError, WriteTx};

use super::rules;
use crate::{App, AppError};

/// Why a sheet was not kept, published or withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum ExperienceRefused {
    /// A field is wrong, or lacks.
    #[error(transparent)]
    Field(#[from] ExperienceError),
    /// Somebody else changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Replaced,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Why a sheet was not taken up: it is not there for others.
pub type CopyError = AppError;

impl From<StorageError> for ExperienceRefused {
    fn from(error: StorageError) -> Self {
        Self::App(error.into())
    }
}

impl App {
    /// The sheets of the CPTS, and those that others published, the last published first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn experiences(
        &self,
        proof: &Allowed<ReadOutils>,
    ) -> Result<(Vec<Experience>, Vec<PublishedExperience>), AppError> {
        let tx = self.store.read().await?;
        let mut others = tx.published_experiences(proof).await?;
        others.retain(|one| one.experience.cpts != proof.cpts());
        Ok((tx.experiences(proof).await?, others))
    }

    /// A sheet of the CPTS, or one that another published; who wrote it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another CPTS that is not published.
    pub async fn experience(
        &self,
        proof: &Allowed<ReadOutils>,
        id: ExperienceId,
    ) -> Result<PublishedExperience, AppError> {
        let tx = self.store.read().await?;
        if let Some(own) = tx.experience(proof, id).await? {
            let name = tx.cpts(proof.cpts()).await?.ok_or(AppError::NotFound)?.name;
            return Ok(PublishedExperience { experience: own, cpts: name });
        }
        tx.published_experience(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// The sheets that CPTS of the instance published, for an institution.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn experiences_for(
        &self,
        proof: &AllowedIn<ReadRegion>,
    ) -> Result<Vec<PublishedExperience>, AppError> {
        Ok(self.store.read().await?.experiences_published_to(proof).await?)
    }

    /// A sheet that a CPTS published, for an institution.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that is not published.
    pub async fn experience_for(
        &self,
        proof: &AllowedIn<ReadRegion>,
        id: ExperienceId,
    ) -> Result<PublishedExperience, AppError> {
        let found = self.store.read().await?.experience_published_to(proof, id).await?;
        found.ok_or(AppError::NotFound)
    }

    fn fresh(&self, proof: &Allowed<EditExperiences>, titre: String, fiche: ExperienceFiche) -> Experience {
        Experience {
            id: ExperienceId(self.next_id()),
            cpts: proof.cpts(),
            titre,
            fiche,
            created_at: self.now(),
            published_at: None,
            version: 1,
            removed_at: None,
        }
    }

    /// Begins a sheet; nobody else reads it.
    ///
    /// # Errors
    /// When a field is wrong or the database does not answer.
    pub async fn add_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        typed: &TypedExperience,
    ) -> Result<ExperienceId, ExperienceRefused> {
        let checked = typed.checked(rules().map_err(AppError::from)?)?;
        let one = self.fresh(proof, checked.titre, checked.fiche);
        let tx = self.store.write().await?;
        tx.add_experience(proof, &one).await?;
        tx.audit(proof, self.change("experience", one.id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn save_sheet(
        &self,
        tx: WriteTx,
        proof: &Allowed<EditExperiences>,
        (one, changes): (&Experience, serde_json::Value),
    ) -> Result<(), ExperienceRefused> {
        if !tx.save_experience(proof, one).await? {
            return Err(ExperienceRefused::Replaced);
        }
        tx.audit(proof, self.change("experience", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Corrects a sheet; its source stays. A published one is corrected for everybody, and must still say enough.
    ///
    /// # Errors
    /// [`ExperienceRefused::Replaced`] when somebody changed it since the page was shown; when a field is wrong.
    pub async fn correct_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        (id, version): (ExperienceId, i64),
        typed: &TypedExperience,
    ) -> Result<(), ExperienceRefused> {
        let checked = typed.checked(rules().map_err(AppError::from)?)?;
        let tx = self.store.write().await?;
        let mut one = tx.experience_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.version != version || one.removed_at.is_some() {
            return Err(ExperienceRefused::Replaced);
        }
        let source = one.fiche.source.take();
        (one.titre, one.fiche) = (checked.titre, ExperienceFiche { source, ..checked.fiche });
        if one.published_at.is_some() {
            one.is_ready()?;
        }
        self.save_sheet(tx, proof, (&one, json!({ "corrected": true }))).await
    }

    /// Publishes a sheet for every CPTS and institution of the instance.
    ///
    /// # Errors
    /// When it does not say enough.
    pub async fn publish_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        id: ExperienceId,
    ) -> Result<(), ExperienceRefused> {
        let tx = self.store.write().await?;
        let mut one = tx.experience_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        one.is_ready()?;
        if one.published_at.is_some() || one.removed_at.is_some() {
            return Ok(());
        }
        one.published_at = Some(self.now());
        self.save_sheet(tx, proof, (&one, json!({ "published": true }))).await
    }

    /// Withdraws a sheet: the others do not read it any more, and their copies stay.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another CPTS.
    pub async fn withdraw_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        id: ExperienceId,
    ) -> Result<(), ExperienceRefused> {
        let tx = self.store.write().await?;
        let mut one = tx.experience_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.published_at.take().is_none() {
            return Ok(());
        }
        self.save_sheet(tx, proof, (&one, json!({ "withdrawn": true }))).await
    }

    /// Removes a sheet, published or not, or brings it back as a draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another CPTS.
    pub async fn remove_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        (id, gone): (ExperienceId, bool),
    ) -> Result<(), ExperienceRefused> {
        let tx = self.store.write().await?;
        let mut one = tx.experience_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.removed_at.is_some() == gone {
            return Ok(());
        }
        one.removed_at = gone.then(|| self.now());
        one.published_at = None;
        let changes = if gone { json!({ "removed": true }) } else { json!({ "restored": true }) };
        self.save_sheet(tx, proof, (&one, changes)).await
    }

    /// Takes up a sheet that a CPTS published: a draft of one's own, which names its source.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that is not published.
    pub async fn take_up_experience(
        &self,
        proof: &Allowed<EditExperiences>,
        id: ExperienceId,
    ) -> Result<ExperienceId, CopyError> {
        let tx = self.store.write().await?;
        let found = tx.published_experience_to_copy(proof, id).await?.ok_or(AppError::NotFound)?;
        let fiche = found.experience.copied((&found.cpts, self.today()));
        let one = self.fresh(proof, found.experience.titre.clone(), fiche);
        tx.add_experience(proof, &one).await?;
        let changes = json!({ "created": true, "copied_from": id });
        tx.audit(proof, self.change("experience", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }
}
