//! The real binary, as a person or a script runs it.

mod configuration;
mod demo;
mod diagnose;
mod doctor;
mod fetch;
mod help;
mod import;
mod run;
mod serve;
#[path = "../../src/fetch/test_server.rs"]
mod server;
