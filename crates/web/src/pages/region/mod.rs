//! `/i/{institution}/region`, `/i/{institution}/outils`, `/c/{cpts}/boite-a-outils`, `/c/{cpts}/experiences`.

pub(crate) mod argent;
pub(crate) mod boite;
pub(crate) mod coller;
pub(crate) mod experiences;
pub(crate) mod objectifs;
pub(crate) mod outils;
pub(crate) mod projets;
mod rapport;
pub(crate) mod tableau;

use app::Institution;
use app::region::{Board, RegionError};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::authz::{Actor, AllowedIn, EditOutils, EditRegion, ReadRegion};
use serde::Deserialize;
use uuid::Uuid;

use super::Page;
use crate::access::{CanIn, Signed};
use crate::fields::Fields;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};
use crate::wording::region as mots;

/// What every page of a region asks first.
pub(crate) struct Asked {
    read: AllowedIn<ReadRegion>,
    actor: Actor,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let CanIn(read) = CanIn::<ReadRegion>::from_request_parts(parts, state).await?;
        let Signed(visitor) = Signed::from_request_parts(parts, state).await?;
        Ok(Self { read, actor: visitor.actor })
    }
}

impl Asked {
    fn may_edit(&self) -> bool {
        self.actor.authorize_in::<EditRegion>(self.read.institution()).is_ok()
    }

    fn may_edit_tools(&self) -> bool {
        self.actor.authorize_in::<EditOutils>(self.read.institution()).is_ok()
    }
}

/// The institution of a page and where its pages stand.
pub(crate) struct Bureau {
    institution: Institution,
    home: String,
}

impl Bureau {
    async fn of(web: &Web, asked: &Asked) -> Page<Self> {
        let institution = web.app.institution_of(&asked.read).await?;
        Ok(Self { home: format!("/i/{}", institution.id), institution })
    }

    fn base(&self) -> String {
        format!("{}/region", self.home)
    }

    fn tools(&self) -> String {
        format!("{}/outils", self.home)
    }

    /// A page right under the home of the institution.
    fn page(&self, title: impl Into<String>) -> views::Page {
        views::Page::new(Section::Region, title)
            .under(self.institution.name.clone(), self.home.clone())
            .fictitious(self.institution.fictitious)
    }

    /// A page under the board.
    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under("Tableau régional", self.base())
    }
}

/// The board, or the page that says why there is none.
async fn board(web: &Web, asked: &Asked, bureau: &Bureau) -> Page<Result<Board, Box<SheetView>>> {
    let found = web.app.region_board(&asked.read).await?;
    let none = || {
        let page = bureau.page("Tableau régional");
        Box::new(views::region::sans_region(page, &bureau.home))
    };
    Ok(found.ok_or_else(none))
}

/// `…/region/projets/{suivi}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct SuiviPath {
    suivi: Uuid,
}

/// `…/outils/{outil}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct OutilPath {
    outil: Uuid,
}

/// `…/outils/{outil}/versions/{numero}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct VersionPath {
    outil: Uuid,
    numero: i64,
}

/// Says what was done, when the address says it.
fn done(mut view: SheetView, query: &Fields, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.text("fait");
    if let Some((_, text)) = sentences.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// The same form with what was typed, under a sentence.
fn conflict(mut view: SheetView, sentence: &str) -> Response {
    view.page = view.page.with_notice(Notice::new(Tone::Attention, sentence));
    (StatusCode::CONFLICT, view).into_response()
}

/// The version that the page showed.
fn shown(fields: &Fields) -> Page<i64> {
    fields.text("version").parse().map_err(|_| {
        PageError::BadRequest("La page n'a pas dit ce qu'elle montrait. Rouvrez-la, puis recommencez.".into())
    })
}

/// What a form answers when it is refused: the same page with what was typed.
fn refused(view: SheetView, error: RegionError) -> Page<Response> {
    match error {
        RegionError::Refused(fields) => {
            let view = fields.iter().fold(view, |view, (field, refus)| {
                // The kind and the stage are chosen together.
                let field = if *field == "kind" && view_has(&view, "etape") { "etape" } else { field };
                view.refusing(field, mots::refus(refus))
            });
            Ok(unprocessable(view))
        }
        RegionError::Replaced => Ok(conflict(view, mots::REPLACED)),
        RegionError::Followed => Ok(unprocessable(view.refusing("cpts", mots::FOLLOWED))),
        RegionError::NoRegion => Err(PageError::Conflict(
            "La région de votre institution n'est pas renseignée. Demandez-la à la personne qui exploite l'instance.".into(),
        )),
        RegionError::App(error) => Err(error.into()),
    }
}

fn view_has(view: &SheetView, name: &str) -> bool {
    use crate::views::sheet::{Item, Part};
    view.parts.iter().any(|part| match part {
        Part::Form(form) => {
            form.items.iter().any(|item| matches!(item, Item::Select(one) if one.name == name))
        }
        _ => false,
    })
}

/// What a button without a form answers when it is refused.
fn stopped(error: RegionError) -> PageError {
    match error {
        RegionError::Refused(fields) => {
            PageError::Unprocessable(fields.first().map(|(_, refus)| mots::refus(refus)).unwrap_or_default())
        }
        RegionError::Replaced => PageError::Conflict(mots::MOVED.into()),
        RegionError::Followed => PageError::Conflict(mots::FOLLOWED.into()),
        RegionError::NoRegion => PageError::NotFound,
        RegionError::App(error) => error.into(),
    }
}
