//! What the tests of several crates share: databases, the application, the site, an invented département.
//!
//! Tests run on SQLite files. When `MAILLAGE_TEST_POSTGRES` holds the address of a PostgreSQL server, as under
//! `scripts/with-postgres`, the same tests run there.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod annexe;
mod application;
mod contrats;
mod database;
mod device;
mod dialogues;
mod dossiers;
mod fictif;
mod fixed;
mod site;
pub mod tableur;

pub use annexe::{annexe, annexe_csv};
pub use application::{TestApp, edits, operates, perimeter, person, reads, settings, units};
pub use contrats::typed_terms;
pub use database::TestDb;
pub use device::Device;
pub use dossiers::short_letter;
pub use fictif::{file, files, table};
pub use fixed::{NOW, SequentialIds, SteppingClock, now};
pub use site::{Answer, Client, Seat, TestSite};
