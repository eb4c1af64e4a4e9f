//! The secretary's page, and the screen of the room.

use app::AppError;
use app::communaute::presences::Decision;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, ManagePresences};
use domain::communaute::presences::Refus;
use domain::ids::PresenceId;

use super::{Page, ReunionPath, base, personnes, titled};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::go;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::presences::ecran::EcranView;
use crate::views::presences::secretaire;

const NO_DATE: &str = "Cette réunion n'a pas de date. Choisissez-en une avant de noter les présences.";

async fn view(
    web: &Web,
    proof: &Allowed<ManagePresences>,
    (path, search): (ReunionPath, &str),
) -> Page<SheetView> {
    match web.app.attendance(proof, (path.id(), search)).await {
        Ok(tableau) => {
            let page = titled(web, proof, (path.id(), &tableau.reunion.titre), "Présences").await?;
            Ok(secretaire::tableau(page, &base(proof, path.id()), &tableau, search))
        }
        Err(AppError::PastDate) => Err(PageError::Conflict(NO_DATE.into())),
        Err(other) => Err(other.into()),
    }
}

/// GET `…/presences`; `?q=` looks for somebody to add.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let mut view = view(&web, &proof, (path, query.text("q"))).await?;
    if let Some(notice) = secretaire::done(query.text("fait"), query.text("n")) {
        view.page = view.page.with_notice(notice);
    }
    Ok(view)
}

/// POST `…/presences/noter`.
pub(crate) async fn mark(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let people = personnes(fields.all("personne")).ok_or(PageError::NotFound)?;
    let typed = fields.text("arrivee");
    let time = fields.time("arrivee");
    let error = match (people.is_empty(), typed.is_empty() || time.is_some()) {
        (true, _) => ("personne", secretaire::NOBODY),
        (_, false) => ("arrivee", secretaire::NOT_A_TIME),
        _ => match web.app.mark_present(&proof, (path.id(), &people), time).await {
            Ok(count) => return Ok(go(&format!("{}?fait=notees&n={count}", base(&proof, path.id())))),
            Err(AppError::PastDate) => ("arrivee", secretaire::OUTSIDE),
            Err(other) => return Err(other.into()),
        },
    };
    let view = view(&web, &proof, (path, fields.text("q"))).await?;
    let view = secretaire::keeping(view, &fields).refusing(error.0, error.1);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// What the secretary chose.
fn decision(fields: &Fields) -> Option<Decision> {
    match fields.text("decision") {
        "confirmer" => Some(Decision::Confirmer),
        other => Refus::from_key(other).map(Decision::Refuser),
    }
}

/// POST `…/presences/decider`.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let chosen: Option<Vec<PresenceId>> = fields.all("presence").map(|id| id.parse().ok()).collect();
    let chosen = chosen.ok_or(PageError::NotFound)?;
    let error = match decision(&fields) {
        _ if chosen.is_empty() => ("presence", secretaire::NOTHING),
        None => ("decision", secretaire::CHOOSE),
        Some(decision) => {
            let count = web.app.decide_presences(&proof, (path.id(), &chosen), decision).await?;
            return Ok(go(&format!("{}?fait=decidees&n={count}", base(&proof, path.id()))));
        }
    };
    let view = secretaire::keeping(view(&web, &proof, (path, "")).await?, &fields).refusing(error.0, error.1);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// GET `…/presences/ecran`.
pub(crate) async fn screen(
    State(web): State<Web>,
    Can(proof): Can<ManagePresences>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let ecran = web.app.presence_screen(&proof, path.id()).await?;
    let page = titled(&web, &proof, (path.id(), &ecran.reunion.titre), "Signez votre présence").await?;
    let base = base(&proof, path.id());
    let page = page.under("Présences", base.clone());
    let refresh = web.app.presence_rules()?.rafraichi.as_secs();
    let view = EcranView::new(page, (&base, &web.app.settings().public_url), &ecran, refresh);
    Ok(([("cache-control", "no-store")], view).into_response())
}
