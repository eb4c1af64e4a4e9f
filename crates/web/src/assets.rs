//! Style sheets, scripts and fonts, packed in the binary and cached for ever under an address that holds their hash.
//!
//! One hash covers all files, and the folder structure stays in the address: a module that imports
//! `../dist/maplibre-gl.mjs` finds it.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::shell::PageError;

/// Third-party files, copied by `cargo xtask assets` from the pinned packages.
#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct ThirdParty;

/// Our own style sheet, scripts and drawings.
#[derive(RustEmbed)]
#[folder = "assets/src"]
struct Own;

/// Changes when any file changes.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let files = ThirdParty::iter()
        .filter_map(|path| ThirdParty::get(&path))
        .chain(Own::iter().filter_map(|path| Own::get(&path)));
    // The hashes are already uniform: mixing them by rotation keeps the order of the files significant.
    let mixed = files.fold(0_u64, |mixed, file| {
        let hash = file.metadata.sha256_hash();
        let head = hash.iter().take(8).fold(0_u64, |head, byte| (head << 8) | u64::from(*byte));
        mixed.rotate_left(7) ^ head
    });
    format!("{mixed:016x}")
});

/// Address of a file: `dist/…` for third-party files, `src/…` for ours.
pub fn url(path: &str) -> String {
    format!("/assets/{}/{path}", *VERSION)
}

/// The text of a file of ours that a page of its own serves; empty for one that is not there.
pub(crate) fn text(path: &str) -> String {
    find(path).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// The route that serves the files.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{version}/{*path}", get(serve)).route("/favicon.ico", get(favicon))
}

async fn serve(Path((version, path)): Path<(String, String)>) -> Response {
    match find(&path) {
        // While developing, files are read from the disk: a changed style sheet must show at once.
        Some(file) if version == *VERSION && !cfg!(debug_assertions) => {
            answer(&path, file, "public, max-age=31536000, immutable")
        }
        Some(file) => answer(&path, file, "no-cache"),
        None => PageError::NotFound.into_response(),
    }
}

/// Browsers ask for this address by themselves, whatever the page says.
async fn favicon() -> Response {
    match find("src/favicon.svg") {
        Some(file) => answer("favicon.svg", file, "public, max-age=86400"),
        None => PageError::NotFound.into_response(),
    }
}

fn find(path: &str) -> Option<EmbeddedFile> {
    match path.split_once('/')? {
        ("dist", file) => ThirdParty::get(file),
        ("src", file) => Own::get(file),
        _ => None,
    }
}

fn answer(path: &str, file: EmbeddedFile, cache: &'static str) -> Response {
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
