//! Imports that were done, and the community back out.

use app::communaute::imports::{ExportFormat, UndoImportError};
use axum::extract::State;
use axum::response::Response;
use documents::communaute::revoir_csv;
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::import::Lot;
use domain::ids::LotId;
use serde::Deserialize;
use uuid::Uuid;

use super::{adresses, delais};
use crate::access::{Can, May, Path};
use crate::fields::Query;
use crate::pages::personnes::{done, titled};
use crate::pages::{Page, Place, file, go, moment, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::imports;
use crate::wording;

/// `…/imports/{lot}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct LotPath {
    lot: Uuid,
}

impl LotPath {
    fn id(self) -> LotId {
        LotId(self.lot)
    }
}

const DONE: [(&str, &str); 2] = [
    ("applique", "L'import est appliqué. Vous pouvez encore l'annuler en entier."),
    ("annule", "L'import est annulé."),
];

/// GET `…/imports`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let lots = web.app.imports(&proof).await?;
    let names = web.app.names(&proof, lots.iter().map(|lot| &lot.author)).await?;
    let who = |lot: &Lot| wording::author(&names, &lot.author);
    let when = |lot: &Lot| moment(lot.at);
    let page = titled(&place, "Imports", &[]);
    Ok(imports::liste(page, (&adresses(&place), may.yes()), &lots, (&when, &who)))
}

/// Names of the sheets that taking an import back left.
async fn left(web: &Web, proof: &Allowed<ReadCommunaute>, lot: &Lot) -> Page<Vec<String>> {
    if lot.contenu.gardees.is_empty() && lot.contenu.structures_gardees.is_empty() {
        return Ok(Vec::new());
    }
    let (annuaire, structures) = (web.app.annuaire(proof).await?, web.app.structures(proof).await?);
    let people = lot.contenu.gardees.iter().map(|id| annuaire.nom(*id));
    let named =
        lot.contenu.structures_gardees.iter().filter_map(|id| structures.iter().find(|one| one.id == *id));
    Ok(people.chain(named.map(|one| one.nom.clone())).filter(|name| !name.is_empty()).collect())
}

fn page_of(place: &Place, lot: &Lot) -> crate::views::Page {
    titled(place, lot.fichier.clone(), &[]).under("Imports", adresses(place).imports)
}

/// GET `…/imports/{lot}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    may: May<EditCommunaute>,
    Path(path): Path<LotPath>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let lot = web.app.import_done(&proof, path.id()).await?;
    let names = web.app.names(&proof, [&lot.author]).await?;
    let left = left(&web, &proof, &lot).await?;
    let page = done(page_of(&place, &lot), &query, &DONE);
    let said = (&lot, moment(lot.at), wording::author(&names, &lot.author));
    Ok(imports::montrer(page, (&adresses(&place), may.yes()), said, (&left, delais()?)))
}

/// POST `…/imports/{lot}/annuler`.
pub(crate) async fn undo(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<LotPath>,
) -> Page<Response> {
    match web.app.undo_import(&proof, path.id()).await {
        Ok(lot) => {
            Ok(go(&format!("{}/{}?fait=annule", adresses(&place(&web, &proof).await?).imports, lot.id)))
        }
        Err(UndoImportError::Done) => {
            Err(PageError::Conflict("Cet import est déjà annulé. Il n'y a plus rien à défaire.".into()))
        }
        Err(UndoImportError::App(error)) => Err(error.into()),
    }
}

/// GET `…/imports/{lot}/a-corriger.csv`.
pub(crate) async fn to_correct(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    Path(path): Path<LotPath>,
) -> Page<Response> {
    let lot = web.app.import_done(&proof, path.id()).await?;
    let content = revoir_csv(&lot.contenu.titres, &lot.contenu.a_revoir);
    Ok(file(content, "text/csv; charset=utf-8", "lignes-a-corriger.csv"))
}

/// GET `…/communaute/export.xlsx`.
pub(crate) async fn xlsx(State(web): State<Web>, Can(proof): Can<ReadCommunaute>) -> Page<Response> {
    let content = web.app.export_communaute(&proof, ExportFormat::Xlsx).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(content, kind, "communaute.xlsx"))
}

/// GET `…/communaute/export.csv?feuille=personnes`.
pub(crate) async fn csv(
    State(web): State<Web>,
    Can(proof): Can<ReadCommunaute>,
    Query(query): Query,
) -> Page<Response> {
    let key = Some(query.text("feuille")).filter(|key| !key.is_empty()).unwrap_or("personnes");
    let content = web.app.export_communaute(&proof, ExportFormat::Csv(key)).await?;
    Ok(file(content, "text/csv; charset=utf-8", &format!("communaute-{key}.csv")))
}
