//! Work to do outside a request. A job is claimed for a while, then done, tried again or given up.

use domain::authz::Operates;
use domain::ids::CptsId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, LockBehavior, LockType, Query, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::entities::job::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A job to add.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Identifier.
    pub id: Uuid,
    /// For which CPTS, when it is for one.
    pub cpts: Option<CptsId>,
    /// Kind, as the code that does it is called: `mail.send`.
    pub kind: &'static str,
    /// What it needs, as JSON.
    pub payload: serde_json::Value,
    /// One job of this kind with this key waits at a time.
    pub dedup_key: Option<String>,
    /// When it was asked.
    pub created_at: Timestamp,
    /// Not before.
    pub run_at: Timestamp,
}

/// A kind of job that a process can do, and for how long it may keep one.
#[derive(Clone, Debug)]
pub struct Claimable {
    /// Kind.
    pub kind: &'static str,
    /// After that, another process takes the job.
    pub lease: SignedDuration,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// Identifier.
    pub id: Uuid,
    /// Kind.
    pub kind: String,
    /// What it needs.
    pub payload: serde_json::Value,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// The claim: whoever finishes must still hold it.
    pub lease: Uuid,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEnd {
    /// It is done.
    Done,
    /// It failed; try again then.
    Retry {
        /// Not before.
        at: Timestamp,
        /// Why, in English, without personal data.
        error: String,
    },
    /// It failed for good.
    Failed {
        /// Why, in English, without personal data.
        error: String,
    },
}

/// A job as the operator sees it: never what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRow {
    /// Identifier.
    pub id: Uuid,
    /// Kind.
    pub kind: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// Next try.
    pub run_at: Timestamp,
    /// Tries so far.
    pub attempts: i64,
    /// Until when a process keeps it.
    pub lease_until: Option<Timestamp>,
    /// What the last try said.
    pub last_error: Option<String>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
}

/// How many jobs are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Due or planned, nobody is at it.
    pub waiting: u64,
    /// A process is at it.
    pub running: u64,
    /// Given up.
    pub failed: u64,
    /// Done and still listed.
    pub done: u64,
}

fn open() -> Condition {
    Condition::all().add(Column::DoneAt.is_null()).add(Column::FailedAt.is_null())
}

fn free(now: Timestamp) -> Condition {
    let now = instant::stored(now);
    Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lte(now))
}

impl WriteTx {
    /// Adds a job, unless one of its kind with its key waits already: then `false`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue(&self, job: &NewJob) -> Result<bool, StorageError> {
        if let Some(key) = &job.dedup_key {
            let twin = Entity::find()
                .filter(open())
                .filter(Column::LeaseUntil.is_null())
                .filter(Column::Kind.eq(job.kind))
                .filter(Column::DedupKey.eq(key.as_str()));
            if self.run(twin.count(&self.txn)).await? > 0 {
                return Ok(false);
            }
        }
        let row = ActiveModel {
            id: Set(job.id),
            cpts_id: Set(job.cpts.map(|cpts| cpts.0)),
            kind: Set(job.kind.to_owned()),
            payload: Set(job.payload.to_string()),
            dedup_key: Set(job.dedup_key.clone()),
            created_at: Set(instant::stored(job.created_at)),
            run_at: Set(instant::stored(job.run_at)),
            attempts: Set(0),
            lease_until: Set(None),
            leased_by: Set(None),
            last_error: Set(None),
            done_at: Set(None),
            failed_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        self.ring_at_commit();
        Ok(true)
    }

