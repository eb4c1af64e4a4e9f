//! The only place that knows which database answers.

use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, DbBackend, IsolationLevel, SqliteTransactionMode, TransactionOptions,
};

/// Time that a writer waits for another one before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// On SQLite the lock is taken when the transaction starts, so writers wait instead of failing.
pub(crate) fn write_mode(backend: DbBackend) -> Option<SqliteTransactionMode> {
    (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate)
}

/// One view of the data for all the queries of a reader.
pub(crate) fn read_options(backend: DbBackend) -> TransactionOptions {
    match backend {
        // It has no read-only transactions; a deferred one sees one state and takes no lock while nothing is written.
        DbBackend::Sqlite => TransactionOptions::default(),
        _ => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..Default::default()
        },
    }
}

/// What each connection needs: foreign keys, write-ahead log, patience.
pub(crate) fn connect_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.sqlx_logging(false).max_connections(10).acquire_timeout(Duration::from_secs(10));
    options.map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY)
    });
    options
}
