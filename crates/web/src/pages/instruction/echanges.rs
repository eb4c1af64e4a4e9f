//! The exchanges about a dossier, on the side of the CPTS.

use app::dossier::instruction::Echanges;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::authz::{FileDossiers, ReadDossiers};
use domain::dossier::correction::Correction;
use domain::ids::{CorrectionId, DossierId};
use serde::Deserialize;
use uuid::Uuid;

use super::fichiers::frozen;
use super::{done, refused};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::instruction::echanges;
use crate::views::{self, Section, SheetView};

const DONE: &[(&str, &str)] = &[("repondu", "Votre réponse est enregistrée. Le Guichet la lira.")];

/// `/c/{cpts}/dossiers/{dossier}/echanges/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct EchangePath {
    dossier: Uuid,
    correction: Option<Uuid>,
}

impl EchangePath {
    fn id(self) -> DossierId {
        DossierId(self.dossier)
    }
}

fn base(place: &Place, id: DossierId) -> String {
    place.urls.under(&format!("dossiers/{id}"))
}

fn page(place: &Place, one: &Echanges, title: &str) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Dossiers, title)
        .under("Dossiers", place.urls.under("dossiers"))
        .under(one.dossier.titre.clone(), base(place, one.dossier.id))
        .with_overline(one.dossier.titre.clone())
}

/// GET `…/echanges`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadDossiers>,
    may: May<FileDossiers>,
    Path(path): Path<EchangePath>,
    query: Query,
) -> Page<SheetView> {
    let one = web.app.echanges(&proof, path.id()).await?;
    let place = place(&web, &proof).await?;
    let title = page(&place, &one, "Échanges avec les institutions");
    let view = echanges::show(title, &one, &base(&place, path.id()), may.yes());
    Ok(done(view, &query, DONE))
}

fn found(one: &Echanges, path: EchangePath) -> Page<&Correction> {
    let id = path.correction.map(CorrectionId).ok_or(PageError::NotFound)?;
    one.corrections.iter().find(|known| known.id == id).ok_or(PageError::NotFound)
}

fn form(place: &Place, one: &Echanges, path: EchangePath) -> Page<SheetView> {
    let correction = found(one, path)?;
    let url = base(place, path.id());
    let title = page(place, one, "Répondre à une correction").under("Échanges", format!("{url}/echanges"));
    Ok(echanges::repondre(title, one, correction, &url))
}

/// GET `…/echanges/{correction}/repondre`.
pub(crate) async fn answer_form(
    State(web): State<Web>,
    Can(_): Can<FileDossiers>,
    Can(proof): Can<ReadDossiers>,
    Path(path): Path<EchangePath>,
) -> Page<SheetView> {
    let one = web.app.echanges(&proof, path.id()).await?;
    form(&place(&web, &proof).await?, &one, path)
}

/// POST `…/echanges/{correction}/repondre`.
pub(crate) async fn answer(
    State(web): State<Web>,
    Can(proof): Can<FileDossiers>,
    Can(read): Can<ReadDossiers>,
    Path(path): Path<EchangePath>,
    fields: Fields,
) -> Page<Response> {
    let one = web.app.echanges(&read, path.id()).await?;
    let place = place(&web, &read).await?;
    let view = form(&place, &one, path)?;
    let which = (path.id(), found(&one, path)?.id);
    match web.app.answer_correction(&proof, which, fields.raw("reponse").unwrap_or_default()).await {
        Ok(()) => Ok(go(&format!("{}/echanges?fait=repondu", base(&place, path.id())))),
        Err(error) => refused(view, &fields, error),
    }
}

/// GET `…/echanges/decision.pdf`.
pub(crate) async fn decision(
    State(web): State<Web>,
    Can(proof): Can<ReadDossiers>,
    Path(path): Path<EchangePath>,
    headers: HeaderMap,
) -> Page<Response> {
    let (print, bytes) = web.app.decision_letter(&proof, path.id()).await?;
    Ok(frozen(&headers, ("application/pdf", "decision.pdf", &print), bytes))
}