    /// Takes the oldest job that is due, of one of these kinds, tried less than `tries` times.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn claim_job(
        &self,
        kinds: &[Claimable],
        (lease, tries): (Uuid, i64),
        now: Timestamp,
    ) -> Result<Option<ClaimedJob>, StorageError> {
        if kinds.is_empty() {
            return Ok(None);
        }
        let row = self.run(claim(&self.txn, kinds, (lease, tries), now)).await?;
        let Some(row) = row else { return Ok(None) };
        let wrong = |detail: String| StorageError::inconsistent("job", row.id, detail);
        let payload = serde_json::from_str(&row.payload).map_err(|error| wrong(error.to_string()))?;
        Ok(Some(ClaimedJob { id: row.id, kind: row.kind, payload, attempt: row.attempts, lease }))
    }

    /// Says how a try ended; `false` when the claim was lost meanwhile: nothing is then written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish_job(
        &self,
        job: &ClaimedJob,
        end: &JobEnd,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let now = instant::stored(now);
        let none = Expr::value(Option::<i64>::None);
        let update = Entity::update_many()
            .col_expr(Column::LeaseUntil, none)
            .col_expr(Column::LeasedBy, Expr::value(Option::<String>::None));
        let update = match end {
            JobEnd::Done => update
                .col_expr(Column::DoneAt, Expr::value(now))
                .col_expr(Column::LastError, Expr::value(Option::<String>::None)),
            JobEnd::Retry { at, error } => update
                .col_expr(Column::RunAt, Expr::value(instant::stored(*at)))
                .col_expr(Column::LastError, Expr::value(error.as_str())),
            JobEnd::Failed { error } => update
                .col_expr(Column::FailedAt, Expr::value(now))
                .col_expr(Column::LastError, Expr::value(error.as_str())),
        };
        let held = update
            .filter(Column::Id.eq(job.id))
            .filter(Column::LeasedBy.eq(job.lease.to_string()))
            .filter(open());
        Ok(self.run(held.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Gives up the jobs whose last try never came back: the process died each time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_up_lost_jobs(&self, tries: i64, now: Timestamp) -> Result<u64, StorageError> {
        let lost = Entity::update_many()
            .col_expr(Column::FailedAt, Expr::value(instant::stored(now)))
            .col_expr(Column::LeaseUntil, Expr::value(Option::<i64>::None))
            .col_expr(Column::LastError, Expr::value("the process stopped during the last try"))
            .filter(open())
            .filter(Column::Attempts.gte(tries))
            .filter(Column::LeaseUntil.lte(instant::stored(now)));
        Ok(self.run(lost.exec(&self.txn)).await?.rows_affected)
    }

    /// Lets a job that was given up try again from the start; `false` when it is not one of those.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn retry_job(&self, _: &Operates, id: Uuid, now: Timestamp) -> Result<bool, StorageError> {
        let again = Entity::update_many()
            .col_expr(Column::FailedAt, Expr::value(Option::<i64>::None))
            .col_expr(Column::Attempts, Expr::value(0_i64))
            .col_expr(Column::RunAt, Expr::value(instant::stored(now)))
            .filter(Column::Id.eq(id))
            .filter(Column::DoneAt.is_null())
            .filter(free(now));
        let done = self.run(again.exec(&self.txn)).await?.rows_affected == 1;
        if done {
            self.ring_at_commit();
        }
        Ok(done)
    }

    /// Removes a job that nobody is at; `false` when there is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn cancel_job(&self, _: &Operates, id: Uuid, now: Timestamp) -> Result<bool, StorageError> {
        let gone = Entity::delete_many()
            .filter(Column::Id.eq(id))
            .filter(Column::DoneAt.is_null())
            .filter(free(now));
        Ok(self.run(gone.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Forgets the jobs done before an instant; returns how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_done_jobs(&self, before: Timestamp) -> Result<u64, StorageError> {
        let old = Entity::delete_many().filter(Column::DoneAt.lt(instant::stored(before)));
        Ok(self.run(old.exec(&self.txn)).await?.rows_affected)
    }
}

/// One statement, so that two processes never take the same row: PostgreSQL skips what another one locks, SQLite
/// has one writer at a time.
async fn claim(
    db: &impl ConnectionTrait,
    kinds: &[Claimable],
    (lease, tries): (Uuid, i64),
    now: Timestamp,
) -> Result<Option<Model>, DbErr> {
    let names: Vec<&str> = kinds.iter().map(|known| known.kind).collect();
    let until = kinds.iter().fold(CaseStatement::new(), |case, known| {
        let ends = instant::stored(now) + i64::try_from(known.lease.as_micros()).unwrap_or(i64::MAX / 2);
        case.case(Expr::col(Column::Kind).eq(known.kind), Expr::value(ends))
    });
    let until: SimpleExpr = until.finally(Expr::value(instant::stored(now))).into();
    let next = Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(open())
        .cond_where(free(now))
        .and_where(Expr::col(Column::RunAt).lte(instant::stored(now)))
        .and_where(Expr::col(Column::Attempts).lt(tries))
        .and_where(Expr::col(Column::Kind).is_in(names))
        .order_by(Column::RunAt, sea_orm::Order::Asc)
        .order_by(Column::Id, sea_orm::Order::Asc)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned();
    let mut update = Query::update();
    update
        .table(Entity)
        .value(Column::LeaseUntil, until)
        .value(Column::LeasedBy, lease.to_string())
        .value(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .and_where(Expr::col(Column::Id).eq(Expr::SubQuery(None, Box::new(next.into()))))
        .returning_all();
    db.query_one(&update).await?.map(|row| Model::from_query_result(&row, "")).transpose()
}

impl ReadTx {
    /// How many jobs are where.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn job_counts(&self, _: &Operates, now: Timestamp) -> Result<JobCounts, StorageError> {
        let count = |filter: Condition| Entity::find().filter(filter).count(&self.txn);
        let running = open().add(Column::LeaseUntil.gt(instant::stored(now)));
        Ok(JobCounts {
            waiting: count(open().add(free(now))).await?,
            running: count(running).await?,
            failed: count(Condition::all().add(Column::FailedAt.is_not_null())).await?,
            done: count(Condition::all().add(Column::DoneAt.is_not_null())).await?,
        })
    }

    /// Jobs that are not done: those given up first, then by next try.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn unfinished_jobs(&self, _: &Operates, limit: u64) -> Result<Vec<JobRow>, StorageError> {
        let query = Entity::find().filter(Column::DoneAt.is_null());
        // Two queries: databases do not sort missing values alike.
        let failed = query.clone().filter(Column::FailedAt.is_not_null()).order_by_desc(Column::FailedAt);
        let mut rows = failed.limit(limit).all(&self.txn).await?;
        let left = limit.saturating_sub(rows.len() as u64);
        let waiting = query.filter(Column::FailedAt.is_null()).order_by_asc(Column::RunAt);
        rows.extend(waiting.order_by_asc(Column::Id).limit(left).all(&self.txn).await?);
        rows.into_iter().map(JobRow::try_from).collect()
    }

    /// Whether a job of these kinds is due, tried less than `tries` times.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn job_is_due(
        &self,
        kinds: &[Claimable],
        tries: i64,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let due = open()
            .add(free(now))
            .add(Column::RunAt.lte(instant::stored(now)))
            .add(Column::Attempts.lt(tries))
            .add(Column::Kind.is_in(kinds.iter().map(|known| known.kind)));
        Ok(Entity::find().filter(due).limit(1).one(&self.txn).await?.is_some())
    }

    /// Whether a job has used all its tries and its process never came back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lost_jobs(&self, tries: i64, now: Timestamp) -> Result<bool, StorageError> {
        let lost = open().add(Column::Attempts.gte(tries)).add(Column::LeaseUntil.lte(instant::stored(now)));
        Ok(Entity::find().filter(lost).limit(1).one(&self.txn).await?.is_some())
    }

    /// Jobs due since before an instant that nobody did: no worker runs, or it cannot follow.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn overdue_jobs(&self, _: &Operates, due_before: Timestamp) -> Result<u64, StorageError> {
        let due = open().add(free(due_before)).add(Column::RunAt.lt(instant::stored(due_before)));
        Ok(Entity::find().filter(due).count(&self.txn).await?)
    }
}

impl TryFrom<Model> for JobRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let id = row.id;
        let at = |micros: i64| instant::read("job", id, micros);
        Ok(Self {
            id,
            kind: row.kind,
            created_at: at(row.created_at)?,
            run_at: at(row.run_at)?,
            attempts: row.attempts,
            lease_until: row.lease_until.map(at).transpose()?,
            last_error: row.last_error,
            failed_at: row.failed_at.map(at).transpose()?,
        })
    }
}
