//! What `doctor` says of keys, e-mails, backups, jobs and traces.

use std::path::Path;

use app::backup::LastBackup;
use app::{App, AppError, Chain};
use domain::authz::Operates;
use domain::nombres::compte;

use super::doctor::State;
use crate::config::Config;

/// Minutes after which a job that nobody took shows that no worker runs.
const OVERDUE: i64 = 15;

type Check = (State, String);

/// What can be checked before the database is opened.
pub fn without_database(config: &Config) -> Vec<Check> {
    vec![keys(config), public_address(config)]
}

fn keys(config: &Config) -> Check {
    let file = &config.keys_file;
    if config.keys.is_some() {
        return (State::Good, "Clés : données par la configuration".to_owned());
    }
    let shown = file.display();
    if !file.exists() {
        return (State::Look, format!("Clés : {shown} n’existe pas encore. Le premier démarrage le crée."));
    }
    if readable_by_others(file) {
        let text = format!(
            "Clés : d’autres comptes de la machine peuvent lire {shown}. Lancez « chmod 600 {shown} »."
        );
        return (State::Wrong, text);
    }
    if file.starts_with(&config.backups) {
        let text =
            format!("Clés : {shown} est avec les sauvegardes. Rangez-les ailleurs, une copie à l’abri.");
        return (State::Wrong, text);
    }
    (State::Good, format!("Clés : {shown}, hors de la base. Gardez-en une copie ailleurs."))
}

#[cfg(unix)]
fn readable_by_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> bool {
    false
}

fn public_address(config: &Config) -> Check {
    let url = &config.public_url;
    let host = url.split("://").nth(1).unwrap_or_default();
    let local = ["127.", "localhost", "[::1]"].iter().any(|start| host.starts_with(start));
    match (url.starts_with("https://"), local) {
        (true, _) => (State::Good, format!("Adresse publique : {url}")),
        (false, true) => (State::Good, format!("Adresse publique : {url}, cette machine seulement")),
        (false, false) => (
            State::Wrong,
            format!("Adresse publique : {url} n’est pas en HTTPS. Les mots de passe voyageraient en clair."),
        ),
    }
}

/// What the database and the mail server say.
pub async fn checks(app: &App) -> Vec<Check> {
    let proof = match app::operate("doctor") {
        Ok(proof) => proof,
        Err(error) => return vec![(State::Wrong, format!("Contrôles : {error}"))],
    };
    let mut all = vec![
        said("Valeurs chiffrées", sealed(app, &proof).await),
        smtp(app).await,
        said("Sauvegardes", backups(app, &proof).await),
        said("Tâches de fond", jobs(app, &proof).await),
    ];
    all.push(said("Journal", traces(app, &proof).await));
    all
}

fn said(what: &str, check: Result<Check, AppError>) -> Check {
    check.unwrap_or_else(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a check failed");
        (State::Wrong, format!("{what} : la base n’a pas répondu. La cause est dans le journal."))
    })
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

async fn sealed(app: &App, proof: &Operates) -> Result<Check, AppError> {
    let overview = app.keys_overview(proof).await?;
    let closed = overview.closed.len();
    if closed > 0 {
        let closed = compte(closed, "ne s’ouvre pas", "ne s’ouvrent pas");
        return Ok((State::Wrong, format!("Valeurs chiffrées : {closed}. Voyez « maillage keys list ».")));
    }
    let old = overview.keys.iter().filter(|key| !key.current);
    let (waiting, useless): (Vec<_>, Vec<_>) = old.partition(|key| key.values > 0);
    Ok(if !waiting.is_empty() {
        (
            State::Look,
            "Valeurs chiffrées : une ancienne clé sert encore. Lancez « maillage keys rotate ».".to_owned(),
        )
    } else if useless.is_empty() {
        (State::Good, "Valeurs chiffrées : toutes s’ouvrent".to_owned())
    } else {
        let text = "Valeurs chiffrées : toutes s’ouvrent avec la première clé. Les autres ne servent plus qu’aux \
                    anciennes sauvegardes.";
        (State::Good, text.to_owned())
    })
}

async fn smtp(app: &App) -> Check {
    match app.try_smtp().await {
        Ok(true) => (State::Good, "Courriels : le serveur répond".to_owned()),
        Ok(false) => (
            State::Look,
            "Courriels : aucun serveur n’est configuré, les messages attendent. Complétez la section [courriel]."
                .to_owned(),
        ),
        Err(error) => (
            State::Wrong,
            format!("Courriels : le serveur ne répond pas comme il faut ({error}). Vérifiez la section [courriel]."),
        ),
    }
}

async fn backups(app: &App, proof: &Operates) -> Result<Check, AppError> {
    let when = |at: jiff::Timestamp| at.to_zoned(app::paris()).strftime("%d/%m/%Y à %H:%M").to_string();
    Ok(match app.last_backup(proof).await? {
        LastBackup::Recent(at) => {
            (State::Good, format!("Sauvegardes : la dernière bonne est du {}", when(at)))
        }
        LastBackup::Old(at) => (
            State::Look,
            format!("Sauvegardes : la dernière bonne est du {}. Lancez « maillage backup ».", when(at)),
        ),
        LastBackup::Never => (
            State::Look,
            "Sauvegardes : aucune encore. « maillage serve » en fait une chaque nuit.".to_owned(),
        ),
        LastBackup::NoFolder => (
            State::Look,
            "Sauvegardes : aucun dossier n’est prévu. Indiquez la clé « sauvegardes ».".to_owned(),
        ),
    })
}

async fn jobs(app: &App, proof: &Operates) -> Result<Check, AppError> {
    Ok(match app.stuck_jobs(proof, OVERDUE).await? {
        (0, 0) => (State::Good, "Tâches de fond : aucune en retard".to_owned()),
        (0, failed) => {
            let failed = compte(number(failed), "abandonnée", "abandonnées");
            (State::Look, format!("Tâches de fond : {failed}. Voyez la page « Tâches » de l’instance."))
        }
        (overdue, _) => {
            let overdue = compte(number(overdue), "en retard", "en retard");
            (
                State::Look,
                format!("Tâches de fond : {overdue}. Lancez « maillage serve » ou « maillage worker »."),
            )
        }
    })
}

async fn traces(app: &App, proof: &Operates) -> Result<Check, AppError> {
    let chains = app.store().read().await?.verify_all_audits(proof).await?;
    let broken: Vec<String> = chains
        .iter()
        .filter_map(|(scope, chain)| match chain {
            Chain::Whole { .. } => None,
            Chain::Broken { at } => Some(format!("{scope}, ligne {at}")),
        })
        .collect();
    Ok(match broken.as_slice() {
        [] => (State::Good, format!("Journal : {} sans rupture", compte(chains.len(), "chaîne", "chaînes"))),
        broken => (
            State::Wrong,
            format!(
                "Journal : une ligne a été changée ou retirée hors de Maillage ({}). Gardez la base telle quelle et \
                 comparez avec une sauvegarde.",
                broken.join(" ; ")
            ),
        ),
    })
}
