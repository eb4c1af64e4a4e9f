//! `/instance`: organisations and their first people, for the operator.

use app::AppError;
use app::organisations::{FIRST_ROLE, InvitedTo};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{InstitutionKind, Operates};
use domain::ids::{CptsId, InstitutionId, RoleId};
use domain::texte::Email;
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, go};
use crate::access::{CanOperate, Path};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::instance::{self, Typed};
use crate::views::{self, Section, SheetView};
use crate::wording;
use crate::wording::organisation::CHOOSE;

/// `/instance/cpts/{organisation}`, `/instance/institutions/{organisation}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct OrganisationPath {
    organisation: Uuid,
}

/// `/instance/institutions/{organisation}/roles/{role}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct SeatPath {
    organisation: Uuid,
    role: Uuid,
}

fn page(title: impl Into<String>) -> views::Page {
    views::Page::new(Section::Instance, title).under("Instance", "/instance")
}

fn answer(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, view).into_response()
}

fn told(page: views::Page, query: &Fields) -> views::Page {
    let sentence = match query.text("fait") {
        "cree" => "L'organisation est créée. Invitez maintenant sa première personne.",
        "invitee" => "L'invitation est prête. Son courriel part dans un instant.",
        "region" => "La région de l'institution est enregistrée.",
        "fin" => "Le rôle est retiré. La personne ne l'a plus dès sa prochaine page.",
        _ => return page,
    };
    page.with_notice(Notice::new(Tone::Success, sentence))
}

/// GET `/instance`.
pub(crate) async fn show(State(web): State<Web>, CanOperate(proof): CanOperate) -> Page<SheetView> {
    let home = web.app.instance_home(&proof).await?;
    Ok(instance::show(views::Page::new(Section::Instance, "Instance"), &home))
}

/// GET `/instance/cpts/nouvelle`.
pub(crate) async fn new_cpts(CanOperate(_): CanOperate) -> SheetView {
    instance::new_cpts(page("Créer une CPTS"), &Typed::default())
}

/// POST `/instance/cpts/nouvelle`.
pub(crate) async fn create_cpts(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    match web.app.create_cpts(&proof, &typed.name, false).await {
        Ok(made) => Ok(go(&format!("/instance/cpts/{}?fait=cree", made.id))),
        Err(AppError::Name(error)) => {
            typed.errors.push(("nom", wording::name(error)));
            Ok(answer(instance::new_cpts(page("Créer une CPTS"), &typed)))
        }
        Err(other) => Err(other.into()),
    }
}

/// GET `/instance/institutions/nouvelle`.
pub(crate) async fn new_institution(State(web): State<Web>, CanOperate(_): CanOperate) -> SheetView {
    new_form(&web, &Typed::default())
}

fn new_form(web: &Web, typed: &Typed) -> SheetView {
    let reference = web.app.reference();
    instance::new_institution(page("Créer une institution"), typed, &regions(&reference.atlas))
}

/// The regions of the reference data: code, name.
fn regions(atlas: &territory::Atlas) -> Vec<(String, &str)> {
    atlas.regions().into_iter().map(|(code, name)| (code.to_string(), name)).collect()
}

/// What is wrong with the code of a region.
const REGION: &str =
    "Ce code n'est pas celui d'une région. Écrivez deux chiffres, par exemple 76, ou laissez vide.";

/// POST `/instance/institutions/nouvelle`.
pub(crate) async fn create_institution(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    fields: Fields,
) -> Page<Response> {
    let mut typed = Typed::of(&fields);
    let error = match InstitutionKind::from_key(&typed.key) {
        None => ("nature", CHOOSE.to_owned()),
        Some(kind) => match web
            .app
            .create_institution_in(&proof, (kind, &typed.name), (Some(&typed.region), false))
            .await
        {
            Ok(made) => return Ok(go(&format!("/instance/institutions/{}?fait=cree", made.id))),
            Err(AppError::Name(error)) => ("nom", wording::name(error)),
            Err(AppError::NotFound) => ("region", REGION.to_owned()),
            Err(other) => return Err(other.into()),
        },
    };
    typed.errors.push(error);
    Ok(answer(new_form(&web, &typed)))
}

async fn cpts_view(web: &Web, proof: &Operates, id: CptsId, typed: &Typed) -> Page<SheetView> {
    let cpts = web.app.cpts(id).await?;
    let home = web.app.instance_home(proof).await?;
    let governed = home.cpts.iter().any(|one| one.cpts.id == id && one.governed);
    let rows = web.app.first_invitations(proof, id).await?;
    Ok(instance::cpts_page(page(cpts.name), (&id.to_string(), governed), &rows, typed))
}

/// GET `/instance/cpts/{organisation}`.
pub(crate) async fn cpts(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<OrganisationPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let mut view = cpts_view(&web, &proof, CptsId(path.organisation), &Typed::default()).await?;
    view.page = told(view.page, &query);
    Ok(view)
}

