//! What handlers share.

use std::sync::Arc;

use app::App;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::authz::Actor;

/// Says who asks: from a session once there are accounts; the local person until then (decision 0006).
pub type Identify = Arc<dyn Fn(&axum::http::HeaderMap) -> Option<Actor> + Send + Sync>;

/// What handlers share.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub app: App,
    /// Who asks.
    pub identify: Identify,
}

/// Puts the actor in the request, once; loads the reference data again when another process changed them.
pub(crate) async fn identify(
    axum::extract::State(web): axum::extract::State<Web>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(actor) = (web.identify)(request.headers()) {
        request.extensions_mut().insert(actor);
    }
    // One short query: an import from the command line shows at the next page.
    if let Err(error) = web.app.refresh_reference().await {
        tracing::warn!(cause = %error, "reference data not refreshed");
    }
    next.run(request).await
}
