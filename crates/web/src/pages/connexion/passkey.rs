//! Giving a passkey: alone to sign in, as a second factor, or to confirm.

use app::comptes::{Answered, Ceremony, Proof, SignIn, Visitor};
use axum::extract::State;
use axum::response::Response;

use super::super::Page;
use super::{go_on, signin};
use crate::access::Signed;
use crate::fields::Fields;
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::components::Link;
use crate::views::connexion::PasskeyView;

/// A device that did not answer, or answered for somebody else.
pub(super) const REFUSED: &str = "Votre appareil n'a pas donné de clé d'accès qui convienne.";

/// POST `/connexion/cle-acces` `courriel`.
pub(crate) async fn sign_in(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<PasskeyView> {
    let way = Way::of(&fields);
    let ceremony = web.app.start_passkey_sign_in(fields.text("courriel"), &caller.address).await?;
    let other = Link::new("Utiliser plutôt mon mot de passe", way.through("/connexion"));
    Ok(view(ceremony, "/connexion/cle-acces/reponse", &way, other))
}

/// POST `/connexion/cle-acces/reponse` `jeton`, `reponse`.
pub(crate) async fn sign_in_answer(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<Response> {
    let way = Way::of(&fields);
    match web.app.passkey_sign_in(&answered(&fields), &caller.device).await? {
        SignIn::Opened(opened) => go_on(&web, opened.token.as_str(), &way).await,
        _ => signin::refused(&web, &way, "", REFUSED.to_owned()).await,
    }
}

/// POST `/second-facteur/cle-acces`.
pub(crate) async fn factor(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<PasskeyView> {
    let way = Way::of(&fields);
    let other = Link::new("Utiliser plutôt un code", way.through("/second-facteur"));
    Ok(view(web.app.start_giving_passkey(&visitor).await?, "/second-facteur/cle-acces/reponse", &way, other))
}

/// POST `/confirmer/cle-acces`.
pub(crate) async fn confirm(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<PasskeyView> {
    let way = Way::of(&fields);
    let other = Link::new("Confirmer autrement", way.through("/confirmer"));
    Ok(view(web.app.start_giving_passkey(&visitor).await?, "/confirmer/cle-acces/reponse", &way, other))
}

/// POST `/second-facteur/cle-acces/reponse` and `/confirmer/cle-acces/reponse` `jeton`, `reponse`.
pub(crate) async fn answer(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    give(&web, &visitor, &fields).await
}

async fn give(web: &Web, visitor: &Visitor, fields: &Fields) -> Page<Response> {
    match web.app.give_passkey(visitor, &answered(fields)).await? {
        Proof::Accepted { token } => go_on(web, token.as_str(), &Way::of(fields)).await,
        _ => Err(PageError::Unprocessable(REFUSED.to_owned())),
    }
}

fn answered(fields: &Fields) -> Answered<'_> {
    Answered { token: fields.text("jeton"), answer: fields.raw("reponse").unwrap_or_default() }
}

fn view(ceremony: Ceremony, action: &'static str, way: &Way, other: Link) -> PasskeyView {
    let mut hidden = way.hidden();
    hidden.push(("jeton".to_owned(), ceremony.token));
    PasskeyView {
        page: views::Page::apart("Utiliser une clé d'accès"),
        action,
        ceremony: "get",
        options: ceremony.options,
        hidden,
        nom: None,
        button: "Utiliser ma clé d'accès",
        other,
    }
}
