//! Turns « prove who you are » into the page where one does, without losing what was typed.
//!
//! A page that is opened leads there and back. A form that is sent comes back inside the page of the proof, and then
//! as a button that the person presses: nothing is sent again behind their back.

use app::comptes::Visitor;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, REFERER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::way::Way;
use super::{Htmx, Need, PageError};
use crate::fields::Fields;
use crate::pages::connexion;
use crate::state::{SessionOver, Web};

/// Largest form that is kept, in bytes.
const KEPT: u64 = 256 * 1024;
/// Pages of the door, which carry a kept form themselves: percent signs make it longer.
const CARRIED: u64 = 1024 * 1024;

/// Header of an answer to a script: the end of the session, in milliseconds since 1970.
pub(crate) const SESSION_END: &str = "x-session-end";

/// What must be known of a request once it was answered.
struct Asked {
    method: Method,
    uri: Uri,
    htmx: bool,
    referer: Option<String>,
    current: Option<String>,
    visitor: Option<Visitor>,
    over: Option<SessionOver>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            htmx: Htmx::of(headers).0,
            referer: path_of(headers, REFERER.as_str()),
            current: path_of(headers, "HX-Current-URL"),
            visitor: request.extensions().get().cloned(),
            over: request.extensions().get().copied(),
        }
    }

    fn path(&self) -> &str {
        self.uri.path_and_query().map_or("/", |path| path.as_str())
    }

    /// Where to go on, with the form that was sent when it could be kept.
    fn way(&self, form: Option<&Bytes>) -> Way {
        match form {
            // A page of the door already carries the way of another one.
            Some(body) if is_door(self.uri.path()) => Way::of(&Fields::parse(body)),
            Some(body) => Way::with_form(self.path(), body),
            None => Way::to(self.referer.as_deref().unwrap_or("/")),
        }
    }
}

/// Answers what must first be proved with the page where one proves it.
pub(crate) async fn prove(State(web): State<Web>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let (request, form) = match keep(request).await {
        Ok(kept) => kept,
        Err(error) => return error.into_response(),
    };
    let mut response = next.run(request).await;
    let Some(PageError::Identity(need)) = response.extensions().get::<PageError>().cloned() else {
        say_end(&asked, response.headers_mut());
        return response;
    };
    match asked.method {
        Method::GET | Method::HEAD => lead(&asked, need),
        _ => {
            let way = asked.way(form.as_ref());
            let page = prove_here(&web, &asked, need, &way, form.is_none()).await;
            page.unwrap_or_else(IntoResponse::into_response)
        }
    }
}

/// Tells the page that holds a fragment that asking for it put the end of the session off.
fn say_end(asked: &Asked, headers: &mut HeaderMap) {
    if let (true, Some(visitor)) = (asked.htmx, &asked.visitor) {
        headers.insert(SESSION_END, HeaderValue::from(visitor.ends_at.as_millisecond()));
    }
}

/// Leads to the page of the proof, and from there back.
fn lead(asked: &Asked, need: Need) -> Response {
    let door = match need {
        Need::SignIn => "/connexion",
        Need::SecondFactor => "/second-facteur",
        Need::Confirmation => "/confirmer",
    };
    if !asked.htmx {
        return Redirect::to(&Way::to(asked.path()).through(door)).into_response();
    }
    // A fragment is no page to come back to: the page that holds it is.
    let url = Way::to(asked.current.as_deref().unwrap_or_else(|| asked.path())).through(door);
    let mut response = StatusCode::OK.into_response();
    if let Ok(value) = HeaderValue::from_str(&url) {
        response.headers_mut().insert("HX-Redirect", value);
    }
    response
}

/// The page of the proof in the place of the answer, with what was typed inside.
async fn prove_here(
    web: &Web,
    asked: &Asked,
    need: Need,
    way: &Way,
    lost: bool,
) -> Result<Response, PageError> {
    let over = asked.over;
    let mut response = match (need, &asked.visitor) {
        (Need::SecondFactor, Some(visitor)) => connexion::factor_page(web, visitor, way, lost).await?,
        (Need::Confirmation, Some(visitor)) => connexion::confirm_page(web, visitor, way, lost).await?,
        (Need::SignIn, _) | (_, None) => connexion::sign_in_page(web, way, over, lost).await?,
    };
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    if asked.htmx {
        for (name, value) in
            [("HX-Retarget", "#contenu"), ("HX-Reselect", "#contenu"), ("HX-Reswap", "outerHTML")]
        {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(response)
}

/// Reads a small form before the page does, and gives it to the page all the same.
async fn keep(request: Request) -> Result<(Request, Option<Bytes>), PageError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let limit = if is_door(request.uri().path()) { CARRIED } else { KEPT };
    let small = request.body().size_hint().upper().is_some_and(|size| size <= limit);
    let form = kind.starts_with("application/x-www-form-urlencoded");
    if *request.method() != Method::POST || !form || !small {
        // A button that sends nothing has nothing to lose.
        let empty = request.body().is_end_stream() && *request.method() == Method::POST;
        return Ok((request, empty.then(Bytes::new)));
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, limit as usize)
        .await
        .map_err(|_| PageError::BadRequest("Le formulaire est arrivé incomplet.".to_owned()))?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), Some(bytes)))
}

fn is_door(path: &str) -> bool {
    path.starts_with("/second-facteur") || path.starts_with("/confirmer")
}

/// The path of an address in a header; the site is ours, since the change came from our pages.
fn path_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let uri: Uri = headers.get(name)?.to_str().ok()?.parse().ok()?;
    uri.path_and_query().map(|path| path.as_str().to_owned())
}
