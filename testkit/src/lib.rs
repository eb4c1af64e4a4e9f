//! What the tests of several crates share: databases, the application, the site, an invented département.
//!
//! Tests run on SQLite files. When `MAILLAGE_TEST_POSTGRES` holds the address of a PostgreSQL server, as under
//! `scripts/with-postgres`, the same tests run there.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod application;
mod database;
mod device;
mod fictif;
mod fixed;
mod site;
pub mod tableur;

pub use application::{TestApp, edits, operates, perimeter, person, reads, settings, units};
pub use database::TestDb;
pub use device::Device;
pub use fictif::{file, files, table};
pub use fixed::{NOW, SequentialIds, SteppingClock, now};
pub use site::{Answer, Client, Seat, TestSite};
