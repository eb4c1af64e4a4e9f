//! What the invented CPTS writes and files.

mod lettre;
mod objectifs;
mod subvention;

use app::{App, AppError};

use super::life::Stage;

/// Everything, each act by the person who would do it.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    objectifs::create(app, stage).await?;
    subvention::create(app, stage).await?;
    lettre::create(app, stage).await
}
