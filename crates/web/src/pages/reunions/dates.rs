//! The date of a meeting: proposed, chosen, moved, given up.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::ids::ReunionId;
use serde::Deserialize;
use uuid::Uuid;

use super::{ReunionPath, conflict, known_times, page, refused, times, to, typed_times, unprocessable, url};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, Place, place};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::formulaires::{self, HoraireTyped};

/// `…/reunions/{reunion}/sondage/{proposition}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PropositionPath {
    reunion: Uuid,
    proposition: u32,
}

impl PropositionPath {
    fn ids(self) -> (ReunionId, u32) {
        (ReunionId(self.reunion), self.proposition)
    }
}

/// What is done with a date that is typed.
#[derive(Clone, Copy)]
enum What {
    Set,
    Propose,
}

impl What {
    fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            What::Set => (
                "Fixer la date",
                "date",
                "Enregistrer la date",
                "Les personnes déjà prévenues reçoivent la nouvelle date et répondent de nouveau.",
            ),
            What::Propose => (
                "Proposer une date",
                "sondage",
                "Proposer cette date",
                "Chaque personne dira si cette date lui convient.",
            ),
        }
    }
}

async fn form(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, what, typed): (ReunionId, What, Option<&HoraireTyped>),
) -> Page<(Place, SheetView)> {
    let (place, vue) = (place(web, read).await?, web.app.reunion_vue(read, id).await?);
    web.app.group_reach(proof).await?.check(vue.reunion.groupe)?;
    let known = match what {
        What::Set => known_times(&vue),
        What::Propose => HoraireTyped::default(),
    };
    let (title, path, button, lead) = what.words();
    let back = url(&place, id);
    let page = page(&place, title).under(vue.reunion.titre, back.clone());
    let action = format!("{back}/{path}");
    let view = formulaires::date_form(page, (&action, button, &back), (lead, typed.unwrap_or(&known)));
    Ok((place, view))
}

async fn typed(
    web: &Web,
    proofs: (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, what, fields): (ReunionId, What, &Fields),
) -> Page<Response> {
    let mut typed = typed_times(fields);
    let zone = web.app.zone(proofs.1).await?;
    let read = times(fields, &zone, &mut typed);
    let (place, view) = form(web, proofs, (id, what, Some(&typed))).await?;
    let times = match read {
        Ok(times) => times,
        Err(wrong) => return Ok(unprocessable(view, wrong)),
    };
    let (made, word) = match what {
        What::Set => (web.app.set_date(proofs.1, id, times).await.map(|_| ()), "date"),
        What::Propose => (web.app.propose_date(proofs.1, id, times).await, "proposee"),
    };
    match made {
        Ok(()) => Ok(to(&place, id, word)),
        Err(error) => refused(view, error),
    }
}

/// GET `…/reunions/{reunion}/date`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<SheetView> {
    Ok(form(&web, (&read, &proof), (path.id(), What::Set, None)).await?.1)
}

/// POST `…/reunions/{reunion}/date`.
pub(crate) async fn set(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    typed(&web, (&read, &proof), (path.id(), What::Set, &fields)).await
}

/// GET `…/reunions/{reunion}/sondage`.
pub(crate) async fn proposing(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<SheetView> {
    Ok(form(&web, (&read, &proof), (path.id(), What::Propose, None)).await?.1)
}

/// POST `…/reunions/{reunion}/sondage`.
pub(crate) async fn propose(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    typed(&web, (&read, &proof), (path.id(), What::Propose, &fields)).await
}

/// POST `…/reunions/{reunion}/sondage/envoyer`.
pub(crate) async fn send(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.send_poll(&proof, path.id()).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "sondage"))
}

/// POST `…/reunions/{reunion}/sondage/{proposition}/choisir`.
pub(crate) async fn choose(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PropositionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.choose_date(&proof, path.ids()).await.map_err(conflict)?;
    Ok(to(&place, path.ids().0, "date"))
}

/// POST `…/reunions/{reunion}/sondage/{proposition}/retirer`.
pub(crate) async fn drop(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PropositionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.drop_date(&proof, path.ids()).await.map_err(conflict)?;
    Ok(to(&place, path.ids().0, "retiree"))
}

async fn cancel_view(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, motif): (ReunionId, &str),
) -> Page<(Place, SheetView)> {
    let (place, reunion) = (place(web, read).await?, web.app.reunion(read, id).await?);
    web.app.group_reach(proof).await?.check(reunion.groupe)?;
    let back = url(&place, id);
    let page = page(&place, "Annuler la réunion").under(reunion.titre, back.clone());
    let view = formulaires::cancel_form(page, (&format!("{back}/annuler"), &back), motif);
    Ok((place, view))
}

/// GET `…/reunions/{reunion}/annuler`.
pub(crate) async fn confirm_cancel(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<SheetView> {
    Ok(cancel_view(&web, (&read, &proof), (path.id(), "")).await?.1)
}

/// POST `…/reunions/{reunion}/retablir`: a cancellation is taken back.
pub(crate) async fn revive(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    web.app.revive_reunion(&proof, path.id()).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "retablie"))
}

/// POST `…/reunions/{reunion}/annuler`.
pub(crate) async fn cancel(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let motif = fields.text("motif");
    let (place, view) = cancel_view(&web, (&read, &proof), (path.id(), motif)).await?;
    match web.app.cancel_reunion(&proof, path.id(), motif).await {
        Ok(_) => Ok(to(&place, path.id(), "annulee")),
        Err(error) => refused(view, error),
    }
}
