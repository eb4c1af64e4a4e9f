//! Who may do what, as a page.

use axum::extract::State;
use domain::authz::{ReadDroits, Role};

use super::{here, titled};
use crate::access::{Can, Signed};
use crate::pages::Page;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::droits;

/// GET `…/organisation/droits`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadDroits>,
    Signed(visitor): Signed,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let own = visitor.actor.standing().roles.iter().filter(|(cpts, _)| *cpts == proof.cpts());
    let own: Vec<Role> = own.map(|(_, role)| *role).collect();
    Ok(droits::show(titled(&place, "Qui peut quoi", &[]), &own))
}
