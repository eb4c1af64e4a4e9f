//! Several invitations at once: pasted, previewed, then sent.

use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, ManageRoles};
use domain::organisation::{InvitationLine, read_invitations};

use super::{answer, here, titled, under};
use crate::access::Can;
use crate::fields::Fields;
use crate::pages::{Page, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::plusieurs;

const STEPS: [(&str, &str); 1] = [("Invitations", "invitations")];

async fn form(web: &Web, proof: &Allowed<ManageRoles>, pasted: &str) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let page = titled(&place, "Inviter plusieurs personnes", &STEPS);
    Ok(plusieurs::form(page, &under(&place, "invitations"), pasted))
}

/// GET `…/organisation/invitations/plusieurs`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<ManageRoles>) -> Page<SheetView> {
    form(&web, &proof, "").await
}

/// POST `…/organisation/invitations/plusieurs` `lignes`, `etape`: shows what was understood, then sends it.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    fields: Fields,
) -> Page<Response> {
    let pasted = fields.text("lignes");
    let read = read_invitations(pasted);
    let right: Vec<InvitationLine> = read.iter().filter_map(|(.., line)| line.clone().ok()).collect();
    if right.len() == read.len() && !right.is_empty() && fields.text("etape") == "envoyer" {
        web.app.invite_all(&proof, &right).await?;
        let place = here(&web, &proof).await?;
        return Ok(go(&format!("{}?fait=invitees", under(&place, "invitations"))));
    }
    let view = form(&web, &proof, pasted).await?;
    Ok(answer(plusieurs::preview(view, &read)))
}
