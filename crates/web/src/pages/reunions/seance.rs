//! Holding a meeting: notes, decisions and tasks, the end of the session.

use app::communaute::reunions::{NewDecision, ReunionError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::{Decision, DecisionKind};
use domain::ids::{DecisionId, ReunionId};
use serde::Deserialize;
use uuid::Uuid;

use super::preparer::back;
use super::{ReunionPath, conflict, done, page, refused, to, unprocessable, url};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::{self, SeancePage};
use crate::wording::organisation::CHOOSE;
use crate::wording::reunions::NOT_A_DAY;

const DONE: &[(&str, &str)] = &[
    ("notes", "Les notes de ce point sont enregistrées."),
    ("decision", "La décision ou la tâche est enregistrée."),
    ("retiree", "La décision ou la tâche est retirée."),
];

/// `…/reunions/{reunion}/seance/{point}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PointPath {
    reunion: Uuid,
    point: u32,
}

/// `…/reunions/{reunion}/seance/decisions/{decision}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct DecisionPath {
    reunion: Uuid,
    decision: Uuid,
}

type Proofs<'a> = (&'a Allowed<ReadGroupes>, &'a Allowed<EditGroupes>);

async fn view(
    web: &Web,
    (read, proof): Proofs<'_>,
    (id, garde): (ReunionId, Option<(u32, String)>),
) -> Page<(Place, SheetView)> {
    let (place, vue) = (place(web, read).await?, web.app.reunion_vue(read, id).await?);
    web.app.group_reach(proof).await?.check(vue.reunion.groupe)?;
    let tasks = web.app.tasks(read).await?.into_iter().filter(|one| one.decision.reunion == Some(id));
    let mut decisions: Vec<(Decision, String)> = tasks.map(|one| (one.decision, one.qui)).collect();
    decisions.sort_by_key(|(one, _)| (one.created_at, one.id));
    let back = url(&place, id);
    let page = page(&place, "Tenir la séance").under(vue.reunion.titre.clone(), back.clone());
    let view = reunions::hold(
        page,
        &SeancePage {
            url: &back,
            convoques: &web.app.convoques(read, id).await?,
            vue: &vue,
            decisions: &decisions,
            garde,
            now: web.app.clock().now(),
        },
    );
    Ok((place, view))
}

/// GET `…/reunions/{reunion}/seance`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    query: Query,
) -> Page<SheetView> {
    Ok(done(view(&web, (&read, &proof), (path.id(), None)).await?.1, &query, DONE))
}

/// POST `…/reunions/{reunion}/seance/{point}`: the notes of one point.
pub(crate) async fn write(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
    fields: Fields,
) -> Page<Response> {
    let (id, typed) = (ReunionId(path.reunion), fields.raw("notes").unwrap_or_default());
    let before = fields.raw("avant").unwrap_or_default();
    match web.app.write_notes(&proof, (id, path.point), (before, typed)).await {
        Ok(()) => {
            let place = place(&web, &read).await?;
            Ok(back(&place, id, "seance?fait=notes"))
        }
        Err(ReunionError::Overwritten(_)) => {
            let kept = Some((path.point, typed.to_owned()));
            let (_, view) = view(&web, (&read, &proof), (id, kept)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        Err(error) => Err(conflict(error)),
    }
}

fn new_decision(fields: &Fields, id: ReunionId) -> Result<NewDecision<'_>, (&'static str, &'static str)> {
    let kind = DecisionKind::from_key(fields.text("nature")).ok_or(("nature", CHOOSE))?;
    Ok(NewDecision {
        reunion: Some(id),
        groupe: None,
        point: fields.text("point").parse().ok(),
        kind,
        texte: fields.text("texte"),
        qui: fields.text("qui").parse().ok(),
        pour_le: fields.day("pour_le").map_err(|_| ("pour_le", NOT_A_DAY))?,
    })
}

/// POST `…/reunions/{reunion}/seance/decisions`.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = view(&web, (&read, &proof), (path.id(), None)).await?;
    let typed = |name: &str| (name != "notes").then(|| fields.raw(name).map(str::to_owned)).flatten();
    let view = view.keeping(typed);
    let new = match new_decision(&fields, path.id()) {
        Ok(new) => new,
        Err((field, sentence)) => return Ok(unprocessable(view, (field, sentence.to_owned()))),
    };
    match web.app.note_decision(&proof, new).await {
        Ok(_) => Ok(back(&place, path.id(), "seance?fait=decision")),
        Err(error) => refused(view, error),
    }
}

/// POST `…/reunions/{reunion}/seance/decisions/{decision}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<DecisionPath>,
) -> Page<Response> {
    let (place, id) = (place(&web, &read).await?, ReunionId(path.reunion));
    let tasks = web.app.tasks(&read).await?;
    let known = |one: &app::communaute::reunions::TacheLigne| {
        one.decision.id == DecisionId(path.decision) && one.decision.reunion == Some(id)
    };
    if !tasks.iter().any(known) {
        return Err(PageError::NotFound);
    }
    web.app.remove_decision(&proof, DecisionId(path.decision), true).await.map_err(conflict)?;
    Ok(back(&place, id, "seance?fait=retiree"))
}

/// POST `…/reunions/{reunion}/clore`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.close_reunion(&proof, path.id(), true).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "close"))
}

/// POST `…/reunions/{reunion}/rouvrir`.
pub(crate) async fn reopen(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.close_reunion(&proof, path.id(), false).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "rouverte"))
}
