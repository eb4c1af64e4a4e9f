//! What handlers share.

use app::App;
use app::comptes::{Ended, Identified, Visitor};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::shell::PageError;
use crate::shell::cookie;
use crate::views::frame::{self, Frame};

/// What handlers share.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub app: App,
    /// Whether people reach the service over HTTPS: the cookie then travels nowhere else.
    pub https: bool,
    /// How many proxies stand in front and may be believed about where requests come from.
    pub trusted_proxies: usize,
}

/// Why a request with a token comes from nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SessionOver(pub(crate) Ended);

/// Puts the person in the request, once; loads the reference data again when another process changed them.
pub(crate) async fn identify(
    axum::extract::State(web): axum::extract::State<Web>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = cookie::session(request.headers(), web.https);
    let known = match &token {
        None => Ok(Identified::Unknown),
        Some(token) => web.app.identify(token).await,
    };
    let visitor: Option<Visitor> = match known {
        Ok(Identified::Known(visitor)) => Some(*visitor),
        Ok(Identified::Over(why)) => {
            request.extensions_mut().insert(SessionOver(why));
            None
        }
        Ok(Identified::Unknown) => None,
        Err(error) => return PageError::from(error).into_response(),
    };
    let frame = Frame::of(visitor.as_ref(), request.uri().path());
    if let Some(visitor) = visitor {
        request.extensions_mut().insert(visitor.actor.clone());
        request.extensions_mut().insert(visitor);
    }
    // One short query: an import from the command line shows at the next page.
    if let Err(error) = web.app.refresh_reference().await {
        tracing::warn!(cause = %error, "reference data not refreshed");
    }
    frame::within(frame, next.run(request)).await
}
