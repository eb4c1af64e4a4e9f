//! `/presence`: the short code that is said in the room.

use app::AppError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{PRIVATE, Page};
use crate::fields::Fields;
use crate::pages::go;
use crate::shell::client::Caller;
use crate::state::Web;
use crate::views::presences::signer::court;

/// GET `/presence`.
pub(crate) async fn ask() -> Response {
    (PRIVATE, court("", None)).into_response()
}

/// POST `/presence`.
pub(crate) async fn read(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<Response> {
    let typed = fields.text("code");
    match web.app.spoken_code(typed, &caller.address).await {
        Ok(token) => Ok(go(&format!("/presence/{token}"))),
        Err(AppError::NotFound) => {
            let error = "Ce code n'ouvre aucune réunion en ce moment. Il change toutes les cinq minutes\u{a0}: demandez le nouveau.";
            Ok((StatusCode::UNPROCESSABLE_ENTITY, PRIVATE, court(typed, Some(error))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
