//! The configuration file: every key is known, every value checked where it stands.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use security::oidc::ProviderConfig;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::error::{ConfigError, Origin, Place};
use super::mail::{self, Mail};
use super::provider;
use super::values::{self, Level, LogFormat};

/// What the file says; the rest is `None`.
#[derive(Clone, Debug, Default)]
pub(super) struct FileValues {
    pub(super) database: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) address: Option<(IpAddr, Origin)>,
    pub(super) data: Option<PathBuf>,
    pub(super) log_format: Option<LogFormat>,
    pub(super) log_level: Option<Level>,
    pub(super) public_url: Option<String>,
    pub(super) keys: Option<SecretString>,
    pub(super) keys_file: Option<PathBuf>,
    pub(super) backups: Option<PathBuf>,
    pub(super) proxies: Option<u8>,
    pub(super) mail: Option<Mail>,
    pub(super) providers: Vec<ProviderConfig>,
}

const KEYS: &str = "base, port, adresse, adresse_publique, donnees, sauvegardes, cles, fichier_cles, mandataires, \
                    [journal], [courriel], [[connexion]]";
const LOG_KEYS: &str = "format, niveau";

/// Reads and checks the file; `shown` is how the person named it.
pub(super) fn read(path: &Path, shown: &Path, environment: &Environment) -> Result<FileValues, ConfigError> {
    let content = std::fs::read_to_string(path).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "il n’existe pas".to_owned(),
            std::io::ErrorKind::PermissionDenied => "vous n’en avez pas le droit".to_owned(),
            std::io::ErrorKind::InvalidData => "ce n’est pas un texte en UTF-8".to_owned(),
            _ => error.to_string(),
        };
        ConfigError::Unreadable(shown.display().to_string(), why)
    })?;
    parse(&content, shown, environment)
}

fn parse(content: &str, shown: &Path, environment: &Environment) -> Result<FileValues, ConfigError> {
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
            "adresse" => {
                let address = values::address(text(value, "adresse", &origin)?, &origin)?;
                found.address = Some((address, origin));
            }
            "donnees" => found.data = Some(text(value, "donnees", &origin)?.into()),
            "adresse_publique" => {
                found.public_url =
                    Some(values::public_url(text(value, "adresse_publique", &origin)?, &origin)?);
            }
            "sauvegardes" => found.backups = Some(text(value, "sauvegardes", &origin)?.into()),
            "cles" => found.keys = Some(text(value, "cles", &origin)?.into()),
            "fichier_cles" => found.keys_file = Some(text(value, "fichier_cles", &origin)?.into()),
            "mandataires" => found.proxies = Some(values::proxies(&number(value), &origin)?),
            "journal" => read_log(value, &mut found, &at)?,
            "courriel" => found.mail = Some(mail::read(value, &at)?),
            "connexion" => found.providers = provider::read(value, &environment.provider_secrets, &at)?,
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

pub(super) fn unknown(place: &Place, key: &str, known: &str) -> ConfigError {
    place.error(format!("la clé « {key} » n’existe pas."), format!("Clés possibles : {known}."))
}

pub(super) fn text<'a>(
    value: &'a Spanned<DeValue<'_>>,
    key: &str,
    origin: &Origin,
) -> Result<&'a str, ConfigError> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err(origin.refuse(key, "", "un texte entre guillemets")),
    }
}

pub(super) fn port(value: &Spanned<DeValue<'_>>, origin: &Origin) -> Result<u16, ConfigError> {
    values::port(&number(value), origin)
}

/// A whole number, between quotes too; empty when it is something else.
fn number(value: &Spanned<DeValue<'_>>) -> String {
    match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
        DeValue::String(text) => text.to_string(),
        _ => String::new(),
    }
}
