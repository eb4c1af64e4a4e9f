//! The engine on a small invented country.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod atlas;
mod care;
mod diagnosis;
mod paste;
mod professionals;
mod world;
