//! Errors as people read them: what happened, why, what to do, a reference to quote.

use std::any::Any;

use askama::Template;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::authz::{Denied, Refusal};

use super::{Htmx, RequestId};
use crate::views::{ErrorMessage, ErrorView};

/// An error that ends a request with a page. The texts are in [`PageError::words`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// 400: the request cannot be read. The sentence says what is wrong, in French.
    BadRequest(String),
    /// 401: the person must first show who they are. The shell turns it into the page where they do.
    Identity(Need),
    /// 403: the account may not do this.
    Forbidden,
    /// 403: another site's page asked for the change.
    OtherSite,
    /// 404: nothing lives at this address.
    NotFound,
    /// 405: the address exists, but not for this action.
    MethodNotAllowed,
    /// 409: something changed meanwhile. The sentence says what, in French.
    Conflict(String),
    /// 410: the link was good and is over.
    LinkOver,
    /// 413: the file or the form is too large.
    TooLarge,
    /// 422: what was sent cannot be accepted. The sentence says why, in French.
    Unprocessable(String),
    /// 429: too many times in too little time. The sentence says when to try again, in French.
    TooMany(String),
    /// 500: our fault. The cause is in the log, never on the page.
    Internal,
    /// 503: the service starts, is being updated, or is too busy.
    Unavailable,
}

/// What the person must show before going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Sign in, for the first time or again.
    SignIn,
    /// Give the second factor of this session, or set one up.
    SecondFactor,
    /// Confirm their identity: the page is about money or rights.
    Confirmation,
}

impl From<Denied> for PageError {
    fn from(denied: Denied) -> Self {
        match denied.why {
            Refusal::NotGranted => PageError::Forbidden,
            Refusal::SecondFactor => PageError::Identity(Need::SecondFactor),
            Refusal::Confirmation => PageError::Identity(Need::Confirmation),
        }
    }
}

/// The three parts of an error that do not change from one request to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorWords {
    /// What happened.
    pub what: &'static str,
    /// Why.
    pub why: String,
    /// What to do.
    pub todo: &'static str,
}

impl PageError {
    /// Writes the cause of an internal error to the log, once, and gives the error to answer.
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        let mut chain = cause.to_string();
        let mut source = cause.source();
        while let Some(deeper) = source {
            chain.push_str(": ");
            chain.push_str(&deeper.to_string());
            source = deeper.source();
        }
        tracing::error!(cause = chain, "internal error");
        PageError::Internal
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            PageError::BadRequest(_) => StatusCode::BAD_REQUEST,
            PageError::Identity(_) => StatusCode::UNAUTHORIZED,
            PageError::Forbidden | PageError::OtherSite => StatusCode::FORBIDDEN,
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            PageError::Conflict(_) => StatusCode::CONFLICT,
            PageError::LinkOver => StatusCode::GONE,
            PageError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            PageError::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            PageError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            PageError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            PageError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What people read.
    pub fn words(&self) -> ErrorWords {
        let words = |what, why: &str, todo| ErrorWords { what, why: why.to_owned(), todo };
        match self {
            PageError::BadRequest(why) => words(
                "Cette demande n'a pas pu être lue",
                why,
                "Revenez à la page précédente, puis recommencez.",
            ),
            PageError::Identity(Need::SignIn) => words(
                "Cette page demande une connexion",
                "Personne n'est connecté dans ce navigateur, ou la session est terminée.",
                "Connectez-vous, puis recommencez.",
            ),
            PageError::Identity(Need::SecondFactor) => words(
                "Cette page demande un second facteur",
                "Votre mot de passe seul ne suffit pas pour voir des données de personnes.",
                "Donnez le code de votre application, ou utilisez votre clé d'accès.",
            ),
            PageError::Identity(Need::Confirmation) => words(
                "Cette page demande de confirmer votre identité",
                "Elle touche à l'argent ou aux droits. Votre dernière confirmation est trop ancienne.",
                "Confirmez votre identité, puis recommencez.",
            ),
            PageError::Forbidden => words(
                "Vous n'avez pas accès à cette page",
                "Votre compte n'a pas le droit demandé par cette page.",
                "Demandez ce droit à la coordination de votre CPTS.",
            ),
            PageError::OtherSite => words(
                "Cette modification n'a pas été faite",
                "La demande vient d'un autre site. Par sécurité, seules les pages de Maillage peuvent modifier vos données.",
                "Ouvrez la page depuis Maillage, puis recommencez.",
            ),
            PageError::LinkOver => words(
                "Ce lien ne fonctionne plus",
                "Il a expiré, ou la personne qui vous l'a donné l'a retiré.",
                "Demandez un nouveau lien à votre CPTS.",
            ),
            PageError::NotFound => words(
                "Cette page n'existe pas",
                "L'adresse est incomplète, ou ce qu'elle montrait a été retiré.",
                "Vérifiez l'adresse, ou repartez de l'accueil.",
            ),
            PageError::MethodNotAllowed => words(
                "Cette adresse ne s'ouvre pas ainsi",
                "Elle reçoit les réponses d'un formulaire. Elle ne montre pas de page.",
                "Repartez de l'accueil, puis suivez les liens.",
            ),
            PageError::Conflict(why) => words(
                "Cette modification n'a pas été faite",
                why,
                "Rouvrez la page pour voir l'état actuel, puis recommencez si besoin.",
            ),
            PageError::TooLarge => words(
                "Cet envoi est trop lourd",
                "Le fichier ou le texte dépasse la taille que cette page accepte.",
                "Retirez les feuilles et les colonnes inutiles. Un fichier CSV est plus léger qu'un classeur.",
            ),
            PageError::Unprocessable(why) => words(
                "Cette demande n'a pas pu être acceptée",
                why,
                "Revenez à la page précédente, corrigez, puis recommencez.",
            ),
            PageError::TooMany(when) => words(
                "Trop de demandes en peu de temps",
                when,
                "Attendez cette heure, puis recommencez. Rien n'est perdu.",
            ),
            PageError::Internal => words(
                "Maillage a rencontré une panne",
                "Le défaut vient du logiciel, pas de vous. Rien n'a été enregistré par cette demande.",
                "Réessayez dans un instant. Si la panne revient, donnez la référence ci-dessous à la personne qui gère Maillage.",
            ),
            PageError::Unavailable => words(
                "Maillage n'est pas disponible pour le moment",
                "Le service démarre, est en cours de mise à jour, ou répond trop lentement.",
                "Réessayez dans une minute.",
            ),
        }
    }

