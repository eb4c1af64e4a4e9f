//! `/questionnaire/{token}`: somebody answers, without an account.

use std::collections::BTreeMap;

use app::communaute::questionnaires::{Given, Opened, QuestionnaireError};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::communaute::questionnaires::EtatQuestionnaire;

use crate::access::Path;
use crate::fields::{Fields, Query};
use crate::pages::{PRIVATE, Page, go};
use crate::shell::client::Caller;
use crate::state::Web;
use crate::views::questionnaires::repondre::{self, NAMES};
use crate::views::{self, SheetView};
use crate::wording::questionnaires::sentence;

fn title(opened: &Opened) -> views::Page {
    views::Page::apart(opened.questionnaire.titre.clone()).with_overline(opened.cpts_name.clone())
}

fn answer(view: SheetView) -> Response {
    (PRIVATE, view).into_response()
}

fn closed(opened: &Opened) -> Response {
    let status = if opened.etat == EtatQuestionnaire::Ferme { StatusCode::GONE } else { StatusCode::OK };
    (status, PRIVATE, repondre::closed(title(opened), opened)).into_response()
}

/// What was answered before.
fn before(opened: &Opened, cle: &str) -> Vec<String> {
    let valeurs = opened.reponse.as_ref().map(|one| &one.fiche.valeurs);
    valeurs.and_then(|valeurs| valeurs.get(cle)).map(repondre::typed).unwrap_or_default()
}

/// GET `/questionnaire/{token}`.
pub(crate) async fn show(State(web): State<Web>, Path(token): Path<String>, query: Query) -> Page<Response> {
    let opened = web.app.open_questionnaire_link(&token).await?;
    let what = query.0.text("fait");
    if !what.is_empty() {
        return Ok(answer(repondre::thanks(title(&opened), (&opened, &token), what)));
    }
    if opened.etat != EtatQuestionnaire::Ouvert {
        return Ok(closed(&opened));
    }
    Ok(answer(repondre::page(title(&opened), (&opened, &token), &|cle| before(&opened, cle))))
}

/// The keys of the questions that the page asked, in the order of its fields.
fn keys(opened: &Opened, fields: &Fields) -> Vec<String> {
    match fields.text("cles") {
        "" => opened.asked.questions.iter().map(|question| question.cle.clone()).collect(),
        said => said.split(',').map(str::to_owned).collect(),
    }
}

/// What was typed, by the key of the question or the name of the field.
fn typed(fields: &Fields, keys: &[String], name: &str) -> Vec<String> {
    let field = keys.iter().zip(NAMES).find(|(key, _)| *key == name).map(|(_, field)| *field);
    fields.all(field.unwrap_or(name)).map(str::to_owned).collect()
}

fn given(fields: &Fields, keys: &[String], from: String) -> Given {
    let raw = |field: &str| fields.all(field).map(str::to_owned).collect::<Vec<_>>();
    let valeurs: BTreeMap<String, Vec<String>> =
        keys.iter().zip(NAMES).map(|(key, field)| (key.clone(), raw(field))).collect();
    let text = |name: &str| fields.text(name).to_owned();
    Given { valeurs, jeton: text("jeton"), nom: text("nom"), courriel: text("courriel"), from }
}

/// POST `/questionnaire/{token}`.
pub(crate) async fn send(
    State(web): State<Web>,
    Path(token): Path<String>,
    caller: Caller,
    fields: Fields,
) -> Page<Response> {
    let opened = web.app.open_questionnaire_link(&token).await?;
    let keys = keys(&opened, &fields);
    let given = given(&fields, &keys, caller.address);
    match web.app.answer_questionnaire(&token, &given).await {
        Ok(true) => Ok(go(&format!("/questionnaire/{token}?fait=corrigee"))),
        Ok(false) => Ok(go(&format!("/questionnaire/{token}?fait=recue"))),
        Err(QuestionnaireError::Closed) => Ok(closed(&opened)),
        Err(QuestionnaireError::Refused(wrong)) => {
            let values = |name: &str| typed(&fields, &keys, name);
            let mut view = repondre::page(title(&opened), (&opened, &token), &values);
            for (cle, refus) in wrong {
                let rank = opened.asked.questions.iter().position(|question| question.cle == cle);
                let name = rank.and_then(|rank| NAMES.get(rank).copied()).unwrap_or(cle.as_str());
                view = view.refusing(name, sentence(refus));
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, PRIVATE, view).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// POST `/questionnaire/{token}/retrait`.
pub(crate) async fn withdraw(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    web.app.withdraw_answers(&token).await?;
    Ok(go(&format!("/questionnaire/{token}?fait=retiree")))
}

/// POST `/questionnaire/{token}/opposition`.
pub(crate) async fn oppose(State(web): State<Web>, Path(token): Path<String>) -> Page<Response> {
    web.app.oppose_by_link(&token).await?;
    Ok(go(&format!("/questionnaire/{token}?fait=opposition")))
}
