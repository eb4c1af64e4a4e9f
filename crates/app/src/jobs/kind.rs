//! What a job is, and the list of those that this program can do.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::recurring::{RECURRING, Recurring};
use crate::backup::MakeBackup;
use crate::communaute::mobilisation::SendCampagne;
use crate::mail::SendMail;
use crate::{App, AppError};

/// A piece of work that may be started again: running it twice must do no more than running it once.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Stable name, which the database keeps.
    const KIND: &'static str;
    /// For how long a process keeps it, in minutes; after that another one takes it.
    const LEASE_MINUTES: i64 = 5;

    /// Does it, outside any transaction.
    fn run(self, app: &App) -> impl Future<Output = Result<Report, JobError>> + Send;

    /// One job with this key waits at a time.
    fn dedup_key(&self) -> Option<String> {
        None
    }

    /// Whether this process can do it; otherwise it waits for one that can.
    fn possible(_: &App) -> bool {
        true
    }
}

/// What a job did, in numbers: the operator's page puts words on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Report {
    /// Name of each count.
    pub counts: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Nothing to say.
    pub fn none() -> Self {
        Self::default()
    }

    /// One number.
    pub fn of(name: &'static str, count: u64) -> Self {
        Self::none().and(name, count)
    }

    /// One more number.
    #[must_use]
    pub fn and(mut self, name: &'static str, count: u64) -> Self {
        self.counts.insert(name, count);
        self
    }
}

/// Why a job was not done; in English, without personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Another try may succeed.
    #[error("{0}")]
    Temporary(String),
    /// No other try will.
    #[error("{0}")]
    Permanent(String),
}

impl From<AppError> for JobError {
    fn from(error: AppError) -> Self {
        JobError::Temporary(error.to_string())
    }
}

impl From<storage::StorageError> for JobError {
    fn from(error: storage::StorageError) -> Self {
        JobError::Temporary(error.to_string())
    }
}

/// A job being done.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Report, JobError>> + Send + 'a>>;

/// What does a job.
#[derive(Clone, Copy)]
pub(super) enum Run {
    Asked(for<'a> fn(&'a App, serde_json::Value) -> Running<'a>),
    Recurring(for<'a> fn(&'a App) -> Running<'a>),
}

/// A kind of job, as the worker knows it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Stable name.
    pub name: &'static str,
    /// For how long a process keeps one, in minutes.
    pub lease_minutes: i64,
    pub(super) possible: fn(&App) -> bool,
    pub(super) run: Run,
}

impl Kind {
    /// The kind of a type of job.
    pub const fn of<J: Job>() -> Self {
        Self {
            name: J::KIND,
            lease_minutes: J::LEASE_MINUTES,
            possible: J::possible,
            run: Run::Asked(start::<J>),
        }
    }

    pub(super) fn lease(&self) -> SignedDuration {
        SignedDuration::from_mins(self.lease_minutes)
    }
}

fn start<J: Job>(app: &App, payload: serde_json::Value) -> Running<'_> {
    Box::pin(async move {
        let job: J = serde_json::from_value(payload)
            .map_err(|error| JobError::Permanent(format!("the job cannot be read: {error}")))?;
        job.run(app).await
    })
}

/// The jobs that are asked for.
const KINDS: &[Kind] = &[Kind::of::<SendMail>(), Kind::of::<SendCampagne>(), Kind::of::<MakeBackup>()];

/// What a worker can do.
#[derive(Clone)]
pub struct Registry {
    pub(super) kinds: Vec<Kind>,
    pub(super) recurring: Vec<Recurring>,
}

impl Registry {
    /// Nothing: to be filled.
    pub fn empty() -> Self {
        Self { kinds: Vec::new(), recurring: Vec::new() }
    }

    /// All jobs of the program.
    pub fn house() -> Self {
        Self { kinds: KINDS.to_vec(), recurring: RECURRING.to_vec() }
    }

    /// One more type of job.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.kinds.push(Kind::of::<J>());
        self
    }

    /// One more recurring job.
    #[must_use]
    pub fn with_recurring(mut self, recurring: Recurring) -> Self {
        self.recurring.push(recurring);
        self
    }

    /// Every kind, recurring ones included.
    pub(super) fn all(&self) -> impl Iterator<Item = Kind> + '_ {
        self.kinds.iter().copied().chain(self.recurring.iter().map(Recurring::kind))
    }
}
