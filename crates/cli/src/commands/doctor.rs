//! `maillage doctor`.

use std::path::Path;
use std::process::Command;

use app::App;
use storage::Store;
use territory::Kind;

use super::{health, open, open_failure, shown_database, sqlite_file};
use crate::config::Config;
use crate::failure::Failure;
use crate::{output, progress};

/// Under this much free space, an import may fail.
const LITTLE_SPACE: u64 = 500_000_000;

/// How a check ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing to do.
    Good,
    /// Works, and deserves a look.
    Look,
    /// Does not work.
    Wrong,
}

/// Checks the installation, one line a check.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let mut wrong = 0;
    let mut say = |state: State, text: String| {
        wrong += usize::from(state == State::Wrong);
        let mark = match state {
            State::Good => "ok      ",
            State::Look => "à voir  ",
            State::Wrong => "erreur  ",
        };
        output::line(format!("{mark}{text}"))
    };
    say(State::Good, format!("Version : Maillage {}", env!("CARGO_PKG_VERSION")))?;
    say(
        State::Good,
        match &config.file {
            Some(file) => format!("Configuration : {}", file.display()),
            None => "Configuration : valeurs par défaut, pas de fichier".to_owned(),
        },
    )?;
    let (state, text) = folder(&config.data);
    say(state, text)?;
    if let Some((state, text)) = space(&config.data) {
        say(state, text)?;
    }
    for (state, text) in health::without_database(config) {
        say(state, text)?;
    }
    let (state, text) = database(config).await;
    say(state, text)?;
    if state == State::Good {
        match open(config).await {
            Ok(app) => {
                for (state, text) in reference(&app) {
                    say(state, text)?;
                }
                for (state, text) in health::checks(&app).await {
                    say(state, text)?;
                }
            }
            Err(failure) => say(State::Wrong, failure.to_string())?,
        }
    }
    if let Some(bytes) = memory() {
        say(State::Good, format!("Mémoire utilisée : {}", progress::size(bytes)))?;
    }
    match wrong {
        0 => Ok(()),
        1 => Err(Failure::new("Une vérification a échoué : voyez la ligne « erreur ».")),
        wrong => {
            Err(Failure::new(format!("{wrong} vérifications ont échoué : voyez les lignes « erreur ».")))
        }
    }
}

fn folder(data: &Path) -> (State, String) {
    let existing = nearest_existing(data);
    match tempfile::NamedTempFile::new_in(existing) {
        Ok(_) => (State::Good, format!("Dossier des données : {} (accessible en écriture)", data.display())),
        Err(error) => {
            let failure = Failure::write_file(existing, &error);
            (State::Wrong, format!("Dossier des données : {failure}"))
        }
    }
}

/// The folder itself, or the one it would be created in.
fn nearest_existing(path: &Path) -> &Path {
    let parents = path.ancestors().find(|parent| !parent.as_os_str().is_empty() && parent.is_dir());
    parents.unwrap_or(Path::new("."))
}

/// Free space, as the system's own `df` tells it.
fn space(data: &Path) -> Option<(State, String)> {
    let answer = Command::new("df").args(["-Pk", "--"]).arg(nearest_existing(data)).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    let free = text.lines().nth(1)?.split_whitespace().nth(3)?.parse::<u64>().ok()? * 1024;
    let shown = progress::size(free);
    Some(if free < LITTLE_SPACE {
        (
            State::Look,
            format!(
                "Place sur le disque : {shown}. C’est peu : un import peut échouer. Libérez de la place."
            ),
        )
    } else {
        (State::Good, format!("Place sur le disque : {shown}"))
    })
}

async fn database(config: &Config) -> (State, String) {
    let shown = shown_database(&config.database);
    if sqlite_file(&config.database).is_some_and(|file| !file.exists()) {
        return (
            State::Look,
            format!("Base de données : {shown} n’existe pas encore. Le premier démarrage la crée."),
        );
    }
    let pending = match Store::connect(&config.database).await {
        Ok(store) => store.pending_migrations().await.map(|pending| (store.engine(), pending.len())),
        Err(error) => Err(error),
    };
    match pending {
        Ok((engine, 0)) => (State::Good, format!("Base de données : {engine}, {shown}, à jour")),
        Ok((engine, pending)) => (
            State::Look,
            format!(
                "Base de données : {engine}, {shown}, à mettre à jour ({pending}). Lancez « maillage migrate »."
            ),
        ),
        Err(error) => (State::Wrong, format!("Base de données : {}", open_failure(&error, config))),
    }
}

fn reference(app: &App) -> Vec<(State, String)> {
    let reference = app.reference();
    let embedded =
        reference.embedded.iter().map(|one| (one.passport.kind, one.passport.vintage.to_string(), false));
    let stored = reference.datasets.iter();
    let stored =
        stored.map(|row| (row.passport.kind, row.passport.vintage.to_string(), row.passport.fictitious));
    let known: Vec<(Kind, String, bool)> = embedded.chain(stored).collect();
    let line = |kind: Kind| {
        let mut vintages: Vec<String> = known
            .iter()
            .filter(|(known, _, _)| *known == kind)
            .map(
                |(_, vintage, fictitious)| {
                    if *fictitious { format!("{vintage} (fictif)") } else { vintage.clone() }
                },
            )
            .collect();
        vintages.sort();
        vintages.dedup();
        if vintages.is_empty() {
            (
                State::Look,
                format!("{} : absent. « maillage fetch » ou « maillage import » l’apporte.", kind.label()),
            )
        } else {
            (State::Good, format!("{} : {}", kind.label(), vintages.join(", ")))
        }
    };
    Kind::ALL.into_iter().map(line).collect()
}

/// Memory of this process with the reference data loaded, where the system tells it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
