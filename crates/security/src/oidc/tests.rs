//! Tokens signed here with a key of the test, descriptions, addresses, claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::CoreJsonWebKey;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Map, Value, json};

use super::discovery::Metadata;
use super::http::is_allowed;
use super::identity::identity;
use super::token::{Check, id_token_claims, userinfo_claims};
use super::*;

pub(super) const ISSUER: &str = "https://id.exemple.fr/realms/essai";
pub(super) const NOW: i64 = 1_790_000_000;

pub(super) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn config(flavour: Flavour) -> ProviderConfig {
    ProviderConfig {
        key: "essai".into(),
        label: "Essai".into(),
        issuer: Url::parse(ISSUER).unwrap(),
        discovery: None,
        client_id: "maillage".into(),
        client_secret: SecretString::from("se cret"),
        scopes: vec!["openid".into(), "scope_all".into()],
        acr_values: None,
        flavour,
    }
}

/// A key of a provider: P-256, ES256.
pub(super) struct Signer {
    key: EcdsaKeyPair,
    kid: &'static str,
}

impl Signer {
    pub(super) fn new(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self { key: EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap(), kid }
    }

    pub(super) fn jwk(&self) -> Value {
        let point = &self.key.public_key().as_ref()[1..];
        json!({"kty": "EC", "use": "sig", "crv": "P-256", "kid": self.kid, "x": b64(&point[..32]), "y": b64(&point[32..])})
    }

    fn key(&self) -> CoreJsonWebKey {
        serde_json::from_value(self.jwk()).unwrap()
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({"alg": "ES256", "kid": self.kid, "typ": "JWT"}), claims)
    }

    fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let signed = format!("{}.{}", b64(header.to_string()), b64(claims.to_string()));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", b64(signature))
    }
}

/// The claims of a good ID token.
pub(super) fn good(issuer: &str, nonce: &str) -> Value {
    json!({
        "iss": issuer, "sub": "f:1:899700000001", "aud": "maillage", "nonce": nonce, "acr": "eidas1",
        "iat": NOW - 10, "exp": NOW + 110,
    })
}

fn with(changes: Value) -> Value {
    let mut claims = good(ISSUER, "n");
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    claims
}

fn check(at: i64) -> Check<'static> {
    let at = Timestamp::from_second(at).unwrap();
    Check { issuer: ISSUER, client_id: "maillage", nonce: "n", acr: Some("eidas1"), at }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn a_good_token_gives_its_claims() {
    let signer = Signer::new("a");
    let claims = id_token_claims(&signer.sign(&good(ISSUER, "n")), &[signer.key()], &check(NOW)).unwrap();
    assert_eq!(claims["sub"], "f:1:899700000001");
}

#[test]
fn each_wrong_claim_has_its_own_reason() {
    let signer = Signer::new("a");
    let refuse = |changes: Value, at: i64| {
        id_token_claims(&signer.sign(&with(changes)), &[signer.key()], &check(at)).unwrap_err()
    };
    assert!(matches!(refuse(json!({}), NOW + 110), OidcError::Expired));
    assert!(matches!(refuse(json!({"acr": "eidas2"}), NOW), OidcError::WrongAcr));
    assert!(matches!(refuse(json!({"acr": null}), NOW), OidcError::WrongAcr));
    assert!(matches!(refuse(json!({"nonce": "m"}), NOW), OidcError::WrongNonce));
    assert!(matches!(refuse(json!({"nonce": null}), NOW), OidcError::WrongNonce));
    assert!(matches!(refuse(json!({"aud": "other"}), NOW), OidcError::WrongAudience));
    assert!(matches!(refuse(json!({"aud": ["maillage", "other"]}), NOW), OidcError::WrongAudience));
    assert!(matches!(refuse(json!({"iss": "https://id.exemple.fr"}), NOW), OidcError::WrongIssuer));
    assert!(matches!(refuse(json!({"exp": null}), NOW), OidcError::BadAnswer(_)));
}

