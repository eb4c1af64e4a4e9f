//! Proving again who one is, before money or rights.

use app::comptes::{Proof, SecretString, Visitor};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::Page;
use super::{externe, factor, go_on, lost_notice, wrong_proof};
use crate::access::Signed;
use crate::fields::{Fields, Query};
use crate::shell::way::Way;
use crate::shell::{Need, PageError};
use crate::state::Web;
use crate::views;
use crate::views::components::{Field, FieldKind, Notice, Tone};
use crate::views::connexion::ConfirmView;

/// GET `/confirmer`.
pub(crate) async fn show(
    State(web): State<Web>,
    Signed(visitor): Signed,
    Query(fields): Query,
) -> Page<ConfirmView> {
    view(&web, &strong(visitor)?, &Way::asked(&fields)).await
}

/// A session without its second factor gives it first.
fn strong(visitor: Visitor) -> Result<Visitor, PageError> {
    if visitor.session.strong { Ok(visitor) } else { Err(PageError::Identity(Need::SecondFactor)) }
}

/// The page, in the place of one that asks for a confirmation.
pub(crate) async fn confirm_page(web: &Web, visitor: &Visitor, way: &Way, lost: bool) -> Page<Response> {
    let mut view = view(web, visitor, way).await?;
    let notice = if lost {
        lost_notice()
    } else {
        Notice::new(Tone::Info, "Ce que vous avez tapé est gardé. Confirmez votre identité pour l'envoyer.")
    };
    view.page.notices.push(notice);
    Ok(view.into_response())
}

async fn view(web: &Web, visitor: &Visitor, way: &Way) -> Page<ConfirmView> {
    let factors = web.app.factors(&visitor.actor.myself()?).await?;
    let password =
        || Field::new("mot_de_passe", "Mot de passe").kind(FieldKind::Password { new: false }).required();
    let code = || {
        let hint = "Les 6 chiffres affichés par votre application.";
        Field::new("code", "Code").kind(FieldKind::Code).required().hint(hint)
    };
    Ok(ConfirmView {
        page: views::Page::apart("Confirmer votre identité"),
        way: way.hidden(),
        mot_de_passe: factors.password.then(password),
        code: factors.totp.then(code),
        passkey: !factors.passkeys.is_empty() && web.app.has_passkeys(),
        demo: web.app.confirms_freely(visitor),
        providers: externe::again(web, visitor, way).await?,
    })
}

/// POST `/confirmer` `preuve`, `mot_de_passe` or `code`.
pub(crate) async fn confirm(
    State(web): State<Web>,
    Signed(visitor): Signed,
    fields: Fields,
) -> Page<Response> {
    let visitor = strong(visitor)?;
    let way = Way::of(&fields);
    let preuve = fields.text("preuve");
    let proof = match preuve {
        "demonstration" => web.app.confirm_demo(&visitor).await?,
        "code" => web.app.give_code(&visitor, fields.text("code")).await?,
        _ => {
            let typed = SecretString::from(fields.raw("mot_de_passe").unwrap_or_default());
            web.app.confirm_password(&visitor, typed).await?
        }
    };
    if let Proof::Accepted { token } = &proof {
        return go_on(&web, token.as_str(), &way).await;
    }
    let mut view = view(&web, &visitor, &way).await?;
    match (preuve, &mut view.code, &mut view.mot_de_passe) {
        ("code", Some(field), _) => field.error = wrong_proof(&proof, factor::WRONG),
        (_, _, Some(field)) => field.error = wrong_proof(&proof, WRONG),
        _ => {
            view.page.notices.extend(wrong_proof(&proof, WRONG).map(|why| Notice::new(Tone::Attention, why)))
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// A password that is not the account's.
pub(in crate::pages) const WRONG: &str = "Ce mot de passe ne convient pas. Vérifiez-le, puis recommencez.";
