//! What a phone keeps to sign without a network: one page, and the program that watches over it.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::assets;
use crate::state::Web;
use crate::views::STYLE_SHEETS;
use crate::views::presences::signer::{SignerView, hors_ligne};

/// GET `/presence/hors-ligne`: the page that stands when there is no network. It names nobody.
pub(crate) async fn page(State(_): State<Web>) -> SignerView {
    hors_ligne()
}

/// GET `/presence/veille.js`: it watches over `/presence/` and nothing else, because of where it lives.
pub(crate) async fn worker() -> Response {
    let own = ["src/presence.js", "src/maillage.js", "dist/htmx.min.js", "src/favicon.svg"];
    let fonts = ["dist/atkinson-latin.woff2"];
    let files =
        STYLE_SHEETS.iter().chain(&own).chain(&fonts).map(|file| format!("\"{}\"", assets::url(file)));
    let list = files.collect::<Vec<_>>().join(",");
    let body = format!(
        "const FICHIERS = [\"/presence/hors-ligne\",{list}];\n{}",
        assets::text("src/presence-veille.js")
    );
    // Browsers ask again for this file at each visit: a new release is taken at once.
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "private, no-cache")], body)
        .into_response()
}
