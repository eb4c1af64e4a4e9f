//! The engine on a small invented country.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod figures;
mod masquage;
mod releves;
mod saillants;
mod world;
