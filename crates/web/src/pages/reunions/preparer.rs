//! Preparing a meeting: made, corrected, guests, convocations.

use app::communaute::reunions::{NewReunion, ReunionInput};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGroupes, Participer, ReadGroupes};
use domain::communaute::{Convocation, Reponse};
use domain::ids::{PersonneId, ReunionId};
use serde::Deserialize;
use uuid::Uuid;

use super::{ReunionPath, conflict, page, refused, shown, times, to, typed_times, unprocessable, url};
use crate::access::{Can, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::formulaires::{self, HoraireTyped, ReunionTyped};
use crate::views::reunions::quand;
use crate::wording::organisation::CHOOSE;
use crate::wording::reunions::{CHOOSE_PERSON, profession};

/// Most people that a search offers.
const OFFERED: usize = 20;

async fn new_typed(
    web: &Web,
    proofs: (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    fields: &Fields,
) -> Page<ReunionTyped> {
    let reach = web.app.group_reach(proofs.1).await?;
    let groupes = web.app.groups(proofs.0).await?.into_iter().map(|line| line.groupe);
    let mine = groupes.filter(|one| one.removed_at.is_none() && reach.covers(Some(one.id)));
    Ok(ReunionTyped {
        groupes: mine.map(|one| (one.id.to_string(), one.nom)).collect(),
        information: reach.covers(None),
        groupe: fields.text("groupe").to_owned(),
        titre: fields.text("titre").to_owned(),
        sondage: fields.text("sondage") == "oui",
        horaire: typed_times(fields),
        lieu: fields.text("lieu").to_owned(),
        visio: fields.text("visio").to_owned(),
        manuel: fields.text("manuel") == "oui",
    })
}

fn new_form(place: &Place, typed: &ReunionTyped) -> SheetView {
    let base = place.urls.under("reunions");
    formulaires::new_form(page(place, "Préparer une réunion"), (&format!("{base}/nouvelle"), &base), typed)
}

/// GET `…/reunions/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Query(fields): Query,
) -> Page<SheetView> {
    let typed = new_typed(&web, (&read, &proof), &fields).await?;
    Ok(new_form(&place(&web, &read).await?, &typed))
}

/// POST `…/reunions/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = new_typed(&web, (&read, &proof), &fields).await?;
    let (place, zone) = (place(&web, &read).await?, web.app.zone(&proof).await?);
    let horaire = match typed.sondage {
        true => None,
        false => match times(&fields, &zone, &mut typed.horaire) {
            Ok(times) => Some(times),
            Err(wrong) => return Ok(unprocessable(new_form(&place, &typed), wrong)),
        },
    };
    let groupe = match typed.groupe.as_str() {
        "" => None,
        id => match id.parse() {
            Ok(id) => Some(id),
            Err(_) => return Ok(unprocessable(new_form(&place, &typed), ("groupe", CHOOSE.to_owned()))),
        },
    };
    let new = NewReunion {
        groupe,
        titre: typed.titre.clone(),
        horaire,
        lieu: typed.lieu.clone(),
        visio: typed.visio.clone(),
        envoi_manuel: typed.manuel,
        ..NewReunion::default()
    };
    match web.app.create_reunion(&proof, new).await {
        Ok(id) => Ok(to(&place, id, "prete")),
        Err(error) => refused(new_form(&place, &typed), error),
    }
}

async fn edit_view(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, fields): (ReunionId, Option<&Fields>),
) -> Page<(Place, SheetView, ReunionTyped)> {
    let (place, vue) = (place(web, read).await?, web.app.reunion_vue(read, id).await?);
    web.app.group_reach(proof).await?.check(vue.reunion.groupe)?;
    let fiche = &vue.reunion.fiche;
    let typed = match fields {
        Some(fields) => ReunionTyped {
            titre: fields.text("titre").to_owned(),
            lieu: fields.text("lieu").to_owned(),
            visio: fields.text("visio").to_owned(),
            manuel: fields.text("manuel") == "oui",
            ..ReunionTyped::default()
        },
        None => ReunionTyped {
            titre: vue.reunion.titre.clone(),
            lieu: fiche.lieu.clone(),
            visio: fiche.visio.clone().unwrap_or_default(),
            manuel: fiche.envoi_manuel,
            horaire: HoraireTyped::default(),
            ..ReunionTyped::default()
        },
    };
    let back = url(&place, id);
    let page = page(&place, "Modifier la réunion").under(vue.reunion.titre.clone(), back.clone());
    let view = formulaires::edit_form(page, (&format!("{back}/modifier"), &back), &typed);
    Ok((place, view, typed))
}

/// GET `…/reunions/{reunion}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<SheetView> {
    Ok(edit_view(&web, (&read, &proof), (path.id(), None)).await?.1)
}

/// POST `…/reunions/{reunion}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view, typed) = edit_view(&web, (&read, &proof), (path.id(), Some(&fields))).await?;
    let input = ReunionInput {
        titre: &typed.titre,
        lieu: &typed.lieu,
        visio: &typed.visio,
        envoi_manuel: typed.manuel,
    };
    match web.app.save_reunion(&proof, path.id(), &input).await {
        Ok(()) => Ok(to(&place, path.id(), "modifiee")),
        Err(error) => refused(view, error),
    }
}

async fn invite_view(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, q): (ReunionId, &str),
) -> Page<(Place, SheetView)> {
    let (place, reunion) = (place(web, read).await?, web.app.reunion(read, id).await?);
    web.app.group_reach(proof).await?.check(reunion.groupe)?;
    let found = web.app.find_people(proof, q, OFFERED).await?.into_iter();
    let found: Vec<_> = found
        .map(|one| {
            (one.id.to_string(), one.nom, one.profession.as_deref().map(profession).unwrap_or_default())
        })
        .collect();
    let back = url(&place, id);
    let page = page(&place, "Inviter une personne").under(reunion.titre, back.clone());
    let view = formulaires::invite_form(page, (&format!("{back}/invites"), &back), (q, &found));
    Ok((place, view))
}

