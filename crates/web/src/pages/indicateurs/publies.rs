//! Contracts that other CPTS published, and publishing one's own.

use axum::extract::State;
use axum::response::Response;
use domain::authz::SignContrat;

use super::super::contrats::{Asked, ContratPath, bureau, version};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::indicateurs::publies::{liste, un};

/// GET `…/contrats-publies`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let bureau = bureau(&web, &asked.read).await?;
    let base = bureau.place.urls.under("contrats-publies");
    let all = web.app.contrats_publies(&asked.read).await?;
    let page = bureau.page("Contrats publiés").under("Contrats", bureau.base.clone());
    Ok(liste(page, &base, &all))
}

/// GET `…/contrats-publies/{contrat}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<ContratPath>,
) -> Page<SheetView> {
    let bureau = bureau(&web, &asked.read).await?;
    let one = web.app.contrat_publie(&asked.read, path.id()).await?;
    let base = bureau.place.urls.under("contrats-publies");
    let page =
        bureau.page(one.nom.clone()).under("Contrats", bureau.base.clone()).under("Contrats publiés", base);
    Ok(un(page, &one))
}

/// POST `…/contrats/{contrat}/publier`.
pub(crate) async fn publish(
    State(web): State<Web>,
    Can(proof): Can<SignContrat>,
    Path(path): Path<ContratPath>,
    fields: Fields,
) -> Page<Response> {
    let published = fields.text("publier") != "non";
    web.app.publish_contrat(&proof, (path.id(), version(&fields)), published).await?;
    let said = if published { "publie" } else { "depublie" };
    Ok(go(&format!("{}?fait={said}", bureau(&web, &proof).await?.url(path.id()))))
}
