//! `/i/{institution}`: the home of an institution.

use axum::extract::State;
use domain::authz::ReadInstitution;

use super::Page;
use crate::access::{CanIn, Signed};
use crate::state::Web;
use crate::views::{self, Section, SheetView, institution};

/// GET `/i/{institution}`.
pub(crate) async fn show(
    State(web): State<Web>,
    CanIn(proof): CanIn<ReadInstitution>,
    Signed(visitor): Signed,
) -> Page<SheetView> {
    let home = web.app.institution_home(&proof, &visitor.actor).await?;
    let page = views::Page::new(Section::Accueil, home.institution.name.clone())
        .with_overline(home.institution.kind.label())
        .fictitious(home.institution.fictitious);
    Ok(institution::show(page, &home))
}
