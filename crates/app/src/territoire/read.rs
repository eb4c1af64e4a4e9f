//! Reading territories.

use domain::authz::{Allowed, ReadTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{Revision, Territoire};

use crate::{App, AppError};

impl App {
    /// The territories of the CPTS, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn territoires(&self, proof: &Allowed<ReadTerritoire>) -> Result<Vec<Territoire>, AppError> {
        Ok(self.store.read().await?.territoires(proof).await?)
    }

    /// One territory.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn territoire(
        &self,
        proof: &Allowed<ReadTerritoire>,
        id: TerritoireId,
    ) -> Result<Territoire, AppError> {
        self.store.read().await?.territoire(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// The dated states of a variant, oldest first.
    ///
    /// # Errors
    /// When the territory has no such variant, or the database does not answer.
    pub async fn revisions(
        &self,
        proof: &Allowed<ReadTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<Vec<Revision>, AppError> {
        let tx = self.store.read().await?;
        let territoire = tx.territoire(proof, territoire).await?.ok_or(AppError::NotFound)?;
        territoire.variante(id).ok_or(AppError::NotFound)?;
        Ok(tx.revisions(proof, id).await?)
    }
}
