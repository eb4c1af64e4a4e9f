//! `/i/{institution}`: the home of an institution.

use axum::extract::State;
use domain::authz::{EditOutils, ReadDialoguesRecus, ReadInstitution, ReadRegion};

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
    let mut view = institution::show(page, &home);
    let id = proof.institution();
    if let Ok(receives) = visitor.actor.authorize_in::<ReadDialoguesRecus>(id) {
        let all = web.app.dialogues_recus(&receives).await?;
        view.parts.splice(0..0, institution::dialogues(&all, &id.to_string()));
    }
    if visitor.actor.authorize_in::<ReadRegion>(id).is_ok() {
        view.parts.push(institution::region(&id.to_string()));
    }
    if let Ok(edits) = visitor.actor.authorize_in::<EditOutils>(id) {
        let late = web.app.overdue_tools(&edits).await?;
        if late > 0 {
            view.page = view.page.with_notice(institution::overdue(late, &id.to_string()));
        }
    }
    Ok(view)
}
