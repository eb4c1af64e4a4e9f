//! `maillage demo`.

use std::path::Path;
use std::sync::Arc;

use app::App;
use app::territoire::Edit;
use domain::authz::{Actor, EditTerritoire};
use opendata::fictif::{self, DemoTerritory, Options};
use security::password::Cost;

use super::community::StoryClock;
use super::{app_failure, import, open_with, people, serve, settings};
use crate::args::{Demo, Size};
use crate::config::Config;
use crate::failure::Failure;
use crate::{output, progress};

/// Name of the territory of the fictitious CPTS.
const TERRITOIRE: &str = "Territoire du projet";

/// Prepares the fictitious territory, and serves it when asked.
pub async fn run(options: &Demo, config: &Config) -> Result<(), Failure> {
    let size = match options.taille {
        Size::Demo => fictif::Size::Demo,
        Size::France => fictif::Size::France,
    };
    let what = Options { seed: options.graine, size };
    if let Some(folder) = &options.dossier {
        return write_files(folder, &what);
    }
    let listener = if options.servir { Some(serve::bind(config).await?) } else { None };
    let mut settings = settings::of(config)?;
    // The invented people are entered without a password, on this machine only: never behind a public address.
    settings.demo = config.address.is_loopback() && !config.public_url.starts_with("https://");
    settings.passwords.cost = Cost::Fast;
    let clock = Arc::new(StoryClock::default());
    settings.clock = Arc::<StoryClock>::clone(&clock);
    if let Some(listener) = &listener {
        settings.public_url = serve::public_url(config, listener)?;
    }
    let app = open_with(config, settings).await?;
    if options.si_absent && is_there(&app).await? {
        output::line("Le territoire fictif est déjà là.")?;
    } else {
        prepare(&app, &clock, &what).await?;
    }
    match listener {
        Some(listener) => serve::serve(listener, app, config.proxies.into()).await,
        None => Ok(()),
    }
}

fn write_files(folder: &Path, what: &Options) -> Result<(), Failure> {
    let paths = fictif::write_to(folder, what).map_err(|error| Failure::write_file(folder, &error))?;
    output::line(format!("{} fichiers écrits dans « {} ».", paths.len(), folder.display()))
}

async fn is_there(app: &App) -> Result<bool, Failure> {
    let there = app.cpts_list().await.map_err(|error| app_failure(&error))?;
    Ok(there.iter().any(|cpts| cpts.fictitious))
}

/// Invents the files, imports them as any other, then creates the CPTS.
async fn prepare(app: &App, clock: &StoryClock, what: &Options) -> Result<(), Failure> {
    output::notice("Préparation du territoire fictif…");
    let folder = tempfile::tempdir().map_err(|error| Failure::write("le dossier temporaire", &error))?;
    let paths = fictif::write_to(folder.path(), what)
        .map_err(|error| Failure::write("le dossier temporaire", &error))?;
    let how = app::reference::ImportOptions { vintage: None, fictitious: true };
    for path in &paths {
        let mut face = progress::face();
        import::import_file(app, path, &how, &mut *face).await?;
    }
    if what.size == fictif::Size::Demo {
        let territory = fictif::demo_territory(what.seed);
        create(app, clock, &territory).await.map_err(|error| app_failure(&error))?;
        output::line(format!("{} : {} fichiers importés, territoire créé.", territory.cpts, paths.len()))
    } else {
        output::line(format!("{} fichiers importés.", paths.len()))
    }
}

/// Creates the CPTS with the variants of its territory, once.
async fn create(app: &App, clock: &StoryClock, demo: &DemoTerritory) -> Result<(), app::AppError> {
    if app.cpts_list().await?.iter().any(|cpts| cpts.name == demo.cpts) {
        return Ok(());
    }
    let cpts = app.create_cpts(&app::operate("demo")?, &demo.cpts, true).await?;
    let proof = Actor::system("demo").authorize::<EditTerritoire>(cpts.id)?;
    let Some((reference, others)) = demo.variants.split_first() else { return Ok(()) };
    let perimeter = reference.units.iter().copied().collect();
    let created = app.create_territoire(&proof, TERRITOIRE, &reference.name, perimeter).await?;
    for variant in others {
        let other = app.create_variante(&proof, created.territoire, &variant.name, None).await?;
        app.compose(&proof, (other.territoire, other.variante), Edit::Replace(variant.units.clone())).await?;
    }
    people::create(app, clock, (cpts.id, created)).await
}