#[test]
fn only_a_published_key_signs() {
    let (ours, other) = (Signer::new("a"), Signer::new("a"));
    let (keys, claims) = ([ours.key()], good(ISSUER, "n"));
    let refuse = |token: &str| id_token_claims(token, &keys, &check(NOW)).unwrap_err();
    assert!(matches!(refuse(&other.sign(&claims)), OidcError::BadSignature));
    assert!(matches!(refuse(&Signer::new("b").sign(&claims)), OidcError::UnknownKey));
    let none = format!("{}.{}.", b64(json!({"alg": "none"}).to_string()), b64(claims.to_string()));
    assert!(matches!(refuse(&none), OidcError::BadSignature | OidcError::BadAnswer(_)));
    let shared = ours.sign_as(&json!({"alg": "HS256", "kid": "a"}), &claims);
    assert!(matches!(refuse(&shared), OidcError::BadSignature));
    let good = ours.sign(&claims);
    let (head, tail) = good.split_once('.').unwrap();
    let forged =
        format!("{head}.{}.{}", b64(with(json!({"sub": "x"})).to_string()), tail.split_once('.').unwrap().1);
    assert!(matches!(refuse(&forged), OidcError::BadSignature));
    for garbage in ["", "a", "a.b", "a.b.c", "a.b.c.d.e"] {
        assert!(matches!(refuse(garbage), OidcError::BadAnswer(_)), "{garbage}");
    }
}

#[test]
fn a_signed_userinfo_is_checked_as_well() {
    let (ours, other) = (Signer::new("a"), Signer::new("a"));
    let keys = [ours.key()];
    let read = |token: &str| userinfo_claims(token, &keys, &check(NOW));
    let claims = json!({"sub": "s", "aud": ["maillage"], "iss": ISSUER});
    assert_eq!(read(&ours.sign(&claims)).unwrap()["sub"], "s");
    assert!(read(&ours.sign(&json!({"sub": "s"}))).is_ok());
    assert!(matches!(read(&other.sign(&claims)), Err(OidcError::BadSignature)));
    assert!(matches!(read(&Signer::new("b").sign(&claims)), Err(OidcError::UnknownKey)));
    assert!(matches!(read(&ours.sign(&json!({"sub": "s", "aud": "x"}))), Err(OidcError::WrongAudience)));
    assert!(matches!(read(&ours.sign(&json!({"sub": "s", "iss": "x"}))), Err(OidcError::WrongIssuer)));
    let critical = ours.sign_as(&json!({"alg": "ES256", "kid": "a", "crit": ["b64"]}), &claims);
    assert!(matches!(read(&critical), Err(OidcError::BadSignature)));
    assert!(matches!(read("{}"), Err(OidcError::BadAnswer(_))));
}

#[test]
fn a_health_professional_is_read_with_every_exercice() {
    let token = object(json!({"sub": "f:1:899700000001"}));
    let userinfo = object(json!({
        "sub": "f:1:899700000001", "SubjectNameID": " 8997 00000001 ", "given_name": "CAMILLE",
        "family_name": "", "email": "a@exemple.fr", "email_verified": true,
        "SubjectRefPro": {"codeCivilite": "MME", "exercices": [
            {"codeProfession": "60", "codeCategorieProfessionnelle": "C", "activities": [
                {"codeModeExercice": "L", "numeroSiretSite": "", "numeroFinessSite": "990000001",
                 "raisonSocialeSite": "CABINET D'ESSAI"},
            ]},
            {"codeProfession": "26", "codeCategorieProfessionnelle": "", "activities": null},
        ]},
    }));
    let config = config(Flavour::ProSanteConnect);
    let identity = identity(&config, token, Some(userinfo), "the.signed.token").unwrap();
    assert_eq!(identity.national_id.as_deref(), Some("899700000001"));
    assert_eq!((identity.given_name.as_deref(), identity.family_name.as_deref()), (Some("CAMILLE"), None));
    assert_eq!(identity.email, None, "Pro Santé Connect does not prove an e-mail address");
    assert!(identity.strong);
    let activity = Activity {
        mode: Some("L".into()),
        siret: None,
        finess: Some("990000001".into()),
        name: Some("CABINET D'ESSAI".into()),
    };
    let nurse = Exercice {
        profession_code: Some("60".into()),
        category: Some("C".into()),
        activities: vec![activity],
    };
    let other = Exercice { profession_code: Some("26".into()), ..Exercice::default() };
    assert_eq!(identity.exercices, [nurse, other]);
    assert_eq!(format!("{identity:?}"), "Identity(essai, hidden)");
}

