//! A file that is given: its columns, its lines, what is decided, what is done.

use std::collections::BTreeMap;

use app::communaute::imports::{ImportError, Mapping, Tous};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use documents::communaute::revoir_csv;
use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::import::{Champ, Choix, ImportKind};
use domain::ids::LotId;
use serde::Deserialize;
use uuid::Uuid;

use super::{adresses, delais};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::personnes::{titled, unprocessable};
use crate::pages::{Page, file, go, moment, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::imports::{self, Vue};
use crate::wording;

/// `…/importer/{brouillon}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct BrouillonPath {
    brouillon: Uuid,
}

impl BrouillonPath {
    fn id(self) -> LotId {
        LotId(self.brouillon)
    }
}

const STEPS: [(&str, &str); 1] = [("Importer un tableur", "importer")];

async fn accueil(web: &Web, proof: &Allowed<EditCommunaute>) -> Page<SheetView> {
    let place = place(web, proof).await?;
    let waiting = web.app.waiting_imports(proof).await?;
    let page = titled(&place, "Importer un tableur", &[]);
    Ok(imports::accueil(page, &adresses(&place), (&waiting, delais()?), &moment))
}

/// GET `…/communaute/importer`.
pub(crate) async fn show(State(web): State<Web>, Can(proof): Can<EditCommunaute>) -> Page<SheetView> {
    accueil(&web, &proof).await
}

/// POST `…/communaute/importer`: reads the file.
pub(crate) async fn read(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    upload: Upload,
) -> Page<Response> {
    let Some((name, bytes)) = upload.file.filter(|(_, bytes)| !bytes.is_empty()) else {
        let error = "Choisissez un tableur qui contient au moins une ligne.";
        return Ok(unprocessable(accueil(&web, &proof).await?.refusing("fichier", error)));
    };
    match web.app.read_import(&proof, (&name, bytes)).await {
        Ok(id) => Ok(go(&format!("{}/{id}/colonnes", adresses(&place(&web, &proof).await?).importer))),
        Err(error) => {
            let text = wording::imports::error(error)?;
            Ok(unprocessable(accueil(&web, &proof).await?.refusing("fichier", text)))
        }
    }
}

async fn columns_of(web: &Web, proof: &Allowed<EditCommunaute>, id: LotId) -> Page<SheetView> {
    let place = place(web, proof).await?;
    let draft = web.app.waiting_import(proof, id).await?;
    let page = titled(&place, "Colonnes du tableur", &STEPS).with_overline(draft.nom.clone());
    Ok(imports::colonnes(page, &adresses(&place), &draft))
}

/// GET `…/importer/{brouillon}/colonnes`.
pub(crate) async fn columns(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
) -> Page<SheetView> {
    columns_of(&web, &proof, path.id()).await
}

fn mapping(fields: &Fields) -> Page<Mapping> {
    let wrong = || PageError::BadRequest("Les colonnes du tableur ne sont pas arrivées en entier.".into());
    let champs: Option<Vec<Champ>> = fields.all("colonne").map(Champ::from_key).collect();
    Ok(Mapping {
        feuille: fields.text("feuille").parse().unwrap_or_default(),
        titres: fields.text("titres").parse().ok(),
        kind: ImportKind::from_key(fields.text("genre")).ok_or_else(wrong)?,
        champs: champs.ok_or_else(wrong)?,
    })
}

/// POST `…/importer/{brouillon}/colonnes`.
pub(crate) async fn map(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
    fields: Fields,
) -> Page<Response> {
    let before = web.app.waiting_import(&proof, path.id()).await?.fichier.feuille;
    let mut mapping = mapping(&fields)?;
    if fields.text("feuille").is_empty() {
        mapping.feuille = before;
    }
    let another = mapping.feuille != before;
    let base = format!("{}/{}", adresses(&place(&web, &proof).await?).importer, path.id());
    match web.app.map_import(&proof, path.id(), mapping).await {
        // Another sheet has other columns: they are shown before its lines.
        Ok(()) if another => Ok(go(&format!("{base}/colonnes"))),
        Ok(()) => Ok(go(&base)),
        Err(ImportError::NoName) => {
            let text = wording::imports::error(ImportError::NoName)?;
            Ok(unprocessable(columns_of(&web, &proof, path.id()).await?.refusing("genre", text)))
        }
        Err(error) => Err(PageError::Unprocessable(wording::imports::error(error)?)),
    }
}

