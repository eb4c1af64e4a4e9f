//! `maillage migrate`.

use domain::nombres::compte;
use storage::Store;

use super::{make_folder, open_failure, shown_database};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Brings the database up to date.
pub async fn run(config: &Config) -> Result<(), Failure> {
    make_folder(config)?;
    let refused = |error| open_failure(&error, config);
    let store = Store::connect(&config.database).await.map_err(refused)?;
    let applied = store.migrate().await.map_err(refused)?;
    let shown = shown_database(&config.database);
    match applied.len() {
        0 => output::line(format!("La base « {shown} » est déjà au format de cette version.")),
        count => {
            let steps = compte(count, "étape appliquée", "étapes appliquées");
            output::line(format!("La base « {shown} » est à jour : {steps}."))
        }
    }
}
