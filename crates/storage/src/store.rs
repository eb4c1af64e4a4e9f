//! Opening the database; the doors for reading and writing.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::StorageError;
use crate::bell::Bell;
use crate::dialect;
use crate::migrations::Migrator;

/// Name under which migrations write to the log, one line a table.
pub const MIGRATION_LOG: &str = "sea_orm_migration";

/// The database of the associations.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
    bell: Bell,
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is neither SQLite nor PostgreSQL.
    #[error("unknown kind of database address")]
    UnknownScheme,
    /// No answer, no such file, wrong password.
    #[error("the database cannot be reached")]
    Unreachable(#[source] DbErr),
    /// A migration failed.
    #[error("the database cannot be brought up to date")]
    Migration(#[source] DbErr),
    /// It was written by a more recent release.
    #[error("the database was written by a more recent release: unknown migrations {0:?}")]
    TooRecent(Vec<String>),
}

impl Store {
    /// Connects to `sqlite:…` or `postgres://…`. Nothing is created but an empty SQLite file.
    ///
    /// # Errors
    /// When the address is of another kind or the database does not answer.
    pub async fn connect(url: &str) -> Result<Self, OpenError> {
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(OpenError::UnknownScheme);
        }
        let db = Database::connect(dialect::connect_options(url)).await.map_err(OpenError::Unreachable)?;
        Ok(Self { db, bell: Bell::default() })
    }

    /// Brings the tables up to date; returns the names of the migrations applied.
    ///
    /// # Errors
    /// When a migration fails, or the database was written by a more recent release.
    pub async fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let unknown = self.unknown_migrations().await?;
        if !unknown.is_empty() {
            return Err(OpenError::TooRecent(unknown));
        }
        let pending = self.pending_migrations().await?;
        if !pending.is_empty() {
            Migrator::up(&self.db, None).await.map_err(OpenError::Migration)?;
        }
        Ok(pending)
    }

    /// The migrations that this release knows, in order.
    pub fn known_migrations() -> Vec<String> {
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
    }

    /// Makes the tables of an earlier release: the first migrations only.
    ///
    /// # Errors
    /// When a migration fails.
    pub async fn migrate_first(&self, migrations: u32) -> Result<(), OpenError> {
        Migrator::up(&self.db, Some(migrations)).await.map_err(OpenError::Migration)
    }

    /// Whether no migration was ever applied.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_blank(&self) -> Result<bool, OpenError> {
        let pending = self.pending_migrations().await?;
        Ok(pending.len() == Self::known_migrations().len())
    }

    /// Migrations that this release has and the database lacks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, OpenError> {
        let pending = Migrator::get_pending_migrations(&self.db).await.map_err(OpenError::Migration)?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    async fn unknown_migrations(&self) -> Result<Vec<String>, OpenError> {
        Migrator::install(&self.db).await.map_err(OpenError::Migration)?;
        let applied = Migrator::get_migration_models(&self.db).await.map_err(OpenError::Migration)?;
        let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
        Ok(applied
            .into_iter()
            .map(|model| model.version)
            .filter(|version| !known.contains(version))
            .collect())
    }

    /// `SQLite` or `PostgreSQL`, for reports.
    pub fn engine(&self) -> &'static str {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            _ => "PostgreSQL",
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StorageError> {
        Ok(self.db.ping().await?)
    }

    /// Opens a consistent view for reading.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> Result<ReadTx, StorageError> {
        let options = dialect::read_options(self.db.get_database_backend());
        Ok(ReadTx { txn: self.db.begin_with_options(options).await? })
    }

    /// The only way to write. On SQLite the lock is taken at once, so writers wait instead of failing.
    ///
    /// # Errors
    /// When the database does not answer, or another writer kept it for too long.
    pub async fn write(&self) -> Result<WriteTx, StorageError> {
        let sqlite_transaction_mode = dialect::write_mode(self.db.get_database_backend());
        let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
        let txn = self.db.begin_with_options(options).await?;
        let (failed, enqueued) = (AtomicBool::new(false), AtomicBool::new(false));
        Ok(WriteTx { txn, failed, enqueued, bell: self.bell.clone() })
    }

    /// Rings when jobs were committed by this process.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Closes all connections.
    pub async fn close(self) {
        // Nothing to do about a failure: the process is about to end.
        let _ = self.db.close().await;
    }
}

/// A consistent view for reading; dropped when done.
#[derive(Debug)]
pub struct ReadTx {
    pub(crate) txn: DatabaseTransaction,
}

/// A transaction that writes. Nothing is kept without [`WriteTx::commit`].
#[must_use = "nothing is written without commit()"]
#[derive(Debug)]
pub struct WriteTx {
    pub(crate) txn: DatabaseTransaction,
    failed: AtomicBool,
    enqueued: AtomicBool,
    bell: Bell,
}

impl WriteTx {
    /// Every statement passes here: one failure poisons the transaction on both databases alike.
    pub(crate) async fn run<T>(
        &self,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, StorageError> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(StorageError::Poisoned);
        }
        let result = statement.await;
        self.failed.store(result.is_err(), Ordering::Relaxed);
        Ok(result?)
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// When a statement failed before: everything is then rolled back, on SQLite too.
    pub async fn commit(self) -> Result<(), StorageError> {
        if self.failed.load(Ordering::Relaxed) {
            self.txn.rollback().await?;
            return Err(StorageError::Poisoned);
        }
        self.txn.commit().await?;
        if self.enqueued.load(Ordering::Relaxed) {
            self.bell.ring();
        }
        Ok(())
    }

    /// Wakes the workers of this process once the transaction is committed.
    pub(crate) fn ring_at_commit(&self) {
        self.enqueued.store(true, Ordering::Relaxed);
    }
}
