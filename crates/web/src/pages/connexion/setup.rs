//! Setting up a second factor, and the recovery codes that come with the first one.

use app::AppError;
use app::comptes::{Answered, Proof, SetUp, TotpSetup, Visitor};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::Page;
use super::{go_on, with_cookie, wrong_proof};
use crate::access::Signed;
use crate::fields::Fields;
use crate::shell::PageError;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::components::{Field, FieldKind, Link};
use crate::views::connexion::{CodesView, PasskeyView, TotpView};

/// POST `/second-facteur/application`: shows the key of the application.
pub(crate) async fn totp(State(web): State<Web>, Signed(visitor): Signed, fields: Fields) -> Page<Response> {
    recent_when_strong(&visitor)?;
    let setup = web.app.start_totp(&visitor).await.map_err(serves_already)?;
    Ok(totp_view(setup, &Way::of(&fields)).into_response())
}

/// Another tab was faster, or the page is an old one.
fn serves_already(error: AppError) -> PageError {
    match error {
        AppError::Conflict => {
            PageError::Conflict("Votre application de codes est déjà en service.".to_owned())
        }
        other => other.into(),
    }
}

/// Adding one more factor to an account is for its owner, seen a short while ago.
fn recent_when_strong(visitor: &Visitor) -> Result<(), PageError> {
    if visitor.session.strong {
        visitor.actor.myself_confirmed()?;
    }
    Ok(())
}

fn totp_view(setup: TotpSetup, way: &Way) -> TotpView {
    TotpView {
        page: views::Page::apart("Préparer l'application de codes"),
        way: way.hidden(),
        qr_svg: setup.qr_svg,
        secret: setup.secret,
        uri: setup.uri,
        code: Field::new("code", "Premier code")
            .kind(FieldKind::Code)
            .required()
            .hint("Les 6 chiffres affichés par l'application."),
    }
}

/// POST `/second-facteur/application/code` `code`.
pub(crate) async fn totp_code(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    recent_when_strong(&visitor)?;
    let way = Way::of(&fields);
    let made = web.app.finish_totp(&visitor, fields.text("code")).await.map_err(serves_already)?;
    if let Proof::Accepted { token } = &made.proof {
        return set_up(&web, token.as_str(), made.codes, &way).await;
    }
    let mut view = totp_view(web.app.start_totp(&visitor).await.map_err(serves_already)?, &way);
    view.code.error = wrong_proof(&made.proof, super::factor::WRONG);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// The recovery codes when some were made; the page where the person was going otherwise.
async fn set_up(web: &Web, token: &str, codes: Vec<String>, way: &Way) -> Page<Response> {
    if codes.is_empty() {
        return go_on(web, token, way).await;
    }
    Ok(with_cookie(web, token, codes_view(codes, way).into_response()))
}

/// The codes, and where to go on.
pub(crate) fn codes_view(codes: Vec<String>, way: &Way) -> CodesView {
    let send = way.resumption();
    let next = match send {
        Some(_) => Link::new("Ne rien envoyer et revenir à l'accueil", "/"),
        None => Link::new("J'ai gardé mes codes, continuer", way.destination()),
    };
    CodesView::new(views::Page::apart("Garder vos codes de secours"), codes, next, send)
}

/// POST `/second-facteur/cle`: asks the device for a new passkey.
pub(crate) async fn passkey(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<PasskeyView> {
    recent_when_strong(&visitor)?;
    let way = Way::of(&fields);
    let ceremony = web.app.start_passkey(&visitor).await?;
    let mut hidden = way.hidden();
    hidden.push(("jeton".to_owned(), ceremony.token));
    Ok(PasskeyView {
        page: views::Page::apart("Ajouter une clé d'accès"),
        action: "/second-facteur/cle/reponse",
        ceremony: "create",
        options: ceremony.options,
        hidden,
        nom: Some(name_field()),
        button: "Créer la clé d'accès",
        other: Link::new("Utiliser plutôt une application de codes", way.through("/second-facteur")),
    })
}

fn name_field() -> Field {
    Field::new("nom", "Nom de la clé")
        .required()
        .hint("Pour la reconnaître\u{a0}: «\u{a0}Téléphone\u{a0}», «\u{a0}Ordinateur du cabinet\u{a0}».")
        .value("Mon appareil")
}

/// POST `/second-facteur/cle/reponse` `jeton`, `reponse`, `nom`.
pub(crate) async fn passkey_answer(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    recent_when_strong(&visitor)?;
    let answered =
        Answered { token: fields.text("jeton"), answer: fields.raw("reponse").unwrap_or_default() };
    let name = match fields.text("nom") {
        "" => "Mon appareil",
        name => name,
    };
    let SetUp { proof, codes } = web.app.finish_passkey(&visitor, &answered, name).await?;
    match proof {
        Proof::Accepted { token } => set_up(&web, token.as_str(), codes, &Way::of(&fields)).await,
        _ => Err(PageError::Unprocessable(super::passkey::REFUSED.to_owned())),
    }
}
