//! The dialogues that an institution was given.

use app::dialogues::{DialogueError, Recu};
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use domain::authz::{AllowedIn, JudgeDialogues, ReadDialoguesRecus};
use domain::ids::{DialogueId, IndicateurId, PreuveId};
use serde::Deserialize;
use uuid::Uuid;

use super::fichiers::{copie, named};
use super::unprocessable;
use crate::access::{CanIn, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::instruction::fichiers::frozen;
use crate::pages::pieces::given_as;
use crate::pages::{Page, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::dialogues::recu as vues;
use crate::views::{self, Section, SheetView};
use crate::wording::dialogues::sentence;

/// `/i/{institution}/dialogues/{dialogue}/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct RecuPath {
    dialogue: Uuid,
    #[serde(default)]
    numero: Option<i64>,
    #[serde(default)]
    fichier: Option<String>,
    #[serde(default)]
    preuve: Option<Uuid>,
    #[serde(default)]
    indicateur: Option<Uuid>,
}

impl RecuPath {
    fn id(&self) -> DialogueId {
        DialogueId(self.dialogue)
    }

    fn indicateur(&self) -> Page<IndicateurId> {
        self.indicateur.map(IndicateurId).ok_or(PageError::NotFound)
    }
}

/// What every page of one dialogue asks first.
pub(crate) struct AskedIn {
    read: AllowedIn<ReadDialoguesRecus>,
    judges: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for AskedIn {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let CanIn(read) = CanIn::<ReadDialoguesRecus>::from_request_parts(parts, state).await?;
        let Signed(visitor) = Signed::from_request_parts(parts, state).await?;
        let judges = visitor.actor.authorize_in::<JudgeDialogues>(read.institution()).is_ok();
        Ok(Self { read, judges })
    }
}

/// One dialogue and where its pages stand.
struct Ici {
    recu: Recu,
    liste: String,
    base: String,
}

async fn ici(web: &Web, asked: &AskedIn, path: &RecuPath) -> Page<Ici> {
    let recu = web.app.dialogue_recu(&asked.read, path.id()).await?;
    let liste = format!("/i/{}/dialogues", asked.read.institution());
    Ok(Ici { base: format!("{liste}/{}", path.id()), liste, recu })
}

impl Ici {
    fn titre(&self) -> String {
        format!("{}, année {}", self.recu.ligne.cpts, self.recu.ligne.redige.annee)
    }

    fn page(&self, title: impl Into<String>) -> views::Page {
        let of = &self.recu.institution;
        views::Page::new(Section::Dossiers, title)
            .under(of.name.clone(), format!("/i/{}", of.id))
            .under("Dialogues de gestion", self.liste.clone())
            .fictitious(of.fictitious)
    }
}

/// GET `/i/{institution}/dialogues`.
pub(crate) async fn list(State(web): State<Web>, CanIn(proof): CanIn<ReadDialoguesRecus>) -> Page<SheetView> {
    let all = web.app.dialogues_recus(&proof).await?;
    let institution = web.app.institution_of(&proof).await?;
    let base = format!("/i/{}/dialogues", proof.institution());
    let page = views::Page::new(Section::Dossiers, "Dialogues de gestion")
        .under(institution.name.clone(), format!("/i/{}", institution.id))
        .with_overline(institution.name)
        .fictitious(institution.fictitious);
    Ok(vues::liste(page, &base, &all))
}

/// GET `…/dialogues/{dialogue}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: AskedIn,
    Path(path): Path<RecuPath>,
    query: Query,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    let mut view = vues::un(ici.page(ici.titre()), &ici.base, &ici.recu, asked.judges);
    if query.0.text("fait") == "position" {
        let text = "Votre position est enregistrée. La CPTS la lit.";
        view.page = view.page.with_notice(Notice::new(Tone::Success, text));
    }
    Ok(view)
}

/// GET `…/envois/{numero}/{fichier}`.
pub(crate) async fn file(
    State(web): State<Web>,
    asked: AskedIn,
    Path(path): Path<RecuPath>,
    headers: HeaderMap,
) -> Page<Response> {
    let (copie, kind, extension) = copie(path.fichier.as_deref())?;
    let numero = path.numero.ok_or(PageError::NotFound)?;
    let (envoi, bytes) = web.app.dialogue_recu_file(&asked.read, (path.id(), numero), copie).await?;
    let print = format!("{}-{extension}", envoi.sha256);
    Ok(frozen(&headers, (kind, &named(copie, numero, extension), &print), bytes))
}

/// GET `…/preuves/{preuve}`.
pub(crate) async fn piece(
    State(web): State<Web>,
    asked: AskedIn,
    Path(path): Path<RecuPath>,
) -> Page<Response> {
    let id = PreuveId(path.preuve.ok_or(PageError::NotFound)?);
    let (one, bytes) = web.app.dialogue_recu_preuve(&asked.read, (path.id(), id)).await?;
    let name = one.fichier.strip_prefix("pieces/").unwrap_or(&one.fichier);
    Ok(given_as((name, one.media_type.clone()), bytes))
}

fn position_view(ici: &Ici, id: IndicateurId) -> Page<SheetView> {
    let line = ici.recu.ligne.redige.ligne(id).ok_or(PageError::NotFound)?;
    let title = ici.page(line.intitule.clone()).under(ici.titre(), ici.base.clone());
    Ok(vues::position(title, &ici.base, (&ici.recu, line)))
}

/// GET `…/lignes/{indicateur}`.
pub(crate) async fn judge_form(
    State(web): State<Web>,
    CanIn(_): CanIn<JudgeDialogues>,
    asked: AskedIn,
    Path(path): Path<RecuPath>,
) -> Page<SheetView> {
    position_view(&ici(&web, &asked, &path).await?, path.indicateur()?)
}

/// POST `…/lignes/{indicateur}`.
pub(crate) async fn judge(
    State(web): State<Web>,
    CanIn(proof): CanIn<JudgeDialogues>,
    asked: AskedIn,
    Path(path): Path<RecuPath>,
    fields: Fields,
) -> Page<Response> {
    let (ici, line) = (ici(&web, &asked, &path).await?, path.indicateur()?);
    let numero = fields.text("numero").parse().unwrap_or_default();
    let said = (fields.text("accepte"), fields.raw("motif").unwrap_or_default());
    match web.app.judge_dialogue(&proof, (path.id(), numero, line), said).await {
        Ok(()) => Ok(go(&format!("{}?fait=position", ici.base))),
        Err(DialogueError::Refused(all)) => {
            let view = position_view(&ici, line)?;
            let mut view = view.keeping(|name| fields.raw(name).map(str::to_owned));
            for (name, refus) in all {
                view = view.refusing(&name, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}
