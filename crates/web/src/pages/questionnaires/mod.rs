//! Questionnaires and difficulties.

pub(crate) mod classer;
pub(crate) mod difficultes;
pub(crate) mod ecrire;
pub(crate) mod envoyer;
pub(crate) mod questions;
mod rapport;
pub(crate) mod repondre;
pub(crate) mod resultats;

use app::communaute::questionnaires::{Listed, QuestionnaireError};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditQuestionnaires, ReadQuestionnaires};
use domain::ids::QuestionnaireId;
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};
use crate::wording::questionnaires::sentence;

/// `…/questionnaires/{questionnaire}/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct QuestionnairePath {
    questionnaire: Uuid,
    question: Option<String>,
}

/// What every page of one questionnaire asks first.
pub(crate) struct Asked {
    read: Allowed<ReadQuestionnaires>,
    path: QuestionnairePath,
    may_edit: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadQuestionnaires>::from_request_parts(parts, state).await?;
        let may = May::<EditQuestionnaires>::from_request_parts(parts, state).await?;
        let Path(path) = Path::<QuestionnairePath>::from_request_parts(parts, state).await?;
        Ok(Self { read, path, may_edit: may.yes() })
    }
}

impl Asked {
    fn id(&self) -> QuestionnaireId {
        QuestionnaireId(self.path.questionnaire)
    }
}

/// One questionnaire and where its pages stand.
struct Bureau {
    place: Place,
    one: Listed,
    base: String,
    url: String,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let one = web.app.questionnaire(&asked.read, asked.id()).await?;
    let place = place(web, &asked.read).await?;
    let base = place.urls.under("questionnaires");
    let url = format!("{base}/{}", one.questionnaire.id);
    Ok(Bureau { place, one, base, url })
}

impl Bureau {
    /// The page of the questionnaire.
    fn page(&self) -> views::Page {
        page(&self.place, self.one.questionnaire.titre.clone()).under("Questionnaires", self.base.clone())
    }

    /// A page under it.
    fn under(&self, title: impl Into<String>) -> views::Page {
        page(&self.place, title)
            .under("Questionnaires", self.base.clone())
            .under(self.one.questionnaire.titre.clone(), self.url.clone())
            .with_overline(self.one.questionnaire.titre.clone())
    }
}

/// A page of this room.
fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Communaute, title)
}

/// Says what was done, when the address says it.
fn done(mut view: SheetView, query: &Query, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = sentences.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

/// The same page, refused.
fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// The same form with what was typed and what is wrong; an error of another kind has its own page.
fn refused(view: SheetView, fields: &Fields, error: QuestionnaireError) -> Page<Response> {
    let QuestionnaireError::Refused(all) = error else { return Err(error.into()) };
    let mut view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    for (field, refus) in all {
        view = view.refusing(&field, sentence(refus));
    }
    Ok(unprocessable(view))
}
