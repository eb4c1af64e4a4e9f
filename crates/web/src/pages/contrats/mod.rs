//! Contracts with the Assurance Maladie and the agency.

pub(crate) mod ecrire;
pub(crate) mod missions;
pub(crate) mod signer;

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::aci::contrat::{self, ContratLu};
use domain::authz::{Allowed, EditContrat, ReadArgent, ReadContrat, ReadDialogues, ReadPreuves, SignContrat};
use domain::ids::ContratId;
use serde::Deserialize;
use uuid::Uuid;

use super::{Page, Place, go, place};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::contrats::{Droits, liste, un, versions};
use crate::views::{self, Section, SheetView};

const DONE: &[(&str, &str)] = &[
    (
        "commence",
        "Le contrat est enregistré. Vérifiez ses montants, année par année, puis enregistrez sa signature.",
    ),
    ("termes", "Les termes sont enregistrés."),
    ("montants", "Les montants sont enregistrés."),
    ("signe", "La signature est enregistrée. Les délais et les versements se comptent de ce jour."),
    ("avenant", "L'avenant est ouvert. Corrigez les termes et les montants, puis signez-le."),
    ("avenant_signe", "L'avenant est signé\u{a0}: c'est la version applicable."),
    ("abandonne", "L'avenant est abandonné. Le contrat signé n'a pas changé."),
    ("retire", "Le contrat est retiré. Vous pouvez le rétablir en bas de la page."),
    ("retabli", "Le contrat est de nouveau là."),
    ("note", "C'est noté."),
    ("publie", "Les indicateurs du contrat sont publiés pour les autres CPTS."),
    ("depublie", "Les indicateurs ne sont plus publiés. Les copies déjà faites restent."),
];

/// `…/contrats/{contrat}/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct ContratPath {
    contrat: Uuid,
    #[serde(default)]
    annee: Option<u8>,
    #[serde(default)]
    numero: Option<i64>,
    #[serde(default)]
    mission: Option<String>,
}

impl ContratPath {
    /// Which contract.
    pub(crate) fn id(&self) -> ContratId {
        ContratId(self.contrat)
    }
}

/// What every page of contracts asks first.
pub(crate) struct Asked {
    pub(crate) read: Allowed<ReadContrat>,
    pub(crate) droits: Droits,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadContrat>::from_request_parts(parts, state).await?;
        let droits = Droits {
            edit: May::<EditContrat>::from_request_parts(parts, state).await?.yes(),
            sign: May::<SignContrat>::from_request_parts(parts, state).await?.yes(),
            argent: May::<ReadArgent>::from_request_parts(parts, state).await?.yes(),
            preuves: May::<ReadPreuves>::from_request_parts(parts, state).await?.yes(),
            dialogues: May::<ReadDialogues>::from_request_parts(parts, state).await?.yes(),
        };
        Ok(Self { read, droits })
    }
}

/// Where the pages of contracts stand.
pub(crate) struct Bureau {
    pub(crate) place: Place,
    pub(crate) base: String,
}

/// Where the pages of contracts of this CPTS stand.
pub(crate) async fn bureau<P: domain::authz::Permission>(web: &Web, proof: &Allowed<P>) -> Page<Bureau> {
    let place = place(web, proof).await?;
    Ok(Bureau { base: place.urls.under("contrats"), place })
}

impl Bureau {
    /// A page of the list.
    pub(crate) fn page(&self, title: impl Into<String>) -> views::Page {
        views::Page::of_cpts(&self.place.key, &self.place.name, Section::Contrat, title)
    }

    /// Address of a contract.
    pub(crate) fn url(&self, id: ContratId) -> String {
        format!("{}/{id}", self.base)
    }

    /// The page of a contract.
    pub(crate) fn own(&self, one: &ContratLu) -> views::Page {
        self.page(one.contrat.titre.clone()).under("Contrats", self.base.clone())
    }

    /// A page under that of a contract.
    pub(crate) fn inside(&self, one: &ContratLu, title: impl Into<String>) -> views::Page {
        let name = one.contrat.titre.clone();
        let page = self.page(title).under("Contrats", self.base.clone());
        page.under(name.clone(), self.url(one.contrat.id)).with_overline(name)
    }
}

/// Says what was done, when the address says it.
pub(crate) fn done(mut view: SheetView, query: &Query) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = DONE.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

/// A page with a refused form.
pub(crate) fn unprocessable(view: SheetView) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

/// The version of the contract that the form was shown with.
pub(crate) fn version(fields: &Fields) -> i64 {
    fields.text("version").parse().unwrap_or_default()
}

/// GET `…/contrats`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let bureau = bureau(&web, &asked.read).await?;
    let (here, gone) = web.app.contrats(&asked.read).await?;
    let page = bureau.page("Contrats");
    Ok(done(liste(page, &bureau.base, (&here, &gone), (web.app.today(), asked.droits)), &query))
}

/// GET `…/contrats/{contrat}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ContratPath>,
    query: Query,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let (bureau, today) = (bureau(&web, &asked.read).await?, web.app.today());
    let pressing = contrat::alertes(&one, today).map_err(|error| PageError::internal(error))?;
    let url = bureau.url(path.id());
    Ok(done(un(bureau.own(&one), &url, (&one, &pressing), (today, asked.droits)), &query))
}

/// GET `…/contrats/{contrat}/versions/{numero}`.
pub(crate) async fn show_version(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ContratPath>,
) -> Page<SheetView> {
    let one = web.app.contrat(&asked.read, path.id()).await?;
    let bureau = bureau(&web, &asked.read).await?;
    let numero = path.numero.ok_or(PageError::NotFound)?;
    let version = one.versions.iter().find(|version| version.numero == numero).ok_or(PageError::NotFound)?;
    Ok(versions::une(bureau.inside(&one, versions::nom(version)), &one, version))
}

/// POST `…/contrats/{contrat}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
) -> Page<Response> {
    web.app.remove_contrat(&proof, (path.id(), true)).await?;
    Ok(go(&format!("{}?fait=retire", bureau(&web, &proof).await?.base)))
}

/// POST `…/contrats/{contrat}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    Can(proof): Can<EditContrat>,
    Path(path): Path<ContratPath>,
) -> Page<Response> {
    web.app.remove_contrat(&proof, (path.id(), false)).await?;
    Ok(go(&format!("{}?fait=retabli", bureau(&web, &proof).await?.url(path.id()))))
}
