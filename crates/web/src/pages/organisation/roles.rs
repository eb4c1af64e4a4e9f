//! Giving a role, ending one, leaving.

use app::AppError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, ManageRoles, ReadPersonnes, Role};
use domain::ids::{RoleId, UserId};
use serde::Deserialize;
use uuid::Uuid;

use super::personnes::PersonnePath;
use super::{answer, here, titled, under, until};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, Place, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::roles;
use crate::views::sheet::Part;
use crate::wording::organisation::{CHOOSE, PAST_DATE, STILL_LAST};

/// `…/personnes/{personne}/roles/{role}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct RolePath {
    personne: Uuid,
    role: Uuid,
}

fn base(place: &Place, user: UserId) -> String {
    under(place, &format!("personnes/{user}"))
}

fn refuse(view: &mut SheetView, name: &str, error: impl Into<String>) {
    let error = error.into();
    for part in &mut view.parts {
        if let Part::Form(form) = part {
            form.refuse(name, error.clone());
        }
    }
}

/// The form of a role to give, with what was typed.
async fn giving(
    web: &Web,
    (proof, read): (&Allowed<ManageRoles>, &Allowed<ReadPersonnes>),
    user: UserId,
    fields: &Fields,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let person = web.app.person(read, user).await?;
    let steps = format!("personnes/{user}");
    let page =
        titled(&place, "Donner un rôle", &[("Personnes et rôles", "personnes"), (&person.name, &steps)]);
    Ok(roles::give(page, &base(&place, user), &person.name, (fields.text("role"), fields.text("jusqu"))))
}

/// GET `…/personnes/{personne}/role`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Can(read): Can<ReadPersonnes>,
    Path(path): Path<PersonnePath>,
) -> Page<SheetView> {
    giving(&web, (&proof, &read), path.id(), &Fields::default()).await
}

/// POST `…/personnes/{personne}/role`.
pub(crate) async fn give(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Can(read): Can<ReadPersonnes>,
    Path(path): Path<PersonnePath>,
    fields: Fields,
) -> Page<Response> {
    let mut view = giving(&web, (&proof, &read), path.id(), &fields).await?;
    let role = Role::from_key(fields.text("role")).filter(|role| role.is_given());
    let (role, end) = match (role, until(&fields, "jusqu")) {
        (Some(role), Ok(end)) => (role, end),
        (role, end) => {
            if role.is_none() {
                refuse(&mut view, "role", CHOOSE);
            }
            if let Err(error) = end {
                refuse(&mut view, "jusqu", error);
            }
            return Ok(answer(view));
        }
    };
    match web.app.give_role(&proof, (path.id(), role), end).await {
        Ok(_) => Ok(go(&format!("{}?fait=role", base(&here(&web, &proof).await?, path.id())))),
        Err(AppError::PastDate) => {
            refuse(&mut view, "jusqu", PAST_DATE);
            Ok(answer(view))
        }
        Err(AppError::Conflict) => {
            refuse(&mut view, "role", "Cette personne tient déjà ce rôle.");
            Ok(answer(view))
        }
        Err(other) => Err(other.into()),
    }
}

async fn ending(
    web: &Web,
    (proof, read): (&Allowed<ManageRoles>, &Allowed<ReadPersonnes>),
    (user, id): (UserId, RoleId),
    fields: &Fields,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let person = web.app.person(read, user).await?;
    let now = web.app.clock().now();
    let role = person.roles.iter().find(|role| role.id == id && role.until.is_none_or(|until| until > now));
    let role = role.ok_or(PageError::NotFound)?;
    let steps = format!("personnes/{user}");
    let page =
        titled(&place, "Retirer un rôle", &[("Personnes et rôles", "personnes"), (&person.name, &steps)]);
    Ok(roles::end(page, &base(&place, user), (&person.name, role), fields.text("jusqu")))
}

/// GET `…/personnes/{personne}/roles/{role}/fin`: asks first.
pub(crate) async fn confirm_end(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Can(read): Can<ReadPersonnes>,
    Path(path): Path<RolePath>,
) -> Page<SheetView> {
    let ids = (UserId(path.personne), RoleId(path.role));
    ending(&web, (&proof, &read), ids, &Fields::default()).await
}

/// POST `…/personnes/{personne}/roles/{role}/fin`.
pub(crate) async fn end(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Can(read): Can<ReadPersonnes>,
    Path(path): Path<RolePath>,
    fields: Fields,
) -> Page<Response> {
    let ids = (UserId(path.personne), RoleId(path.role));
    let mut view = ending(&web, (&proof, &read), ids, &fields).await?;
    let end = match until(&fields, "jusqu") {
        Ok(end) => end,
        Err(error) => {
            refuse(&mut view, "jusqu", error);
            return Ok(answer(view));
        }
    };
    let place = here(&web, &proof).await?;
    match web.app.end_role(&proof, ids, end).await {
        // Who just ended their own last role may not see this page any more: the home says what is left.
        Ok(_) if proof.author() == &domain::authz::Author::Person(ids.0) => Ok(go("/")),
        Ok(_) if end.is_some() => Ok(go(&format!("{}?fait=fin-prevue", base(&place, ids.0)))),
        Ok(_) => Ok(go(&format!("{}?fait=fin", base(&place, ids.0)))),
        Err(AppError::PastDate) => {
            refuse(&mut view, "jusqu", PAST_DATE);
            Ok(answer(view))
        }
        Err(AppError::StillLast(_)) => {
            refuse(&mut view, "jusqu", STILL_LAST);
            Ok(answer(view))
        }
        Err(other) => Err(other.into()),
    }
}

/// GET `…/personnes/{personne}/depart`: asks first.
pub(crate) async fn confirm_departure(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Can(read): Can<ReadPersonnes>,
    Path(path): Path<PersonnePath>,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let person = web.app.person(&read, path.id()).await?;
    let steps = format!("personnes/{}", path.id());
    let page = titled(
        &place,
        "Enregistrer un départ",
        &[("Personnes et rôles", "personnes"), (&person.name, &steps)],
    );
    Ok(roles::depart(page, &base(&place, path.id()), (&person, web.app.clock().now())))
}

/// POST `…/personnes/{personne}/depart`.
pub(crate) async fn depart(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    web.app.depart(&proof, path.id()).await?;
    if proof.author() == &domain::authz::Author::Person(path.id()) {
        return Ok(go("/"));
    }
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=depart", base(&place, path.id()))))
}
