//! The money of a contract.

pub(crate) mod depenses;
pub(crate) mod exports;
pub(crate) mod pieces;
pub(crate) mod regard;
pub(crate) mod versements;

use app::argent::ArgentLu;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use domain::aci::argent::Justifie;
use domain::authz::{Allowed, EditArgent, ReadArgent};
use domain::ids::{ContratId, DepenseId, MouvementId, PieceId};
use serde::Deserialize;
use uuid::Uuid;

use super::Page;
use super::contrats::{Bureau, bureau};
use crate::access::{Can, May, Path};
use crate::fields::Query;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::{self, SheetView, argent};

const DONE: &[(&str, &str)] = &[
    ("versement", "Le versement est noté."),
    ("correction", "La correction est notée. La ligne d'avant reste visible."),
    ("depense", "La dépense est notée."),
    ("montant", "Le montant est noté."),
    ("joint", "Le document est joint."),
    ("detache", "Le document est retiré. Sa ligne reste, avec la date."),
    ("partage", "Le nouveau partage est noté. L'ancien est gardé avec son motif."),
];

/// `…/contrats/{contrat}/argent/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct ArgentPath {
    contrat: Uuid,
    #[serde(default)]
    mouvement: Option<Uuid>,
    #[serde(default)]
    depense: Option<Uuid>,
    #[serde(default)]
    piece: Option<Uuid>,
}

impl ArgentPath {
    fn id(&self) -> ContratId {
        ContratId(self.contrat)
    }

    fn mouvement(&self) -> Page<MouvementId> {
        self.mouvement.map(MouvementId).ok_or(PageError::NotFound)
    }

    fn piece(&self) -> Page<PieceId> {
        self.piece.map(PieceId).ok_or(PageError::NotFound)
    }

    /// What the documents of the page stand beside.
    fn justifie(&self) -> Page<Justifie> {
        match self.mouvement {
            Some(id) => Ok(Justifie::Mouvement(MouvementId(id))),
            None => self.depense().map(Justifie::Depense),
        }
    }

    fn depense(&self) -> Page<DepenseId> {
        self.depense.map(DepenseId).ok_or(PageError::NotFound)
    }
}

/// What every page of the money asks first.
pub(crate) struct Asked {
    read: Allowed<ReadArgent>,
    edit: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadArgent>::from_request_parts(parts, state).await?;
        let edit = May::<EditArgent>::from_request_parts(parts, state).await?.yes();
        Ok(Self { read, edit })
    }
}

/// The money of a contract and where its pages stand.
struct Caisse {
    lu: ArgentLu,
    bureau: Bureau,
    /// Address of its first page.
    url: String,
}

async fn caisse(web: &Web, asked: &Asked, id: ContratId) -> Page<Caisse> {
    let lu = web.app.argent(&asked.read, id).await?;
    let bureau = bureau(web, &asked.read).await?;
    Ok(Caisse { url: format!("{}/argent", bureau.url(id)), lu, bureau })
}

impl Caisse {
    /// A page under the first one.
    fn inside(&self, title: impl Into<String>) -> views::Page {
        self.bureau.inside(&self.lu.contrat, title).under("Argent du contrat", self.url.clone())
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

/// GET `…/argent`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    let title = caisse.bureau.inside(&caisse.lu.contrat, "Argent du contrat");
    Ok(argent::page(title, &caisse.url, (&caisse.lu, web.app.today())))
}

/// GET `…/argent/enveloppes`.
pub(crate) async fn envelopes(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ArgentPath>,
) -> Page<SheetView> {
    let caisse = caisse(&web, &asked, path.id()).await?;
    Ok(argent::enveloppes::page(caisse.inside("Enveloppes"), &caisse.lu))
}
