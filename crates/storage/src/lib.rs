//! All SQL of Maillage: one query set for SQLite and PostgreSQL.
//!
//! The rest of the code knows three names: [`Store`] opens, [`ReadTx`] reads, [`WriteTx`] writes. Anything that
//! belongs to a CPTS is reached through a proof of `domain::authz`, and the tenant of each query comes from it.

mod audit;
mod cpts;
mod dialect;
mod entities;
mod error;
mod instant;
mod migrations;
mod reference;
mod store;
pub mod tables;
mod territoire;

pub use audit::{AuditEntry, Change};
pub use cpts::Cpts;
pub use error::StorageError;
pub use reference::{DatasetRow, NewDataset, PartKey};
pub use store::{MIGRATION_LOG, OpenError, ReadTx, Store, WriteTx};
pub use territoire::NewVariante;
