//! Signing in at a provider of identity: Pro Santé Connect, or another one that is configured.

use app::comptes::Visitor;
use app::connexion::{Arrival, ExternalError, Practice, ProviderName, Return, Start, Wish};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::super::{Page, go};
use super::{externe_mots as mots, go_on};
use crate::access::{Path, Who};
use crate::fields::{Fields, Query};
use crate::shell::client::Caller;
use crate::shell::cookie;
use crate::shell::way::Way;
use crate::state::Web;
use crate::views;
use crate::views::components::{ActionForm, Choice, Link, Opt};
use crate::views::connexion::{DepartureView, PracticeView};

/// Name of the hidden field that holds the secret of an invitation.
const JETON: &str = "jeton";
/// Name of the field that holds the exchange of a choice.
const ECHANGE: &str = "echange";

/// The buttons of a page of the door: one for each provider.
pub(super) fn buttons(web: &Web, way: &Way, verb: &str) -> Vec<ActionForm> {
    let button = |provider: ProviderName| {
        let mut form = ActionForm::new(format!("{verb} {}", provider.label), action(&provider.key));
        form.hidden = way.hidden();
        form
    };
    web.app.providers().into_iter().map(button).collect()
}

/// The buttons of the page of an invitation: « Accepter avec Pro Santé Connect ».
pub(super) fn accept_buttons(web: &Web, secret: &str) -> Vec<ActionForm> {
    let with = |form: ActionForm| form.with(JETON, secret);
    buttons(web, &Way::default(), "Accepter avec").into_iter().map(with).collect()
}

/// The buttons that prove again who is signed in: the providers of their identities.
pub(super) async fn again(web: &Web, visitor: &Visitor, way: &Way) -> Page<Vec<ActionForm>> {
    let own = web.app.own_identities(&visitor.actor.myself()?).await?;
    let mine = |form: &ActionForm| own.iter().any(|one| action(&one.identity.provider) == form.url);
    let forms = buttons(web, way, "Confirmer avec").into_iter().filter(mine);
    Ok(forms.map(|form| form.with("but", "confirmer")).collect())
}

fn action(key: &str) -> String {
    format!("/connexion/{key}")
}

/// POST `/connexion/{fournisseur}` `suite`, `but=confirmer`, `jeton`: leaves for the provider.
pub(crate) async fn start(
    State(web): State<Web>,
    Path(key): Path<String>,
    (Who(visitor), caller): (Who, Caller),
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let wish = match (fields.text(JETON), &visitor) {
        ("", Some(visitor)) if fields.text("but") == "confirmer" => Wish::Confirm(visitor),
        ("", _) => Wish::Enter,
        (secret, _) => Wish::Accept(secret),
    };
    leave(&web, (&key, wish), &Way::of(&fields), (&headers, &caller)).await
}

