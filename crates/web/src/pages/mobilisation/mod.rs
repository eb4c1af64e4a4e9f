//! Mobilisation: campaigns, calls, the relay kit, the table and the history of the letter of intent.

pub(crate) mod appels;
pub(crate) mod campagnes;
pub(crate) mod kit;
pub(crate) mod publique;
pub(crate) mod sollicites;
pub(crate) mod tableau;

use app::communaute::mobilisation::CampagneError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditMobilisation, Permission, ReadMobilisation};
use domain::ids::{CampagneId, SollicitationId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView, mobilisation};
use crate::wording::mobilisation::refusal;

/// `…/campagnes/{campagne}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct CampagnePath {
    campagne: Uuid,
}

impl CampagnePath {
    fn id(self) -> CampagneId {
        CampagneId(self.campagne)
    }
}

/// `…/campagnes/{campagne}/…/{sollicitation}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct SollicitationPath {
    campagne: Uuid,
    sollicitation: Uuid,
}

impl SollicitationPath {
    fn campagne(self) -> CampagneId {
        CampagneId(self.campagne)
    }

    fn id(self) -> SollicitationId {
        SollicitationId(self.sollicitation)
    }
}

impl From<CampagneError> for PageError {
    fn from(error: CampagneError) -> Self {
        match (refusal(&error), error) {
            (Some(sentence), _) => PageError::Conflict(sentence.to_owned()),
            (None, CampagneError::App(error)) => error.into(),
            (None, other) => PageError::internal(&other),
        }
    }
}

const DONE: [(&str, &str); 10] = [
    ("lancee", "La campagne est lancée. Les e-mails partent dans un instant."),
    ("relance", "Les relances partent dans un instant."),
    ("close", "La campagne est close. Plus personne n'est sollicité."),
    ("supprimee", "La campagne est supprimée."),
    ("notee", "La réponse est notée."),
    ("retour", "Le message est noté comme revenu. L'adresse ne servira plus."),
    ("appel", "L'appel est noté. Voici la personne suivante."),
    ("fini", "L'appel est noté. La liste est finie."),
    ("nombre", "Le nombre déclaré est noté."),
    ("nombre-retire", "Le nombre déclaré est retiré."),
];

/// Says what the address says was just done.
fn done(page: views::Page, query: &Fields) -> views::Page {
    match DONE.iter().find(|(key, _)| *key == query.text("fait")) {
        Some((_, sentence)) => page.with_notice(Notice::new(Tone::Success, *sentence)),
        None => page,
    }
}

/// An address under `…/mobilisation`.
fn under(place: &Place, path: &str) -> String {
    if path.is_empty() {
        place.urls.under("mobilisation")
    } else {
        place.urls.under(&format!("mobilisation/{path}"))
    }
}

/// The address of a campaign.
fn base(place: &Place, id: CampagneId) -> String {
    under(place, &format!("campagnes/{id}"))
}

/// A page under « Mobilisation ».
fn titled(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .under("Mobilisation", under(place, ""))
}

async fn here<P: Permission>(web: &Web, proof: &Allowed<P>) -> Page<Place> {
    place(web, proof).await
}

/// The page, with status 422 when something is to be corrected.
fn answer(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, view).into_response()
}

/// GET `…/mobilisation`.
pub(crate) async fn hub(
    State(web): State<Web>,
    Can(proof): Can<ReadMobilisation>,
    may: May<EditMobilisation>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let campagnes = web.app.campagnes(&proof).await?;
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Communaute, "Mobilisation")
        .under("Communauté", place.urls.under("communaute"));
    Ok(mobilisation::hub(done(page, &query), &under(&place, ""), &campagnes, may.yes()))
}
