//! Which territories have a diagnosis to read.

use domain::authz::{Allowed, ReadDiagnostic};
use domain::territoire::Territoire;

use crate::{App, AppError};

impl App {
    /// The territories of the CPTS, for those who may read their diagnoses, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn diagnosed_territoires(
        &self,
        proof: &Allowed<ReadDiagnostic>,
    ) -> Result<Vec<Territoire>, AppError> {
        Ok(self.store.read().await?.territoires_to_diagnose(proof).await?)
    }
}