/// Leaves for the provider; what comes back must come to this browser.
pub(super) async fn leave(
    web: &Web,
    (key, wish): (&str, Wish<'_>),
    way: &Way,
    (headers, caller): (&HeaderMap, &Caller),
) -> Page<Response> {
    let browser =
        cookie::exchange(headers, web.https).unwrap_or_else(|| web.app.browser_mark().as_str().to_owned());
    let way = way.carried();
    let start = Start { provider: key, wish, way: &way, browser: &browser, address: &caller.address };
    let departure = match web.app.begin_external(&start).await {
        Ok(departure) => departure,
        Err(error) => return mots::refused(web, key, error),
    };
    let title = format!("Vous allez vers {}", departure.label);
    let mut response = away(title, &departure.label, departure.url.as_str());
    response.headers_mut().append(SET_COOKIE, cookie::give_exchange(&browser, web.https));
    Ok(response)
}

/// A page that goes on elsewhere by itself.
///
/// Not a redirect: our policy forbids forms to lead to other sites, and browsers apply it to redirects too.
fn away(title: String, label: &str, url: &str) -> Response {
    let view = DepartureView {
        page: views::Page::apart(title),
        what: format!("La suite se passe sur le site de {label}."),
        next: Link::new(format!("Continuer vers {label}"), url),
    };
    let mut response = view.into_response();
    // An address that was parsed is made of visible ASCII characters.
    if let Ok(refresh) = HeaderValue::from_str(&format!("0;url={url}")) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    response
}

/// Leaves the provider too, for who signed out here.
pub(super) fn sign_out_there(url: &str) -> Response {
    away("Vous êtes déconnecté de Maillage".to_owned(), "votre fournisseur d'identité", url)
}

/// GET `/connexion/{fournisseur}/retour` `code`, `state` or `error`.
pub(crate) async fn back(
    State(web): State<Web>,
    Path(key): Path<String>,
    (Who(visitor), caller): (Who, Caller),
    headers: HeaderMap,
    Query(fields): Query,
) -> Page<Response> {
    let browser = cookie::exchange(&headers, web.https);
    let code = match fields.text("error") {
        "" => Ok(fields.text("code")),
        refusal => Err(refusal),
    };
    let back = Return {
        provider: &key,
        state: fields.text("state"),
        code,
        browser: browser.as_deref(),
        visitor: visitor.as_ref(),
        device: &caller.device,
        address: &caller.address,
    };
    let arrival = web.app.finish_external(&back).await;
    arrived(&web, &key, arrival).await
}

async fn arrived(web: &Web, key: &str, arrival: Result<Arrival, ExternalError>) -> Page<Response> {
    match arrival {
        Ok(Arrival::Opened { opened, way }) => go_on(web, opened.token.as_str(), &Way::read(&way)).await,
        Ok(Arrival::Confirmed { token, way }) => go_on(web, token.as_str(), &Way::read(&way)).await,
        Ok(Arrival::Choose { exchange, .. }) => {
            Ok(go(&format!("{}/activite?{ECHANGE}={}", action(key), exchange.as_str())))
        }
        Ok(Arrival::Attached) => Ok(go("/compte/identites?fait=reliee")),
        Ok(Arrival::Unknown) => Ok(mots::unknown(web, key)),
        Err(error) => mots::refused(web, key, error),
    }
}

/// GET `/connexion/{fournisseur}/activite` `echange`: which profession, at which place.
pub(crate) async fn practices(
    State(web): State<Web>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Query(fields): Query,
) -> Page<Response> {
    let browser = cookie::exchange(&headers, web.https);
    let exchange = fields.text(ECHANGE);
    let back = choice(&key, exchange, browser.as_deref());
    match web.app.offered_practices(&back).await {
        Ok(Some(practices)) => Ok(practice_view(&key, exchange, &practices).into_response()),
        Ok(None) => mots::refused(&web, &key, ExternalError::TooOld),
        Err(error) => mots::refused(&web, &key, error),
    }
}

fn choice<'a>(key: &'a str, exchange: &'a str, browser: Option<&'a str>) -> Return<'a> {
    Return { provider: key, state: exchange, code: Ok(""), browser, visitor: None, device: "", address: "" }
}

fn practice_view(key: &str, exchange: &str, practices: &[Practice]) -> PracticeView {
    let option = |(place, practice): (usize, &Practice)| {
        let mut option = Opt::new(place.to_string(), mots::profession_of(practice), false);
        option.hint = practice.structure.clone();
        option
    };
    PracticeView {
        page: views::Page::apart("Choisir votre activité"),
        action: format!("{}/activite", action(key)),
        hidden: vec![(ECHANGE.to_owned(), exchange.to_owned())],
        activite: Choice::new(
            "activite",
            "Votre activité",
            practices.iter().enumerate().map(option).collect(),
        ),
    }
}

/// POST `/connexion/{fournisseur}/activite` `echange`, `activite`.
pub(crate) async fn choose(
    State(web): State<Web>,
    Path(key): Path<String>,
    (Who(visitor), caller): (Who, Caller),
    headers: HeaderMap,
    fields: Fields,
) -> Page<Response> {
    let browser = cookie::exchange(&headers, web.https);
    let exchange = fields.text(ECHANGE);
    let back = Return {
        visitor: visitor.as_ref(),
        device: &caller.device,
        address: &caller.address,
        ..choice(&key, exchange, browser.as_deref())
    };
    let offered = match web.app.offered_practices(&back).await {
        Ok(offered) => offered.unwrap_or_default(),
        Err(error) => return mots::refused(&web, &key, error),
    };
    match fields.text("activite").parse::<usize>().ok().filter(|place| *place < offered.len()) {
        None if !offered.is_empty() => {
            let mut view = practice_view(&key, exchange, &offered);
            view.activite.error = Some("Choisissez une activité dans la liste.".to_owned());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
        }
        place => {
            let arrival = web.app.choose_practice(&back, place.unwrap_or_default()).await;
            arrived(&web, &key, arrival).await
        }
    }
}
