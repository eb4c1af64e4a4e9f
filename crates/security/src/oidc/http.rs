//! The HTTP client for providers: no redirect, 10 seconds, 1 MiB at most.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret as _, SecretString};
use url::form_urlencoded::{Serializer, byte_serialize};
use url::{Host, Url};

use super::OidcError;

const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_BYTES: usize = 1024 * 1024;

/// What a provider answered, whatever the status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A client for one provider.
#[derive(Debug)]
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, OidcError> {
        // Several libraries look for the process's cryptography; the first one to say wins, and all say `ring`.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(Policy::none()).timeout(TIMEOUT).build();
        client.map(Self).map_err(|error| OidcError::Unreachable(causes(&error)))
    }

    pub(super) async fn get(&self, url: &Url, bearer: Option<&str>) -> Result<Answer, OidcError> {
        let request = self.0.get(url.clone()).header(ACCEPT, "application/json, application/jwt;q=0.9");
        send(match bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
        .await
    }

    /// Sends a form; `basic` is the user and the password of the header, when the provider takes it so.
    pub(super) async fn post(
        &self,
        url: &Url,
        form: &[(&str, &str)],
        basic: Option<(&str, &SecretString)>,
    ) -> Result<Answer, OidcError> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .0
            .post(url.clone())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        send(match basic {
            Some((user, password)) => {
                // RFC 6749, section 2.3.1: both are form-encoded before they enter the header.
                let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                request.basic_auth(encode(user), Some(encode(password.expose_secret())))
            }
            None => request,
        })
        .await
    }
}

async fn send(request: RequestBuilder) -> Result<Answer, OidcError> {
    let unreachable = |error: reqwest::Error| OidcError::Unreachable(causes(&error.without_url()));
    let mut response = request.send().await.map_err(unreachable)?;
    let content_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MAX_BYTES {
            return Err(OidcError::BadAnswer("more than 1 MiB".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status: response.status().as_u16(), content_type, body })
}

/// An error with its causes: the first one alone says only "error sending request".
fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// Whether we talk to this address: HTTPS, or plain HTTP with this very machine (for trials and tests).
pub(super) fn is_allowed(url: &Url) -> bool {
    let here = matches!(url.host(), Some(Host::Ipv4(address)) if address.is_loopback());
    let right = url.scheme() == "https" || (url.scheme() == "http" && here);
    right && url.username().is_empty() && url.password().is_none()
}
