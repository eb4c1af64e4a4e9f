//! One file a command: it reads what was typed, calls the use cases, and tells the person.

mod annex;
mod backup;
mod bench;
mod community;
mod contrat;
mod demo;
mod diagnose;
mod doctor;
mod dossiers;
mod fetch;
mod health;
mod import;
mod import_people;
mod journal;
mod keys;
mod life;
mod migrate;
mod migrate_database;
mod people;
mod problems;
mod region;
mod restore;
mod safety;
mod serve;
mod settings;
mod tenant;
mod user;
mod values;
mod verify_bundle;
mod worker;

use std::path::{Path, PathBuf};

use app::{App, AppError, OpenAppError, OpenError};

use crate::args::{Command, Journal};
use crate::config::{Config, Environment};
use crate::failure::Failure;

/// Does what was asked.
pub async fn run(command: Command, config: &Config, environment: &Environment) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => serve::run(config, &options).await,
        Command::Demo(options) => demo::run(&options, config).await,
        Command::Import(options) => import::run(&options, config).await,
        Command::Fetch(options) => fetch::run(&options, config, environment).await,
        Command::People(options) => import_people::run(&options, config).await,
        Command::Annex(options) => annex::run(&options, config).await,
        Command::Diagnose(options) => diagnose::run(&options, config).await,
        Command::Migrate => migrate::run(config).await,
        Command::Worker => worker::run(config).await,
        Command::Backup(options) => backup::run(&options, config).await,
        Command::Restore(options) => restore::run(&options, config).await,
        Command::MigrateDatabase(options) => migrate_database::run(&options, config).await,
        Command::Keys(what) => keys::run(&what, config).await,
        Command::Journal(Journal::Verifier) => journal::verify(config).await,
        Command::VerifyBundle(options) => verify_bundle::run(&options),
        Command::User(action) => user::run(&action, config).await,
        Command::Doctor => doctor::run(config).await,
        Command::Bench(options) => bench::run(&options).await,
    }
}

/// Opens the application; the folder of a SQLite file is created when needed.
async fn open(config: &Config) -> Result<App, Failure> {
    open_with(config, settings::of(config)?).await
}

async fn open_with(config: &Config, settings: app::Settings) -> Result<App, Failure> {
    make_folder(config)?;
    let opened = App::open(&config.database, settings).await;
    opened.map_err(|error| match error {
        OpenAppError::Open(error) => open_failure(&error, config),
        OpenAppError::Load(error) => app_failure(&error),
    })
}

fn make_folder(config: &Config) -> Result<(), Failure> {
    let Some(file) = sqlite_file(&config.database) else { return Ok(()) };
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| Failure::write_file(folder, &error))
}

/// The file of a SQLite address: `sqlite:a/b.sqlite`, `sqlite:///a/b.sqlite?mode=rwc`.
fn sqlite_file(database: &str) -> Option<PathBuf> {
    let rest = database.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest).split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| Path::new(path).to_owned())
}

/// The address of a database without the name and password that it may hold.
fn shown_database(database: &str) -> String {
    match database.split_once("://") {
        Some((scheme, rest)) => {
            let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
            format!("{scheme}://{}", place.split('?').next().unwrap_or(place))
        }
        None => database.to_owned(),
    }
}

fn open_failure(error: &OpenError, config: &Config) -> Failure {
    tracing::debug!(error = error as &dyn std::error::Error, "the database cannot be opened");
    let shown = shown_database(&config.database);
    Failure::new(match error {
        OpenError::UnknownScheme => {
            format!(
                "L’adresse de la base « {shown} » n’est ni SQLite ni PostgreSQL. Corrigez --base ou DATABASE_URL."
            )
        }
        OpenError::Unreachable(_) if sqlite_file(&config.database).is_some() => format!(
            "Le fichier de la base « {shown} » ne s’ouvre pas. Vérifiez que vous pouvez écrire dans son dossier et \
             qu’il s’agit bien d’une base SQLite."
        ),
        OpenError::Unreachable(_) => format!(
            "La base « {shown} » ne répond pas. Vérifiez que le serveur PostgreSQL fonctionne, l’adresse, le nom et \
             le mot de passe."
        ),
        OpenError::Migration(_) => format!(
            "La base « {shown} » ne peut pas être mise au format de cette version. Vérifiez la place sur le disque \
             et les droits, puis lancez « maillage migrate --niveau debug » pour voir la cause."
        ),
        OpenError::TooRecent(_) => format!(
            "La base « {shown} » a été écrite par une version plus récente de Maillage. Installez cette version, ou \
             indiquez une autre base avec --base."
        ),
    })
}

/// A sentence for a failure inside a use case; its cause goes to the log.
fn app_failure(error: &AppError) -> Failure {
    if let AppError::Storage(storage) = error
        && storage.is_disk_full()
    {
        return Failure::new(
            "Le disque de la base est plein. Rien n’a été enregistré. Libérez de la place, puis recommencez.",
        );
    }
    tracing::error!(error = error as &dyn std::error::Error, "the command failed");
    Failure::new(match error {
        AppError::Reference(_) => {
            "Les données de référence enregistrées sont illisibles. Importez de nouveau les fichiers officiels."
        }
        AppError::Storage(_) => {
            "La base de données a refusé la demande. Rien n’a été enregistré. La cause est dans le journal."
        }
        _ => "La commande n’a pas pu être menée à bien. La cause est dans le journal.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_sqlite_address_is_found() {
        assert_eq!(sqlite_file("sqlite:donnees/m.sqlite"), Some("donnees/m.sqlite".into()));
        assert_eq!(sqlite_file("sqlite:///var/lib/m.sqlite?mode=rwc"), Some("/var/lib/m.sqlite".into()));
        assert_eq!(sqlite_file("postgres://a@b/c"), None);
    }

    #[test]
    fn the_address_of_a_database_is_shown_without_its_password() {
        assert_eq!(shown_database("postgres://moi:secret@hote:5432/base?x=y"), "postgres://hote:5432/base");
        assert_eq!(shown_database("sqlite:m.sqlite"), "sqlite:m.sqlite");
    }
}
