//! Chores of the project, in Rust so that there is nothing to install: `cargo xtask assets`.
//!
//! Each chore prints what it did in one line, and fails with one sentence that says what to do.

// A chore talks to the person who runs it; this binary has no other output.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod assets;
mod check;
mod docs;
mod files;
mod glossary;

use std::process::ExitCode;

const HELP: &str = "\
Chores of the project.

Usage: cargo xtask <chore>

Chores:
  assets         fetch the front-end packages that the lockfile pins and copy the needed files
  check          check the rules of the house that the compiler does not know
  docs           write docs/generated/ and the lexicon of the guide; with --check, fail when a page there is out of date

Example:
  cargo xtask assets
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["assets"] => assets::run(),
        ["check"] => check::run(),
        ["docs"] => docs::run(false),
        ["docs", "--check"] => docs::run(true),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(anyhow::anyhow!("unknown chore: {}\n\n{HELP}", arguments.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
