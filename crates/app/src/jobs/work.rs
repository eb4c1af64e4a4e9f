//! The worker: claims, runs, finishes.

use std::future::Future;
use std::time::Duration;

use storage::{Claimable, ClaimedJob, JobEnd, NewJob};
use tokio::sync::watch;

use super::kind::{JobError, Kind, Registry, Report, Run};
use crate::{App, AppError};

/// How often the database is asked for work that another process added.
const POLL: Duration = Duration::from_secs(2);

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Done,
    /// Failed; another try comes.
    Retried(String),
    /// Given up.
    Failed(String),
    /// Another process took the job meanwhile: nothing was written.
    Lost,
}

/// A try, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Kind of job.
    pub kind: String,
    /// Its identifier.
    pub id: uuid::Uuid,
    /// Which try, from 1.
    pub attempt: i64,
    /// How it ended.
    pub ended: Ended,
}

/// What one pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Jobs done.
    pub done: u64,
    /// Jobs that failed and will be tried again.
    pub retried: u64,
    /// Jobs given up.
    pub failed: u64,
}

impl Pass {
    fn add(&mut self, ended: &Ended) {
        match ended {
            Ended::Done => self.done += 1,
            Ended::Retried(_) => self.retried += 1,
            Ended::Failed(_) => self.failed += 1,
            Ended::Lost => {}
        }
    }
}

/// Who hears of each try, and of a database that does not answer: the log.
pub type Tell<'a> = &'a (dyn Fn(Result<Ran, AppError>) + Send + Sync);

