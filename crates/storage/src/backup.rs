//! Backups made, and whether each one was read back.

use domain::authz::Operates;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entities::backup::{ActiveModel, Column, Entity, Model};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A backup that starts.
#[derive(Clone, Debug)]
pub struct NewBackup {
    /// Identifier.
    pub id: Uuid,
    /// Who asked: `planifiee`, `page` or `commande`.
    pub origin: String,
    /// Name of the file, or its path when a person chose it.
    pub file_name: String,
    /// When.
    pub started_at: Timestamp,
}

/// A backup that was read back and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupEnd {
    /// When.
    pub at: Timestamp,
    /// Size of the file, in bytes.
    pub bytes: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub fingerprint: String,
}

/// A backup as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupRow {
    /// Identifier.
    pub id: Uuid,
    /// Who asked.
    pub origin: String,
    /// Name of the file.
    pub file_name: String,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended, well or not.
    pub finished_at: Option<Timestamp>,
    /// Size of the file, in bytes.
    pub bytes: Option<i64>,
    /// Rows of all tables.
    pub rows: Option<i64>,
    /// SHA-256 of the file.
    pub fingerprint: Option<String>,
    /// When it was read back and found whole.
    pub verified_at: Option<Timestamp>,
    /// Why it failed, in English.
    pub problem: Option<String>,
    /// When the retention rule removed the file.
    pub removed_at: Option<Timestamp>,
}

impl WriteTx {
    /// Notes that a backup starts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn start_backup(&self, _: &Operates, new: &NewBackup) -> Result<(), StorageError> {
        let row = ActiveModel {
            id: Set(new.id),
            origin: Set(new.origin.clone()),
            file_name: Set(new.file_name.clone()),
            started_at: Set(instant::stored(new.started_at)),
            finished_at: Set(None),
            bytes: Set(None),
            rows: Set(None),
            fingerprint: Set(None),
            verified_at: Set(None),
            problem: Set(None),
            removed_at: Set(None),
        };
        self.run(Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Notes that it was read back and is whole.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish_backup(&self, _: &Operates, id: Uuid, end: &BackupEnd) -> Result<(), StorageError> {
        let at = instant::stored(end.at);
        let count = |value: u64| Expr::value(i64::try_from(value).unwrap_or(i64::MAX));
        let finished = Entity::update_many()
            .col_expr(Column::FinishedAt, Expr::value(at))
            .col_expr(Column::VerifiedAt, Expr::value(at))
            .col_expr(Column::Bytes, count(end.bytes))
            .col_expr(Column::Rows, count(end.rows))
            .col_expr(Column::Fingerprint, Expr::value(end.fingerprint.as_str()))
            .filter(Column::Id.eq(id));
        self.run(finished.exec(&self.txn)).await?;
        Ok(())
    }

    /// Notes that it failed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fail_backup(
        &self,
        _: &Operates,
        id: Uuid,
        (at, problem): (Timestamp, &str),
    ) -> Result<(), StorageError> {
        let failed = Entity::update_many()
            .col_expr(Column::FinishedAt, Expr::value(instant::stored(at)))
            .col_expr(Column::Problem, Expr::value(problem))
            .filter(Column::Id.eq(id));
        self.run(failed.exec(&self.txn)).await?;
        Ok(())
    }

    /// Notes that the retention rule removed its file.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn backup_removed(&self, _: &Operates, id: Uuid, at: Timestamp) -> Result<(), StorageError> {
        let removed = Entity::update_many()
            .col_expr(Column::RemovedAt, Expr::value(instant::stored(at)))
            .filter(Column::Id.eq(id));
        self.run(removed.exec(&self.txn)).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The last backups, most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn backups(&self, _: &Operates, limit: u64) -> Result<Vec<BackupRow>, StorageError> {
        let last = Entity::find().order_by_desc(Column::StartedAt).order_by_desc(Column::Id).limit(limit);
        last.all(&self.txn).await?.into_iter().map(BackupRow::try_from).collect()
    }

    /// Good backups whose file is still there, as far as the program knows; most recent first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn good_backups(&self, _: &Operates) -> Result<Vec<BackupRow>, StorageError> {
        let good = Entity::find()
            .filter(Column::VerifiedAt.is_not_null())
            .filter(Column::RemovedAt.is_null())
            .order_by_desc(Column::StartedAt)
            .order_by_desc(Column::Id);
        good.all(&self.txn).await?.into_iter().map(BackupRow::try_from).collect()
    }
}

impl TryFrom<Model> for BackupRow {
    type Error = StorageError;
    fn try_from(row: Model) -> Result<Self, StorageError> {
        let id = row.id;
        let at = |micros: i64| instant::read("backup", id, micros);
        Ok(Self {
            id,
            origin: row.origin,
            file_name: row.file_name,
            started_at: at(row.started_at)?,
            finished_at: row.finished_at.map(at).transpose()?,
            bytes: row.bytes,
            rows: row.rows,
            fingerprint: row.fingerprint,
            verified_at: row.verified_at.map(at).transpose()?,
            problem: row.problem,
            removed_at: row.removed_at.map(at).transpose()?,
        })
    }
}
