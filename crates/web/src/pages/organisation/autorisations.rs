//! What the CPTS lets institutions read.

use app::AppError;
use app::organisations::{Grants, NewGrant};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{
    Actor, Allowed, ManageAutorisations, ReadAutorisations, ReadEffectifs, ReadTerritoire, Subject,
};
use domain::ids::GrantId;
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::{answer, done, here, titled, under, until};
use crate::access::{Can, May, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::autorisations::{self, Preview, Typed};
use crate::wording;
use crate::wording::organisation::{CHOOSE, NOT_A_DAY, PAST_DATE};

/// `…/autorisations/{autorisation}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct GrantPath {
    autorisation: Uuid,
}

const STEPS: [(&str, &str); 1] = [("Autorisations", "autorisations")];
const DONE: [(&str, &str); 2] = [
    ("signee", "L'autorisation est signée. L'institution la voit à sa prochaine page."),
    ("retiree", "L'autorisation est retirée. L'institution ne lit plus rien à ce titre."),
];

/// What an institution would see today, as far as whoever looks may see it too.
async fn preview(web: &Web, actor: &Actor, proof: &Allowed<ReadAutorisations>) -> Page<Preview> {
    let cpts = proof.cpts();
    let territories = match actor.authorize::<ReadTerritoire>(cpts) {
        Ok(read) => Some(web.app.seen_territories(&read).await?),
        Err(_) => None,
    };
    let counts = match actor.authorize::<ReadEffectifs>(cpts) {
        Ok(read) => Some(web.app.masked_counts(&read).await?),
        Err(_) => None,
    };
    Ok(Preview { territories, counts })
}

/// GET `…/organisation/autorisations`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadAutorisations>,
    may: May<ManageAutorisations>,
    Signed(visitor): Signed,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let grants = web.app.grants(&proof).await?;
    let authors = grants.open.iter().chain(&grants.over).map(|row| &row.given_by);
    let names = web.app.names(&proof, authors).await?;
    let page = done(titled(&place, "Autorisations", &[]), &query, &DONE);
    let preview = preview(&web, &visitor.actor, &proof).await?;
    let author = |grant: &app::organisations::GrantRow| wording::author(&names, &grant.given_by);
    Ok(autorisations::list(page, &under(&place, "autorisations"), (&grants, &author), &preview, may.yes()))
}

async fn form(
    web: &Web,
    (actor, read): (&Actor, &Allowed<ReadAutorisations>),
    typed: &Typed,
) -> Page<SheetView> {
    let place = here(web, read).await?;
    let institutions = web.app.institutions().await?;
    let page = titled(&place, "Signer une autorisation", &STEPS);
    let preview = preview(web, actor, read).await?;
    Ok(autorisations::new(page, &under(&place, "autorisations"), (&institutions, &preview), typed))
}

/// GET `…/organisation/autorisations/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<ManageAutorisations>,
    Can(read): Can<ReadAutorisations>,
    Signed(visitor): Signed,
) -> Page<SheetView> {
    let days = domain::organisation::reminders().map_err(AppError::from)?.grant_days;
    let end = web.app.today().saturating_add(jiff::Span::new().days(days));
    let typed = Typed {
        since: domain::nombres::date(web.app.today()),
        until: domain::nombres::date(end),
        ..Typed::default()
    };
    form(&web, (&visitor.actor, &read), &typed).await
}

fn subjects(typed: &str) -> Vec<Subject> {
    match typed {
        "tout" => Subject::ALL.to_vec(),
        key => Subject::from_key(key).into_iter().collect(),
    }
}

/// What was typed, or what is wrong with it.
fn read(fields: &Fields, typed: &mut Typed, now: Timestamp) -> Option<NewGrant> {
    let institution = typed.institution.parse().ok();
    if institution.is_none() {
        typed.errors.push(("institution", CHOOSE.to_owned()));
    }
    let subjects = subjects(&typed.subject);
    if subjects.is_empty() {
        typed.errors.push(("objet", CHOOSE.to_owned()));
    }
    let midnight = |day: jiff::civil::Date| day.to_zoned(app::paris()).ok().map(|at| at.timestamp());
    let since = fields.day("depuis").map(|day| day.and_then(midnight).unwrap_or(now));
    if since.is_err() {
        typed.errors.push(("depuis", NOT_A_DAY.to_owned()));
    }
    let end = until(fields, "jusqu").and_then(|end| end.ok_or_else(|| NOT_A_DAY.to_owned()));
    let end = end.map_err(|error| typed.errors.push(("jusqu", error))).ok();
    typed.errors.is_empty().then_some(())?;
    Some(NewGrant { institution: institution?, subjects, since: since.ok()?, until: end? })
}

/// POST `…/organisation/autorisations/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageAutorisations>,
    Can(own): Can<ReadAutorisations>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    let Some(new) = read(&fields, &mut typed, web.app.clock().now()) else {
        return Ok(answer(form(&web, (&visitor.actor, &own), &typed).await?));
    };
    let error = match web.app.sign_grant(&proof, &new).await {
        Ok(_) => {
            let place = here(&web, &proof).await?;
            return Ok(go(&format!("{}?fait=signee", under(&place, "autorisations"))));
        }
        Err(AppError::PastDate) => ("jusqu", PAST_DATE),
        Err(AppError::Conflict) => ("objet", "Cette institution a déjà cette autorisation."),
        Err(AppError::NotFound) => ("institution", CHOOSE),
        Err(other) => return Err(other.into()),
    };
    typed.errors.push((error.0, error.1.to_owned()));
    Ok(answer(form(&web, (&visitor.actor, &own), &typed).await?))
}

/// GET `…/organisation/autorisations/{autorisation}/retirer`: asks first.
pub(crate) async fn confirm_revoke(
    State(web): State<Web>,
    Can(_): Can<ManageAutorisations>,
    Can(read): Can<ReadAutorisations>,
    Path(path): Path<GrantPath>,
) -> Page<SheetView> {
    let place = here(&web, &read).await?;
    let grants: Grants = web.app.grants(&read).await?;
    let row =
        grants.open.iter().find(|row| row.id == GrantId(path.autorisation)).ok_or(PageError::NotFound)?;
    let page = titled(&place, "Retirer une autorisation", &STEPS);
    Ok(autorisations::revoke(page, &under(&place, "autorisations"), (row, grants.name(row.institution))))
}

/// POST `…/organisation/autorisations/{autorisation}/retirer`.
pub(crate) async fn revoke(
    State(web): State<Web>,
    Can(proof): Can<ManageAutorisations>,
    Path(path): Path<GrantPath>,
) -> Page<Response> {
    web.app.revoke_grant(&proof, GrantId(path.autorisation)).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=retiree", under(&place, "autorisations"))))
}
