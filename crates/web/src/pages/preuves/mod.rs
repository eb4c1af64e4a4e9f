//! The vault of a contract.

mod ecrire;

use app::preuves::Scelles;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::aci::contrat::ContratLu;
use domain::aci::indicateur::Indicateur;
use domain::aci::preuve::{EtatPreuve, TypePreuve};
use domain::authz::{Allowed, EditPreuves, ManagePresences, ReadDossiers, ReadGroupes, ReadPreuves};
use domain::ids::{ContratId, IndicateurId, PreuveId};
use serde::Deserialize;
use uuid::Uuid;

pub(crate) use ecrire::{add, attach, new, take, take_form, withdraw};

use super::contrats::{Bureau, bureau};
use super::pieces::given_as;
use super::{Page, groupes::also};
use crate::access::{Can, May, Path, Signed};
use crate::fields::Query;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::preuves::{Coffre, Filtre, liste, une};
use crate::views::{self, SheetView};

const DONE: &[(&str, &str)] = &[
    ("ajoutee", "La preuve est au coffre, avec son empreinte."),
    ("rattachee", "Les indicateurs sont enregistrés."),
    ("retiree", "La preuve est retirée. Sa ligne et son motif restent au coffre."),
];

/// `…/contrats/{contrat}/preuves/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PreuvePath {
    contrat: Uuid,
    #[serde(default)]
    preuve: Option<Uuid>,
}

impl PreuvePath {
    fn contrat(self) -> ContratId {
        ContratId(self.contrat)
    }

    fn both(self) -> Page<(ContratId, PreuveId)> {
        Ok((self.contrat(), PreuveId(self.preuve.ok_or(PageError::NotFound)?)))
    }
}

/// What every page of the vault asks first.
pub(crate) struct Asked {
    read: Allowed<ReadPreuves>,
    scelles: Scelles,
    edits: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadPreuves>::from_request_parts(parts, state).await?;
        let edits = May::<EditPreuves>::from_request_parts(parts, state).await?.yes();
        let Signed(visitor) = Signed::from_request_parts(parts, state).await?;
        let scelles = Scelles {
            groupes: also::<ReadGroupes>(&visitor.actor, read.cpts()),
            presences: also::<ManagePresences>(&visitor.actor, read.cpts()),
            dossiers: also::<ReadDossiers>(&visitor.actor, read.cpts()),
        };
        Ok(Self { read, scelles, edits })
    }
}

/// Where the pages of the vault stand.
struct Ici {
    bureau: Bureau,
    contrat: ContratLu,
    indicateurs: Vec<Indicateur>,
    url: String,
}

async fn ici(web: &Web, asked: &Asked, id: ContratId) -> Page<Ici> {
    let bureau = bureau(web, &asked.read).await?;
    let contrat = web.app.contrat(&asked.read, id).await?;
    let indicateurs = web.app.preuve_indicateurs(&asked.read, id).await?;
    Ok(Ici { url: format!("{}/preuves", bureau.url(id)), bureau, contrat, indicateurs })
}

impl Ici {
    fn page(&self, title: impl Into<String>) -> views::Page {
        self.bureau.inside(&self.contrat, title)
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under("Preuves", self.url.clone())
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

fn filtre(query: &Query) -> Filtre {
    let line = query.0.text("indicateur");
    Filtre {
        kind: TypePreuve::from_key(query.0.text("type")),
        etat: EtatPreuve::from_key(query.0.text("etat")),
        indicateur: line.parse().ok().map(IndicateurId),
        sans: line == "aucun",
    }
}

/// GET `…/preuves`.
pub(crate) async fn list(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    query: Query,
) -> Page<SheetView> {
    let preuves = web.app.preuves(&asked.read, path.contrat()).await?;
    let ici = ici(&web, &asked, path.contrat()).await?;
    let arrivees = match asked.edits {
        true => Some(web.app.arrivees((&asked.read, &asked.scelles), path.contrat()).await?),
        false => None,
    };
    let coffre = Coffre {
        preuves: &preuves,
        indicateurs: &ici.indicateurs,
        arrivees: arrivees.as_deref(),
        filtre: &filtre(&query),
    };
    Ok(done(liste(ici.page("Preuves"), &ici.url, &coffre), &query))
}

async fn one(web: &Web, asked: &Asked, path: PreuvePath) -> Page<SheetView> {
    let lue = web.app.preuve(&asked.read, path.both()?).await?;
    let ici = ici(web, asked, path.contrat()).await?;
    let title = ici.under(lue.preuve.titre.clone());
    let cpts = ici.bureau.place.urls.accueil();
    Ok(une(title, (&ici.url, &cpts), (&lue, &ici.indicateurs), asked.edits))
}

/// GET `…/preuves/{preuve}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
    query: Query,
) -> Page<SheetView> {
    Ok(done(one(&web, &asked, path).await?, &query))
}

/// GET `…/preuves/{preuve}/document`.
pub(crate) async fn download(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<PreuvePath>,
) -> Page<Response> {
    let (preuve, bytes) = web.app.preuve_file(&asked.read, path.both()?).await?;
    Ok(given_as((&preuve.fiche.fichier, preuve.fiche.media_type), bytes))
}
