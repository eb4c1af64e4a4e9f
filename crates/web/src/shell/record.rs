//! One identifier and one log line a request; errors become pages here, because here both are known.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use super::{Htmx, NewRequestId, error};

/// Identifier of a request: in the log, in the `x-request-id` header and at the foot of error pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

/// Gives the request its identifier, turns errors into French pages, writes the log line.
pub(super) async fn record(
    State(new_request_id): State<NewRequestId>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = RequestId(new_request_id().into());
    let method = request.method().clone();
    let htmx = Htmx::of(request.headers());
    // The pattern, never the address: identifiers and searches stay out of the log.
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(id.clone());
    let response = next.run(request).await;
    let mut response = error::present(response, &id, htmx);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    tracing::info!(
        method = method.as_str(),
        route = route.as_ref().map_or("(aucune)", MatchedPath::as_str),
        status = response.status().as_u16(),
        duration_ms = started.elapsed().as_secs_f64() * 1000.0,
        request.id = &*id.0,
        "request"
    );
    response
}
