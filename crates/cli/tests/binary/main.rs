//! The real binary, as a person or a script runs it.

#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod annex;
mod configuration;
mod demo;
mod diagnose;
mod doctor;
mod fetch;
mod help;
mod import;
mod keeping;
mod log;
mod people;
mod run;
mod serve;
#[allow(dead_code, reason = "the headers matter to the tests of the downloader only")]
#[path = "../../src/fetch/test_server.rs"]
mod server;
mod verify_bundle;
mod worker;
