//! Addresses for whoever watches the service.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Says whether the service can answer people: `Err` holds the reason, for the log only.
pub type ReadyCheck = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;

/// `/sante`: the process lives. `/pret`: it can serve, as `ready` says.
pub fn health_routes<S: Clone + Send + Sync + 'static>(ready: ReadyCheck) -> Router<S> {
    Router::new().route("/sante", get(|| async { "vivant\n" })).route("/pret", get(move || readiness(ready)))
}

async fn readiness(ready: ReadyCheck) -> Response {
    match ready().await {
        Ok(()) => "prêt\n".into_response(),
        Err(reason) => {
            tracing::warn!(reason, "not ready");
            // JSON, so that the French error page does not take its place.
            let body = axum::Json(serde_json::json!({ "etat": "pas prêt" }));
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
    }
}
