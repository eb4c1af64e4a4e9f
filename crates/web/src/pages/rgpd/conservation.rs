//! How long data is kept.

use axum::extract::State;
use domain::authz::ReadTraitements;
use domain::rgpd::conservation::retentions;

use super::page;
use crate::access::{Can, CanOperate};
use crate::pages::{Page, moment, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::rgpd::conservation;
use crate::views::{self, Section, SheetView};

const TITLE: &str = "Durées de conservation";

/// GET `…/organisation/conservation`.
pub(crate) async fn show(State(web): State<Web>, Can(proof): Can<ReadTraitements>) -> Page<SheetView> {
    let place = place(&web, &proof).await?;
    let report = web.app.conservation_for(&proof).await?;
    let rules = retentions().map_err(|error| PageError::internal(error))?;
    Ok(conservation::view(page(&place, TITLE), rules, &report, moment))
}

/// GET `/instance/conservation`.
pub(crate) async fn instance(State(web): State<Web>, CanOperate(proof): CanOperate) -> Page<SheetView> {
    let report = web.app.conservation(&proof).await?;
    let rules = retentions().map_err(|error| PageError::internal(error))?;
    let page = views::Page::new(Section::Instance, TITLE).under("Instance", "/instance");
    Ok(conservation::view(page, rules, &report, moment))
}
