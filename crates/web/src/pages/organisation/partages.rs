//! Links of guests, for those who give them.

use app::AppError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, ManagePartages, ReadTerritoire};
use domain::ids::{GuestLinkId, TerritoireId, VarianteId};
use serde::Deserialize;
use uuid::Uuid;

use super::{answer, done, here, titled, under, until};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::partages::{self, Sheets, Typed};
use crate::wording;
use crate::wording::organisation::{CHOOSE, NOT_A_DAY, PAST_DATE, TOO_FAR};

/// `…/partages/{partage}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PartagePath {
    partage: Uuid,
}

const STEPS: [(&str, &str); 1] = [("Partages", "partages")];
const DONE: [(&str, &str); 1] = [("retire", "Le lien est retiré. Il ne montre plus rien.")];

/// The sheets that can be given, by value of the form.
async fn sheets(web: &Web, read: &Allowed<ReadTerritoire>) -> Page<Sheets> {
    let mut sheets = Vec::new();
    for territoire in web.app.territoires(read).await? {
        for variante in &territoire.variantes {
            let key = format!("{}/{}", territoire.id, variante.id);
            sheets.push((key, format!("{}, {}", territoire.name, variante.name)));
        }
    }
    Ok(sheets)
}

/// GET `…/organisation/partages`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ManagePartages>,
    Can(read): Can<ReadTerritoire>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let rows = web.app.guest_links(&proof).await?;
    let names = web.app.names(&proof, rows.iter().map(|(row, _)| &row.given_by)).await?;
    let authors: Vec<String> = rows.iter().map(|(row, _)| wording::author(&names, &row.given_by)).collect();
    let page = done(titled(&place, "Partages", &[]), &query, &DONE);
    let sheets = sheets(&web, &read).await?;
    Ok(partages::list(page, &under(&place, "partages"), (&rows, &authors), &sheets))
}

async fn form(
    web: &Web,
    (proof, read): (&Allowed<ManagePartages>, &Allowed<ReadTerritoire>),
    typed: &Typed,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let page = titled(&place, "Partager une fiche", &STEPS);
    let days = domain::securite::rules().map_err(AppError::from)?.guest_life_max.as_hours() / 24;
    Ok(partages::new(page, &under(&place, "partages"), (&sheets(web, read).await?, days), typed))
}

/// GET `…/organisation/partages/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<ManagePartages>,
    Can(read): Can<ReadTerritoire>,
) -> Page<SheetView> {
    let life = domain::securite::rules().map_err(AppError::from)?.guest_life;
    let end = domain::organisation::day(web.app.clock().now() + life, &app::paris());
    let typed = Typed { until: domain::nombres::date(end), ..Typed::default() };
    form(&web, (&proof, &read), &typed).await
}

fn ids(typed: &str) -> Option<(TerritoireId, VarianteId)> {
    let (territoire, variante) = typed.split_once('/')?;
    Some((territoire.parse().ok()?, variante.parse().ok()?))
}

/// POST `…/organisation/partages/nouveau`: the address shows once, so its page is the answer itself.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManagePartages>,
    Can(read): Can<ReadTerritoire>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    let end = until(&fields, "jusqu").and_then(|end| end.ok_or_else(|| NOT_A_DAY.to_owned()));
    let asked = match (ids(&typed.sheet), end) {
        (Some(ids), Ok(end)) => Ok((ids, end)),
        (None, _) => Err(("fiche", CHOOSE.to_owned())),
        (_, Err(error)) => Err(("jusqu", error)),
    };
    let error = match asked {
        Err(error) => error,
        Ok((ids, end)) => match web.app.give_link((&proof, &read), ids, &typed.label, end).await {
            Ok(link) => {
                let place = here(&web, &proof).await?;
                let page = titled(&place, "Lien à donner", &STEPS);
                let view = partages::link(page, &under(&place, "partages"), (&link.address, link.expires_at));
                return Ok(([("cache-control", "no-store")], view).into_response());
            }
            Err(AppError::Name(error)) => ("libelle", wording::name(error)),
            Err(AppError::PastDate) => ("jusqu", PAST_DATE.to_owned()),
            Err(AppError::TooFar) => ("jusqu", TOO_FAR.to_owned()),
            Err(AppError::NotFound) => ("fiche", CHOOSE.to_owned()),
            Err(other) => return Err(other.into()),
        },
    };
    typed.errors.push(error);
    Ok(answer(form(&web, (&proof, &read), &typed).await?))
}

/// GET `…/organisation/partages/{partage}/retirer`: asks first.
pub(crate) async fn confirm_revoke(
    State(web): State<Web>,
    Can(proof): Can<ManagePartages>,
    Path(path): Path<PartagePath>,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let rows = web.app.guest_links(&proof).await?;
    let own = rows.into_iter().find(|(row, _)| row.id == GuestLinkId(path.partage));
    let (row, _) = own.filter(|(row, _)| row.revoked_at.is_none()).ok_or(PageError::NotFound)?;
    let page = titled(&place, "Retirer un lien", &STEPS);
    Ok(partages::revoke(page, &under(&place, "partages"), &row))
}

/// POST `…/organisation/partages/{partage}/retirer`.
pub(crate) async fn revoke(
    State(web): State<Web>,
    Can(proof): Can<ManagePartages>,
    Path(path): Path<PartagePath>,
) -> Page<Response> {
    web.app.revoke_link(&proof, GuestLinkId(path.partage)).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=retire", under(&place, "partages"))))
}
