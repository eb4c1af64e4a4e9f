//! Configuration: an option of the command wins over the environment, which wins over the file.

mod environment;
mod error;
mod file;
mod mail;
mod provider;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use security::oidc::ProviderConfig;

pub use environment::Environment;
pub use error::ConfigError;
pub use mail::Mail;
pub use values::{Level, LogFormat};

use error::Origin;
use file::FileValues;

/// Name of the file that is read in the working folder when no other is named.
pub const DEFAULT_FILE: &str = "maillage.toml";

/// What every command may need to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the database.
    pub database: String,
    /// Port of the web pages; 0 lets the system choose.
    pub port: u16,
    /// Address of the web pages.
    pub address: IpAddr,
    /// Folder of the database and of the downloads.
    pub data: PathBuf,
    /// How the log is written.
    pub log_format: LogFormat,
    /// How much is written in the log, when somebody said it.
    pub log_level: Option<Level>,
    /// What people type to reach the pages, without a final slash.
    pub public_url: String,
    /// The keys, when they are given in the configuration.
    pub keys: Option<SecretString>,
    /// Where the keys are otherwise.
    pub keys_file: PathBuf,
    /// Folder of the backups.
    pub backups: PathBuf,
    /// How many proxies of ours stand before the pages.
    pub proxies: u8,
    /// The server that carries e-mails.
    pub mail: Option<Mail>,
    /// Providers of identity that people may sign in with.
    pub providers: Vec<ProviderConfig>,
    /// The file that was read, if any.
    pub file: Option<PathBuf>,
}

/// The same settings as options of the command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--base`.
    pub database: Option<String>,
    /// `--port`.
    pub port: Option<String>,
    /// `--adresse`.
    pub address: Option<String>,
    /// `--donnees`.
    pub data: Option<PathBuf>,
    /// `--journal`.
    pub log_format: Option<String>,
    /// `--niveau`.
    pub log_level: Option<String>,
}

/// Brings the three sources together.
pub fn load(flags: &Flags, environment: &Environment, working_folder: &Path) -> Result<Config, ConfigError> {
    let named = flags.config.clone().or_else(|| environment.config.clone());
    let (path, file) = match named {
        Some(path) => (Some(path.clone()), file::read(&working_folder.join(&path), &path, environment)?),
        None => {
            let path = working_folder.join(DEFAULT_FILE);
            match path.is_file() {
                true => (Some(path.clone()), file::read(&path, Path::new(DEFAULT_FILE), environment)?),
                false => (None, FileValues::default()),
            }
        }
    };
    let pick = |flag: Option<&String>, option: &'static str, variable: (Option<&String>, &'static str)| {
        let flag = flag.map(|value| (value.clone(), Origin::Flag(option)));
        flag.or_else(|| variable.0.map(|value| (value.clone(), Origin::Variable(variable.1))))
    };
    let env = environment;
    let port = match pick(flags.port.as_ref(), "--port", (env.port.as_ref(), "PORT")) {
        Some((text, origin)) => values::port(&text, &origin)?,
        None => file.port.unwrap_or(8080),
    };
    let address = match pick(flags.address.as_ref(), "--adresse", (env.address.as_ref(), "MAILLAGE_ADRESSE"))
    {
        Some((text, origin)) => (values::address(&text, &origin)?, origin),
        None => file.address.unwrap_or((IpAddr::from([127, 0, 0, 1]), Origin::Variable("MAILLAGE_ADRESSE"))),
    };
    let format = pick(flags.log_format.as_ref(), "--journal", (env.log_format.as_ref(), "MAILLAGE_JOURNAL"));
    let level = pick(flags.log_level.as_ref(), "--niveau", (env.log_level.as_ref(), "MAILLAGE_NIVEAU"));
    let data = flags.data.clone().or_else(|| env.data.clone()).or(file.data).unwrap_or("donnees".into());
    let network = !address.0.is_loopback();
    let public = pick(None, "", (env.public_url.as_ref(), "MAILLAGE_ADRESSE_PUBLIQUE"));
    let public_url = match public {
        Some((text, origin)) => Some(values::public_url(&text, &origin)?),
        None => file.public_url,
    };
    if network && !public_url.as_ref().is_some_and(|url| url.starts_with("https://")) {
        return Err(address.1.open_to_the_network(address.0));
    }
    let proxies = match pick(None, "", (env.proxies.as_ref(), "MAILLAGE_MANDATAIRES")) {
        Some((text, origin)) => values::proxies(&text, &origin)?,
        None => file.proxies.unwrap_or_default(),
    };
    let mut mail = file.mail;
    if let (Some(mail), Some(password)) = (&mut mail, &env.smtp_password) {
        mail.password = Some(password.clone());
    }
    let address = address.0;
    let database = match pick(flags.database.as_ref(), "--base", (env.database.as_ref(), "DATABASE_URL")) {
        Some((text, origin)) => Some(values::database(&text, &origin)?),
        None => file.database,
    };
    Ok(Config {
        database: database.unwrap_or_else(|| format!("sqlite:{}", data.join("maillage.sqlite").display())),
        public_url: public_url.unwrap_or_else(|| format!("http://{}", SocketAddr::new(address, port))),
        keys: env.keys.clone().or(file.keys),
        keys_file: env.keys_file.clone().or(file.keys_file).unwrap_or_else(|| data.join("cles.txt")),
        backups: env.backups.clone().or(file.backups).unwrap_or_else(|| data.join("sauvegardes")),
        proxies,
        mail,
        providers: file.providers,
        port,
        address,
        data,
        log_format: match format {
            Some((text, origin)) => values::log_format(&text, &origin)?,
            None => file.log_format.unwrap_or_default(),
        },
        log_level: match level {
            Some((text, origin)) => Some(values::log_level(&text, &origin)?),
            None => file.log_level,
        },
        file: path,
    })
}

#[cfg(test)]
mod tests;
