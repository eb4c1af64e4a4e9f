//! Where the hours of the CPTS are said.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGouvernance};
use domain::communaute::Fuseau;

use super::{page, unprocessable};
use crate::access::Can;
use crate::fields::Fields;
use crate::pages::{Page, Place, go, place};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::formulaires;
use crate::wording::organisation::CHOOSE;

async fn form(web: &Web, proof: &Allowed<EditGouvernance>) -> Page<(Place, SheetView)> {
    let (place, chosen) = (place(web, proof).await?, web.app.fuseau(proof).await?);
    let base = place.urls.under("reunions");
    let page = page(&place, "Choisir l'heure locale");
    let view = formulaires::zone_form(page, (&format!("{base}/heure-locale"), &base), chosen);
    Ok((place, view))
}

/// GET `…/reunions/heure-locale`.
pub(crate) async fn edit(State(web): State<Web>, Can(proof): Can<EditGouvernance>) -> Page<SheetView> {
    Ok(form(&web, &proof).await?.1)
}

/// POST `…/reunions/heure-locale`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = form(&web, &proof).await?;
    let Some(fuseau) = Fuseau::from_key(fields.text("fuseau")) else {
        return Ok(unprocessable(view, ("fuseau", CHOOSE.to_owned())));
    };
    web.app.choose_zone(&proof, fuseau).await?;
    Ok(go(&place.urls.under("reunions?fait=heure")))
}
