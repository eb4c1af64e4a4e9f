//! Signed tokens: who signed, for whom, until when, for which sign-in.

use std::str::FromStr as _;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm,
};
use openidconnect::{
    AuthenticationContextClass, ClaimsVerificationError, ClientId, IssuerUrl, JsonWebKey as _, Nonce,
    SignatureVerificationError,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::OidcError;

/// Signatures with a public key only: one made with our password could be made by whoever knows it.
const ALGORITHMS: [Algorithm; 8] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// What an ID token must say.
pub(super) struct Check<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    /// Accepted levels of authentication, between spaces.
    pub(super) acr: Option<&'a str>,
    pub(super) at: Timestamp,
}

/// The claims of an ID token, once everything was checked.
pub(super) fn id_token_claims(
    text: &str,
    keys: &[CoreJsonWebKey],
    check: &Check<'_>,
) -> Result<Map<String, Value>, OidcError> {
    let bad = |detail: String| OidcError::BadAnswer(format!("id token: {detail}"));
    let token = CoreIdToken::from_str(text).map_err(|error| bad(error.to_string()))?;
    let issuer = IssuerUrl::new(check.issuer.to_owned()).map_err(|error| bad(error.to_string()))?;
    let (accepted, now) = (check.acr, SystemTime::from(check.at));
    let verifier = CoreIdTokenVerifier::new_public_client(
        ClientId::new(check.client_id.to_owned()),
        issuer,
        CoreJsonWebKeySet::new(keys.to_vec()),
    )
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || now.into())
    .set_auth_context_verifier_fn(move |found: Option<&AuthenticationContextClass>| {
        let right = accepted.is_none_or(|accepted| {
            found.is_some_and(|found| accepted.split(' ').any(|value| value == found.as_str()))
        });
        if right { Ok(()) } else { Err("wrong acr".to_owned()) }
    });
    token.claims(&verifier, &Nonce::new(check.nonce.to_owned())).map_err(refusal)?;
    payload(text)
}

fn refusal(error: ClaimsVerificationError) -> OidcError {
    use {ClaimsVerificationError as Claims, SignatureVerificationError as Signature};
    match error {
        Claims::Expired(_) => OidcError::Expired,
        Claims::InvalidAudience(_) => OidcError::WrongAudience,
        Claims::InvalidAuthContext(_) => OidcError::WrongAcr,
        Claims::InvalidIssuer(_) => OidcError::WrongIssuer,
        Claims::InvalidNonce(_) => OidcError::WrongNonce,
        Claims::SignatureVerification(Signature::NoMatchingKey) => OidcError::UnknownKey,
        Claims::SignatureVerification(_) => OidcError::BadSignature,
        other => OidcError::BadAnswer(format!("id token: {other}")),
    }
}

#[derive(Deserialize)]
struct Header {
    alg: Algorithm,
    kid: Option<String>,
    crit: Option<Value>,
}

/// The claims of a signed userinfo answer. Its issuer and audience are checked when it names them.
pub(super) fn userinfo_claims(
    text: &str,
    keys: &[CoreJsonWebKey],
    check: &Check<'_>,
) -> Result<Map<String, Value>, OidcError> {
    let bad = || OidcError::BadAnswer("userinfo is not a signed token".to_owned());
    let (signed, signature) = text.rsplit_once('.').ok_or_else(bad)?;
    let (header, _) = signed.split_once('.').ok_or_else(bad)?;
    let header: Header = URL_SAFE_NO_PAD
        .decode(header)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(bad)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| bad())?;
    if header.crit.is_some() || !ALGORITHMS.contains(&header.alg) {
        return Err(OidcError::BadSignature);
    }
    let mut candidates = keys
        .iter()
        .filter(|key| header.kid.is_none() || key.key_id().map(|id| id.as_str()) == header.kid.as_deref())
        .peekable();
    if candidates.peek().is_none() {
        return Err(OidcError::UnknownKey);
    }
    if !candidates.any(|key| key.verify_signature(&header.alg, signed.as_bytes(), &signature).is_ok()) {
        return Err(OidcError::BadSignature);
    }
    let claims = payload(text)?;
    if claims.get("iss").is_some_and(|issuer| issuer != check.issuer) {
        return Err(OidcError::WrongIssuer);
    }
    let for_us = |audience: &Value| match audience {
        Value::Array(several) => several.iter().any(|one| one == check.client_id),
        one => one == check.client_id,
    };
    if !claims.get("aud").is_none_or(for_us) {
        return Err(OidcError::WrongAudience);
    }
    Ok(claims)
}

/// The middle part of a token whose signature was checked.
fn payload(text: &str) -> Result<Map<String, Value>, OidcError> {
    text.split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok())
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(|| OidcError::BadAnswer("the claims of a token cannot be read".to_owned()))
}
