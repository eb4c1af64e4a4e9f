//! What surrounds every request, whatever the page: identity, log, limits, headers, errors in French.

pub(crate) mod client;
pub(crate) mod cookie;
mod error;
mod guard;
mod headers;
mod health;
mod htmx;
pub(crate) mod identity;
mod record;
mod serve;
pub(crate) mod way;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use error::{ErrorWords, Need, PageError};
pub use health::{ReadyCheck, health_routes};
pub use htmx::Htmx;
pub use record::RequestId;
pub use serve::serve;

/// Makes the identifiers of requests: randomness is a parameter.
pub type NewRequestId = Arc<dyn Fn() -> String + Send + Sync>;

/// What surrounds the pages.
#[derive(Clone)]
pub struct Shell {
    /// Makes the identifiers of requests.
    pub new_request_id: NewRequestId,
    /// Whether people reach the service over HTTPS, directly or through a proxy.
    pub https: bool,
    /// Whether only names of this machine are answered (decision 0006).
    pub loopback_only: bool,
    /// Largest body accepted, in bytes, unless a route says otherwise.
    pub max_body_bytes: usize,
    /// Longest time that a request may take before its answer starts.
    pub timeout: Duration,
}

impl Shell {
    /// Limits that suit pages and forms: 2 MB and 30 seconds.
    pub fn new(new_request_id: NewRequestId, https: bool) -> Self {
        Self {
            new_request_id,
            https,
            loopback_only: false,
            max_body_bytes: 2 * 1024 * 1024,
            timeout: Duration::from_secs(30),
        }
    }

    /// Puts the shell around all the routes of `router`, unknown addresses included.
    ///
    /// A route that accepts larger files adds its own `DefaultBodyLimit`, which is closer to it and wins.
    pub fn wrap(self, router: Router) -> Router {
        let https = self.https;
        let router = if self.loopback_only { router.layer(from_fn(guard::loopback_name)) } else { router };
        router
            .fallback(|| async { PageError::NotFound })
            .method_not_allowed_fallback(|| async { PageError::MethodNotAllowed })
            // The last layer is the outermost.
            .layer(DefaultBodyLimit::max(self.max_body_bytes))
            .layer(from_fn(guard::same_origin))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, self.timeout))
            .layer(CatchPanicLayer::custom(error::after_panic))
            .layer(from_fn_with_state(self.new_request_id, record::record))
            .layer(CompressionLayer::new().gzip(true))
            .layer(from_fn(move |request, next| headers::secure(https, request, next)))
    }
}
