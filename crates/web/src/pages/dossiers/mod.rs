//! `/c/{cpts}/dossiers`: the lettre d'intention and the projet de santé, written, verified, filed.

pub(crate) mod annexes;
pub(crate) mod deposer;
pub(crate) mod ecrire;
pub(crate) mod histoire;
pub(crate) mod liste;
pub(crate) mod un;
pub(crate) mod verifier;
pub(crate) mod versions;

use app::dossier::{DossierError, DossierLu, Lecteur};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::authz::{Actor, EditDossiers, FileDossiers};
use domain::dossier::EtatDossier;
use domain::ids::{CptsId, DossierId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May, Path};
use crate::fields::Query;
use crate::shell::{Need, PageError};
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};

#[derive(Deserialize)]
struct InDossiers {
    cpts: Uuid,
    dossier: Option<Uuid>,
}

/// What every page of dossiers asks first: who reads, with which proofs, which dossier.
pub(crate) struct Asked {
    lecteur: Lecteur,
    dossier: Option<DossierId>,
    edits: bool,
    files: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(_) = Can::<domain::authz::ReadDossiers>::from_request_parts(parts, state).await?;
        let Path(path) = Path::<InDossiers>::from_request_parts(parts, state).await?;
        let edits = May::<EditDossiers>::from_request_parts(parts, state).await?.yes();
        let files = May::<FileDossiers>::from_request_parts(parts, state).await?.yes();
        let actor = parts.extensions.get::<Actor>().ok_or(PageError::Identity(Need::SignIn))?;
        let lecteur = Lecteur::of(actor, CptsId(path.cpts))?;
        Ok(Self { lecteur, dossier: path.dossier.map(DossierId), edits, files })
    }
}

impl Asked {
    fn id(&self) -> Page<DossierId> {
        self.dossier.ok_or(PageError::NotFound)
    }

    async fn read(&self, web: &Web) -> Page<DossierLu> {
        Ok(web.app.dossier_ecrit(&self.lecteur, self.id()?).await?)
    }

    async fn place(&self, web: &Web) -> Page<Place> {
        place(web, &self.lecteur.dossiers).await
    }
}

/// Address of the list.
fn base(place: &Place) -> String {
    place.urls.under("dossiers")
}

/// Address of a dossier.
fn url(place: &Place, id: DossierId) -> String {
    format!("{}/{id}", base(place))
}

/// A page of this room.
fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Dossiers, title)
}

/// A page under one dossier.
fn under(place: &Place, lu: &DossierLu, title: impl Into<String>) -> views::Page {
    page(place, title)
        .under("Dossiers", base(place))
        .under(lu.dossier.titre.clone(), url(place, lu.dossier.id))
        .with_overline(lu.dossier.titre.clone())
}

/// Says what was done, when the address says it.
fn done(page: views::Page, query: &Query, sentences: &[(&str, &str)]) -> views::Page {
    let key = query.0.text("fait");
    match sentences.iter().find(|(known, _)| *known == key) {
        Some((_, text)) => page.with_notice(Notice::new(Tone::Success, *text)),
        None => page,
    }
}

/// What cannot be done, in French.
fn sentence(error: &DossierError) -> Option<String> {
    Some(match error {
        DossierError::Twice(_) => {
            "Un dossier de ce type est déjà ouvert. Continuez celui-là, ou attendez sa décision.".into()
        }
        DossierError::Closed(EtatDossier::Depose | EtatDossier::EnInstruction) => {
            "Ce dossier est déposé\u{a0}: il ne se change plus pendant que les institutions le lisent. Il se rouvre si elles demandent des corrections.".into()
        }
        DossierError::Closed(_) => "La décision sur ce dossier est rendue\u{a0}: il ne se change plus.".into(),
        DossierError::Blocked(count) => format!(
            "Le dossier ne peut pas être déposé\u{a0}: {} à corriger ou à expliquer.",
            domain::nombres::compte(*count, "point reste", "points restent")
        ),
        DossierError::NoSubsidy => {
            "Aucune demande de subvention n'est figée. Terminez-la dans «\u{a0}Subventions\u{a0}», puis joignez-la.".into()
        }
        DossierError::NotADesk => "Choisissez le Guichet qui reçoit votre dossier.".into(),
        DossierError::Replaced => {
            "Quelqu'un a changé ce dossier pendant ce temps. Relisez-le, puis recommencez.".into()
        }
        DossierError::App(_) => return None,
    })
}

/// The same page with what cannot be done, or the page of an error of another kind.
fn refused(mut view: SheetView, error: DossierError) -> Page<Response> {
    let Some(text) = sentence(&error) else { return Err(error.into()) };
    view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
    Ok((StatusCode::CONFLICT, view).into_response())
}

impl From<DossierError> for PageError {
    fn from(error: DossierError) -> Self {
        match sentence(&error) {
            Some(text) => PageError::Conflict(text),
            None => match error {
                DossierError::App(error) => error.into(),
                other => PageError::internal(&other),
            },
        }
    }
}
