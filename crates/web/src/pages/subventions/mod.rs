//! Requests for subsidies.

pub(crate) mod exports;
pub(crate) mod partie;
mod proposer;

use app::subventions::{SubventionError, SubventionLue};
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditSubventions, ReadSubventions, SignSubventions};
use domain::ids::SubventionId;
use domain::subvention::{Formulaire, formulaire};
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, go, place};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::subventions::partie::Droits;
use crate::views::subventions::{liste, une, verifier};
use crate::views::{self, Section, SheetView};

const DONE: &[(&str, &str)] = &[
    ("commencee", "La demande est commencée. Remplissez ses parties dans l'ordre que vous voulez."),
    ("enregistree", "La partie est enregistrée."),
    ("confirmee", "La demande est confirmée. Un changement demandera une nouvelle confirmation."),
    ("figee", "La version finale est faite. Elle ne changera plus."),
    ("retiree", "La demande est retirée. Vous pouvez la rétablir en bas de la page."),
    ("retablie", "La demande est de nouveau là."),
];

/// `…/subventions/{subvention}/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct SubventionPath {
    subvention: Uuid,
    #[serde(default)]
    partie: Option<String>,
    #[serde(default)]
    numero: Option<i64>,
}

impl SubventionPath {
    fn id(&self) -> SubventionId {
        SubventionId(self.subvention)
    }
}

/// What every page of the requests asks first.
pub(crate) struct Asked {
    read: Allowed<ReadSubventions>,
    droits: Droits,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadSubventions>::from_request_parts(parts, state).await?;
        let edits = May::<EditSubventions>::from_request_parts(parts, state).await?;
        let signs = May::<SignSubventions>::from_request_parts(parts, state).await?;
        Ok(Self { read, droits: Droits { edit: edits.yes(), sign: signs.yes() } })
    }
}

/// Where the pages of the requests stand.
struct Bureau {
    place: Place,
    base: String,
    form: &'static Formulaire,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let place = place(web, &asked.read).await?;
    let form = formulaire().map_err(|error| PageError::internal(error))?;
    Ok(Bureau { base: place.urls.under("subventions"), place, form })
}

impl Bureau {
    fn page(&self, title: impl Into<String>) -> views::Page {
        views::Page::of_cpts(&self.place.key, &self.place.name, Section::Dossiers, title)
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under("Demandes de subvention", self.base.clone())
    }

    fn url(&self, id: SubventionId) -> String {
        format!("{}/{id}", self.base)
    }

    /// A page under that of a request.
    fn inside(&self, one: &SubventionLue, title: impl Into<String>) -> views::Page {
        let name = &one.subvention.intitule;
        self.under(title).under(name.clone(), self.url(one.subvention.id)).with_overline(name.clone())
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

fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

async fn list_of(web: &Web, asked: &Asked) -> Page<SheetView> {
    let bureau = bureau(web, asked).await?;
    let (all, gone) = web.app.subventions(&asked.read).await?;
    let title = bureau.page("Demandes de subvention");
    Ok(liste(title, &bureau.base, (&all, &gone), asked.droits.edit))
}

/// GET `…/subventions`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    Ok(done(list_of(&web, &asked).await?, &query))
}

/// POST `…/subventions/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditSubventions>,
    asked: Asked,
    fields: Fields,
) -> Page<Response> {
    match web.app.add_subvention(&proof, fields.text("nom")).await {
        Ok(id) => Ok(go(&format!("{}?fait=commencee", bureau(&web, &asked).await?.url(id)))),
        Err(SubventionError::Name(error)) => {
            let view = list_of(&web, &asked).await?.keeping(|name| fields.raw(name).map(str::to_owned));
            Ok(unprocessable(view.refusing("nom", crate::wording::name(error))))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET `…/subventions/{subvention}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
    query: Query,
) -> Page<SheetView> {
    let one = web.app.subvention(&asked.read, path.id()).await?;
    let bureau = bureau(&web, &asked).await?;
    let title = bureau.under(one.subvention.intitule.clone());
    Ok(done(une(title, &bureau.base, (bureau.form, &one), asked.droits.edit), &query))
}

/// GET `…/subventions/{subvention}/verifier`.
pub(crate) async fn check(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<SheetView> {
    let one = web.app.subvention(&asked.read, path.id()).await?;
    let bureau = bureau(&web, &asked).await?;
    let title = bureau.inside(&one, "Ce qui manque");
    Ok(verifier(title, &bureau.base, (bureau.form, &one)))
}

/// POST `…/subventions/{subvention}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditSubventions>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    web.app.remove_subvention(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=retiree", bureau(&web, &asked).await?.base)))
}

/// POST `…/subventions/{subvention}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditSubventions>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
) -> Page<Response> {
    web.app.restore_subvention(&proof, path.id()).await?;
    Ok(go(&format!("{}?fait=retablie", bureau(&web, &asked).await?.url(path.id()))))
}
