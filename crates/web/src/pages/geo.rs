//! Contours for the map, by département.

use app::reference::Level;
use app::territoire::features;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use territory::DepartementCode;

use super::Page;
use crate::access::Path;
use crate::shell::PageError;
use crate::state::Web;

/// GET `/geo/communes/{departement}.json`.
pub(crate) async fn communes(State(web): State<Web>, Path(file): Path<String>) -> Page<Response> {
    layer(&web, &file, Level::Communes).await
}

/// GET `/geo/iris/{departement}.json`.
pub(crate) async fn iris(State(web): State<Web>, Path(file): Path<String>) -> Page<Response> {
    layer(&web, &file, Level::Iris).await
}

async fn layer(web: &Web, file: &str, level: Level) -> Page<Response> {
    let code = file.strip_suffix(".json").ok_or(PageError::NotFound)?;
    let departement: DepartementCode = code.parse().map_err(|_| PageError::NotFound)?;
    let reference = web.app.reference();
    let drawing = web.app.drawing(&reference, departement, level).await?.ok_or(PageError::NotFound)?;
    let shapes = features(&reference, &drawing.topology, &|_| true);
    let body = documents::geojson(
        &shapes,
        &reference.atlas.departement_name(departement),
        std::slice::from_ref(&drawing.passport),
    );
    let headers = [(CONTENT_TYPE, "application/geo+json"), (CACHE_CONTROL, "private, max-age=60")];
    Ok((headers, body).into_response())
}
