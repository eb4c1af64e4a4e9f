//! Groups: list, page, forms.

pub(crate) mod mandats;
pub(crate) mod pieces;

use app::communaute::groupes::{GroupeError, GroupeInput};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGouvernance, EditGroupes, Permission, ReadGroupes};
use domain::communaute::GroupeKind;
use domain::ids::GroupeId;
use serde::Deserialize;
use uuid::Uuid;

use super::reunions::{done, unprocessable};
use super::{Page, Place, go, place};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::state::Web;
use crate::views::groupes::{self, GroupePage, GroupeTyped, GroupesListe};
use crate::views::{self, Section, SheetView};
use crate::wording;
use crate::wording::organisation::CHOOSE;

const DONE: &[(&str, &str)] = &[
    ("cree", "Le groupe est créé. Donnez maintenant les mandats."),
    ("modifie", "Le groupe est enregistré."),
    ("clos", "Le groupe est clos. Vous pouvez le rouvrir."),
    ("rouvert", "Le groupe est rouvert."),
    ("mandat", "Le mandat est donné."),
    ("fin", "La fin du mandat est enregistrée."),
    ("joint", "Le document est joint."),
    ("retire", "Le document est retiré du groupe."),
];

/// `…/groupes/{groupe}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct GroupePath {
    groupe: Uuid,
}

impl GroupePath {
    pub(super) fn id(self) -> GroupeId {
        GroupeId(self.groupe)
    }
}

/// A page under « Groupes ».
pub(super) fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Groupes", place.urls.under("groupes"))
}

/// The address of a group.
pub(super) fn url(place: &Place, id: GroupeId) -> String {
    place.urls.under(&format!("groupes/{id}"))
}

/// GET `…/groupes`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    may: May<EditGouvernance>,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let (groupes, fins) = (web.app.groups(&proof).await?, web.app.seats_ending(&proof).await?);
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Communaute, "Groupes")
        .under("Accueil", place.urls.accueil());
    Ok(groupes::list(
        page,
        &GroupesListe {
            base: &place.urls.under("groupes"),
            reunions: &place.urls.under("reunions"),
            groupes: &groupes,
            fins: &fins,
            may_create: may.yes(),
            zone: &web.app.zone(&proof).await?,
        },
    ))
}

fn typed(fields: &Fields) -> GroupeTyped {
    GroupeTyped {
        kind: GroupeKind::from_key(fields.text("nature")),
        nom: fields.text("nom").to_owned(),
        question: fields.text("question").to_owned(),
        etape: fields.text("etape").to_owned(),
        version: fields.text("version").to_owned(),
    }
}

fn input(typed: &GroupeTyped) -> GroupeInput<'_> {
    GroupeInput { nom: &typed.nom, question: &typed.question, prochaine_etape: &typed.etape }
}

/// The form with what is wrong, or the page of an error that is about no field.
pub(super) fn refused(view: SheetView, error: GroupeError) -> Page<Response> {
    match (wording::reunions::groupe(&error), error) {
        (Some((field, sentence)), _) => Ok(unprocessable(view, (field, sentence))),
        (None, GroupeError::App(error)) => Err(error.into()),
        (None, other) => Err(crate::shell::PageError::internal(&other)),
    }
}

fn new_form(place: &Place, typed: &GroupeTyped) -> SheetView {
    let base = place.urls.under("groupes");
    groupes::group_form(page(place, "Créer un groupe"), (&format!("{base}/nouveau"), &base), typed, true)
}

/// GET `…/groupes/nouveau`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<EditGouvernance>) -> Page<SheetView> {
    Ok(new_form(&place(&web, &proof).await?, &GroupeTyped::default()))
}

/// POST `…/groupes/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(governs): Can<EditGouvernance>,
    Can(proof): Can<EditGroupes>,
    fields: Fields,
) -> Page<Response> {
    let (place, typed) = (place(&web, &governs).await?, typed(&fields));
    let Some(kind) = typed.kind else {
        return Ok(unprocessable(new_form(&place, &typed), ("nature", CHOOSE.to_owned())));
    };
    match web.app.create_group(&proof, kind, &input(&typed)).await {
        Ok(id) => Ok(go(&format!("{}?fait=cree", url(&place, id)))),
        Err(error) => refused(new_form(&place, &typed), error),
    }
}

