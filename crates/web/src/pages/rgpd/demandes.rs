//! The desk of people's rights.

use app::rgpd::{DemandeLine, NewRequest, Outcome};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{ManageDemandes, ManageRoles, ReadPersonnes};
use domain::ids::{DemandeId, UserId};
use domain::rgpd::demande::Droit;
use serde::Deserialize;
use uuid::Uuid;

use super::{done, page, refused, wrong};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, place};
use crate::state::Web;
use crate::views::rgpd::demandes;
use crate::views::{self, SheetView};
use crate::wording::rgpd::{CHOOSE, NOT_A_DAY};

const DONE: &[(&str, &str)] = &[
    ("enregistree", "La demande est enregistrée. Le mois pour répondre a commencé."),
    ("repondue", "La réponse est enregistrée."),
    ("prolongee", "La demande est prolongée de deux mois. Prévenez la personne."),
    ("effacee", "La personne est effacée, et sa demande a une réponse."),
    ("partie", "Ce qui concernait votre CPTS est effacé. La personne garde un compte pour ailleurs."),
];

/// What is written as the answer of an erasure.
const ERASED: &str = "Données effacées. Restent, sans nom, ce que la loi oblige à garder.";

/// `…/demandes/{demande}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct DemandePath {
    demande: Uuid,
}

impl DemandePath {
    fn id(self) -> DemandeId {
        DemandeId(self.demande)
    }
}

fn under(place: &Place, title: impl Into<String>) -> views::Page {
    page(place, title).under("Demandes", place.urls.under("organisation/demandes"))
}

/// GET `…/organisation/demandes`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let lines = web.app.demandes(&proof).await?;
    let title = "Demandes sur les données personnelles";
    Ok(done(demandes::list(page(&place, title), &place.urls.organisation(), &lines), &query, DONE))
}

async fn form(web: &Web, place: &Place, people: &domain::authz::Allowed<ReadPersonnes>) -> Page<SheetView> {
    let people = web.app.requesters(people).await?;
    let people: Vec<(String, String)> =
        people.into_iter().map(|(user, name)| (user.to_string(), name)).collect();
    let today = domain::nombres::date(web.app.today());
    Ok(demandes::form(under(place, "Enregistrer une demande"), &place.urls.organisation(), &people, &today))
}

/// GET `…/organisation/demandes/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    Can(people): Can<ReadPersonnes>,
) -> Page<SheetView> {
    form(&web, &place(&web, &proof).await?, &people).await
}

/// POST `…/organisation/demandes/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    Can(people): Can<ReadPersonnes>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let view = form(&web, &place, &people).await?;
    let Some(droit) = Droit::from_key(fields.text("nature")) else {
        return Ok(wrong(view, &fields, ("nature", CHOOSE)));
    };
    let Ok(received) = fields.day("recue") else { return Ok(wrong(view, &fields, ("recue", NOT_A_DAY))) };
    let typed: Option<UserId> = fields.text("compte").parse().ok();
    let known = web.app.requesters(&people).await?;
    let new = NewRequest {
        person: fields.text("personne"),
        user: typed.filter(|user| known.iter().any(|(id, _)| id == user)),
        droit,
        message: fields.text("message"),
        received_on: received.unwrap_or(web.app.today()),
    };
    match web.app.record_demande(&proof, new).await {
        Ok(id) => Ok(to(&place, id, "enregistree")),
        Err(error) => refused(view, &fields, error),
    }
}

fn to(place: &Place, id: DemandeId, what: &str) -> Response {
    go(&format!("{}/{id}?fait={what}", place.urls.under("organisation/demandes")))
}

/// GET `…/organisation/demandes/{demande}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    may_erase: May<ManageRoles>,
    Path(path): Path<DemandePath>,
    query: Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let line = web.app.demande(&proof, path.id()).await?;
    let page = under(&place, "Demande d'une personne");
    let view = demandes::show(page, &place.urls.organisation(), &line, may_erase.yes());
    Ok(done(view, &query, DONE))
}

/// POST `…/organisation/demandes/{demande}/repondre`.
pub(crate) async fn answer(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    may_erase: May<ManageRoles>,
    Path(path): Path<DemandePath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let line = web.app.demande(&proof, path.id()).await?;
    match web.app.answer_demande(&proof, path.id(), fields.text("reponse")).await {
        Ok(()) => Ok(to(&place, path.id(), "repondue")),
        Err(error) => refused(shown(&place, &line, &may_erase), &fields, error),
    }
}

/// The page of a request, for a form that comes back.
fn shown(place: &Place, line: &DemandeLine, may_erase: &May<ManageRoles>) -> SheetView {
    let page = under(place, "Demande d'une personne");
    demandes::show(page, &place.urls.organisation(), line, may_erase.yes())
}

/// POST `…/organisation/demandes/{demande}/prolonger`.
pub(crate) async fn extend(
    State(web): State<Web>,
    Can(proof): Can<ManageDemandes>,
    may_erase: May<ManageRoles>,
    Path(path): Path<DemandePath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let line = web.app.demande(&proof, path.id()).await?;
    match web.app.extend_demande(&proof, path.id(), fields.text("motif")).await {
        Ok(_) => Ok(to(&place, path.id(), "prolongee")),
        Err(error) => refused(shown(&place, &line, &may_erase), &fields, error),
    }
}

/// GET `…/organisation/demandes/{demande}/effacer`: says what goes and what stays.
pub(crate) async fn confirm_erase(
    State(web): State<Web>,
    Can(_): Can<ManageRoles>,
    Can(proof): Can<ManageDemandes>,
    Path(path): Path<DemandePath>,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let line = web.app.demande(&proof, path.id()).await?;
    Ok(demandes::erase(under(&place, "Effacer une personne"), &place.urls.organisation(), &line))
}

/// POST `…/organisation/demandes/{demande}/effacer`.
pub(crate) async fn erase(
    State(web): State<Web>,
    Can(roles): Can<ManageRoles>,
    Can(proof): Can<ManageDemandes>,
    Path(path): Path<DemandePath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let outcome = web.app.erase_requester((&proof, &roles), path.id(), ERASED).await?;
    let what = match outcome {
        Outcome::Account(_) => "effacee",
        Outcome::HereOnly(_) => "partie",
    };
    Ok(to(&place, path.id(), what))
}
