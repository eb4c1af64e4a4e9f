//! Signing in with a password, leaving, and the people of the demonstration.

use app::comptes::{Credentials, DemoPerson, SecretString, SignIn};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use domain::ids::UserId;

use super::super::{Page, go};
use super::{externe, go_on, locked, lost_notice, over_notice};
use crate::access::Who;
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::shell::client::Caller;
use crate::shell::cookie;
use crate::shell::way::Way;
use crate::state::{SessionOver, Web};
use crate::views;
use crate::views::components::{ActionForm, Notice, Tone};
use crate::views::connexion::{DemoLine, SignInView};

/// Says nothing of whether the account exists.
pub(super) const WRONG: &str =
    "L'adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un nouveau mot de passe.";

/// GET `/connexion`.
pub(crate) async fn show(
    State(web): State<Web>,
    Who(visitor): Who,
    over: Option<Extension<SessionOver>>,
    Query(fields): Query,
) -> Page<Response> {
    let way = Way::asked(&fields);
    match visitor {
        Some(visitor) if visitor.session.strong => Ok(go(way.destination())),
        Some(_) => Ok(go(&way.through("/second-facteur"))),
        None => {
            let mut view = view(&web, &way, over.map(|Extension(over)| over)).await?;
            view.page.notices.extend(done(fields.text("fait")));
            Ok(view.into_response())
        }
    }
}

/// What was just done elsewhere and leads here.
fn done(what: &str) -> Option<Notice> {
    let text = match what {
        "mot-de-passe" => "Votre mot de passe est changé. Connectez-vous avec le nouveau.",
        "depart" => "Vous êtes déconnecté.",
        _ => return None,
    };
    Some(Notice::new(Tone::Success, text))
}

/// The page, in the place of one that asks who the person is.
pub(crate) async fn sign_in_page(
    web: &Web,
    way: &Way,
    over: Option<SessionOver>,
    lost: bool,
) -> Page<Response> {
    let mut view = view(web, way, over).await?;
    let notice = if lost {
        lost_notice()
    } else {
        Notice::new(Tone::Info, "Ce que vous avez tapé est gardé. Connectez-vous pour l'envoyer.")
    };
    view.page.notices.push(notice);
    Ok(view.into_response())
}

async fn view(web: &Web, way: &Way, over: Option<SessionOver>) -> Page<SignInView> {
    let page = views::Page::apart("Se connecter");
    let mut view = SignInView::new(page, way.hidden());
    view.page.notices.extend(over.map(over_notice));
    view.passkeys = web.app.has_passkeys();
    view.providers = externe::buttons(web, way, "Se connecter avec");
    let people = web.app.demo_people().await?;
    view.demo = people.into_iter().map(|person| demo_line(person, way)).collect();
    Ok(view)
}

fn demo_line(person: DemoPerson, way: &Way) -> DemoLine {
    let mut enter = ActionForm::new(format!("Entrer comme {}", person.name), "/demo/entrer")
        .with("personne", person.user.to_string());
    enter.hidden.extend(way.hidden());
    DemoLine { roles: person.roles.join(", "), name: person.name, enter }
}

/// POST `/connexion` `courriel`, `mot_de_passe`.
pub(crate) async fn enter(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<Response> {
    let way = Way::of(&fields);
    let with = Credentials {
        email: fields.text("courriel"),
        password: SecretString::from(fields.raw("mot_de_passe").unwrap_or_default()),
        device: &caller.device,
        address: &caller.address,
    };
    let why = match web.app.sign_in(&with).await? {
        SignIn::Opened(opened) => return go_on(&web, opened.token.as_str(), &way).await,
        SignIn::Wrong => WRONG.to_owned(),
        SignIn::Locked { until } => locked(until),
    };
    refused(&web, &way, with.email, why).await
}

/// The same page with what is wrong; the address stays, the password is typed again.
pub(super) async fn refused(web: &Web, way: &Way, email: &str, why: String) -> Page<Response> {
    let mut view = view(web, way, None).await?;
    view.courriel = view.courriel.value(email);
    view.mot_de_passe.error = Some(why);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
}

/// POST `/deconnexion`.
pub(crate) async fn leave(State(web): State<Web>, Who(visitor): Who, fields: Fields) -> Page<Response> {
    let mut there = None;
    if let Some(visitor) = visitor {
        web.app.sign_out(&visitor).await?;
        there = web.app.provider_logout(&visitor.session).await;
    }
    let way = Way::of(&fields);
    let url = match way.destination() {
        "/" => "/connexion?fait=depart".to_owned(),
        other => other.to_owned(),
    };
    let mut response = there.map_or_else(|| go(&url), |there| externe::sign_out_there(there.as_str()));
    response.headers_mut().append(SET_COOKIE, cookie::take_back(web.https));
    Ok(response)
}

/// POST `/demo/entrer` `personne`: nothing outside a demonstration.
pub(crate) async fn demo(State(web): State<Web>, caller: Caller, fields: Fields) -> Page<Response> {
    let user: UserId = fields.text("personne").parse().map_err(|_| PageError::NotFound)?;
    let opened = web.app.enter_demo(user, &caller.device).await?;
    go_on(&web, opened.token.as_str(), &Way::of(&fields)).await
}
