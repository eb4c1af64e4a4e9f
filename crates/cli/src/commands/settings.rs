//! What the application is given: keys, public address, mail server, folder of the backups.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use app::{Settings, Smtp, SmtpSecurity};
use secrecy::SecretString;
use security::entropy::SystemEntropy;
use security::seal::{Key, KeyRing};

use crate::config::{Config, Mail};
use crate::failure::Failure;
use crate::output;

/// What the configuration says, with its keys.
pub fn of(config: &Config) -> Result<Settings, Failure> {
    let keys = match &config.keys {
        Some(keys) => keys.clone(),
        None => kept(&config.keys_file)?,
    };
    let keys = KeyRing::parse(&keys).map_err(|error| {
        tracing::debug!(%error, "the keys cannot be read");
        Failure::new(format!(
            "Les clés de chiffrement ne sont pas lisibles ({error}). Remettez le texte d’origine : « maillage keys \
             new » en montre la forme. Sans elles, les champs chiffrés et les sauvegardes restent fermés."
        ))
    })?;
    Ok(Settings {
        smtp: config.mail.as_ref().map(smtp),
        backups: Some(config.backups.clone()),
        providers: config.providers.clone(),
        ..Settings::new(keys, config.public_url.clone())
    })
}

/// The keys of the file; a new one when there is no file yet.
fn kept(path: &Path) -> Result<SecretString, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => made(path),
        Err(error) => Err(Failure::new(format!(
            "Le fichier des clés « {} » ne peut pas être lu ({error}). Donnez-vous le droit de le lire, ou indiquez \
             un autre fichier avec MAILLAGE_FICHIER_CLES.",
            path.display()
        ))),
    }
}

fn made(path: &Path) -> Result<SecretString, Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| Failure::write_file(folder, &error))?;
    }
    let line = Key::generate(&SystemEntropy);
    match write_new(path, &line) {
        Ok(()) => {
            output::notice(format!(
                "Une clé de chiffrement a été créée dans « {} ». Gardez-en une copie ailleurs que les sauvegardes.",
                path.display()
            ));
            Ok(line.into())
        }
        // Another process made it in the meantime.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => kept(path),
        Err(error) => Err(Failure::write_file(path, &error)),
    }
}

/// Writes the file for its owner alone; never over another one.
fn write_new(path: &Path, line: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(path)?, "{line}")
}

fn smtp(mail: &Mail) -> Smtp {
    let usual = match mail.security {
        SmtpSecurity::Tls => 465,
        SmtpSecurity::StartTls => 587,
        SmtpSecurity::None => 25,
    };
    Smtp {
        host: mail.host.clone(),
        port: mail.port.unwrap_or(usual),
        security: mail.security,
        user: mail.user.clone(),
        password: mail.password.clone(),
        from: mail.from.clone(),
    }
}
