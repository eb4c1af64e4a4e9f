//! Giving the second factor.

use app::comptes::{Proof, Visitor};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::{Page, go};
use super::{go_on, lost_notice, wrong_proof};
use crate::access::Signed;
use crate::fields::{Fields, Query};
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::connexion::{ChooseFactorView, FactorView};

/// GET `/second-facteur`: gives it, or sets it up when there is none.
pub(crate) async fn show(
    State(web): State<Web>,
    Signed(visitor): Signed,
    Query(fields): Query,
) -> Page<Response> {
    let way = Way::asked(&fields);
    if visitor.session.strong {
        return Ok(go(way.destination()));
    }
    factor_page(&web, &visitor, &way, false).await
}

/// The page, also in the place of one that asks for the second factor.
pub(crate) async fn factor_page(web: &Web, visitor: &Visitor, way: &Way, lost: bool) -> Page<Response> {
    let proof = visitor.actor.myself()?;
    if web.app.factors(&proof).await?.any() {
        let mut view = view(web, visitor, way).await?;
        view.page.notices.extend(lost.then(lost_notice));
        return Ok(view.into_response());
    }
    let page = views::Page::apart("Choisir un second facteur");
    let mut view = ChooseFactorView { page, way: way.hidden(), passkeys: web.app.has_passkeys() };
    view.page.notices.extend(lost.then(lost_notice));
    Ok(view.into_response())
}

async fn view(web: &Web, visitor: &Visitor, way: &Way) -> Page<FactorView> {
    let factors = web.app.factors(&visitor.actor.myself()?).await?;
    let page = views::Page::apart("Donner votre second facteur");
    let mut view = FactorView::new(page, way.hidden(), factors.totp);
    view.passkey = !factors.passkeys.is_empty() && web.app.has_passkeys();
    Ok(view)
}

/// POST `/second-facteur` `code`.
pub(crate) async fn give(State(web): State<Web>, Signed(visitor): Signed, fields: Fields) -> Page<Response> {
    let way = Way::of(&fields);
    let proof = web.app.give_code(&visitor, fields.text("code")).await?;
    if let Proof::Accepted { token } = &proof {
        return go_on(&web, token.as_str(), &way).await;
    }
    let mut view = view(&web, &visitor, &way).await?;
    view.code.error = wrong_proof(&proof, WRONG);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// A code that is none of this person's.
pub(super) const WRONG: &str = "Ce code ne convient pas. Tapez celui qui est affiché maintenant.";
