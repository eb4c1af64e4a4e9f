//! `/presence/recu/{token}`: what one's signature is worth, and « Je pars ».

use app::AppError;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{Page, refused, to_phone};
use crate::access::Path;
use crate::fields::Query;
use crate::pages::go;
use crate::shell::{PageError, cookie};
use crate::state::Web;
use crate::views::presences::recu;

/// GET `/presence/recu/{token}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Query(query): Query,
) -> Page<Response> {
    match web.app.presence_receipt(&token).await {
        Ok(found) => {
            let remembers = cookie::owner(&headers).is_some();
            Ok(to_phone(recu::page(&found, (&token, query.text("fait")), remembers), None))
        }
        Err(error) => refused(error.into()),
    }
}

/// POST `/presence/recu/{token}/partir`.
pub(crate) async fn leave(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    match web.app.leave_meeting(&token).await {
        Ok(()) => Ok(go(&format!("/presence/recu/{token}?fait=partie"))),
        Err(AppError::PastDate) => Err(PageError::Conflict(
            "Votre départ se note pendant la réunion. Sans départ, vous êtes présent jusqu'à la fin.".into(),
        )),
        Err(error) => refused(error.into()),
    }
}

/// POST `/presence/oublier`: the phone forgets its owner.
pub(crate) async fn forget(State(web): State<Web>) -> Response {
    let gone = cookie::give_owner("", 0, web.https);
    let text = "Ce téléphone ne se souvient plus de vous.".to_owned();
    let tone = crate::views::components::Tone::Success;
    to_phone(super::said(StatusCode::OK, "Téléphone oublié", (tone, text)), [gone])
}
