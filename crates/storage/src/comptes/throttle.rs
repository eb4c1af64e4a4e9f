//! Counters of attempts, shared by all processes.

use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entities::throttle::{ActiveModel, Column, Entity};
use crate::{StorageError, WriteTx, instant};

/// How many times, since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// How many times.
    pub hits: u32,
    /// Start of the window, or last time: whoever counts decides.
    pub since: Timestamp,
}

impl WriteTx {
    /// The counter of a key, from zero at `at` when there is none; nobody else counts until the transaction ends.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn counter(&self, key: &str, at: Timestamp) -> Result<Counter, StorageError> {
        let first = ActiveModel {
            key: Set(key.to_owned()),
            window_started_at: Set(instant::stored(at)),
            hits: Set(0),
        };
        let unless_there = OnConflict::column(Column::Key).do_nothing().to_owned();
        let insert = Entity::insert(first).on_conflict(unless_there);
        self.run(insert.exec_without_returning(&self.txn)).await?;
        let query = Entity::find_by_id(key.to_owned()).lock(LockType::Update);
        let row = self.run(query.one(&self.txn)).await?;
        let row = row.ok_or_else(|| StorageError::inconsistent("throttle", key, "not there"))?;
        let hits = u32::try_from(row.hits);
        Ok(Counter {
            hits: hits.map_err(|error| StorageError::inconsistent("throttle", key, error))?,
            since: instant::read("throttle", key, row.window_started_at)?,
        })
    }

    /// Writes a counter.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_counter(&self, key: &str, counter: Counter) -> Result<(), StorageError> {
        let statement = Entity::update_many()
            .col_expr(Column::Hits, Expr::value(i64::from(counter.hits)))
            .col_expr(Column::WindowStartedAt, Expr::value(instant::stored(counter.since)))
            .filter(Column::Key.eq(key));
        self.run(statement.exec(&self.txn)).await?;
        Ok(())
    }

    /// Forgets counters that nobody touched since an instant; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_counters(&self, before: Timestamp) -> Result<u64, StorageError> {
        let statement = Entity::delete_many().filter(Column::WindowStartedAt.lt(instant::stored(before)));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }
}
