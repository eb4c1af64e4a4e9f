//! Removing and restoring a sheet; its account.

use app::AppError;
use app::communaute::PersonneError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditCommunaute, ReadPersonnes};
use domain::ids::UserId;

use super::saisie::version;
use super::{PersonnePath, here, under};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;

/// A conflict about a sheet, in words.
pub(in crate::pages) fn changed(error: AppError) -> PageError {
    match error {
        AppError::Conflict => PageError::Conflict(
            "Une autre personne a modifié cette fiche au même moment. Ouvrez-la de nouveau, puis recommencez."
                .into(),
        ),
        other => other.into(),
    }
}

/// POST `…/personnes/{personne}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    web.app.remove_person(&proof, path.id()).await.map_err(changed)?;
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes?retiree={}", path.personne))))
}

/// POST `…/personnes/{personne}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<Response> {
    match web.app.restore_person(&proof, path.id()).await {
        Ok(()) => {}
        Err(PersonneError::App(error)) => return Err(changed(error)),
        Err(_) => {
            return Err(PageError::Conflict(
                "Le numéro RPPS de cette fiche a été donné à une autre. Corrigez d'abord cette autre fiche."
                    .into(),
            ));
        }
    }
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{}?fait=retablie", path.personne))))
}

/// POST `…/personnes/{personne}/compte`: without a choice, unties.
pub(crate) async fn account(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(people): Can<ReadPersonnes>,
    Path(path): Path<PersonnePath>,
    fields: Fields,
) -> Page<Response> {
    let user = fields.text("compte").parse().ok().map(UserId);
    let sheet = (path.id(), version(&fields, "version")?);
    web.app.link_account((&proof, &people), sheet, user).await.map_err(|error| match error {
        AppError::Conflict => PageError::Conflict(
            "Ce compte est déjà relié à une autre fiche, ou cette fiche a changé. Ouvrez-la de nouveau."
                .into(),
        ),
        other => other.into(),
    })?;
    let said = if user.is_some() { "compte" } else { "detache" };
    let place = here(&web, &proof).await?;
    Ok(go(&under(&place, &format!("personnes/{}?fait={said}", path.personne))))
}
