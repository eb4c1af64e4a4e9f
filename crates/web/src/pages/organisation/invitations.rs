//! Invitations: who was invited, inviting, sending again, taking back, the printed letter.

use app::AppError;
use app::organisations::{Invited, NewInvitation, Sent, Way};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, ManageRoles, ReadPersonnes, Role};
use domain::ids::InvitationId;
use domain::texte::Email;
use serde::Deserialize;
use uuid::Uuid;

use super::{answer, done, here, titled, under};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, file, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::organisation::invitations::{self, Typed};
use crate::wording;
use crate::wording::organisation::CHOOSE;

/// `…/invitations/{invitation}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct InvitationPath {
    invitation: Uuid,
}

impl InvitationPath {
    fn id(self) -> InvitationId {
        InvitationId(self.invitation)
    }
}

const STEPS: [(&str, &str); 1] = [("Invitations", "invitations")];
const DONE: [(&str, &str); 4] = [
    ("invitee", "L'invitation est prête. Son courriel part dans un instant."),
    ("invitees", "Les invitations sont prêtes. Leurs courriels partent dans un instant."),
    ("renvoyee", "L'invitation repart avec une nouvelle adresse. L'ancienne ne marche plus."),
    ("retiree", "L'invitation est retirée. Son adresse ou son code ne marche plus."),
];

/// GET `…/organisation/invitations`.
pub(crate) async fn list(
    State(web): State<Web>,
    Can(proof): Can<ReadPersonnes>,
    may: May<ManageRoles>,
    Query(query): Query,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let rows = web.app.invitations(&proof).await?;
    let page = done(titled(&place, "Invitations", &[]), &query, &DONE);
    Ok(invitations::list(page, &under(&place, "invitations"), &rows, may.yes()))
}

/// GET `…/organisation/invitations/{invitation}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadPersonnes>,
    may: May<ManageRoles>,
    Path(path): Path<InvitationPath>,
) -> Page<SheetView> {
    let place = here(&web, &proof).await?;
    let rows = web.app.invitations(&proof).await?;
    let (row, state) = rows.into_iter().find(|(row, _)| row.id == path.id()).ok_or(PageError::NotFound)?;
    let names = web.app.names(&proof, [&row.given_by]).await?;
    let author = wording::author(&names, &row.given_by);
    let page = titled(&place, row.name.clone(), &STEPS);
    let base = under(&place, &format!("invitations/{}", row.id));
    Ok(invitations::show(page, &base, (&row, state, &author), may.yes()))
}

async fn form(web: &Web, proof: &Allowed<ManageRoles>, typed: &Typed) -> Page<SheetView> {
    let place = here(web, proof).await?;
    let page = titled(&place, "Inviter une personne", &STEPS);
    Ok(invitations::new(page, &under(&place, "invitations"), typed))
}

/// GET `…/organisation/invitations/nouvelle`.
pub(crate) async fn new(State(web): State<Web>, Can(proof): Can<ManageRoles>) -> Page<SheetView> {
    form(&web, &proof, &Typed::default()).await
}

fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.text(name).to_owned();
    let (name, email, role) = (text("nom"), text("courriel"), text("role"));
    Typed { name, email, role, printed: fields.text("moyen") == "code", errors: Vec::new() }
}

/// What was typed, or what is wrong with it.
fn read(typed: &mut Typed) -> Option<NewInvitation> {
    if let Err(error) = domain::territoire::checked_name(&typed.name) {
        typed.errors.push(("nom", wording::name(error)));
    }
    let role = Role::from_key(&typed.role).filter(|role| role.is_given());
    let way = if typed.printed {
        Some(Way::Printed)
    } else {
        let read = Email::parse(&typed.email);
        read.map_err(|error| typed.errors.push(("courriel", wording::organisation::email(error))))
            .ok()
            .map(Way::Email)
    };
    if role.is_none() {
        typed.errors.push(("role", CHOOSE.to_owned()));
    }
    match (role, way, typed.errors.is_empty()) {
        (Some(role), Some(way), true) => Some(NewInvitation { name: typed.name.clone(), role, way }),
        _ => None,
    }
}

/// POST `…/organisation/invitations/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    fields: Fields,
) -> Page<Response> {
    let mut typed = typed(&fields);
    let Some(new) = read(&mut typed) else { return Ok(answer(form(&web, &proof, &typed).await?)) };
    match web.app.invite(&proof, &new).await {
        Ok(invited) => sent(&web, &proof, &invited, "invitee").await,
        Err(AppError::Name(error)) => {
            typed.errors.push(("nom", wording::name(error)));
            Ok(answer(form(&web, &proof, &typed).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// After an e-mail, the list; a printed code shows once, so its page is the answer itself.
async fn sent(web: &Web, proof: &Allowed<ManageRoles>, invited: &Invited, done: &str) -> Page<Response> {
    let place = here(web, proof).await?;
    let base = under(&place, "invitations");
    match &invited.sent {
        Sent::Email => Ok(go(&format!("{base}?fait={done}"))),
        Sent::Code(code) => {
            let page = titled(&place, "Code à donner", &STEPS);
            let address = format!("{}/invitation", web.app.settings().public_url);
            let own = format!("{base}/{}", invited.id);
            let view = invitations::code(page, &own, (code, &address, invited.expires_at));
            Ok(([("cache-control", "no-store")], view).into_response())
        }
    }
}

/// POST `…/organisation/invitations/{invitation}/renvoyer`.
pub(crate) async fn resend(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Path(path): Path<InvitationPath>,
) -> Page<Response> {
    let invited = web.app.resend_invitation(&proof, path.id()).await?;
    sent(&web, &proof, &invited, "renvoyee").await
}

/// POST `…/organisation/invitations/{invitation}/retirer`.
pub(crate) async fn revoke(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Path(path): Path<InvitationPath>,
) -> Page<Response> {
    web.app.revoke_invitation(&proof, path.id()).await?;
    let place = here(&web, &proof).await?;
    Ok(go(&format!("{}?fait=retiree", under(&place, "invitations"))))
}

/// POST `…/organisation/invitations/{invitation}/lettre` `code`: the letter of a code that is still on screen.
pub(crate) async fn letter(
    State(web): State<Web>,
    Can(proof): Can<ManageRoles>,
    Path(path): Path<InvitationPath>,
    fields: Fields,
) -> Page<Response> {
    let bytes = web.app.invitation_letter(&proof, (path.id(), fields.text("code"))).await?;
    Ok(file(bytes, "application/pdf", "invitation.pdf"))
}
