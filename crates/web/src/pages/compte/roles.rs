//! Leaving one's own roles.

use app::AppError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::RoleId;
use serde::Deserialize;
use uuid::Uuid;

use super::page;
use crate::access::{Me, MeConfirmed, Path};
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::compte::forms;

/// `/compte/roles/{role}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct RolePath {
    role: Uuid,
}

const TITLE: &str = "Quitter un rôle";
const LAST: &str =
    "Vous êtes la dernière personne à pouvoir gérer les rôles. Donnez d'abord ce droit à une autre personne.";

/// GET `/compte/roles/{role}/fin`: asks first.
pub(crate) async fn confirm(
    State(web): State<Web>,
    Me(proof): Me,
    Path(path): Path<RolePath>,
) -> Page<SheetView> {
    let role = web.app.own_role(&proof, RoleId(path.role)).await?;
    Ok(forms::leave(page(TITLE), &role, None))
}

/// POST `/compte/roles/{role}/fin`.
pub(crate) async fn leave(
    State(web): State<Web>,
    MeConfirmed(proof): MeConfirmed,
    Path(path): Path<RolePath>,
) -> Page<Response> {
    let role = web.app.own_role(&proof, RoleId(path.role)).await?;
    match web.app.leave_role(&proof, role.id).await {
        Ok(()) => Ok(go("/compte?fait=role")),
        Err(AppError::StillLast(_)) => {
            Ok((StatusCode::CONFLICT, forms::leave(page(TITLE), &role, Some(LAST))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