/// Whether the person may change a group.
pub(super) async fn may_edit(
    web: &Web,
    proof: Option<&Allowed<EditGroupes>>,
    groupe: Option<GroupeId>,
) -> Page<bool> {
    Ok(match proof {
        Some(proof) => web.app.group_reach(proof).await?.covers(groupe),
        None => false,
    })
}

/// A second permission of who asks, when they hold it.
pub(super) fn also<P: Permission>(
    actor: &domain::authz::Actor,
    cpts: domain::ids::CptsId,
) -> Option<Allowed<P>> {
    actor.authorize::<P>(cpts).ok()
}

/// GET `…/groupes/{groupe}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadGroupes>,
    Path(path): Path<GroupePath>,
    crate::access::Signed(visitor): crate::access::Signed,
    query: Query,
) -> Page<SheetView> {
    let (place, vue) = (place(&web, &proof).await?, web.app.group(&proof, path.id()).await?);
    let edits = also::<EditGroupes>(&visitor.actor, proof.cpts());
    let view = groupes::show(
        page(&place, vue.groupe.nom.clone()),
        &GroupePage {
            url: &url(&place, path.id()),
            reunions: &place.urls.under("reunions"),
            vue: &vue,
            may_edit: may_edit(&web, edits.as_ref(), Some(path.id())).await?,
            zone: &web.app.zone(&proof).await?,
            now: web.app.clock().now(),
            today: web.app.today(),
        },
    );
    Ok(done(view, &query, DONE))
}

async fn edit_form(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, fields): (GroupeId, Option<&Fields>),
) -> Page<(Place, SheetView, GroupeTyped)> {
    let (place, vue) = (place(web, read).await?, web.app.group(read, id).await?);
    web.app.group_reach(proof).await?.check(Some(id))?;
    let known = GroupeTyped {
        kind: None,
        nom: vue.groupe.nom.clone(),
        question: vue.groupe.fiche.question.clone(),
        etape: vue.groupe.fiche.prochaine_etape.clone(),
        version: vue.groupe.version.to_string(),
    };
    let typed = fields.map_or(known, typed);
    let (back, page) = (url(&place, id), page(&place, "Modifier le groupe"));
    let page = page.under(vue.groupe.nom.clone(), back.clone());
    let view = groupes::group_form(page, (&format!("{back}/modifier"), &back), &typed, false);
    Ok((place, view, typed))
}

/// GET `…/groupes/{groupe}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
) -> Page<SheetView> {
    Ok(edit_form(&web, (&read, &proof), (path.id(), None)).await?.1)
}

/// POST `…/groupes/{groupe}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view, typed) = edit_form(&web, (&read, &proof), (path.id(), Some(&fields))).await?;
    let version = typed.version.parse().unwrap_or_default();
    match web.app.save_group(&proof, (path.id(), version), &input(&typed)).await {
        Ok(()) => Ok(go(&format!("{}?fait=modifie", url(&place, path.id())))),
        Err(error) => refused(view, error),
    }
}

async fn closed(
    web: &Web,
    proof: &Allowed<EditGroupes>,
    (id, closed, what): (GroupeId, bool, &str),
) -> Page<Response> {
    let place = place(web, proof).await?;
    match web.app.close_group(proof, id, closed).await {
        Ok(()) => Ok(go(&format!("{}?fait={what}", url(&place, id)))),
        Err(GroupeError::Name(error)) => Err(app::AppError::Name(error).into()),
        Err(GroupeError::App(error)) => Err(error.into()),
        Err(other) => Err(crate::shell::PageError::internal(&other)),
    }
}

/// POST `…/groupes/{groupe}/clore`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
) -> Page<Response> {
    closed(&web, &proof, (path.id(), true, "clos")).await
}

/// POST `…/groupes/{groupe}/rouvrir`.
pub(crate) async fn reopen(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
) -> Page<Response> {
    closed(&web, &proof, (path.id(), false, "rouvert")).await
}
