//! Whether htmx asked.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// `true` when htmx asked: the answer is a fragment of the page instead of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Htmx(pub bool);

impl Htmx {
    /// Reads the request's headers.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(headers.get("HX-Request").is_some_and(|value| value == "true"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Htmx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}
