//! The variables that are read, once, when the program starts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use secrecy::SecretString;

/// Variables of the process, empty ones left out.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `MAILLAGE_CONFIG`: the configuration file.
    pub config: Option<PathBuf>,
    /// `DATABASE_URL`.
    pub database: Option<String>,
    /// `PORT`.
    pub port: Option<String>,
    /// `MAILLAGE_ADRESSE`.
    pub address: Option<String>,
    /// `MAILLAGE_DONNEES`.
    pub data: Option<PathBuf>,
    /// `MAILLAGE_JOURNAL`.
    pub log_format: Option<String>,
    /// `MAILLAGE_NIVEAU`.
    pub log_level: Option<String>,
    /// `MAILLAGE_ADRESSE_PUBLIQUE`: what people type.
    pub public_url: Option<String>,
    /// `MAILLAGE_CLES`: the keys of sealed fields and backups.
    pub keys: Option<SecretString>,
    /// `MAILLAGE_FICHIER_CLES`: where these keys are.
    pub keys_file: Option<PathBuf>,
    /// `MAILLAGE_SAUVEGARDES`: folder of the backups.
    pub backups: Option<PathBuf>,
    /// `MAILLAGE_MANDATAIRES`: how many proxies of ours stand before the pages.
    pub proxies: Option<String>,
    /// `MAILLAGE_SMTP_MOT_DE_PASSE`.
    pub smtp_password: Option<SecretString>,
    /// `MAILLAGE_CONNEXION_<CLE>_SECRET`, by whole name: the secrets of the providers of identity.
    pub provider_secrets: BTreeMap<String, SecretString>,
    /// `MAILLAGE_FETCH_MIROIR`: a server that answers for those of the producers.
    pub mirror: Option<String>,
}

impl Environment {
    /// Reads the variables of the process.
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    pub fn read() -> Self {
        let text = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            config: text("MAILLAGE_CONFIG").map(PathBuf::from),
            database: text("DATABASE_URL"),
            port: text("PORT"),
            address: text("MAILLAGE_ADRESSE"),
            data: text("MAILLAGE_DONNEES").map(PathBuf::from),
            log_format: text("MAILLAGE_JOURNAL"),
            log_level: text("MAILLAGE_NIVEAU"),
            public_url: text("MAILLAGE_ADRESSE_PUBLIQUE"),
            keys: text("MAILLAGE_CLES").map(SecretString::from),
            keys_file: text("MAILLAGE_FICHIER_CLES").map(PathBuf::from),
            backups: text("MAILLAGE_SAUVEGARDES").map(PathBuf::from),
            proxies: text("MAILLAGE_MANDATAIRES"),
            smtp_password: text("MAILLAGE_SMTP_MOT_DE_PASSE").map(SecretString::from),
            provider_secrets: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .filter(|(name, value)| {
                    name.starts_with("MAILLAGE_CONNEXION_") && name.ends_with("_SECRET") && !value.is_empty()
                })
                .map(|(name, value)| (name, value.into()))
                .collect(),
            mirror: text("MAILLAGE_FETCH_MIROIR"),
        }
    }
}
