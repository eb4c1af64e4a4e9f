//! `maillage journal verifier`.

use app::Chain;
use domain::nombres::{compte, entier};

use super::{app_failure, open};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Reads every chain again; code 1 when one is broken.
pub async fn verify(config: &Config) -> Result<(), Failure> {
    let app = open(config).await?;
    let proof = app::operate("journal").map_err(|error| app_failure(&error.into()))?;
    let chains = app.verify_journals(&proof).await.map_err(|error| app_failure(&error))?;
    let names = app.cpts_list().await.map_err(|error| app_failure(&error))?;
    let mut broken = 0;
    for (scope, chain) in &chains {
        let cpts = names.iter().find(|cpts| cpts.id.to_string() == *scope);
        let name = cpts.map_or("Instance", |cpts| cpts.name.as_str());
        match chain {
            Chain::Whole { lines, last } => {
                let lines = compte(*lines as usize, "ligne", "lignes");
                output::line(format!("{name} : {lines}, chaîne entière, empreinte {last}"))?;
            }
            Chain::Broken { at } => {
                broken += 1;
                output::line(format!("{name} : chaîne rompue à la ligne {}", entier(*at as i64)))?;
            }
        }
    }
    match broken {
        0 => Ok(()),
        count => Err(Failure::new(format!(
            "{}. Des lignes ont été changées hors de Maillage. Comparez avec une sauvegarde plus ancienne.",
            compte(count, "chaîne rompue", "chaînes rompues")
        ))),
    }
}
