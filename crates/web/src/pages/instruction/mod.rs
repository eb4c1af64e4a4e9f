//! Dossiers addressed to an institution, and what a CPTS answers to it.

pub(crate) mod avis;
pub(crate) mod bureau;
pub(crate) mod corrections;
pub(crate) mod echanges;
pub(crate) mod fichiers;

use app::comptes::Visitor;
use app::dossier::instruction::{InstructionError, Vue};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::authz::{AllowedIn, DecideDepots, GiveAvis, InstructDepots, ReadDepots};
use domain::ids::{CorrectionId, DepotId, DossierId, InstitutionId, PieceId, SaisineId};
use serde::Deserialize;
use uuid::Uuid;

use super::Page;
use crate::access::{CanIn, Path, Signed};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::instruction::dossier::Peut;
use crate::views::{self, Section, SheetView};
use crate::wording::instruction::{NOT_CURRENT, field, sentence};

/// `/i/{institution}/dossiers/{dossier}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct DossierPath {
    dossier: Uuid,
    depot: Option<Uuid>,
    correction: Option<Uuid>,
    saisine: Option<Uuid>,
    piece: Option<Uuid>,
}

impl DossierPath {
    fn id(self) -> DossierId {
        DossierId(self.dossier)
    }

    fn depot(self) -> Page<DepotId> {
        self.depot.map(DepotId).ok_or(PageError::NotFound)
    }

    fn correction(self) -> Page<CorrectionId> {
        self.correction.map(CorrectionId).ok_or(PageError::NotFound)
    }

    fn saisine(self) -> Page<SaisineId> {
        self.saisine.map(SaisineId).ok_or(PageError::NotFound)
    }

    fn piece(self) -> Page<PieceId> {
        self.piece.map(PieceId).ok_or(PageError::NotFound)
    }
}

/// What every page of one dossier asks first.
pub(crate) struct Asked {
    read: AllowedIn<ReadDepots>,
    path: DossierPath,
    peut: Peut,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let CanIn(read) = CanIn::<ReadDepots>::from_request_parts(parts, state).await?;
        let Path(path) = Path::<DossierPath>::from_request_parts(parts, state).await?;
        let Signed(visitor) = Signed::from_request_parts(parts, state).await?;
        let peut = may(&visitor, read.institution());
        Ok(Self { read, path, peut })
    }
}

fn may(visitor: &Visitor, institution: InstitutionId) -> Peut {
    let actor = &visitor.actor;
    Peut {
        instruire: actor.authorize_in::<InstructDepots>(institution).is_ok(),
        avis: actor.authorize_in::<GiveAvis>(institution).is_ok(),
        decider: actor.authorize_in::<DecideDepots>(institution).is_ok(),
    }
}

/// One dossier and where its pages stand.
struct Bureau {
    vue: Vue,
    liste: String,
    base: String,
}

async fn bureau(web: &Web, asked: &Asked) -> Page<Bureau> {
    let vue = web.app.desk_one(&asked.read, asked.path.id()).await?;
    let liste = format!("/i/{}/dossiers", asked.read.institution());
    Ok(Bureau { base: format!("{liste}/{}", asked.path.id()), liste, vue })
}

impl Bureau {
    fn titre(&self) -> String {
        format!("{}, {}", self.vue.ligne.dossier.kind.label(), self.vue.ligne.cpts)
    }

    /// A page of the list.
    fn page(&self, title: impl Into<String>) -> views::Page {
        let home = format!("/i/{}", self.vue.institution.id);
        views::Page::new(Section::Dossiers, title)
            .under(self.vue.institution.name.clone(), home)
            .under("Dossiers", self.liste.clone())
            .fictitious(self.vue.institution.fictitious)
    }

    /// A page under the dossier.
    fn under(&self, title: impl Into<String>) -> views::Page {
        self.page(title).under(self.titre(), self.base.clone()).with_overline(self.titre())
    }

    fn done(&self, what: &str) -> Response {
        super::go(&format!("{}?fait={what}", self.base))
    }
}

/// Says what was done, when the address says it.
fn done(mut view: SheetView, query: &Query, sentences: &[(&str, &str)]) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = sentences.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

/// The same form with what was typed and what is wrong; an error that no field shows has its own page.
fn refused(view: SheetView, fields: &Fields, error: InstructionError) -> Page<Response> {
    let view = view.keeping(|name| fields.raw(name).map(str::to_owned));
    match error {
        InstructionError::Refused(name, refus) => {
            let view = view.refusing(field(name, refus), sentence(refus));
            match view.errors().is_empty() {
                true => Err(PageError::Conflict(sentence(refus))),
                false => Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response()),
            }
        }
        InstructionError::NotCurrent => {
            let view = view.refusing("texte", NOT_CURRENT);
            Ok((StatusCode::CONFLICT, view).into_response())
        }
        other => Err(other.into()),
    }
}
