//! Values that people write down for the diagnosis.

pub(crate) mod importer;
pub(crate) mod liste;
pub(crate) mod saisie;

use app::comptes::Names;
use app::diagnostic::Cible;
use app::pieces::PieceRow;
use app::reference::Reference;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::authz::{Allowed, Author, EditDiagnostic, ReadDiagnostic, ReadReleves, ReadTerritoire};
use domain::diagnostic::{Place as Lieu, Releve};
use domain::ids::{ReleveId, TerritoireId, VarianteId};
use domain::pieces::OfDiagnostic;
use serde::Deserialize;
use std::sync::Arc;
use territory::{AreaCode, DepartementCode, UnitCode};
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May, Path};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::valeurs::Cadre;
use crate::views::{self, DiagnosticUrls, Section};

/// `…/diagnostic/valeurs/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ValeurPath {
    territoire: Uuid,
    variante: Uuid,
    releve: Option<Uuid>,
}

impl ValeurPath {
    fn ids(self) -> (TerritoireId, VarianteId) {
        (TerritoireId(self.territoire), VarianteId(self.variante))
    }

    fn releve(self) -> Page<ReleveId> {
        self.releve.map(ReleveId).ok_or(PageError::NotFound)
    }
}

/// What every page of the values asks first.
pub(crate) struct Asked {
    read: Allowed<ReadDiagnostic>,
    territoire: Allowed<ReadTerritoire>,
    path: ValeurPath,
    may_edit: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        // An institution reads the diagnosis, never the values, their reasons and their documents.
        let Can(_) = Can::<ReadReleves>::from_request_parts(parts, state).await?;
        let Can(read) = Can::<ReadDiagnostic>::from_request_parts(parts, state).await?;
        let Can(territoire) = Can::<ReadTerritoire>::from_request_parts(parts, state).await?;
        let may = May::<EditDiagnostic>::from_request_parts(parts, state).await?;
        let Path(path) = Path::<ValeurPath>::from_request_parts(parts, state).await?;
        Ok(Self { read, territoire, path, may_edit: may.yes() })
    }
}

/// What is known when a page of the values is shown.
struct Bureau {
    place: Place,
    urls: DiagnosticUrls,
    name: String,
    cible: Cible,
    unchanged: Vec<u32>,
    releves: Vec<Releve>,
    pieces: Vec<PieceRow>,
    names: Names,
    reference: Arc<Reference>,
    may_edit: bool,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let ids = asked.path.ids();
    let territoire = web.app.territoire(&asked.territoire, ids.0).await?;
    let variante = territoire.variante(ids.1).ok_or(PageError::NotFound)?;
    let revisions = web.app.revisions(&asked.territoire, ids).await?;
    let same = revisions.iter().filter(|state| state.perimeter == variante.perimeter);
    let unchanged = same.map(|state| state.number).collect();
    let mut releves = web.app.releves(&asked.read).await?;
    // The values of another variant are on its own page.
    releves.retain(|releve| match releve.saisie.place {
        Lieu::Variante { territoire, variante, .. } => (territoire, variante) == ids,
        _ => true,
    });
    let names = web.app.names(&asked.read, releves.iter().map(|releve| &releve.author)).await?;
    let place = place(web, &asked.read).await?;
    Ok(Bureau {
        urls: super::variante_urls(&place.urls, &territoire, variante).diagnostic(),
        name: format!("{}, {}", territoire.name, variante.name),
        cible: Cible { territoire: ids.0, variante: ids.1, revision: variante.revision },
        unchanged,
        pieces: web.app.pieces::<OfDiagnostic>(&asked.read).await?,
        reference: web.app.reference(),
        may_edit: asked.may_edit,
        place,
        releves,
        names,
    })
}

impl Bureau {
    fn page(&self, title: impl Into<String>) -> views::Page {
        views::Page::of_cpts(&self.place.key, &self.place.name, Section::Territoires, title)
            .under("Diagnostic", self.urls.show())
            .with_overline(self.name.clone())
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under("Valeurs notées", self.urls.valeurs())
    }

    fn is_old(&self, lieu: Lieu) -> bool {
        matches!(lieu, Lieu::Variante { revision, .. } if !self.unchanged.contains(&revision))
    }

    fn lieu(&self, lieu: Lieu) -> String {
        let atlas = &self.reference.atlas;
        match lieu {
            Lieu::Variante { revision, .. } if self.is_old(lieu) => {
                format!("Territoire, état {revision} du périmètre")
            }
            Lieu::Variante { .. } => "Territoire".into(),
            Lieu::Commune { code } => atlas.unit_name(UnitCode::Commune(code)),
            Lieu::Iris { code } => atlas.unit_name(UnitCode::Iris(code)),
            Lieu::Departement { code } => atlas.area_name(AreaCode::Departement(code)),
            Lieu::Region { code } => atlas.area_name(AreaCode::Region(code)),
            Lieu::France => atlas.area_name(AreaCode::France),
        }
    }

    fn departement(&self, code: DepartementCode) -> String {
        self.reference.atlas.departement_name(code)
    }

    fn who(&self, author: &Author) -> String {
        crate::wording::author(&self.names, author)
    }

    /// Fills a view in.
    fn show<T>(&self, make: impl FnOnce(&Cadre<'_>) -> T) -> T {
        make(&Cadre {
            urls: self.urls.clone(),
            cpts: self.place.urls.clone(),
            may_edit: self.may_edit,
            place: &|lieu| self.lieu(lieu),
            is_old: &|lieu| self.is_old(lieu),
            who: &|author| self.who(author),
            pieces: &self.pieces,
        })
    }
}