    /// The error that stands for a bare status, such as those of the framework.
    fn of_status(status: StatusCode) -> Option<Self> {
        let unreadable = "Le formulaire est arrivé incomplet ou sous une forme inattendue.";
        Some(match status {
            StatusCode::UNAUTHORIZED => PageError::Identity(Need::SignIn),
            StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                PageError::BadRequest(unreadable.to_owned())
            }
            StatusCode::FORBIDDEN => PageError::Forbidden,
            StatusCode::NOT_FOUND => PageError::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => PageError::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            StatusCode::UNPROCESSABLE_ENTITY => PageError::Unprocessable(unreadable.to_owned()),
            StatusCode::INTERNAL_SERVER_ERROR => PageError::Internal,
            StatusCode::SERVICE_UNAVAILABLE => PageError::Unavailable,
            _ => return None,
        })
    }
}

impl IntoResponse for PageError {
    /// The status alone: [`present`] adds the words, with the reference of the request.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Answers after a panic; the panic itself is logged here, because nothing else will.
#[allow(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
pub(super) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("(no message)");
    tracing::error!(panic = text, "a request panicked");
    PageError::Internal.into_response()
}

/// Turns a [`PageError`], or a bare error of the framework, into a French page or fragment.
pub(super) fn present(response: Response, id: &RequestId, htmx: Htmx) -> Response {
    let Some(error) = error_of(&response) else { return response };
    let status = response.status();
    let html = if htmx.0 {
        ErrorMessage::new(error.words(), &id.0).render()
    } else {
        ErrorView::new(&error.words(), &id.0).render()
    };
    let body = html.unwrap_or_else(|_| error.words().what.to_owned());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    if htmx.0 {
        // The fragment that was asked for does not exist: the message goes to the page's message area.
        parts.headers.insert("HX-Retarget", HeaderValue::from_static("#messages"));
        parts.headers.insert("HX-Reswap", HeaderValue::from_static("innerHTML"));
        parts.headers.insert("HX-Reselect", HeaderValue::from_static("#erreur"));
    }
    (status, parts.headers, Html(body)).into_response()
}

fn error_of(response: &Response) -> Option<PageError> {
    if let Some(error) = response.extensions().get::<PageError>() {
        return Some(error.clone());
    }
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = kind.is_empty() || kind.starts_with("text/plain");
    if bare { PageError::of_status(response.status()) } else { None }
}
