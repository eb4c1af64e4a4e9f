//! Values that people write down.

use domain::authz::{Allowed, ReadDiagnostic};
use domain::diagnostic::Releve;

use crate::{App, AppError};

impl App {
    /// Every recorded value of the CPTS, replaced ones too, oldest first.
    ///
    /// # Errors
    /// When the database does not answer or a row makes no sense.
    pub async fn releves(&self, proof: &Allowed<ReadDiagnostic>) -> Result<Vec<Releve>, AppError> {
        Ok(self.store.read().await?.releves(proof).await?)
    }
}
