//! Presences: the public pages of phones, the pages of the secretary.

pub(crate) mod code;
pub(crate) mod feuille;
pub(crate) mod hors_ligne;
pub(crate) mod recu;
pub(crate) mod secretaire;
pub(crate) mod signer;
pub(crate) mod une;

use app::communaute::presences::SignerError;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, Permission};
use domain::communaute::presences::Cadran;
use domain::ids::{PersonneId, PresenceId, ReunionId};
use serde::Deserialize;
use uuid::Uuid;

use super::{PRIVATE, Page, place};
use crate::shell::{PageError, cookie};
use crate::state::Web;
use crate::views;
use crate::views::components::{Link, Notice, Tone};
use crate::views::sheet::Part;
use crate::views::{Section, SheetView};

/// `…/reunions/{reunion}/presences`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ReunionPath {
    reunion: Uuid,
}

impl ReunionPath {
    fn id(self) -> ReunionId {
        ReunionId(self.reunion)
    }
}

/// `…/presences/{presence}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PresencePath {
    reunion: Uuid,
    presence: Uuid,
}

impl PresencePath {
    fn ids(self) -> (ReunionId, PresenceId) {
        (ReunionId(self.reunion), PresenceId(self.presence))
    }
}

/// Addresses under the presences of a meeting.
fn base<P: Permission>(proof: &Allowed<P>, reunion: ReunionId) -> String {
    format!("/c/{}/reunions/{reunion}/presences", proof.cpts())
}

/// A page of the secretary, under its meeting.
async fn titled<P: Permission>(
    web: &Web,
    proof: &Allowed<P>,
    (reunion, titre): (ReunionId, &str),
    title: &str,
) -> Page<views::Page> {
    let place = place(web, proof).await?;
    let meetings = place.urls.under("reunions");
    Ok(views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
        .with_overline(titre)
        .under("Réunions", meetings.clone())
        .under(titre, format!("{meetings}/{reunion}")))
}

/// The mark of the phone, and the cookie that gives it one when it has none.
fn phone(web: &Web, headers: &HeaderMap) -> (String, Option<HeaderValue>) {
    if let Some(mark) = cookie::phone(headers) {
        return (mark, None);
    }
    let mark = web.app.new_jeton();
    let seconds = web.app.presence_rules().map_or(0, |rules| rules.memoire.as_secs());
    let given = cookie::give_phone(&mark, seconds, web.https);
    (mark, Some(given))
}

/// An answer to a phone: private, with the cookies that it keeps.
fn to_phone(answer: impl IntoResponse, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    let mut response = (PRIVATE, answer).into_response();
    for value in cookies {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// A page for a phone that says one thing.
fn said(status: StatusCode, title: &str, (tone, text): (Tone, String)) -> Response {
    let page = views::Page::apart(title).with_notice(Notice::new(tone, text));
    let next = Link::new("Taper un code court", "/presence");
    (status, PRIVATE, SheetView::new(page, vec![Part::Buttons(vec![next])])).into_response()
}

/// What a phone is told when its code is worth nothing.
fn refused(error: SignerError) -> Page<Response> {
    let closed = |cadran: Option<Cadran>| match cadran {
        Some(one) => {
            let when = one.seance();
            format!(
                "Les signatures ne sont pas ouvertes. La réunion est le {when}. Demandez au secrétaire de vous noter."
            )
        }
        None => "Cette réunion n'a pas lieu. Demandez au secrétaire de séance.".to_owned(),
    };
    Ok(match error {
        SignerError::HorsHoraire(cadran) => {
            said(StatusCode::GONE, "Signature fermée", (Tone::Attention, closed(cadran)))
        }
        SignerError::TropTard => {
            let text = "Ce code est trop ancien pour être reçu. Demandez au secrétaire de vous ajouter.";
            said(StatusCode::GONE, "Code trop ancien", (Tone::Attention, text.to_owned()))
        }
        SignerError::App(app::AppError::NotFound) => {
            let text =
                "Ce code n'est pas reconnu. Visez de nouveau l'écran de la salle, ou tapez le code court.";
            said(StatusCode::NOT_FOUND, "Code non reconnu", (Tone::Attention, text.to_owned()))
        }
        SignerError::App(other) => return Err(other.into()),
        SignerError::NonReconnue | SignerError::SansNom => return Err(PageError::Internal),
    })
}

/// Identifiers of a field that repeats.
fn personnes<'a>(values: impl Iterator<Item = &'a str>) -> Option<Vec<PersonneId>> {
    values.map(|value| value.parse().ok()).collect()
}