async fn lines_of(
    web: &Web,
    proof: &Allowed<EditCommunaute>,
    (id, query): (LotId, &Fields),
) -> Page<SheetView> {
    let place = place(web, proof).await?;
    let preview = web.app.preview_import(proof, id).await?;
    let page = titled(&place, "Vérifier l'import", &STEPS).with_overline(preview.brouillon.nom.clone());
    let vue = if query.text("voir") == Vue::Toutes.key() { Vue::Toutes } else { Vue::Signalees };
    let number = query.text("page").parse().unwrap_or(1);
    Ok(imports::apercu(page, &adresses(&place), &preview, (vue, number)))
}

/// GET `…/importer/{brouillon}`: what becomes of each line.
pub(crate) async fn lines(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
    Query(query): Query,
) -> Page<SheetView> {
    lines_of(&web, &proof, (path.id(), &query)).await
}

/// `12|fiche:0192…`: the number of a line and what was decided of it.
fn chosen(fields: &Fields) -> BTreeMap<usize, Choix> {
    let read = |value: &str| {
        let (number, key) = value.split_once('|')?;
        Some((number.parse().ok()?, Choix::from_key(key)?))
    };
    fields.all("choix").filter_map(read).collect()
}

/// POST `…/importer/{brouillon}/decider`.
pub(crate) async fn decide(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
    fields: Fields,
) -> Page<Response> {
    let tous = match fields.text("tous") {
        "rattacher" => Some(Tous::Rattacher),
        "creer" => Some(Tous::Creer),
        "laisser" => Some(Tous::Laisser),
        _ => None,
    };
    let chosen = chosen(&fields);
    if tous.is_none() && chosen.is_empty() {
        let view = lines_of(&web, &proof, (path.id(), &fields)).await?;
        return Ok(unprocessable(view.refusing("tous", "Choisissez ce que deviennent ces doublons.")));
    }
    match web.app.decide_import(&proof, path.id(), (chosen, tous)).await {
        Ok(()) => Ok(go(&format!("{}/{}", adresses(&place(&web, &proof).await?).importer, path.id()))),
        Err(error) => Err(PageError::Unprocessable(wording::imports::error(error)?)),
    }
}

/// POST `…/importer/{brouillon}/appliquer`.
pub(crate) async fn apply(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
) -> Page<Response> {
    match web.app.apply_import(&proof, path.id()).await {
        Ok(lot) => {
            Ok(go(&format!("{}/{}?fait=applique", adresses(&place(&web, &proof).await?).imports, lot.id)))
        }
        Err(error) => {
            let text = wording::imports::error(error)?;
            let mut view = lines_of(&web, &proof, (path.id(), &Fields::default())).await?;
            view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
            Ok(unprocessable(view))
        }
    }
}

/// POST `…/importer/{brouillon}/abandonner`.
pub(crate) async fn abandon(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
) -> Page<Response> {
    web.app.drop_import(&proof, path.id()).await?;
    Ok(go(&adresses(&place(&web, &proof).await?).importer))
}

/// GET `…/importer/{brouillon}/a-corriger.csv`.
pub(crate) async fn to_correct(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<BrouillonPath>,
) -> Page<Response> {
    let preview = web.app.preview_import(&proof, path.id()).await?;
    let content = revoir_csv(preview.brouillon.fichier.titles(), &preview.a_revoir());
    Ok(file(content, "text/csv; charset=utf-8", "lignes-a-corriger.csv").into_response())
}
