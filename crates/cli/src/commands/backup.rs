//! `maillage backup`.

use app::backup::Origin;
use domain::nombres::compte;

use super::{app_failure, open, safety};
use crate::args::Backup;
use crate::config::Config;
use crate::failure::Failure;
use crate::{output, progress};

/// Makes a backup and reads it back.
pub async fn run(options: &Backup, config: &Config) -> Result<(), Failure> {
    let app = open(config).await?;
    let proof = app::operate("backup").map_err(|error| app_failure(&error.into()))?;
    let shown = options.sortie.clone().unwrap_or_else(|| config.backups.clone());
    let made = app.back_up(&proof, Origin::Command, options.sortie.as_deref()).await;
    let made = made.map_err(|error| safety::failure(error, &shown, config))?;
    let rows = compte(usize::try_from(made.end.rows).unwrap_or(usize::MAX), "ligne", "lignes");
    output::line(format!(
        "Sauvegarde faite et relue en entier : {} ({rows}, {}).",
        made.path.display(),
        progress::size(made.end.bytes)
    ))?;
    output::line(format!("Empreinte SHA-256 : {}", made.end.fingerprint))?;
    output::notice("Elle ne s’ouvre qu’avec la clé de l’instance : gardez celle-ci ailleurs.");
    Ok(())
}
