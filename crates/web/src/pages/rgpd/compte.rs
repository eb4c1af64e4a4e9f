//! One's own data.

use app::AppError;
use app::rgpd::{DossierSection, RgpdError};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use domain::authz::Myself;
use domain::ids::CptsId;
use domain::rgpd::demande::Droit;

use super::{done, refused, wrong};
use crate::access::{Me, MeConfirmed};
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go, moment};
use crate::shell::{PageError, cookie};
use crate::state::Web;
use crate::views::rgpd::donnees::{self, CONFIRM, DONNEES, EFFACEMENT};
use crate::views::{self, Section, SheetView};
use crate::wording::rgpd::CHOOSE;

const DONE: &[(&str, &str)] =
    &[("envoyee", "Votre demande est envoyée. La CPTS a un mois pour vous répondre.")];

fn page(title: &str) -> views::Page {
    views::Page::new(Section::Compte, title).under("Mon compte", "/compte")
}

async fn view(web: &Web, me: &Myself) -> Page<SheetView> {
    let sections = web.app.dossier(me).await?;
    let demandes = web.app.own_demandes(me).await?;
    let cpts = web.app.own_cpts(me).await?;
    let cpts: Vec<(String, String)> = cpts.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    Ok(donnees::view(page("Mes données"), &sections, &demandes, &cpts))
}

/// GET `/compte/donnees`.
pub(crate) async fn show(State(web): State<Web>, Me(me): Me, query: Query) -> Page<SheetView> {
    Ok(done(view(&web, &me).await?, &query, DONE))
}

async fn dossier(web: &Web, me: &Myself, format: &str) -> Page<documents::Dossier> {
    let sections: Vec<DossierSection> = web.app.export_dossier(me, format).await?;
    Ok(donnees::dossier(moment(web.app.clock().now()), &sections, moment))
}

/// GET `/compte/donnees.csv`.
pub(crate) async fn csv(State(web): State<Web>, MeConfirmed(me): MeConfirmed) -> Page<Response> {
    let bytes = documents::dossier_csv(&dossier(&web, &me, "csv").await?);
    Ok(file(bytes, "text/csv; charset=utf-8", "mes-donnees.csv"))
}

/// GET `/compte/donnees.json`.
pub(crate) async fn json(State(web): State<Web>, MeConfirmed(me): MeConfirmed) -> Page<Response> {
    let written = documents::dossier_json(&dossier(&web, &me, "json").await?);
    let bytes = written.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, "application/json", "mes-donnees.json"))
}

/// POST `/compte/donnees/demande`.
pub(crate) async fn request(State(web): State<Web>, Me(me): Me, fields: Fields) -> Page<Response> {
    let view = view(&web, &me).await?;
    let Ok(cpts) = fields.text("cpts").parse::<CptsId>() else {
        return Ok(wrong(view, &fields, ("cpts", CHOOSE)));
    };
    let Some(droit) = Droit::from_key(fields.text("nature")) else {
        return Ok(wrong(view, &fields, ("nature", CHOOSE)));
    };
    match web.app.file_demande(&me, cpts, (droit, fields.text("message"))).await {
        Ok(_) => Ok(go(&format!("{DONNEES}?fait=envoyee"))),
        Err(error) => refused(view, &fields, error),
    }
}

/// GET `/compte/effacement`: says what goes and what stays.
pub(crate) async fn confirm_erase(State(web): State<Web>, Me(me): Me) -> Page<SheetView> {
    let obstacle = match web.app.may_erase_myself(&me).await {
        Ok(()) => None,
        Err(RgpdError::App(AppError::StillLast(_))) => Some(
            "Vous êtes la dernière personne à gérer les rôles d'une CPTS. Donnez d'abord ce droit à une autre."
                .to_owned(),
        ),
        Err(error @ RgpdError::LastOperator) => Some(PageError::from(error).words().why),
        Err(other) => return Err(other.into()),
    };
    Ok(donnees::erase(page("Effacer mon compte").under("Mes données", DONNEES), obstacle))
}

/// POST `/compte/effacement`: the account is empty and the cookie taken back.
pub(crate) async fn erase(
    State(web): State<Web>,
    MeConfirmed(me): MeConfirmed,
    fields: Fields,
) -> Page<Response> {
    if fields.text(CONFIRM.0) != CONFIRM.1 {
        return Ok(go(EFFACEMENT));
    }
    web.app.erase_myself(&me).await?;
    let view = donnees::erased(views::Page::apart("Votre compte est effacé"));
    Ok(([(SET_COOKIE, cookie::take_back(web.https))], view).into_response())
}
