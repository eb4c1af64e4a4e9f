//! Decisions and tasks of a CPTS, and the subscription to one's own calendar.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{EditGroupes, Participer, ReadGroupes};
use domain::ids::DecisionId;

use super::{done, page};
use crate::access::{Can, Signed};
use crate::fields::{Fields, Query};
use crate::pages::groupes::also;
use crate::pages::{Page, go, place};
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::liste::Choix;
use crate::views::reunions::{self, TachesPage, lien};
use crate::views::{self, SheetView};

const DONE: &[(&str, &str)] =
    &[("etat", "L'état est enregistré."), ("agenda", "L'adresse de votre agenda est retirée.")];

async fn shown(web: &Web, proof: &domain::authz::Allowed<ReadGroupes>, fields: &Fields) -> Page<SheetView> {
    let (place, lignes) = (place(web, proof).await?, web.app.tasks(proof).await?);
    let base = place.urls.under("reunions/taches");
    let of = TachesPage { base: &base, lignes: &lignes, asked: fields, today: web.app.today() };
    Ok(reunions::tasks(page(&place, "Décisions et tâches"), &of))
}

/// GET `…/reunions/taches`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    query: Query,
) -> Page<SheetView> {
    Ok(done(shown(&web, &proof, &query.0).await?, &query, DONE))
}

/// POST `…/reunions/taches`: the ticked ones are done, or not.
pub(crate) async fn mark(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<Participer>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    let chosen: Vec<DecisionId> = fields.all("choix").filter_map(|id| id.parse().ok()).collect();
    if chosen.is_empty() {
        let mut view = shown(&web, &read, &Fields::default()).await?;
        let text = "Cochez au moins une ligne, puis recommencez.";
        view.page.notices.push(Notice::new(Tone::Attention, text));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response());
    }
    let edits = also::<EditGroupes>(&visitor.actor, proof.cpts());
    let is_done = fields.text("faite") != "non";
    for id in chosen {
        web.app.set_done(&proof, edits.as_ref(), (id, is_done)).await?;
    }
    let place = place(&web, &proof).await?;
    let liste = views::liste::Liste::new(
        "taches",
        "",
        "",
        views::liste::Noms { un: "", plusieurs: "", feminin: true },
    );
    Ok(go(&Choix::of(&fields, &liste).retour(&place.urls.under("reunions/taches"), ("fait", "etat"))))
}

/// GET `…/reunions/agenda`.
pub(crate) async fn agenda(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let (sheet, works) = (web.app.has_sheet(&proof).await?, web.app.feed_link(&proof).await?.is_some());
    let url = place.urls.under("reunions/agenda");
    let view = lien::subscription(page(&place, "M'abonner à mon agenda"), &url, (sheet, works, None));
    Ok(done(view, &query, DONE))
}

/// POST `…/reunions/agenda`: the address is shown in the answer, once; a reload makes another one.
pub(crate) async fn make(State(web): State<Web>, Can(proof): Can<Participer>) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let url = place.urls.under("reunions/agenda");
    let page = page(&place, "M'abonner à mon agenda");
    if !web.app.has_sheet(&proof).await? {
        let view = lien::subscription(page, &url, (false, false, None));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response());
    }
    let address = web.app.make_feed(&proof).await?;
    let view = lien::subscription(page, &url, (true, true, Some(&address)));
    Ok(([("cache-control", "no-store")], view).into_response())
}

/// POST `…/reunions/agenda/retirer`.
pub(crate) async fn revoke(State(web): State<Web>, Can(proof): Can<Participer>) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.revoke_feed(&proof).await?;
    Ok(go(&place.urls.under("reunions/agenda?fait=agenda")))
}
