//! `/reunion/{token}` and `/agenda/{token}`: what somebody without an account opens.

use std::collections::BTreeMap;

use app::AppError;
use app::communaute::reunions::{Answer, MaReunion};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::communaute::{Choix, LienObjet, Reponse, Reunion, ReunionState};

use super::conflict;
use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::{PRIVATE, Page, go};
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::reunions::{DATES, lien};
use crate::views::{self, SheetView, partage};

/// The answer of a form: to the convocation or to the proposed dates, as the meeting stands; `None` for nothing.
pub(super) fn read_answer(reunion: &Reunion, fields: &Fields) -> Option<Answer> {
    if reunion.state != ReunionState::Sondage {
        return Reponse::from_key(fields.text("reponse")).map(Answer::Reponse);
    }
    let said = DATES.iter().filter_map(|name| {
        let (cle, choix) = fields.text(name).split_once(':')?;
        Some((cle.parse().ok()?, Choix::from_key(choix)?))
    });
    let said: BTreeMap<u32, Choix> = said.collect();
    (!said.is_empty()).then_some(Answer::Choix(said))
}

fn view(of: &MaReunion, token: &str) -> SheetView {
    let page = views::Page::apart(of.reunion.titre.clone()).fictitious(of.fictitious);
    lien::show(page, of, &format!("/reunion/{token}"))
}

/// What a link that shows nothing says; other errors have their own page.
fn nothing(error: AppError) -> Page<Response> {
    match error {
        AppError::NotFound => {
            let page = views::Page::apart("Ce lien n'est pas reconnu");
            Ok((StatusCode::NOT_FOUND, PRIVATE, partage::unknown(page)).into_response())
        }
        other => Err(other.into()),
    }
}

async fn opened(web: &Web, token: &str) -> Result<(app::communaute::Bearer, MaReunion), AppError> {
    let bearer = web.app.bearer(LienObjet::Reunion, token).await?;
    let of = web.app.reunion_by_link(&bearer).await?;
    Ok((bearer, of))
}

/// GET `/reunion/{token}`.
pub(crate) async fn show(State(web): State<Web>, Path(token): Path<String>, query: Query) -> Page<Response> {
    match opened(&web, &token).await {
        Ok((_, of)) => {
            let mut view = view(&of, &token);
            if query.0.text("fait") == "repondu" {
                let notice =
                    Notice::new(Tone::Success, "Votre réponse est enregistrée. Vous pouvez la changer.");
                view.page.notices.push(notice);
            }
            Ok((PRIVATE, view).into_response())
        }
        Err(error) => nothing(error),
    }
}

/// POST `/reunion/{token}`.
pub(crate) async fn answer(
    State(web): State<Web>,
    Path(token): Path<String>,
    fields: Fields,
) -> Page<Response> {
    let (bearer, of) = match opened(&web, &token).await {
        Ok(opened) => opened,
        Err(error) => return nothing(error),
    };
    let Some(answer) = read_answer(&of.reunion, &fields) else {
        let mut view = view(&of, &token);
        view.page
            .notices
            .push(Notice::new(Tone::Attention, "Choisissez au moins une réponse, puis envoyez."));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, PRIVATE, view).into_response());
    };
    web.app.answer_by_link(&bearer, &answer).await.map_err(conflict)?;
    Ok(go(&format!("/reunion/{token}?fait=repondu")))
}

/// GET `/agenda/{token}`: for a calendar program, which reads no page.
pub(crate) async fn feed(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    let bearer = web.app.bearer(LienObjet::Agenda, &token).await?;
    let text = web.app.feed(&bearer).await?;
    Ok((PRIVATE, [("content-type", "text/calendar; charset=utf-8")], text).into_response())
}
