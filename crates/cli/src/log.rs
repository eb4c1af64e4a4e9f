//! The log, on the error output: the standard output is for results.

use std::io;

use tracing_subscriber::filter::LevelFilter;

use crate::config::{Config, Level, LogFormat};

/// Starts the log for the life of the process.
pub fn start(config: &Config) {
    let level = match config.log_level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(level);
    match config.log_format {
        LogFormat::Text => log.with_target(false).compact().init(),
        LogFormat::Json => log.json().init(),
    }
}
