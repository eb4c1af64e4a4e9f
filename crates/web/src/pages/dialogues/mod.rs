//! Yearly dialogues of a contract.

mod ecrire;
mod envoyer;
pub(crate) mod fichiers;
pub(crate) mod recu;

use app::dialogues::DialogueLu;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::aci::contrat;
use domain::authz::{Allowed, EditDialogues, ReadDialogues, ReadPreuves, SendDialogues};
use domain::ids::{ContratId, DestinataireId, IndicateurId};
use serde::Deserialize;
use uuid::Uuid;

pub(crate) use ecrire::{record, record_form, report, report_form};
pub(crate) use envoyer::{close, close_form, reopen, send, send_form, take_back};

use super::Page;
use super::contrats::{Bureau, bureau};
use crate::access::{Can, May, Path};
use crate::fields::Query;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::dialogues::{self as vues, Droits, Lieux};
use crate::views::{self, SheetView};

const DONE: &[(&str, &str)] = &[
    ("valeur", "La valeur est enregistrée."),
    ("rapport", "Le rapport est enregistré."),
    ("envoye", "Le dossier est envoyé et figé. Les institutions choisies le lisent."),
    ("retire", "L'institution ne voit plus ce dossier."),
    ("clos", "Le dialogue est clos. Les montants retenus sont notés."),
    ("rouvert", "Le dialogue est rouvert. Ce qui avait été retenu reste écrit, avec votre motif."),
];

/// `…/contrats/{contrat}/dialogues/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct DialoguePath {
    contrat: Uuid,
    #[serde(default)]
    annee: Option<u8>,
    #[serde(default)]
    indicateur: Option<Uuid>,
    #[serde(default)]
    destinataire: Option<Uuid>,
    #[serde(default)]
    numero: Option<i64>,
    #[serde(default)]
    fichier: Option<String>,
}

impl DialoguePath {
    fn at(&self) -> Page<(ContratId, u8)> {
        Ok((ContratId(self.contrat), self.annee.ok_or(PageError::NotFound)?))
    }

    fn indicateur(&self) -> Page<IndicateurId> {
        self.indicateur.map(IndicateurId).ok_or(PageError::NotFound)
    }

    fn destinataire(&self) -> Page<DestinataireId> {
        self.destinataire.map(DestinataireId).ok_or(PageError::NotFound)
    }
}

/// What every page of the dialogues asks first.
pub(crate) struct Asked {
    read: Allowed<ReadDialogues>,
    droits: Droits,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = PageError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Can(read) = Can::<ReadDialogues>::from_request_parts(parts, state).await?;
        let droits = Droits {
            edit: May::<EditDialogues>::from_request_parts(parts, state).await?.yes(),
            send: May::<SendDialogues>::from_request_parts(parts, state).await?.yes(),
            preuves: May::<ReadPreuves>::from_request_parts(parts, state).await?.yes(),
        };
        Ok(Self { read, droits })
    }
}

/// The dialogue of a year and where its pages stand.
struct Ici {
    bureau: Bureau,
    lu: DialogueLu,
    liste: String,
    url: String,
    preuves: String,
}

async fn ici(web: &Web, asked: &Asked, path: &DialoguePath) -> Page<Ici> {
    let (contrat, annee) = path.at()?;
    let lu = web.app.dialogue(&asked.read, (contrat, annee)).await?;
    let bureau = bureau(web, &asked.read).await?;
    let own = bureau.url(contrat);
    let liste = format!("{own}/dialogues");
    Ok(Ici { url: format!("{liste}/{annee}"), preuves: format!("{own}/preuves"), liste, bureau, lu })
}

impl Ici {
    fn lieux(&self) -> Lieux<'_> {
        Lieux { url: &self.url, preuves: &self.preuves }
    }

    fn titre(&self) -> String {
        format!("Dialogue de gestion, année {}", self.lu.redige.annee)
    }

    fn page(&self) -> views::Page {
        let page = self.bureau.inside(&self.lu.contrat, self.titre());
        page.under("Dialogues de gestion", self.liste.clone())
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        let page = self.bureau.inside(&self.lu.contrat, title);
        page.under("Dialogues de gestion", self.liste.clone()).under(self.titre(), self.url.clone())
    }
}

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

/// GET `…/dialogues`.
pub(crate) async fn list(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
) -> Page<SheetView> {
    let (contrat, all) = web.app.dialogues(&asked.read, ContratId(path.contrat)).await?;
    let bureau = bureau(&web, &asked.read).await?;
    let page = bureau.inside(&contrat, "Dialogues de gestion");
    let url = format!("{}/dialogues", bureau.url(contrat.contrat.id));
    Ok(vues::liste(page, &url, (&contrat, &all), web.app.today()))
}

fn year_view(web: &Web, (asked, ici): (&Asked, &Ici)) -> Page<SheetView> {
    let pressing =
        contrat::alertes(&ici.lu.contrat, web.app.today()).map_err(|error| PageError::internal(error))?;
    Ok(vues::annee(ici.page(), ici.lieux(), (&ici.lu, &pressing), asked.droits))
}

/// GET `…/dialogues/{annee}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<DialoguePath>,
    query: Query,
) -> Page<SheetView> {
    let ici = ici(&web, &asked, &path).await?;
    Ok(done(year_view(&web, (&asked, &ici))?, &query))
}
