//! The diagnosis of a variant: today's figures, one indicator, the offer of care, frozen versions, files.

pub(crate) mod acces;
pub(crate) mod catalogue;
pub(crate) mod figes;
pub(crate) mod lecture;
pub(crate) mod livret;

use app::comptes::Names;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::authz::{Allowed, Author, EditDiagnostic, ReadDiagnostic, ReadTerritoire};
use domain::diagnostic::{Chiffre, Diagnostic, DiagnosticFige};
use domain::ids::{DiagnosticId, TerritoireId, VarianteId};
use serde::Deserialize;
use territory::passport::Kind;
use uuid::Uuid;

use super::{Page, Place, place};
use crate::access::{Can, May, Path};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::diagnostic::Reader;
use crate::views::{self, CptsUrls, DiagnosticUrls, LectureUrls, Section};

/// `…/variantes/{variante}/diagnostic/…`, with what some addresses add.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DiagnosticPath {
    territoire: Uuid,
    variante: Uuid,
    diagnostic: Option<Uuid>,
    code: Option<String>,
}

impl DiagnosticPath {
    fn ids(&self) -> (TerritoireId, VarianteId) {
        (TerritoireId(self.territoire), VarianteId(self.variante))
    }

    fn diagnostic(&self) -> Result<DiagnosticId, PageError> {
        self.diagnostic.map(DiagnosticId).ok_or(PageError::NotFound)
    }

    fn urls(&self, urls: &CptsUrls) -> DiagnosticUrls {
        urls.territoire(&self.territoire.to_string()).variante(&self.variante.to_string()).diagnostic()
    }
}

/// What every page of a diagnosis asks first: the proof, the address, what the person may also do.
pub(crate) struct Asked {
    proof: Allowed<ReadDiagnostic>,
    path: DiagnosticPath,
    may_edit: bool,
    reads_territoire: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(proof) = Can::<ReadDiagnostic>::from_request_parts(parts, state).await?;
        let Path(path) = Path::<DiagnosticPath>::from_request_parts(parts, state).await?;
        let edit = May::<EditDiagnostic>::from_request_parts(parts, state).await?;
        let territoire = May::<ReadTerritoire>::from_request_parts(parts, state).await?;
        Ok(Self { proof, path, may_edit: edit.yes(), reads_territoire: territoire.yes() })
    }
}

/// A diagnosis about to be shown.
struct Open {
    place: Place,
    urls: DiagnosticUrls,
    diagnostic: Diagnostic,
    /// The frozen version that it is; `None` for today's.
    fige: Option<DiagnosticFige>,
    names: Writers,
}

/// The names of those who wrote values down. An institution reads that the CPTS did.
struct Writers {
    names: Names,
    guest: bool,
}

impl Writers {
    fn of(&self, author: &Author) -> String {
        match author {
            Author::Person(_) if self.guest => "la CPTS".to_owned(),
            Author::Person(_) => {
                self.names.of(author).unwrap_or("une personne dont le compte est effacé").to_owned()
            }
            Author::System(_) => crate::wording::author(&self.names, author),
        }
    }
}

/// Reads today's diagnosis, or the frozen one that the address names.
async fn open(web: &Web, asked: &Asked) -> Page<Open> {
    let (diagnostic, fige) = match asked.path.diagnostic {
        None => (web.app.diagnostic(&asked.proof, asked.path.ids()).await?, None),
        Some(id) => {
            let (fige, diagnostic) = web.app.frozen_diagnostic(&asked.proof, DiagnosticId(id)).await?;
            // A frozen version is read under its own variant only.
            if (fige.territoire, fige.variante) != asked.path.ids() {
                return Err(PageError::NotFound);
            }
            (diagnostic, Some(fige))
        }
    };
    let place = place(web, &asked.proof).await?;
    let urls = asked.path.urls(&place.urls);
    let authors = figures(&diagnostic).flat_map(|chiffre| &chiffre.passport.records);
    let authors = authors.map(|record| &record.author).chain(fige.as_ref().map(|fige| &fige.author));
    let names = writers(web, asked, authors).await?;
    Ok(Open { place, urls, diagnostic, fige, names })
}

async fn writers<'a>(web: &Web, asked: &Asked, authors: impl Iterator<Item = &'a Author>) -> Page<Writers> {
    let names = web.app.names(&asked.proof, authors).await?;
    Ok(Writers { names, guest: asked.proof.is_through_grant() })
}

/// Every figure of a diagnosis.
fn figures(diagnostic: &Diagnostic) -> impl Iterator<Item = &Chiffre> {
    let indicators = diagnostic.indicators().flat_map(|read| {
        std::iter::once(&read.territoire).chain(read.comparisons.iter().map(|other| &other.chiffre))
    });
    let lines = diagnostic.offre.effectifs.iter();
    let counts = lines.flat_map(|line| std::iter::once(&line.officiel).chain(&line.cpam).chain(&line.local));
    indicators.chain(counts)
}

impl Open {
    /// Pages of this reading.
    fn lecture(&self) -> LectureUrls {
        match &self.fige {
            Some(fige) => self.urls.fige(&fige.id.to_string()).lecture(),
            None => self.urls.lecture(),
        }
    }

    /// Runs `view` with the reader of this diagnosis.
    fn read<T>(&self, asked: &Asked, view: impl FnOnce(&Reader<'_>) -> T) -> T {
        view(&Reader {
            diagnostic: &self.diagnostic,
            urls: self.urls.clone(),
            lecture: self.lecture(),
            may_edit: asked.may_edit && self.fige.is_none(),
            documents: (!asked.proof.is_through_grant()).then(|| self.place.urls.clone()),
            who: &|author| self.names.of(author),
        })
    }

    /// A page of this diagnosis, whose title is the last step of the way.
    fn page(&self, asked: &Asked, title: impl Into<String>) -> views::Page {
        let names = (self.diagnostic.territoire.as_str(), self.diagnostic.variante.as_str());
        let page = layout((&self.place, names), asked, title);
        match &self.fige {
            Some(fige) => page
                .under("Diagnostic", self.urls.show())
                .under("Versions figées", self.urls.figes())
                .under(fige.name.clone(), self.lecture().show()),
            None => page.under("Diagnostic", self.urls.show()),
        }
    }
}

/// The layout of a page under a diagnosis. The way through territories is shown to those who may take it.
fn layout(
    (place, (territoire, variante)): (&Place, (&str, &str)),
    asked: &Asked,
    title: impl Into<String>,
) -> views::Page {
    let page = views::Page::of_cpts(&place.key, &place.name, Section::Territoires, title);
    let page = if asked.reads_territoire {
        let urls = place.urls.territoire(&asked.path.territoire.to_string());
        let sheet = urls.variante(&asked.path.variante.to_string());
        page.under("Territoires", place.urls.territoires())
            .under(territoire, urls.show())
            .under(variante, sheet.show())
    } else {
        page.under("Diagnostics", place.urls.diagnostics())
    };
    page.with_overline(format!("{territoire}, {variante}"))
}

/// Official files without which figures are missing, and that this instance does not hold.
fn absent(web: &Web) -> Vec<Kind> {
    const WANTED: [Kind; 6] = [
        Kind::Populations,
        Kind::CommuneAges,
        Kind::Apl,
        Kind::Professionals,
        Kind::Structures,
        Kind::Vaccination,
    ];
    let reference = web.app.reference();
    let held = |kind: &Kind| reference.datasets.iter().any(|row| row.passport.kind == *kind);
    WANTED.into_iter().filter(|kind| !held(kind)).collect()
}
