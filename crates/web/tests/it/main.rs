//! What concerns every request and every page.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod shell;
// The samples exist in debug builds only.
#[cfg(debug_assertions)]
mod templates;
