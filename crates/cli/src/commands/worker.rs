//! `maillage worker`, and the worker inside `serve`.

use std::future::Future;

use app::jobs::{Ended, Ran};
use app::{App, AppError};

use super::{open, serve};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Does the jobs until the process is asked to stop.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let app = open(config).await?;
    output::line("Maillage fait les tâches de fond.")?;
    output::notice("Ctrl+C pour arrêter.");
    work(&app, serve::asked_to_stop()).await;
    Ok(())
}

/// Does the jobs until `stop` ends, then finishes those at hand; each try is in the log.
pub async fn work(app: &App, stop: impl Future<Output = ()>) {
    app.work(stop, &tell).await;
}

/// Errors of jobs name nobody: whoever makes them sees to it.
fn tell(ran: Result<Ran, AppError>) {
    match ran {
        Ok(ran) => {
            let (job, kind, attempt) = (ran.id, ran.kind.as_str(), ran.attempt);
            match &ran.ended {
                Ended::Done => tracing::info!(%job, kind, attempt, "job done"),
                Ended::Retried(error) => {
                    tracing::warn!(%job, kind, attempt, error, "job failed, to be tried again")
                }
                Ended::Failed(error) => tracing::error!(%job, kind, attempt, error, "job given up"),
                Ended::Lost => tracing::warn!(%job, kind, attempt, "job taken by another process"),
            }
        }
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "jobs cannot be read"),
    }
}
