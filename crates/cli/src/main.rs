//! The command `maillage`: serve the pages, import official files, draw a sheet.
//!
//! Nothing is decided here: commands read what was typed, call the use cases of `app`, and say in French what
//! happened and what to do.

mod args;
mod commands;
mod config;
mod failure;
mod fetch;
mod files;
mod log;
mod output;
mod progress;
mod usage;

use std::path::Path;
use std::process::ExitCode;

use args::Cli;
use clap::Parser;
use clap::error::ErrorKind;
use config::Environment;
use failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help) if matches!(help.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return conclude(output::bytes(help.render().to_string().as_bytes()));
        }
        Err(error) => return conclude(Err(usage::explain(&error))),
    };
    conclude(start(cli))
}

fn start(cli: Cli) -> Result<(), Failure> {
    let environment = Environment::read();
    let config = config::load(&cli.flags(), &environment, Path::new("."));
    let config = config.map_err(|error| Failure::usage(error.to_string()))?;
    log::start(&config, cli.command.serves());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::new(format!("Maillage ne peut pas démarrer ({error}).")))?;
    runtime.block_on(commands::run(cli.command, &config, &environment))
}

fn conclude(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::notice(failure.to_string());
            failure.exit_code()
        }
    }
}
