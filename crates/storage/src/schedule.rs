//! When each recurring job runs next, and what it reported last.

use domain::authz::Operates;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::schedule::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A recurring job as the operator sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleRow {
    /// Name.
    pub name: String,
    /// Next run.
    pub next_at: Timestamp,
    /// Last run that ended well.
    pub last_at: Option<Timestamp>,
    /// What it reported, as JSON.
    pub last_report: Option<serde_json::Value>,
}

impl WriteTx {
    /// Notes the first run of a recurring job; a known one is left as it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn plan_first(&self, name: &str, first: Timestamp) -> Result<(), StorageError> {
        let row = ActiveModel {
            name: Set(name.to_owned()),
            next_at: Set(instant::stored(first)),
            last_at: Set(None),
            last_report: Set(None),
        };
        let unless_there = OnConflict::column(Column::Name).do_nothing().to_owned();
        self.run(Entity::insert(row).on_conflict(unless_there).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Takes the run that is due and plans the next one; `false` when none is due or another process took it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_run(&self, name: &str, now: Timestamp, next: Timestamp) -> Result<bool, StorageError> {
        let due = Entity::update_many()
            .col_expr(Column::NextAt, Expr::value(instant::stored(next)))
            .filter(Column::Name.eq(name))
            .filter(Column::NextAt.lte(instant::stored(now)));
        Ok(self.run(due.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Keeps what a run reported.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_report(
        &self,
        name: &str,
        at: Timestamp,
        report: &serde_json::Value,
    ) -> Result<(), StorageError> {
        let kept = Entity::update_many()
            .col_expr(Column::LastAt, Expr::value(instant::stored(at)))
            .col_expr(Column::LastReport, Expr::value(report.to_string()))
            .filter(Column::Name.eq(name));
        self.run(kept.exec(&self.txn)).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The recurring jobs, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn schedule(&self, _: &Operates) -> Result<Vec<ScheduleRow>, StorageError> {
        let rows = Entity::find().order_by_asc(Column::Name).all(&self.txn).await?;
        rows.into_iter().map(ScheduleRow::try_from).collect()
    }

    /// Names of the recurring jobs that have a next run.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn planned_runs(&self) -> Result<Vec<String>, StorageError> {
        Ok(Entity::find().all(&self.txn).await?.into_iter().map(|row| row.name).collect())
    }

    /// Names of the recurring jobs that are due.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn due_runs(&self, now: Timestamp) -> Result<Vec<String>, StorageError> {
        let due = Entity::find().filter(Column::NextAt.lte(instant::stored(now)));
        Ok(due.all(&self.txn).await?.into_iter().map(|row| row.name).collect())
    }
}

impl TryFrom<Model> for ScheduleRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let at = |micros: i64| instant::read("schedule", &row.name, micros);
        let report = row.last_report.as_deref().map(serde_json::from_str).transpose();
        let report = report.map_err(|error| StorageError::inconsistent("schedule", &row.name, error))?;
        let (next_at, last_at) = (at(row.next_at)?, row.last_at.map(at).transpose()?);
        Ok(Self { name: row.name, next_at, last_at, last_report: report })
    }
}
