//! What can go wrong with a backup.

use security::archive::ArchiveError;

use crate::AppError;

/// A backup, a restoration or a move that did not succeed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No folder is configured for backups.
    #[error("no folder is configured for backups")]
    NoFolder,
    /// A file or a folder cannot be read or written.
    #[error("{path}: {cause}")]
    Io {
        /// Which one.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file is not an archive, was changed, is cut, or its key is missing.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The archive opens and its content makes no sense: a defect of the release that wrote it.
    #[error("the content of the archive makes no sense: {0}")]
    Content(String),
    /// A more recent release wrote the archive, or the database.
    #[error("written by a more recent release: unknown migrations {0:?}")]
    TooRecent(Vec<String>),
    /// The archive is of an earlier release: it needs a database that was never used.
    #[error("an archive of an earlier release needs a blank database")]
    NeedsBlank,
    /// The database holds data.
    #[error("the database is in use")]
    NotEmpty,
    /// What was written is not what was read.
    #[error("table {0} does not hold what was read")]
    Mismatch(String),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] storage::OpenError),
    /// The database, or a rule of the program.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for BackupError {
    fn from(error: storage::StorageError) -> Self {
        BackupError::App(error.into())
    }
}

impl BackupError {
    pub(super) fn io(path: &std::path::Path, cause: std::io::Error) -> Self {
        // Behind an I/O error there may be one of the archive's own.
        match ArchiveError::from(cause) {
            ArchiveError::Io(cause) => BackupError::Io { path: path.display().to_string(), cause },
            archive => BackupError::Archive(archive),
        }
    }

    /// Whether the disk is full.
    pub fn is_disk_full(&self) -> bool {
        match self {
            BackupError::Io { cause, .. } => {
                matches!(cause.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            }
            BackupError::App(AppError::Storage(error)) => error.is_disk_full(),
            _ => false,
        }
    }
}
