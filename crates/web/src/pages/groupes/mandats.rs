//! Seats: given, ended.

use app::communaute::groupes::NewMandat;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::Fonction;
use domain::ids::{GroupeId, MandatId};
use serde::Deserialize;
use uuid::Uuid;

use super::{GroupePath, page, refused, url};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::reunions::unprocessable;
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::groupes::{self, MandatTyped};
use crate::wording::reunions::{CHOOSE_PERSON, NOT_A_DAY, profession};

/// `…/groupes/{groupe}/mandats/{mandat}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct MandatPath {
    groupe: Uuid,
    mandat: Uuid,
}

/// Most people that a search offers.
const OFFERED: usize = 20;

async fn seat_form(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (id, fields): (GroupeId, &Fields),
) -> Page<(Place, SheetView)> {
    let (place, vue) = (place(web, read).await?, web.app.group(read, id).await?);
    web.app.group_reach(proof).await?.check(Some(id))?;
    let today = domain::nombres::date(web.app.today());
    let typed_or = |name: &str, other: String| match fields.raw(name) {
        Some(typed) => typed.trim().to_owned(),
        None => other,
    };
    let found = web.app.find_people(proof, fields.text("q"), OFFERED).await?;
    let person = |one: &app::communaute::groupes::Trouvee| {
        let hint = one.profession.as_deref().map(profession).unwrap_or_default();
        (one.id.to_string(), one.nom.clone(), hint)
    };
    let typed = MandatTyped {
        q: fields.text("q").to_owned(),
        found: found.iter().map(person).collect(),
        personne: fields.text("personne").to_owned(),
        fonction: Fonction::from_key(fields.text("fonction")),
        depuis: typed_or("depuis", today),
        jusque: fields.text("jusque").to_owned(),
    };
    let back = url(&place, id);
    let page = page(&place, "Donner un mandat").under(vue.groupe.nom, back.clone());
    let view = groupes::seat_form(page, (&format!("{back}/mandats/nouveau"), &back), &typed);
    Ok((place, view))
}

/// GET `…/groupes/{groupe}/mandats/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
    Query(fields): Query,
) -> Page<SheetView> {
    Ok(seat_form(&web, (&read, &proof), (path.id(), &fields)).await?.1)
}

/// POST `…/groupes/{groupe}/mandats/nouveau`.
pub(crate) async fn give(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<GroupePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = seat_form(&web, (&read, &proof), (path.id(), &fields)).await?;
    let new = match mandat(&fields, path.id()) {
        Ok(new) => new,
        Err((field, sentence)) => return Ok(unprocessable(view, (field, sentence.to_owned()))),
    };
    match web.app.seat(&proof, new).await {
        Ok(_) => Ok(go(&format!("{}?fait=mandat", url(&place, path.id())))),
        Err(error) => refused(view, error),
    }
}

fn mandat(fields: &Fields, groupe: GroupeId) -> Result<NewMandat, (&'static str, &'static str)> {
    let personne = fields.text("personne").parse().map_err(|_| ("personne", CHOOSE_PERSON))?;
    let depuis = fields.day("depuis").ok().flatten().ok_or(("depuis", NOT_A_DAY))?;
    let jusque = fields.day("jusque").map_err(|_| ("jusque", NOT_A_DAY))?;
    let fonction = Fonction::from_key(fields.text("fonction"));
    let fonction = fonction.ok_or(("fonction", crate::wording::organisation::CHOOSE))?;
    Ok(NewMandat { groupe, personne, fonction, depuis, jusque })
}

async fn ending(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (path, fields): (MandatPath, Option<&Fields>),
) -> Page<(Place, SheetView)> {
    let id = GroupeId(path.groupe);
    let (place, vue) = (place(web, read).await?, web.app.group(read, id).await?);
    web.app.group_reach(proof).await?.check(Some(id))?;
    let seat = vue.sieges.iter().find(|one| one.mandat.id == MandatId(path.mandat));
    let seat = seat.ok_or(PageError::NotFound)?;
    let known = seat.mandat.jusque.map(domain::nombres::date).unwrap_or_default();
    let jusque = fields.map_or(known, |fields| fields.text("jusque").to_owned());
    let back = url(&place, id);
    let action = format!("{back}/mandats/{}/fin", path.mandat);
    let page =
        page(&place, format!("Fin du mandat de {}", seat.nom)).under(vue.groupe.nom.clone(), back.clone());
    Ok((place, groupes::end_form(page, (&action, &back), &jusque)))
}

/// GET `…/groupes/{groupe}/mandats/{mandat}/fin`.
pub(crate) async fn end_form(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<MandatPath>,
) -> Page<SheetView> {
    Ok(ending(&web, (&read, &proof), (path, None)).await?.1)
}

/// POST `…/groupes/{groupe}/mandats/{mandat}/fin`.
pub(crate) async fn end(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<MandatPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = ending(&web, (&read, &proof), (path, Some(&fields))).await?;
    let Ok(jusque) = fields.day("jusque") else {
        return Ok(unprocessable(view, ("jusque", NOT_A_DAY.to_owned())));
    };
    let id = GroupeId(path.groupe);
    match web.app.end_mandat(&proof, (id, MandatId(path.mandat)), jusque).await {
        Ok(()) => Ok(go(&format!("{}?fait=fin", url(&place, id)))),
        Err(error) => refused(view, error),
    }
}
