//! The agenda of a meeting.

use app::communaute::reunions::OrdreChange;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::ids::ReunionId;
use serde::Deserialize;
use uuid::Uuid;

use super::{ReunionPath, conflict, page, refused, shown, to, unprocessable, url};
use crate::access::{Can, Path, Signed};
use crate::fields::Fields;
use crate::pages::{Page, Place, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::point_items;
use crate::views::sheet::{Form, Part};
use crate::wording::UNREADABLE_NUMBER;

/// `…/reunions/{reunion}/ordre-du-jour/{point}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PointPath {
    reunion: Uuid,
    point: u32,
}

/// The minutes of a point; 0 when nothing was typed, `None` when it is not a number of minutes of a day.
fn minutes(fields: &Fields) -> Option<u16> {
    match fields.text("minutes") {
        "" => Some(0),
        _ => fields.whole_number("minutes").and_then(|n| u16::try_from(n).ok()).filter(|n| *n <= 24 * 60),
    }
}

/// POST `…/reunions/{reunion}/ordre-du-jour`.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = shown(&web, &read, (path.id(), &visitor.actor)).await?;
    let view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    let Some(minutes) = minutes(&fields) else {
        return Ok(unprocessable(view, ("minutes", UNREADABLE_NUMBER.to_owned())));
    };
    let change = OrdreChange::Add { titre: fields.text("titre"), minutes };
    match web.app.change_agenda(&proof, path.id(), change).await {
        Ok(()) => Ok(to(&place, path.id(), "point")),
        Err(error) => refused(view, error),
    }
}

/// POST `…/reunions/{reunion}/ordre-du-jour/reprendre`.
pub(crate) async fn take_up(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let decision = fields.text("decision").parse().map_err(|_| PageError::NotFound)?;
    changed(&web, (&place, &proof), (path.id(), OrdreChange::TakeUp(decision))).await
}

async fn changed(
    web: &Web,
    (place, proof): (&Place, &Allowed<EditGroupes>),
    (id, change): (ReunionId, OrdreChange<'_>),
) -> Page<Response> {
    web.app.change_agenda(proof, id, change).await.map_err(conflict)?;
    Ok(to(place, id, "point"))
}

/// POST `…/reunions/{reunion}/ordre-du-jour/{point}/monter`.
pub(crate) async fn up(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let change = OrdreChange::Move { cle: path.point, up: true };
    changed(&web, (&place, &proof), (ReunionId(path.reunion), change)).await
}

/// POST `…/reunions/{reunion}/ordre-du-jour/{point}/descendre`.
pub(crate) async fn down(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let change = OrdreChange::Move { cle: path.point, up: false };
    changed(&web, (&place, &proof), (ReunionId(path.reunion), change)).await
}

/// POST `…/reunions/{reunion}/ordre-du-jour/{point}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    changed(&web, (&place, &proof), (ReunionId(path.reunion), OrdreChange::Remove(path.point))).await
}

async fn form(
    web: &Web,
    (read, proof): (&Allowed<ReadGroupes>, &Allowed<EditGroupes>),
    (path, fields): (PointPath, Option<&Fields>),
) -> Page<(Place, SheetView)> {
    let id = ReunionId(path.reunion);
    let (place, reunion) = (place(web, read).await?, web.app.reunion(read, id).await?);
    web.app.group_reach(proof).await?.check(reunion.groupe)?;
    let rank = reunion.fiche.rank(path.point).ok_or(PageError::NotFound)?;
    let point = reunion.fiche.ordre_du_jour.get(rank).ok_or(PageError::NotFound)?;
    let known = if point.minutes == 0 { String::new() } else { point.minutes.to_string() };
    let (titre, minutes) = match fields {
        Some(fields) => (fields.text("titre").to_owned(), fields.text("minutes").to_owned()),
        None => (point.titre.clone(), known),
    };
    let back = url(&place, id);
    let page = page(&place, "Corriger un point").under(reunion.titre.clone(), back.clone());
    let action = format!("{back}/ordre-du-jour/{}/corriger", path.point);
    let form = Form::new(action, "Enregistrer le point", point_items(&titre, &minutes));
    Ok((place, SheetView::new(page, vec![Part::Form(form.cancel("Revenir à la réunion", back))])))
}

/// GET `…/reunions/{reunion}/ordre-du-jour/{point}/corriger`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
) -> Page<SheetView> {
    Ok(form(&web, (&read, &proof), (path, None)).await?.1)
}

/// POST `…/reunions/{reunion}/ordre-du-jour/{point}/corriger`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<PointPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = form(&web, (&read, &proof), (path, Some(&fields))).await?;
    let Some(minutes) = minutes(&fields) else {
        return Ok(unprocessable(view, ("minutes", UNREADABLE_NUMBER.to_owned())));
    };
    let change = OrdreChange::Edit { cle: path.point, titre: fields.text("titre"), minutes };
    match web.app.change_agenda(&proof, ReunionId(path.reunion), change).await {
        Ok(()) => Ok(to(&place, ReunionId(path.reunion), "point")),
        Err(error) => refused(view, error),
    }
}
