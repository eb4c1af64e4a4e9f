//! The thread from needs to first actions.

pub(crate) mod ecrire;
mod rapport;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use documents::rapport::tableau_csv;
use domain::authz::{Allowed, EditObjectifs, ReadObjectifs};
use domain::ids::ObjectifId;
use domain::objectifs::Fil;
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, file, place};
use crate::access::{Can, May};
use crate::fields::Query;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, Section, SheetView};

const DONE: &[(&str, &str)] = &[
    ("ajoute", "L'objectif est ajouté."),
    ("enregistre", "L'objectif est enregistré."),
    ("deplace", "L'objectif est à sa nouvelle place."),
    ("retire", "L'objectif est retiré. Vous pouvez le rétablir en bas de la page."),
    ("retabli", "L'objectif est de nouveau là, avec ce qu'il contenait."),
];

/// `…/objectifs/{objectif}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ObjectifPath {
    objectif: Uuid,
}

impl ObjectifPath {
    fn id(self) -> ObjectifId {
        ObjectifId(self.objectif)
    }
}

/// What every page of the objectives asks first.
pub(crate) struct Asked {
    read: Allowed<ReadObjectifs>,
    may_edit: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadObjectifs>::from_request_parts(parts, state).await?;
        let edits = May::<EditObjectifs>::from_request_parts(parts, state).await?;
        Ok(Self { read, may_edit: edits.yes() })
    }
}

/// What is known when a page of the objectives is shown.
struct Bureau {
    place: Place,
    base: String,
    fil: Fil,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let place = place(web, &asked.read).await?;
    Ok(Bureau { base: place.urls.under("objectifs"), fil: web.app.fil(&asked.read).await?, place })
}

impl Bureau {
    fn page(&self, title: impl Into<String>) -> views::Page {
        views::Page::of_cpts(&self.place.key, &self.place.name, Section::Communaute, title)
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under("Objectifs", self.base.clone())
    }
}

/// Says what was done, when the address says it.
fn done(mut view: SheetView, query: &Query) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = DONE.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

/// GET `…/objectifs`.
pub(crate) async fn show(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked).await?;
    let retires = web.app.objectifs_retires(&asked.read).await?;
    let title = bureau.page("Objectifs et premières actions");
    let view = views::objectifs::fil(title, &bureau.base, (&bureau.fil, &retires), asked.may_edit);
    Ok(done(view, &query))
}

async fn made<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Page<T> {
    tokio::task::spawn_blocking(make).await.map_err(|error| PageError::internal(&error))
}

/// GET `…/objectifs.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, asked: Asked) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let report = rapport::report((&bureau.place.name, web.app.today()), &bureau.fil);
    let bytes = made(move || report.pdf()).await?.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, "application/pdf", "objectifs.pdf"))
}

/// GET `…/objectifs.docx`.
pub(crate) async fn docx(State(web): State<Web>, asked: Asked) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let report = rapport::report((&bureau.place.name, web.app.today()), &bureau.fil);
    let bytes = made(move || report.docx()).await?.map_err(|error| PageError::internal(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    Ok(file(bytes, kind, "objectifs.docx"))
}

/// GET `…/objectifs.csv`.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    Ok(file(tableau_csv(&rapport::flat(&bureau.fil)), "text/csv; charset=utf-8", "objectifs.csv"))
}
