//! `maillage migrate-database`.

use app::backup;
use domain::nombres::compte;

use super::{app_failure, make_folder, open, safety, settings, shown_database};
use crate::args::MigrateDatabase;
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Copies every table to another database and compares.
pub async fn run(options: &MigrateDatabase, config: &Config) -> Result<(), Failure> {
    let to = address(&options.vers)?;
    if to == config.database {
        return Err(Failure::usage("--vers est la base d’origine. Indiquez-en une autre, vide."));
    }
    let app = open(config).await?;
    let target = Config { database: to, ..config.clone() };
    make_folder(&target)?;
    let proof = app::operate("migrate-database").map_err(|error| app_failure(&error.into()))?;
    let settings = settings::of(config)?;
    let done = backup::copy_database(&settings, &proof, (app.store(), &target.database)).await;
    let done = done.map_err(|error| safety::failure(error, "--vers".as_ref(), &target))?;
    let rows = compte(usize::try_from(done.rows).unwrap_or(usize::MAX), "ligne", "lignes");
    let shown = shown_database(&target.database);
    output::line(format!(
        "{} et {rows} copiées dans « {shown} », comptées et comparées.",
        compte(done.tables, "table", "tables")
    ))?;
    output::notice(
        "Indiquez cette base dans la configuration, puis relancez Maillage. L’ancienne base n’a pas changé.",
    );
    Ok(())
}

/// A file name alone is a SQLite file.
fn address(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    match text.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite" | "postgres" | "postgresql") => Ok(text.to_owned()),
        Some(_) if text.contains("://") => Err(Failure::usage(
            "--vers n’est ni un fichier SQLite ni une adresse PostgreSQL. Exemple : postgres://utilisateur@machine/base.",
        )),
        _ if text.is_empty() => Err(Failure::usage("--vers attend une base.")),
        _ => Ok(format!("sqlite:{text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_a_sqlite_database_and_another_server_is_refused() {
        assert_eq!(address(" nouvelle.sqlite ").unwrap(), "sqlite:nouvelle.sqlite");
        assert_eq!(address("postgres://a@b/c").unwrap(), "postgres://a@b/c");
        assert!(address("mysql://a@b/c").is_err());
        assert!(address("").is_err());
    }
}
