//! What a provider says of itself.

use serde::Deserialize;
use url::Url;

use super::http::is_allowed;
use super::{OidcError, ProviderConfig};

/// The members of the document that we use.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// The document, read and checked.
#[derive(Debug)]
pub(super) struct Metadata {
    /// As the provider writes it: tokens carry these very characters.
    pub(super) issuer: String,
    pub(super) authorization: Url,
    pub(super) token: Url,
    pub(super) keys: Url,
    pub(super) userinfo: Option<Url>,
    pub(super) end_session: Option<Url>,
    /// The secret goes in the header (`client_secret_basic`, the usual way) and not in the form.
    pub(super) basic: bool,
}

impl Metadata {
    /// Reads the document and refuses another issuer's, or addresses without protection.
    pub(super) fn read(config: &ProviderConfig, json: &[u8]) -> Result<Self, OidcError> {
        let document: Document =
            serde_json::from_slice(json).map_err(|error| OidcError::BadDiscovery(error.to_string()))?;
        // A final slash is the only difference that reading the configured address can make.
        if document.issuer.trim_end_matches('/') != config.issuer.as_str().trim_end_matches('/') {
            return Err(OidcError::BadDiscovery(format!("issuer is {}", document.issuer)));
        }
        let methods = &document.token_endpoint_auth_methods_supported;
        let has = |name: &str| methods.iter().any(|method| method == name);
        Ok(Self {
            basic: has("client_secret_basic") || !has("client_secret_post"),
            authorization: address(&document.authorization_endpoint)?,
            token: address(&document.token_endpoint)?,
            keys: address(&document.jwks_uri)?,
            userinfo: document.userinfo_endpoint.as_deref().map(address).transpose()?,
            end_session: document.end_session_endpoint.as_deref().map(address).transpose()?,
            issuer: document.issuer,
        })
    }
}

/// An address of the document, if we may talk to it.
fn address(text: &str) -> Result<Url, OidcError> {
    let url = Url::parse(text).map_err(|error| OidcError::BadDiscovery(format!("{text}: {error}")))?;
    if !is_allowed(&url) {
        return Err(OidcError::BadDiscovery(format!("{text} is not https")));
    }
    Ok(url)
}
