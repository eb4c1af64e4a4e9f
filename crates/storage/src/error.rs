//! What can go wrong with the database, in five kinds.

use sea_orm::{DbErr, SqlErr};

/// A failure of the database or of its content.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row with the same unique key exists.
    #[error("a row with the same unique key already exists")]
    AlreadyExists,
    /// A row refers to another one that does not exist.
    #[error("a row refers to another one that does not exist")]
    BrokenLink,
    /// An earlier statement of the transaction failed: nothing of it is kept.
    #[error("an earlier statement of the transaction failed")]
    Poisoned,
    /// A row makes no sense.
    #[error("inconsistent row in {table}, {id}: {detail}")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Identifier of the row.
        id: String,
        /// What is wrong.
        detail: String,
    },
    /// The database answered with another error.
    #[error("database error")]
    Database(#[source] DbErr),
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => StorageError::AlreadyExists,
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => StorageError::BrokenLink,
            _ => StorageError::Database(error),
        }
    }
}

impl StorageError {
    /// Builds an [`StorageError::Inconsistent`].
    pub(crate) fn inconsistent(table: &'static str, id: impl ToString, detail: impl ToString) -> Self {
        StorageError::Inconsistent { table, id: id.to_string(), detail: detail.to_string() }
    }

    /// Whether the disk is full, as far as the database says so.
    pub fn is_disk_full(&self) -> bool {
        // SQLite: code 13 "database or disk is full"; PostgreSQL: class 53100 "disk full".
        match self {
            StorageError::Database(error) => {
                let text = error.to_string();
                text.contains("disk is full")
                    || text.contains("53100")
                    || text.contains("No space left on device")
            }
            _ => false,
        }
    }
}
