//! `maillage keys`.

use app::App;
use app::keys::KeyUse;
use domain::authz::Operates;
use domain::nombres::compte;
use security::entropy::SystemEntropy;
use security::seal::Key;

use super::{app_failure, open};
use crate::args::Keys;
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Makes a key, shows the keys, or seals everything again with the first one.
pub async fn run(what: &Keys, config: &Config) -> Result<(), Failure> {
    if matches!(what, Keys::New) {
        return new(config);
    }
    let app = open(config).await?;
    let proof = app::operate("keys").map_err(|error| app_failure(&error.into()))?;
    match what {
        Keys::Rotate => rotate(&app, &proof).await,
        _ => list(&app, &proof).await,
    }
}

/// Only the key goes to the standard output: a script can take it.
fn new(config: &Config) -> Result<(), Failure> {
    output::line(Key::generate(&SystemEntropy))?;
    output::notice(format!(
        "Mettez cette ligne en premier dans « {} », au-dessus des autres. Relancez Maillage, puis lancez « maillage \
         keys rotate ». Gardez une copie des clés ailleurs que les sauvegardes.",
        config.keys_file.display()
    ));
    Ok(())
}

async fn rotate(app: &App, proof: &Operates) -> Result<(), Failure> {
    let changed = app.rotate_keys(proof).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a value does not open");
        Failure::new(
            "Une valeur ne s’ouvre avec aucune clé. Ce qui précède est fait. Remettez la clé qui manque, puis \
             recommencez : « maillage keys list » dit laquelle.",
        )
    })?;
    let changed = usize::try_from(changed).unwrap_or(usize::MAX);
    output::line(format!(
        "{} avec la clé {}.",
        compte(changed, "valeur chiffrée de nouveau", "valeurs chiffrées de nouveau"),
        app.settings().keys.current.id()
    ))?;
    list(app, proof).await
}

async fn list(app: &App, proof: &Operates) -> Result<(), Failure> {
    let overview = app.keys_overview(proof).await.map_err(|error| app_failure(&error))?;
    for key in &overview.keys {
        output::line(sentence(key))?;
    }
    match overview.closed.len() {
        0 => Ok(()),
        closed => Err(Failure::new(format!(
            "{} : remettez la clé qui manque, ou la valeur a été abîmée.",
            compte(closed, "valeur ne s’ouvre pas", "valeurs ne s’ouvrent pas")
        ))),
    }
}

fn sentence(key: &KeyUse) -> String {
    let values = compte(usize::try_from(key.values).unwrap_or(usize::MAX), "valeur", "valeurs");
    let id = &key.id;
    match (key.held, key.current, key.values) {
        (false, ..) => format!("{id} : MANQUE, {values}. Remettez-la dans le fichier des clés."),
        (_, true, _) => format!("{id} : sert aujourd’hui, {values}."),
        (_, _, 0) => {
            format!(
                "{id} : ne sert plus dans la base. Jetez-la quand vous n’avez plus de sauvegarde faite avec elle."
            )
        }
        _ => format!("{id} : ancienne, {values}. Lancez « maillage keys rotate »."),
    }
}
