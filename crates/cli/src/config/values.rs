//! What each setting may hold, whatever it was read from.

use std::net::IpAddr;

use super::error::{ConfigError, Origin};

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person.
    #[default]
    Text,
    /// For a machine: one JSON object a line.
    Json,
}

/// How much is written in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Failures only.
    Error,
    /// Failures and what may become one.
    Warn,
    /// What happens.
    Info,
    /// Details for whoever looks for a fault.
    Debug,
    /// Everything.
    Trace,
}

pub(super) fn port(text: &str, origin: &Origin) -> Result<u16, ConfigError> {
    let refused = || origin.refuse("port", text, "un nombre entier de 0 à 65535, par exemple 8080");
    text.trim().parse().map_err(|_| refused())
}

pub(super) fn address(text: &str, origin: &Origin) -> Result<IpAddr, ConfigError> {
    let expected = "127.0.0.1, ::1, ou une adresse de cet ordinateur sur le réseau";
    match text.trim() {
        "localhost" => Ok(IpAddr::from([127, 0, 0, 1])),
        other => other.parse().map_err(|_| origin.refuse("adresse", text, expected)),
    }
}

/// `https://cpts.exemple.fr`, or this machine without HTTPS.
pub(super) fn public_url(text: &str, origin: &Origin) -> Result<String, ConfigError> {
    let expected = "https://cpts.exemple.fr, ou http://localhost:8080 sur cet ordinateur seulement";
    let url = text.trim().trim_end_matches('/');
    let good = match url.split_once("://") {
        Some(("https", rest)) => !rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' ']),
        Some(("http", rest)) => is_loopback(rest) && !rest.contains(['/', '?', '#', '@', ' ']),
        _ => false,
    };
    if good { Ok(url.to_owned()) } else { Err(origin.refuse("adresse_publique", text, expected)) }
}

/// Whether `localhost:8080` or `127.0.0.1` names this machine.
pub(super) fn is_loopback(authority: &str) -> bool {
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn proxies(text: &str, origin: &Origin) -> Result<u8, ConfigError> {
    let number = text.trim().parse().ok().filter(|number| *number <= 5);
    number.ok_or_else(|| origin.refuse("mandataires", text, "un nombre entier de 0 à 5"))
}

pub(super) fn database(text: &str, origin: &Origin) -> Result<String, ConfigError> {
    let text = text.trim();
    if ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(text.to_owned());
    }
    if text.contains("://") || text.is_empty() {
        let expected = "un fichier SQLite (sqlite:donnees/maillage.sqlite) ou un serveur \
                        PostgreSQL (postgres://utilisateur@machine/base)";
        // The address of a database may hold a password: only its beginning is repeated.
        let scheme = text.split("://").next().unwrap_or_default();
        return Err(origin.refuse("base", &format!("{scheme}://…"), expected));
    }
    Ok(format!("sqlite:{text}"))
}

pub(super) fn log_format(text: &str, origin: &Origin) -> Result<LogFormat, ConfigError> {
    match text.trim() {
        "texte" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => Err(origin.refuse("journal", other, "texte ou json")),
    }
}

pub(super) fn log_level(text: &str, origin: &Origin) -> Result<Level, ConfigError> {
    match text.trim() {
        "error" => Ok(Level::Error),
        "warn" => Ok(Level::Warn),
        "info" => Ok(Level::Info),
        "debug" => Ok(Level::Debug),
        "trace" => Ok(Level::Trace),
        other => Err(origin.refuse("niveau", other, "error, warn, info, debug ou trace")),
    }
}
