//! `/c/{cpts}/boite-a-outils`: the tool box of the region, as a CPTS reads it.

use axum::extract::State;
use axum::response::Response;
use domain::authz::ReadOutils;
use domain::ids::OutilId;

use super::outils::given;
use super::{OutilPath, VersionPath};
use crate::access::{Can, Path};
use crate::pages::{Page, Place, place};
use crate::state::Web;
use crate::views::region::outils::{self, Autour};
use crate::views::{self, Section, SheetView};

fn page(place: &Place, title: impl Into<String>) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Dossiers, title)
}

/// GET `/c/{cpts}/boite-a-outils`.
pub(crate) async fn list(State(web): State<Web>, Can(proof): Can<ReadOutils>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let all = web.app.tools_for(&proof).await?;
    let base = place.urls.under("boite-a-outils");
    let autour = Autour { base: &base, today: web.app.today(), may_edit: false };
    Ok(outils::liste(page(&place, "Boîte à outils de la région"), &all, &autour))
}

/// GET `/c/{cpts}/boite-a-outils/{outil}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadOutils>,
    Path(path): Path<OutilPath>,
) -> Page<SheetView> {
    let row = web.app.tool_for(&proof, OutilId(path.outil)).await?;
    let place = place(&web, &proof).await?;
    let base = place.urls.under("boite-a-outils");
    let autour = Autour { base: &base, today: web.app.today(), may_edit: false };
    let page = page(&place, row.outil.titre.clone()).under("Boîte à outils", base.clone());
    Ok(outils::show(page, &row, &autour))
}

/// GET `/c/{cpts}/boite-a-outils/{outil}/versions/{numero}`.
pub(crate) async fn download(
    State(web): State<Web>,
    Can(proof): Can<ReadOutils>,
    Path(path): Path<VersionPath>,
) -> Page<Response> {
    let (version, content) = web.app.tool_document_for(&proof, (OutilId(path.outil), path.numero)).await?;
    Ok(given(version, content))
}