/// POST `/instance/cpts/{organisation}`: invites the first coordinator, only while nobody runs the CPTS.
pub(crate) async fn invite_to_cpts(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<OrganisationPath>,
    fields: Fields,
) -> Page<Response> {
    let id = CptsId(path.organisation);
    let home = web.app.instance_home(&proof).await?;
    let known = home.cpts.iter().find(|one| one.cpts.id == id).ok_or(PageError::NotFound)?;
    if known.governed {
        let why = "Cette CPTS a déjà une coordination. Elle seule invite les autres personnes.";
        return Err(PageError::Conflict(why.to_owned()));
    }
    let mut typed = Typed::of(&fields);
    match invited(&web, &proof, (InvitedTo::Cpts(id), FIRST_ROLE.key()), &mut typed).await? {
        true => Ok(go(&format!("/instance/cpts/{id}?fait=invitee"))),
        false => Ok(answer(cpts_view(&web, &proof, id, &typed).await?)),
    }
}

/// Invites, or leaves what is wrong in `typed`.
async fn invited(
    web: &Web,
    proof: &Operates,
    offer: (InvitedTo, &'static str),
    typed: &mut Typed,
) -> Page<bool> {
    let email = match Email::parse(&typed.email) {
        Ok(email) => email,
        Err(error) => {
            typed.errors.push(("courriel", wording::organisation::email(error)));
            return Ok(false);
        }
    };
    match web.app.invite_first(proof, offer, (&typed.name, &email)).await {
        Ok(_) => Ok(true),
        Err(AppError::Name(error)) => {
            typed.errors.push(("nom", wording::name(error)));
            Ok(false)
        }
        Err(other) => Err(other.into()),
    }
}

async fn institution_view(web: &Web, proof: &Operates, id: InstitutionId, typed: &Typed) -> Page<SheetView> {
    let institution = web.app.institution(id).await?;
    let (seats, rows) = web.app.institution_people(proof, id).await?;
    let reference = web.app.reference();
    let regions = regions(&reference.atlas);
    let page = page(institution.name.clone());
    Ok(instance::institution_page(page, (&institution, &regions), (&seats, &rows), typed))
}

/// GET `/instance/institutions/{organisation}`.
pub(crate) async fn institution(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<OrganisationPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let id = InstitutionId(path.organisation);
    let mut view = institution_view(&web, &proof, id, &Typed::default()).await?;
    view.page = told(view.page, &query);
    Ok(view)
}

/// POST `/instance/institutions/{organisation}/region`.
pub(crate) async fn set_region(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<OrganisationPath>,
    fields: Fields,
) -> Page<Response> {
    let id = InstitutionId(path.organisation);
    web.app.institution(id).await?;
    match web.app.set_institution_region(&proof, id, Some(fields.text("region"))).await {
        Ok(()) => Ok(go(&format!("/instance/institutions/{id}?fait=region"))),
        Err(AppError::NotFound) => {
            let typed = Typed { errors: vec![("region", REGION.to_owned())], ..Typed::default() };
            Ok(answer(institution_view(&web, &proof, id, &typed).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/instance/institutions/{organisation}`: invites someone.
pub(crate) async fn invite_to_institution(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<OrganisationPath>,
    fields: Fields,
) -> Page<Response> {
    let id = InstitutionId(path.organisation);
    let institution = web.app.institution(id).await?;
    let mut typed = Typed::of(&fields);
    let role = institution.kind.roles().iter().find(|role| role.key() == typed.key);
    let done = match role {
        Some(role) => invited(&web, &proof, (InvitedTo::Institution(id), role.key()), &mut typed).await?,
        None => {
            typed.errors.push(("role", CHOOSE.to_owned()));
            false
        }
    };
    match done {
        true => Ok(go(&format!("/instance/institutions/{id}?fait=invitee"))),
        false => Ok(answer(institution_view(&web, &proof, id, &typed).await?)),
    }
}

/// GET `/instance/institutions/{organisation}/roles/{role}/fin`: asks first.
pub(crate) async fn confirm_end_seat(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<SeatPath>,
) -> Page<SheetView> {
    let id = InstitutionId(path.organisation);
    let institution = web.app.institution(id).await?;
    let (seats, _) = web.app.institution_people(&proof, id).await?;
    let seat = seats.iter().find(|seat| seat.id == RoleId(path.role)).ok_or(PageError::NotFound)?;
    let base = format!("/instance/institutions/{id}");
    Ok(instance::end_seat(page("Retirer un rôle").under(institution.name, base.clone()), &base, seat))
}

/// POST `/instance/institutions/{organisation}/roles/{role}/fin`.
pub(crate) async fn end_seat(
    State(web): State<Web>,
    CanOperate(proof): CanOperate,
    Path(path): Path<SeatPath>,
) -> Page<Response> {
    web.app.end_seat(&proof, (InstitutionId(path.organisation), RoleId(path.role))).await?;
    Ok(go(&format!("/instance/institutions/{}?fait=fin", path.organisation)))
}