/// GET `…/reunions/{reunion}/invites`.
pub(crate) async fn search(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    Query(fields): Query,
) -> Page<SheetView> {
    Ok(invite_view(&web, (&read, &proof), (path.id(), fields.text("q"))).await?.1)
}

/// POST `…/reunions/{reunion}/invites`.
pub(crate) async fn invite(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = invite_view(&web, (&read, &proof), (path.id(), fields.text("q"))).await?;
    let chosen: Vec<PersonneId> = fields.all("personne").filter_map(|id| id.parse().ok()).collect();
    if chosen.is_empty() {
        return Ok(unprocessable(view, ("personne", CHOOSE_PERSON.to_owned())));
    }
    match web.app.invite_people(&proof, path.id(), &chosen).await {
        Ok(_) => Ok(to(&place, path.id(), "invitees")),
        Err(error) => refused(view, error),
    }
}

/// `…/reunions/{reunion}/invites/{personne}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct InvitePath {
    reunion: Uuid,
    personne: Uuid,
}

impl InvitePath {
    fn ids(self) -> (ReunionId, PersonneId) {
        (ReunionId(self.reunion), PersonneId(self.personne))
    }
}

/// GET `…/reunions/{reunion}/invites/{personne}/retirer`.
pub(crate) async fn confirm_uninvite(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<InvitePath>,
) -> Page<SheetView> {
    let (id, personne) = path.ids();
    let (place, reunion) = (place(&web, &read).await?, web.app.reunion(&read, id).await?);
    web.app.group_reach(&proof).await?.check(reunion.groupe)?;
    let guests = web.app.convoques(&read, id).await?;
    let guest = guests.into_iter().find(|one| one.retirable && one.personne == personne);
    let guest = guest.ok_or(PageError::NotFound)?;
    let back = url(&place, id);
    let page = page(&place, "Retirer une invitation").under(reunion.titre, back.clone());
    let told = guest.convocation.as_ref().is_some_and(Convocation::was_written_to);
    let action = format!("{back}/invites/{personne}/retirer");
    Ok(formulaires::uninvite_form(page, (&action, &back), (&guest.nom, told)))
}

/// POST `…/reunions/{reunion}/invites/{personne}/retirer`.
pub(crate) async fn uninvite(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<InvitePath>,
) -> Page<Response> {
    let (place, (id, personne)) = (place(&web, &proof).await?, path.ids());
    web.app.uninvite(&proof, id, personne).await.map_err(conflict)?;
    Ok(to(&place, id, "retrait"))
}

/// POST `…/reunions/{reunion}/convoquer`.
pub(crate) async fn convoke(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let only_new = fields.text("qui") == "nouveaux";
    web.app.convoke(&proof, path.id(), only_new).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "convoquee"))
}

/// POST `…/reunions/{reunion}/reponses`: what somebody said by telephone.
pub(crate) async fn answer_for(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &read, (path.id(), &visitor.actor)).await?;
    let personne: Option<PersonneId> = fields.text("personne").parse().ok();
    let (Some(personne), Some(reponse)) = (personne, Reponse::from_key(fields.text("reponse"))) else {
        return Ok(unprocessable(view, ("personne", CHOOSE_PERSON.to_owned())));
    };
    web.app.answer_for(&proof, (path.id(), personne), reponse).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "notee"))
}

/// POST `…/reunions/{reunion}/repondre`: one's own answer, to the convocation or to the proposed dates.
pub(crate) async fn answer(
    State(web): State<Web>,
    Can(proof): Can<Participer>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let mine = web.app.my_reunion(&proof, path.id()).await?;
    let Some(answer) = super::lien::read_answer(&mine.reunion, &fields) else {
        return Err(PageError::Unprocessable(CHOOSE.to_owned()));
    };
    web.app.answer_reunion(&proof, path.id(), &answer).await.map_err(conflict)?;
    Ok(to(&place, path.id(), "repondu"))
}

/// GET `…/reunions/{reunion}/convocation.pdf`.
pub(crate) async fn pdf(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Path(path): Path<ReunionPath>,
) -> Page<Response> {
    let (cpts, vue) = (web.app.cpts(proof.cpts()).await?, web.app.reunion_vue(&proof, path.id()).await?);
    let points = vue.reunion.fiche.ordre_du_jour.iter();
    let document = documents::Convocation {
        cpts: cpts.name,
        fictitious: cpts.fictitious,
        groupe: vue.groupe.as_ref().map(|one| one.nom.clone()),
        titre: vue.reunion.titre.clone(),
        quand: quand(&vue.reunion, &vue.zone),
        lieu: vue.reunion.fiche.lieu.clone(),
        visio: vue.reunion.fiche.visio.clone(),
        points: points.map(|point| (point.titre.clone(), point.minutes)).collect(),
        date: web.app.today(),
    };
    let bytes = written(move || documents::convocation_pdf(&document)).await?;
    Ok(file(bytes, "application/pdf", "convocation.pdf"))
}

/// Makes a document away from the threads that answer requests.
pub(super) async fn written(
    make: impl FnOnce() -> Result<Vec<u8>, documents::DocumentError> + Send + 'static,
) -> Page<Vec<u8>> {
    let document = tokio::task::spawn_blocking(make).await;
    document.map_err(|error| PageError::internal(&error))?.map_err(|error| PageError::internal(&error))
}

/// Back to a page under a meeting.
pub(super) fn back(place: &Place, id: ReunionId, path: &str) -> Response {
    go(&format!("{}/{path}", url(place, id)))
}
