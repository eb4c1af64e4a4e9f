//! What a CPTS lets institutions read: signing, taking back, seeing what they see.

use domain::aci::taille;
use domain::authz::{Allowed, ManageAutorisations, ReadAutorisations, ReadTerritoire, Subject};
use domain::ids::{GrantId, InstitutionId};
use jiff::Timestamp;
use serde_json::json;
use storage::{GrantRow, Institution, StorageError};

use crate::{App, AppError};

/// A grant to sign.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Who will read.
    pub institution: InstitutionId,
    /// What.
    pub subjects: Vec<Subject>,
    /// From; now when it is past.
    pub since: Timestamp,
    /// Until, excluded.
    pub until: Timestamp,
}

/// The grants of a CPTS and the institutions that they name.
#[derive(Clone, Debug)]
pub struct Grants {
    /// Those that open something now or will, the last first.
    pub open: Vec<GrantRow>,
    /// Those that are over, the last first.
    pub over: Vec<GrantRow>,
    /// All institutions of the instance, by name.
    pub institutions: Vec<Institution>,
}

impl Grants {
    /// Name of an institution.
    pub fn name(&self, id: InstitutionId) -> &str {
        let found = self.institutions.iter().find(|institution| institution.id == id);
        found.map(|institution| institution.name.as_str()).unwrap_or_default()
    }
}

/// What is read of a territory from outside: its reference variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Name of the territory.
    pub territoire: String,
    /// Name of its reference variant.
    pub variante: String,
    /// Inhabitants, rounded; `None` when no source knows.
    pub population: Option<u64>,
    /// Whether a part of them is unknown.
    pub partial: bool,
    /// Years of the population.
    pub years: Vec<i16>,
    /// Size class; `None` without a population.
    pub size: Option<SizeSeen>,
}

/// The size class that a population gives.
pub type SizeSeen = taille::Assessment;

impl App {
    /// The grants of the CPTS.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn grants(&self, proof: &Allowed<ReadAutorisations>) -> Result<Grants, AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let all = tx.grants(proof).await?;
        let institutions = tx.institution_list().await?;
        let (open, over) = all.into_iter().partition(|row| row.ended_at().is_none_or(|end| end > now));
        Ok(Grants { open, over, institutions })
    }

    /// The institutions of the instance, by name: their names are public.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn institutions(&self) -> Result<Vec<Institution>, AppError> {
        Ok(self.store.read().await?.institution_list().await?)
    }

    /// Signs a grant for each subject that is not open already.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such an institution or without subject, [`AppError::PastDate`] for an end before
    /// its start, [`AppError::Conflict`] when everything asked is open already.
    pub async fn sign_grant(
        &self,
        proof: &Allowed<ManageAutorisations>,
        new: &NewGrant,
    ) -> Result<Vec<GrantId>, AppError> {
        let now = self.now();
        let since = new.since.max(now);
        if new.until <= since {
            return Err(AppError::PastDate);
        }
        let tx = self.store.write().await?;
        let existing = tx.grants_to_edit(proof).await?;
        let is_open = |subject: Subject| {
            existing.iter().any(|row| {
                row.institution == new.institution
                    && row.subject == subject
                    && row.ended_at().is_none_or(|end| end > since)
                    && row.since < new.until
            })
        };
        let mut signed = Vec::new();
        for subject in new.subjects.iter().copied().filter(|subject| !is_open(*subject)) {
            let row = GrantRow {
                id: GrantId(self.next_id()),
                cpts: proof.cpts(),
                institution: new.institution,
                subject,
                since,
                until: Some(new.until),
                given_by: proof.author().clone(),
                revoked_at: None,
                revoked_by: None,
            };
            tx.add_grant(proof, &row).await.map_err(|error| match error {
                StorageError::BrokenLink => AppError::NotFound,
                other => other.into(),
            })?;
            let changes = json!({
                "signed": subject.key(), "institution": new.institution, "since": since, "until": new.until,
            });
            tx.audit(proof, self.change("grant", row.id, changes)).await?;
            signed.push(row.id);
        }
        if signed.is_empty() {
            return Err(if new.subjects.is_empty() { AppError::NotFound } else { AppError::Conflict });
        }
        tx.commit().await?;
        Ok(signed)
    }

    /// Takes a grant back: the next request of the institution is refused.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a grant that is over or of another CPTS, or the database does not answer.
    pub async fn revoke_grant(
        &self,
        proof: &Allowed<ManageAutorisations>,
        id: GrantId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let row = tx.grants_to_edit(proof).await?.into_iter().find(|row| row.id == id);
        let row = row.ok_or(AppError::NotFound)?;
        if !tx.revoke_grant(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        let changes = json!({ "revoked": row.subject.key(), "institution": row.institution });
        tx.audit(proof, self.change("grant", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// What is read of the territories of a CPTS from outside.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn seen_territories(&self, proof: &Allowed<ReadTerritoire>) -> Result<Vec<Seen>, AppError> {
        let reference = self.reference();
        let mut seen = Vec::new();
        for territoire in self.territoires(proof).await? {
            let Some(variante) = territoire.reference() else { continue };
            let diagnosis = reference.atlas.diagnose(&variante.perimeter);
            let measure = &diagnosis.population.measure;
            let population = measure.value.map(|people| people.round() as u64);
            let size = match population {
                Some(people) => Some(taille::rules()?.assess(people as u32, measure.is_partial())),
                None => None,
            };
            seen.push(Seen {
                territoire: territoire.name.clone(),
                variante: variante.name.clone(),
                population,
                partial: measure.is_partial(),
                years: diagnosis.population.years.clone(),
                size,
            });
        }
        Ok(seen)
    }
}
