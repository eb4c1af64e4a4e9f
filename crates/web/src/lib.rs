//! HTTP and HTML: routes, extractors, pages, templates, assets.

pub mod access;
pub mod assets;
pub mod fields;
mod nir;
pub mod pages;
pub mod routes;
pub mod shell;
pub mod state;
mod upload;
pub mod views;
pub mod wording;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

pub use routes::{Access, Route, routes};
pub use state::Web;

use shell::{ReadyCheck, Shell};

/// The whole site: pages, files, health, and what surrounds them.
pub fn site(web: Web, shell: Shell) -> Router {
    let store = web.app.store().clone();
    let ready: ReadyCheck = Arc::new(move || {
        let store = store.clone();
        Box::pin(async move { store.ping().await.map_err(|error| error.to_string()) })
    });
    let pages = routes::table()
        .layer(from_fn_with_state(web.clone(), shell::identity::prove))
        .layer(from_fn_with_state(web.clone(), state::identify))
        .with_state(web);
    let router = pages.merge(assets::routes()).merge(shell::health_routes(ready));
    #[cfg(debug_assertions)]
    let router = router.merge(views::samples::gallery_routes());
    shell.wrap(router)
}