impl App {
    /// Does all jobs that are due, one after the other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn run_due_jobs(&self) -> Result<Pass, AppError> {
        self.run_due(&Registry::house()).await
    }

    /// The same with a chosen list of jobs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn run_due(&self, registry: &Registry) -> Result<Pass, AppError> {
        self.plan(registry).await?;
        let mut pass = Pass::default();
        while let Some(ran) = self.run_next(registry).await? {
            pass.add(&ran.ended);
        }
        Ok(pass)
    }

    /// Works until `stop` ends, then finishes the jobs at hand.
    pub async fn work(&self, stop: impl Future<Output = ()>, tell: Tell<'_>) {
        let registry = Registry::house();
        let (end, ending) = watch::channel(false);
        let stopping = async {
            stop.await;
            // No lane listens any more when all have ended.
            let _ = end.send(true);
        };
        // Two lanes: a long backup must not hold the e-mails back.
        let (one, other) = (ending.clone(), ending);
        tokio::join!(stopping, self.lane(&registry, one, tell), self.lane(&registry, other, tell));
    }

    async fn lane(&self, registry: &Registry, mut ending: watch::Receiver<bool>, tell: Tell<'_>) {
        while !*ending.borrow() {
            let heard = self.store.bell().rung();
            if let Err(error) = self.do_what_is_due(registry, &ending, tell).await {
                tell(Err(error));
            }
            tokio::select! {
                () = self.store.bell().after(heard) => {}
                () = tokio::time::sleep(POLL) => {}
                _ = ending.wait_for(|end| *end) => {}
            }
        }
    }

    async fn do_what_is_due(
        &self,
        registry: &Registry,
        ending: &watch::Receiver<bool>,
        tell: Tell<'_>,
    ) -> Result<(), AppError> {
        self.plan(registry).await?;
        while !*ending.borrow() {
            match self.run_next(registry).await? {
                Some(ran) => tell(Ok(ran)),
                None => break,
            }
        }
        Ok(())
    }

    /// Adds the recurring jobs that are due, and gives up those whose process died at every try.
    async fn plan(&self, registry: &Registry) -> Result<(), AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let (due, known) = (tx.due_runs(now).await?, tx.planned_runs().await?);
        let lost = tx.lost_jobs(tries()?, now).await?;
        drop(tx);
        let new: Vec<_> =
            registry.recurring.iter().filter(|one| !known.iter().any(|name| name == one.name)).collect();
        let due: Vec<_> =
            registry.recurring.iter().filter(|one| due.iter().any(|name| name == one.name)).collect();
        if new.is_empty() && due.is_empty() && !lost {
            return Ok(());
        }
        let tx = self.store.write().await?;
        for recurring in new {
            tx.plan_first(recurring.name, recurring.next(now)).await?;
        }
        for recurring in due {
            // Another process may have taken this run meanwhile.
            if tx.take_run(recurring.name, now, recurring.next(now)).await? {
                tx.enqueue(&NewJob {
                    id: self.next_id(),
                    cpts: None,
                    kind: recurring.name,
                    payload: serde_json::Value::Null,
                    dedup_key: Some(recurring.name.to_owned()),
                    created_at: now,
                    run_at: now,
                })
                .await?;
            }
        }
        tx.give_up_lost_jobs(tries()?, now).await?;
        Ok(tx.commit().await?)
    }

    /// Claims a job and does it; `None` when nothing is due.
    async fn run_next(&self, registry: &Registry) -> Result<Option<Ran>, AppError> {
        let kinds: Vec<Kind> = registry.all().filter(|kind| (kind.possible)(self)).collect();
        let Some(job) = self.claim(&kinds).await? else { return Ok(None) };
        let Some(kind) = kinds.iter().find(|kind| kind.name == job.kind) else { return Ok(None) };
        // In a task of its own: a job that panics is a job that failed, not a worker that stops.
        let (app, run, payload) = (self.clone(), kind.run, job.payload.clone());
        let doing = tokio::spawn(async move {
            match run {
                Run::Asked(run) => run(&app, payload).await,
                Run::Recurring(run) => run(&app).await,
            }
        });
        let done =
            doing.await.unwrap_or_else(|error| Err(JobError::Temporary(format!("the job stopped: {error}"))));
        let ended = self.finish(&job, kind, done).await?;
        Ok(Some(Ran { kind: job.kind, id: job.id, attempt: job.attempt, ended }))
    }

    async fn claim(&self, kinds: &[Kind]) -> Result<Option<ClaimedJob>, AppError> {
        let kinds: Vec<Claimable> =
            kinds.iter().map(|kind| Claimable { kind: kind.name, lease: kind.lease() }).collect();
        // Looking first keeps an idle worker from taking the only writer's place on SQLite every two seconds.
        if !self.store.read().await?.job_is_due(&kinds, tries()?, self.now()).await? {
            return Ok(None);
        }
        let tx = self.store.write().await?;
        let job = tx.claim_job(&kinds, (self.next_id(), tries()?), self.now()).await?;
        tx.commit().await?;
        Ok(job)
    }

    async fn finish(
        &self,
        job: &ClaimedJob,
        kind: &Kind,
        done: Result<Report, JobError>,
    ) -> Result<Ended, AppError> {
        let now = self.now();
        let rules = domain::exploitation::regles()?;
        let (end, ended) = match &done {
            Ok(_) => (JobEnd::Done, Ended::Done),
            Err(error) => {
                let text = error.to_string();
                let wait =
                    rules.travaux.wait(job.attempt).filter(|_| matches!(error, JobError::Temporary(_)));
                match wait {
                    Some(wait) => {
                        (JobEnd::Retry { at: now + wait, error: text.clone() }, Ended::Retried(text))
                    }
                    None => (JobEnd::Failed { error: text.clone() }, Ended::Failed(text)),
                }
            }
        };
        let tx = self.store.write().await?;
        if !tx.finish_job(job, &end, now).await? {
            return Ok(Ended::Lost);
        }
        if let (Ok(report), Run::Recurring(_)) = (&done, kind.run) {
            let report = serde_json::to_value(report).map_err(|error| AppError::Job(error.to_string()))?;
            tx.keep_report(kind.name, now, &report).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }
}

/// Tries before a job is given up.
fn tries() -> Result<i64, AppError> {
    Ok(domain::exploitation::regles()?.travaux.tries)
}
