//! The configuration file: every key is known, every value checked where it stands.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Origin, Place};
use super::values::{self, Level, LogFormat};

/// What the file says; the rest is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FileValues {
    pub(super) database: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) address: Option<IpAddr>,
    pub(super) data: Option<PathBuf>,
    pub(super) log_format: Option<LogFormat>,
    pub(super) log_level: Option<Level>,
}

const KEYS: &str = "base, port, adresse, donnees, [journal]";
const LOG_KEYS: &str = "format, niveau";

/// Reads and checks the file; `shown` is how the person named it.
pub(super) fn read(path: &Path, shown: &Path) -> Result<FileValues, ConfigError> {
    let content = std::fs::read_to_string(path).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "il n’existe pas".to_owned(),
            std::io::ErrorKind::PermissionDenied => "vous n’en avez pas le droit".to_owned(),
            std::io::ErrorKind::InvalidData => "ce n’est pas un texte en UTF-8".to_owned(),
            _ => error.to_string(),
        };
        ConfigError::Unreadable(shown.display().to_string(), why)
    })?;
    parse(&content, shown)
}

fn parse(content: &str, shown: &Path) -> Result<FileValues, ConfigError> {
    let at = |span: std::ops::Range<usize>| Place::new(shown.to_owned(), content, span);
    let table = DeTable::parse(content).map_err(|error| {
        let place = at(error.span().unwrap_or(0..0));
        place.error("ce n’est pas du TOML.".to_owned(), format!("Détail : {}.", error.message()))
    })?;
    let mut found = FileValues::default();
    for (key, value) in table.get_ref() {
        let origin = Origin::File(at(value.span()));
        match key.get_ref().as_ref() {
            "base" => found.database = Some(values::database(text(value, "base", &origin)?, &origin)?),
            "port" => found.port = Some(port(value, &origin)?),
            "adresse" => found.address = Some(values::address(text(value, "adresse", &origin)?, &origin)?),
            "donnees" => found.data = Some(text(value, "donnees", &origin)?.into()),
            "journal" => read_log(value, &mut found, &at)?,
            other => return Err(unknown(&at(key.span()), other, KEYS)),
        }
    }
    Ok(found)
}

fn read_log(
    value: &Spanned<DeValue<'_>>,
    found: &mut FileValues,
    at: &dyn Fn(std::ops::Range<usize>) -> Place,
) -> Result<(), ConfigError> {
    let DeValue::Table(table) = value.get_ref() else {
        let origin = Origin::File(at(value.span()));
        return Err(origin.refuse("journal", "", "une section [journal] avec les clés format et niveau"));
    };
    for (key, value) in table {
        let origin = Origin::File(at(value.span()));
        match key.get_ref().as_ref() {
            "format" => {
                found.log_format = Some(values::log_format(text(value, "format", &origin)?, &origin)?);
            }
            "niveau" => found.log_level = Some(values::log_level(text(value, "niveau", &origin)?, &origin)?),
            other => return Err(unknown(&at(key.span()), other, LOG_KEYS)),
        }
    }
    Ok(())
}

fn unknown(place: &Place, key: &str, known: &str) -> ConfigError {
    place.error(format!("la clé « {key} » n’existe pas."), format!("Clés possibles : {known}."))
}

fn text<'a>(value: &'a Spanned<DeValue<'_>>, key: &str, origin: &Origin) -> Result<&'a str, ConfigError> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err(origin.refuse(key, "", "un texte entre guillemets")),
    }
}

fn port(value: &Spanned<DeValue<'_>>, origin: &Origin) -> Result<u16, ConfigError> {
    match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => values::port(number.as_str(), origin),
        // A port between quotes is understood too.
        DeValue::String(text) => values::port(text, origin),
        _ => values::port("", origin),
    }
}
