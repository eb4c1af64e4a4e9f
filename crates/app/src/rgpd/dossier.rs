//! A person's file: what is kept about them, shown and exported.

use domain::authz::Myself;
use domain::securite;
use serde_json::json;
use storage::{Cpts, DossierSection};

use crate::{App, AppError};

impl App {
    /// Everything that is kept about oneself, table by table.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dossier(&self, proof: &Myself) -> Result<Vec<DossierSection>, AppError> {
        Ok(self.store.read().await?.dossier(proof).await?)
    }

    /// The same, for a file: the export is recorded and limited.
    ///
    /// # Errors
    /// [`AppError::TooMany`] after too many exports, or when the database does not answer.
    pub async fn export_dossier(
        &self,
        proof: &Myself,
        format: &str,
    ) -> Result<Vec<DossierSection>, AppError> {
        self.within_limit(&securite::rules()?.exports, &format!("dossier:{}", proof.user())).await?;
        let sections = self.dossier(proof).await?;
        let tx = self.store.write().await?;
        let change = self.change("dossier", proof.user(), json!({ "exported": format }));
        tx.audit_self(proof, change).await?;
        tx.commit().await?;
        Ok(sections)
    }

    /// The CPTS where one has, or had, a role: those that answer requests about one's data.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_cpts(&self, proof: &Myself) -> Result<Vec<Cpts>, AppError> {
        let tx = self.store.read().await?;
        let places = tx.own_places(proof).await?;
        let all = tx.cpts_list().await?;
        Ok(all.into_iter().filter(|cpts| places.cpts.contains(&cpts.id)).collect())
    }
}
