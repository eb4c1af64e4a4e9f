//! Work outside requests: jobs that were asked for, and jobs that come back.
//!
//! A job is claimed in one short transaction, runs outside any, and is finished in another that checks that the claim
//! still holds. A process that dies loses its claim after a while and another takes the job: a job must be idempotent.

mod kind;
mod recurring;
mod work;

pub use kind::{Job, JobError, Kind, Registry, Report, Running};
pub use recurring::{Every, RECURRING, Recurring};
pub use storage::{JobCounts, JobRow, ScheduleRow};
pub use work::{Ended, Pass, Ran};

use domain::authz::Operates;
use domain::ids::CptsId;
use storage::{NewJob, WriteTx};
use uuid::Uuid;

use crate::{App, AppError};

/// What the operator sees of the jobs.
#[derive(Clone, Debug)]
pub struct JobsOverview {
    /// How many are where.
    pub counts: JobCounts,
    /// Those that are not done, given up first.
    pub unfinished: Vec<JobRow>,
    /// Those that come back.
    pub recurring: Vec<ScheduleRow>,
}

/// How many jobs a page lists.
const LISTED: u64 = 100;

impl App {
    /// Adds a job to the transaction: it runs once this is committed, as soon as a worker is free.
    ///
    /// # Errors
    /// When the job cannot be written as JSON or the database refuses.
    pub async fn enqueue<J: Job>(&self, tx: &WriteTx, cpts: Option<CptsId>, job: &J) -> Result<(), AppError> {
        let payload = serde_json::to_value(job).map_err(|error| AppError::Job(error.to_string()))?;
        let now = self.now();
        let new = NewJob {
            id: self.next_id(),
            cpts,
            kind: J::KIND,
            payload,
            dedup_key: job.dedup_key(),
            created_at: now,
            run_at: now,
        };
        tx.enqueue(&new).await?;
        Ok(())
    }

    /// What the operator sees of the jobs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn jobs_overview(&self, proof: &Operates) -> Result<JobsOverview, AppError> {
        let tx = self.store.read().await?;
        Ok(JobsOverview {
            counts: tx.job_counts(proof, self.now()).await?,
            unfinished: tx.unfinished_jobs(proof, LISTED).await?,
            recurring: tx.schedule(proof).await?,
        })
    }

    /// Jobs that were due so many minutes ago and that nobody took, and jobs given up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stuck_jobs(&self, proof: &Operates, minutes: i64) -> Result<(u64, u64), AppError> {
        let tx = self.store.read().await?;
        let now = self.now();
        let overdue = tx.overdue_jobs(proof, now - jiff::SignedDuration::from_mins(minutes)).await?;
        Ok((overdue, tx.job_counts(proof, now).await?.failed))
    }

    /// Lets a job try again now.
    ///
    /// # Errors
    /// When there is no such job, a process is at it, or the database does not answer.
    pub async fn retry_job(&self, proof: &Operates, id: Uuid) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.retry_job(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_operation(proof, self.change("job", id, serde_json::json!({ "retried": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a job that was not done.
    ///
    /// # Errors
    /// When there is no such job, a process is at it, or the database does not answer.
    pub async fn cancel_job(&self, proof: &Operates, id: Uuid) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.cancel_job(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_operation(proof, self.change("job", id, serde_json::json!({ "cancelled": true }))).await?;
        Ok(tx.commit().await?)
    }
}
