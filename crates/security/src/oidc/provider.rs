//! The exchange with one provider: description, departure, return, logout.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::discovery::Metadata;
use super::http::{Answer, Http, is_allowed};
use super::identity::{Identity, identity};
use super::token::{Check, id_token_claims, userinfo_claims};
use super::{OidcError, ProviderConfig};
use crate::entropy::Entropy;
use crate::token::Token;

/// A sign-in that starts: send the person to `url`, keep the rest until they come back, use it once.
#[derive(Clone)]
pub struct Begun {
    /// Where to send the person.
    pub url: Url,
    /// What the return address must bring back.
    pub state: String,
    /// What the ID token must contain.
    pub nonce: String,
    /// The secret of PKCE, sent with the code.
    pub verifier: String,
}

impl Begun {
    /// What [`Provider::finish`] needs of it.
    pub fn expected(&self) -> Expected<'_> {
        Expected { nonce: &self.nonce, verifier: &self.verifier }
    }
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begun(hidden)")
    }
}

/// What was kept of [`Begun`] for the return. The caller has compared the `state`.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// What the ID token must contain.
    pub nonce: &'a str,
    /// The secret of PKCE.
    pub verifier: &'a str,
}

/// A provider whose description was loaded.
#[derive(Debug)]
pub struct Provider {
    config: ProviderConfig,
    metadata: Metadata,
    keys: RwLock<Vec<CoreJsonWebKey>>,
    http: Http,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Provider {
    /// Loads the discovery document and the keys. HTTPS, or HTTP with 127.0.0.1.
    pub async fn discover(config: ProviderConfig) -> Result<Self, OidcError> {
        let (url, http) = (config.discovery_url()?, Http::new()?);
        if !is_allowed(&config.issuer) || !is_allowed(&url) {
            return Err(OidcError::BadDiscovery(format!("{url} is not https")));
        }
        let metadata = Metadata::read(&config, &document(http.get(&url, None).await?)?)?;
        let keys = fetch_keys(&http, &metadata).await?;
        Ok(Self { config, metadata, keys: RwLock::new(keys), http })
    }

    /// The configuration that was given.
    pub fn config(&self) -> &ProviderConfig {
        &self.config
    }

    /// Starts a sign-in that comes back to `redirect`, an address declared at the provider.
    pub fn begin(&self, redirect: &Url, entropy: &dyn Entropy) -> Begun {
        let draw = || Token::new(entropy).as_str().to_owned();
        let (state, nonce, verifier) = (draw(), draw(), draw());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut url = self.metadata.authorization.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", redirect.as_str())
            .append_pair("scope", &self.scope())
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if let Some(acr) = self.config.acr() {
            url.query_pairs_mut().append_pair("acr_values", acr);
        }
        Begun { url, state, nonce, verifier }
    }

    /// Exchanges the code of the return address and says who the person is.
    ///
    /// Compare `state` before, and forget `expected` whatever this answers. A return address with `error=`
    /// instead of `code=` is for [`OidcError::refused`].
    pub async fn finish(
        &self,
        redirect: &Url,
        code: &str,
        expected: Expected<'_>,
        at: Timestamp,
    ) -> Result<Identity, OidcError> {
        let tokens = self.exchange(redirect, code, expected.verifier).await?;
        let check = Check {
            issuer: &self.metadata.issuer,
            client_id: &self.config.client_id,
            nonce: expected.nonce,
            acr: self.config.acr(),
            at,
        };
        let claims = self.with_keys(|keys| id_token_claims(&tokens.id_token, keys, &check)).await?;
        let userinfo = match (&self.metadata.userinfo, &tokens.access_token) {
            (Some(url), Some(token)) => Some(self.userinfo(url, token, &check).await?),
            _ => None,
        };
        identity(&self.config, claims, userinfo, &tokens.id_token)
    }

    /// Where to send a person who signs out, if the provider knows how; it comes back to `post_logout`.
    pub fn logout_url(&self, id_token: &str, post_logout: &Url, state: &str) -> Option<Url> {
        let mut url = self.metadata.end_session.clone()?;
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", post_logout.as_str())
            .append_pair("state", state);
        Some(url)
    }

    fn scope(&self) -> String {
        let others = self.config.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid");
        std::iter::once("openid").chain(others).collect::<Vec<_>>().join(" ")
    }

    async fn exchange(&self, redirect: &Url, code: &str, verifier: &str) -> Result<Tokens, OidcError> {
        let (id, secret) = (self.config.client_id.as_str(), &self.config.client_secret);
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", verifier),
        ];
        let basic = self.metadata.basic.then_some((id, secret));
        if basic.is_none() {
            form.extend([("client_id", id), ("client_secret", secret.expose_secret())]);
        }
        let answer = self.http.post(&self.metadata.token, &form, basic).await?;
        if answer.is_success() {
            return serde_json::from_slice(&answer.body)
                .map_err(|_| OidcError::BadAnswer("no id token".to_owned()));
        }
        Err(refused(&answer))
    }

    async fn userinfo(
        &self,
        url: &Url,
        access_token: &str,
        check: &Check<'_>,
    ) -> Result<Map<String, Value>, OidcError> {
        let answer = self.http.get(url, Some(access_token)).await?;
        if !answer.is_success() {
            return Err(refused(&answer));
        }
        if !answer.content_type.starts_with("application/jwt") {
            return serde_json::from_slice(&answer.body)
                .map_err(|_| OidcError::BadAnswer("userinfo is not an object".to_owned()));
        }
        let text = String::from_utf8_lossy(&answer.body);
        self.with_keys(|keys| userinfo_claims(text.trim(), keys, check)).await
    }

    /// Checks with the known keys; an unknown one has the keys loaded again, once.
    async fn with_keys<T>(
        &self,
        verify: impl Fn(&[CoreJsonWebKey]) -> Result<T, OidcError>,
    ) -> Result<T, OidcError> {
        let known = self.keys.read().unwrap_or_else(PoisonError::into_inner).clone();
        match verify(&known) {
            Err(OidcError::UnknownKey) => {
                let fresh = fetch_keys(&self.http, &self.metadata).await?;
                let result = verify(&fresh);
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                result
            }
            other => other,
        }
    }
}

async fn fetch_keys(http: &Http, metadata: &Metadata) -> Result<Vec<CoreJsonWebKey>, OidcError> {
    let body = document(http.get(&metadata.keys, None).await?)?;
    let set: CoreJsonWebKeySet =
        serde_json::from_slice(&body).map_err(|error| OidcError::BadDiscovery(format!("keys: {error}")))?;
    Ok(set.keys().clone())
}

/// The body of a public document; a redirect is no answer.
fn document(answer: Answer) -> Result<Vec<u8>, OidcError> {
    if !answer.is_success() {
        return Err(OidcError::BadDiscovery(format!("status {}", answer.status)));
    }
    Ok(answer.body)
}

/// What an answer without success says.
fn refused(answer: &Answer) -> OidcError {
    match serde_json::from_slice::<Refusal>(&answer.body) {
        Ok(refusal) => OidcError::refused(&refusal.error),
        Err(_) => OidcError::BadAnswer(format!("status {}", answer.status)),
    }
}
