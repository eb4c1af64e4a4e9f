//! `maillage serve`.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::{Ids, SystemIds};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::shell::Shell;

use super::{app_failure, open_with, settings, worker};
use crate::args::Serve;
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// How long the jobs at hand may take once the pages are closed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves the pages until the process is asked to stop.
pub async fn run(config: &Config, options: &Serve) -> Result<(), Failure> {
    // Before the database: a taken port is told at once.
    let listener = bind(config).await?;
    let app = open(config, &listener).await?;
    if let Some(name) = &options.cpts {
        register(&app, name).await?;
    }
    serve(listener, app, config.proxies.into()).await
}

/// Opens the application with the port that was taken: links must name it.
async fn open(config: &Config, listener: &TcpListener) -> Result<app::App, Failure> {
    let mut settings = settings::of(config)?;
    settings.public_url = public_url(config, listener)?;
    open_with(config, settings).await
}

/// What people type: the configured address, with the real port when the system chose it.
pub fn public_url(config: &Config, listener: &TcpListener) -> Result<String, Failure> {
    let place = listener.local_addr().map_err(|error| stopped(&error))?;
    let asked = SocketAddr::new(config.address, config.port);
    Ok(match config.public_url == format!("http://{asked}") {
        true => format!("http://{place}"),
        false => config.public_url.clone(),
    })
}

/// Makes sure that the instance has a CPTS of this name.
async fn register(app: &app::App, name: &str) -> Result<(), Failure> {
    let known = app.cpts_list().await.map_err(|error| app_failure(&error))?;
    if known.iter().any(|cpts| cpts.name == name.trim()) {
        return Ok(());
    }
    let proof = app::operate("serve").map_err(|error| app_failure(&error.into()))?;
    app.create_cpts(&proof, name, false).await.map_err(|error| app_failure(&error))?;
    Ok(())
}

/// Takes the port.
pub async fn bind(config: &Config) -> Result<TcpListener, Failure> {
    let place = SocketAddr::new(config.address, config.port);
    TcpListener::bind(place).await.map_err(|error| {
        let port = config.port;
        Failure::new(match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "Le port {port} est déjà pris par un autre programme, peut-être un autre Maillage. Choisissez-en un \
                 autre, par exemple avec --port {other} ou PORT={other}.",
                other = if port == u16::MAX { port - 1 } else { port + 1 }
            ),
            io::ErrorKind::PermissionDenied => format!(
                "Le port {port} est réservé à l’administrateur de l’ordinateur. Choisissez-en un plus grand, par \
                 exemple avec --port 8080."
            ),
            _ => format!("Le port {port} ne peut pas être ouvert sur {} ({error}).", config.address),
        })
    })
}

/// Says where the pages are and serves them.
pub async fn serve(listener: TcpListener, app: app::App, trusted_proxies: usize) -> Result<(), Failure> {
    let place = listener.local_addr().map_err(|error| stopped(&error))?;
    output::line(format!("Maillage est ouvert sur http://{place}"))?;
    output::notice("Ctrl+C pour arrêter.");
    let new_request_id = Arc::new(|| SystemIds.next().simple().to_string());
    let https = app.settings().public_url.starts_with("https://");
    // Without HTTPS only this machine is meant to ask: a foreign name that points here is refused.
    let shell = Shell { loopback_only: !https, ..Shell::new(new_request_id, https) };
    let (stop, jobs) = work_beside(app.clone());
    let site = web::site(web::Web { app, https, trusted_proxies }, shell);
    let served = web::shell::serve(listener, site, asked_to_stop()).await;
    // No worker listens any more when it stopped by itself.
    let _ = stop.send(true);
    // The jobs at hand end first. One that lasts is taken again by the next process.
    let _ = tokio::time::timeout(PATIENCE, jobs).await;
    served.map_err(|error| stopped(&error))
}

/// Does the jobs beside the pages, until it is told to stop.
fn work_beside(app: app::App) -> (watch::Sender<bool>, JoinHandle<()>) {
    let (stop, mut stopped) = watch::channel(false);
    let jobs = tokio::spawn(async move {
        let stopped = async { drop(stopped.wait_for(|stop| *stop).await) };
        worker::work(&app, stopped).await;
    });
    (stop, jobs)
}

fn stopped(error: &io::Error) -> Failure {
    Failure::new(format!("Les pages ne peuvent plus être servies ({error}). Relancez « maillage serve »."))
}

/// Ends when the person or the system asks the process to stop.
pub(super) async fn asked_to_stop() {
    let keyboard = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = keyboard => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
