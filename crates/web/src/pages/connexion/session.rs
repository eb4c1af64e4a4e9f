//! Putting the end of one's session off.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::super::{Page, go};
use crate::access::Signed;
use crate::fields::Fields;
use crate::shell::identity::SESSION_END;
use crate::shell::way::Way;
use crate::state::Web;

/// Header by which our own script says that it asks, not a form.
const SCRIPT: &str = "x-maillage-script";

/// POST `/session/prolonger` `suite`: 204 and the new end for a script; back to the page otherwise.
pub(crate) async fn prolong(
    State(web): State<Web>,
    Signed(visitor): Signed,
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let ends = web.app.prolong_session(&visitor).await?;
    if !headers.contains_key(SCRIPT) {
        return Ok(go(Way::of(&fields).destination()));
    }
    Ok((StatusCode::NO_CONTENT, [(SESSION_END, ends.as_millisecond().to_string())]).into_response())
}
