//! `maillage restore`.

use app::backup;
use domain::nombres::compte;

use super::{app_failure, make_folder, safety, settings, shown_database};
use crate::args::Restore;
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Checks the whole file, then puts its content in the database.
pub async fn run(options: &Restore, config: &Config) -> Result<(), Failure> {
    if config.keys.is_none() && !config.keys_file.exists() {
        // A key made now would open nothing.
        return Err(Failure::new(format!(
            "Le fichier des clés « {} » n’existe pas. Copiez-y les clés de l’instance sauvegardée, puis recommencez.",
            config.keys_file.display()
        )));
    }
    make_folder(config)?;
    let settings = settings::of(config)?;
    let proof = app::operate("restore").map_err(|error| app_failure(&error.into()))?;
    let target = (config.database.as_str(), options.remplacer);
    let done = backup::restore(&settings, &proof, target, &options.file).await;
    let done = done.map_err(|error| safety::failure(error, &options.file, config))?;
    let rows = compte(usize::try_from(done.rows).unwrap_or(usize::MAX), "ligne", "lignes");
    let made = done.made_at.map(|at| at.to_zoned(app::paris()).strftime("%d/%m/%Y à %H:%M").to_string());
    output::line(format!(
        "La base « {} » est dans l’état de la sauvegarde du {} : {rows}, comptées et comparées.",
        shown_database(&config.database),
        made.unwrap_or_default()
    ))?;
    output::notice("Vous pouvez relancer « maillage serve ».");
    Ok(())
}
