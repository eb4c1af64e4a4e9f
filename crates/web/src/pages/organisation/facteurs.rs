//! Removing the second factors of a person who lost them all.

use app::comptes::FactorsReset;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, ManageRoles, ReadPersonnes};
use domain::ids::UserId;

use super::personnes::PersonnePath;
use super::{here, titled, under};
use crate::access::{Can, Path};
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::facteurs;

async fn view(
    web: &Web,
    (proof, read): (&Allowed<ManageRoles>, &Allowed<ReadPersonnes>),
    user: UserId,
    refused: Option<&str>,
) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let person = web.app.person(read, user).await?;
    let steps = format!("personnes/{user}");
    let page = titled(
        &place,
        "Retirer le second facteur",
        &[("Personnes et rôles", "personnes"), (&person.name, &steps)],
    );
    Ok(facteurs::reset(page, &under(&place, &steps), &person, refused))
}

/// Why it cannot be done here; `None` when it can.
fn why(answer: FactorsReset) -> Option<&'static str> {
    match answer {
        FactorsReset::Done => None,
        FactorsReset::Nothing => {
            Some("Cette personne n'a pas de second facteur. Elle en choisira un en se connectant.")
        }
        FactorsReset::Elsewhere => Some(
            "Cette personne a aussi un rôle ailleurs. Demandez à l'opérateur de l'instance\u{a0}: il lance «\u{a0}maillage user reset\u{a0}».",
        ),
        FactorsReset::Own => {
            Some("C'est votre compte. Ouvrez «\u{a0}Mon compte\u{a0}» pour changer de second facteur.")
        }
    }
}

/// GET `…/personnes/{personne}/second-facteur`: asks first.
pub(crate) async fn confirm(
    State(web): State<Web>,
    (Can(proof), Can(read)): (Can<ManageRoles>, Can<ReadPersonnes>),
    Path(path): Path<PersonnePath>,
) -> Page<SheetView> {
    let refused = why(web.app.may_reset_factors(&proof, path.id()).await?);
    view(&web, (&proof, &read), path.id(), refused).await
}

/// POST `…/personnes/{personne}/second-facteur`.
pub(crate) async fn reset(
    State(web): State<Web>,
    (Can(proof), Can(read)): (Can<ManageRoles>, Can<ReadPersonnes>),
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    let Some(refused) = why(web.app.reset_factors(&proof, path.id()).await?) else {
        let person = under(&here(&web, &proof).await?, &format!("personnes/{}", path.id()));
        return Ok(go(&format!("{person}?fait=second-facteur")));
    };
    let view = view(&web, (&proof, &read), path.id(), Some(refused)).await?;
    Ok((StatusCode::CONFLICT, view).into_response())
}
