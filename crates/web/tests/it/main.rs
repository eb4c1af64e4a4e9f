//! Everything that concerns requests, whatever the page.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod shell;
