//! Safe-keeping: one sealed file that holds every table, coming back from it, moving to another database.

mod error;
mod file;
mod keep;
mod make;
mod reader;
mod transfer;

pub use error::BackupError;
pub use keep::{BackupsOverview, LastBackup, MakeBackup};
pub use make::{MadeBackup, Origin};
pub use reader::{Contents, Header};
pub use storage::BackupRow;
pub use transfer::{Transferred, copy_database, restore};

use std::collections::BTreeMap;

use storage::TableSum;

/// What each table holds.
pub type Sums = BTreeMap<String, TableSum>;

/// Rows of all tables.
fn total(sums: &Sums) -> u64 {
    sums.values().map(|sum| sum.rows).sum()
}

pub(crate) use keep::nightly;