#[test]
fn an_address_counts_only_when_the_provider_checked_it() {
    let config = config(Flavour::Generic);
    let email = |claims: Value| identity(&config, object(claims), None, "t").unwrap().email;
    let claims = |verified: Value| json!({"sub": "s", "email": "a@exemple.fr", "email_verified": verified});
    assert_eq!(email(claims(json!(true))).as_deref(), Some("a@exemple.fr"));
    assert_eq!(email(claims(json!(false))), None);
    assert_eq!(email(json!({"sub": "s", "email": "a@exemple.fr"})), None);
    assert_eq!(email(json!({"sub": "s", "email": "", "email_verified": true})), None);
}

#[test]
fn an_answer_without_a_person_or_about_another_is_refused() {
    let generic = config(Flavour::Generic);
    let who = |token: Value, userinfo: Option<Value>, config: &ProviderConfig| {
        identity(config, object(token), userinfo.map(object), "t")
    };
    assert!(matches!(who(json!({"sub": ""}), None, &generic), Err(OidcError::NoSubject)));
    assert!(matches!(who(json!({"sub": "a"}), Some(json!({})), &generic), Err(OidcError::NoSubject)));
    let other = who(json!({"sub": "a"}), Some(json!({"sub": "b"})), &generic);
    assert!(matches!(other, Err(OidcError::BadAnswer(_))));
    let psc = config(Flavour::ProSanteConnect);
    let nameless = who(json!({"sub": "a", "SubjectNameID": ""}), None, &psc);
    assert!(matches!(nameless, Err(OidcError::NoSubject)));
    assert!(!who(json!({"sub": "a"}), None, &generic).unwrap().strong);
}

fn description(changes: Value) -> Vec<u8> {
    let mut document = json!({
        "issuer": ISSUER, "authorization_endpoint": "https://wallet.exemple.fr/auth",
        "token_endpoint": "https://id.exemple.fr/token", "jwks_uri": "https://id.exemple.fr/certs",
    });
    document.as_object_mut().unwrap().extend(object(changes));
    document.to_string().into_bytes()
}

#[test]
fn a_description_is_read_and_anothers_is_refused() {
    let config = config(Flavour::Generic);
    let read = |changes: Value| Metadata::read(&config, &description(changes));
    let metadata = read(json!({"issuer": format!("{ISSUER}/")})).unwrap();
    assert_eq!(metadata.issuer, format!("{ISSUER}/"), "tokens carry the issuer as it is written");
    assert!(metadata.basic && metadata.userinfo.is_none() && metadata.end_session.is_none());
    assert!(!read(json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]})).unwrap().basic);
    for changes in [
        json!({"issuer": "https://id.exemple.com/realms/essai"}),
        json!({"token_endpoint": "http://id.exemple.fr/token"}),
        json!({"userinfo_endpoint": "file:///etc/passwd"}),
        json!({"jwks_uri": null}),
    ] {
        assert!(matches!(read(changes.clone()), Err(OidcError::BadDiscovery(_))), "{changes}");
    }
    assert!(matches!(Metadata::read(&config, b"<html>"), Err(OidcError::BadDiscovery(_))));
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let allowed = |text: &str| is_allowed(&Url::parse(text).unwrap());
    assert!(allowed("https://id.exemple.fr/a") && allowed("http://127.0.0.1:3000/a"));
    for text in ["http://id.exemple.fr", "http://localhost", "http://127.0.0.1.exemple.fr", "ftp://127.0.0.1"]
    {
        assert!(!allowed(text), "{text}");
    }
    assert!(!allowed("https://a:b@id.exemple.fr"));
}

#[test]
fn pro_sante_connect_has_its_own_file_name_and_level() {
    let psc = config(Flavour::ProSanteConnect);
    let at = |config: &ProviderConfig| config.discovery_url().unwrap().to_string();
    assert_eq!(at(&psc), format!("{ISSUER}/.well-known/wallet-openid-configuration"));
    assert_eq!(at(&config(Flavour::Generic)), format!("{ISSUER}/.well-known/openid-configuration"));
    let elsewhere = Url::parse("https://id.exemple.fr/d").unwrap();
    assert_eq!(at(&ProviderConfig { discovery: Some(elsewhere.clone()), ..psc.clone() }), elsewhere.as_str());
    assert_eq!((psc.acr(), config(Flavour::Generic).acr()), (Some("eidas1"), None));
    assert_eq!(ProviderConfig { acr_values: Some(" a b ".into()), ..psc }.acr(), Some("a b"));
}
