//! The log, on the error output: the standard output is for results.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, Level, LogFormat};
use crate::output;

/// Starts the log for the life of the process. A command that ends tells what it did by itself: unless
/// somebody asks for more, only a service (`serves`) writes what happens.
pub fn start(config: &Config, serves: bool) {
    let level = match config.log_level {
        Some(Level::Error) => LevelFilter::ERROR,
        Some(Level::Warn) => LevelFilter::WARN,
        Some(Level::Info) => LevelFilter::INFO,
        Some(Level::Debug) => LevelFilter::DEBUG,
        Some(Level::Trace) => LevelFilter::TRACE,
        None if serves => LevelFilter::INFO,
        None => LevelFilter::WARN,
    };
    let filter = Targets::new().with_default(level);
    // A line for each table that is made says nothing to whoever starts the service for the first time.
    let filter = match config.log_level {
        None => filter.with_target(storage::MIGRATION_LOG, LevelFilter::WARN),
        Some(_) => filter,
    };
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    match config.log_format {
        LogFormat::Text => {
            registry.with(lines.compact().with_target(false).with_ansi(output::is_watched())).init();
        }
        LogFormat::Json => registry.with(lines.json()).init(),
    }
}
