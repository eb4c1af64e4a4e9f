//! Sign-in with another house: Pro Santé Connect, or any provider that speaks OpenID Connect.
//!
//! Authorization code with PKCE, `state` and `nonce`. The discovery document, the keys, the token and the claims
//! are fetched with our own client, which follows no redirect.

mod discovery;
mod http;
mod identity;
mod provider;
mod token;

use secrecy::SecretString;
use url::Url;

pub use identity::{Activity, Exercice, Identity};
pub use provider::{Begun, Expected, Provider};

/// What is particular to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Health professionals' national sign-in: own discovery file, `eidas1`, `SubjectNameID`, no e-mail.
    ProSanteConnect,
    /// The standard alone.
    Generic,
}

/// One provider, as the operator of the instance configures it.
#[derive(Debug, Clone)]
pub struct ProviderConfig {
    /// Short name in addresses and in the database; it never changes.
    pub key: String,
    /// What the button says after "sign in with".
    pub label: String,
    /// The issuer, exactly as the provider writes it.
    pub issuer: Url,
    /// Where the discovery document is, when it is not at its usual place for this flavour.
    pub discovery: Option<Url>,
    /// The name of our instance at the provider.
    pub client_id: String,
    /// The password of our instance at the provider.
    pub client_secret: SecretString,
    /// What we ask; `openid` is always added.
    pub scopes: Vec<String>,
    /// The levels of authentication that we accept, between spaces; Pro Santé Connect supposes `eidas1`.
    pub acr_values: Option<String>,
    /// What is particular to the provider.
    pub flavour: Flavour,
}

impl ProviderConfig {
    /// The levels of authentication to ask for and to check, between spaces.
    pub(crate) fn acr(&self) -> Option<&str> {
        let usual = match self.flavour {
            Flavour::ProSanteConnect => Some("eidas1"),
            Flavour::Generic => None,
        };
        self.acr_values.as_deref().map(str::trim).filter(|values| !values.is_empty()).or(usual)
    }

    /// Where the discovery document is. Pro Santé Connect gives its own another name than the standard.
    pub(crate) fn discovery_url(&self) -> Result<Url, OidcError> {
        if let Some(url) = &self.discovery {
            return Ok(url.clone());
        }
        let name = match self.flavour {
            Flavour::ProSanteConnect => "wallet-openid-configuration",
            Flavour::Generic => "openid-configuration",
        };
        let text = format!("{}/.well-known/{name}", self.issuer.as_str().trim_end_matches('/'));
        Url::parse(&text).map_err(|error| OidcError::BadDiscovery(error.to_string()))
    }
}

/// Why a sign-in with a provider did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// No answer: network, name, certificate, or 10 seconds without a word.
    #[error("the provider does not answer: {0}")]
    Unreachable(String),
    /// The discovery document or the keys cannot be used.
    #[error("the provider's description cannot be used: {0}")]
    BadDiscovery(String),
    /// The provider refused, with its error code (`access_denied`, `invalid_grant`…).
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The person was not authenticated at the level that we ask.
    #[error("the level of authentication is not the one asked for")]
    WrongAcr,
    /// No published key signs this, even after the keys were loaded again.
    #[error("the token is signed with a key that the provider does not publish")]
    UnknownKey,
    /// The signature is wrong, absent, or of a kind that we do not accept.
    #[error("the signature of the token is wrong")]
    BadSignature,
    /// The token is no longer valid at the given time.
    #[error("the token has expired")]
    Expired,
    /// The token answers another sign-in.
    #[error("the token answers another sign-in")]
    WrongNonce,
    /// The token is for another application.
    #[error("the token is for another application")]
    WrongAudience,
    /// The token comes from another issuer.
    #[error("the token comes from another issuer")]
    WrongIssuer,
    /// The answer does not say who the person is.
    #[error("the answer does not say who the person is")]
    NoSubject,
    /// An answer that is not what the standard says.
    #[error("the provider's answer cannot be read: {0}")]
    BadAnswer(String),
}

impl OidcError {
    /// The refusal behind `error=` in a return address, cut to what such a code may contain: it goes to a log.
    pub fn refused(code: &str) -> Self {
        let kept = code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        Self::Refused(kept.take(64).collect())
    }
}

#[cfg(test)]
mod exchange_tests;
#[cfg(test)]
mod tests;
