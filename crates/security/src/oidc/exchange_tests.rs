//! A whole sign-in over HTTP with a small provider on this machine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::tests::{NOW, Signer, b64, config, good};
use super::*;
use crate::entropy::CountingEntropy;

/// Status, content type, body.
type Page = (u16, &'static str, String);

/// Answers what the test put under each path, and keeps the requests.
#[derive(Clone, Default)]
struct Server {
    pages: Arc<Mutex<HashMap<&'static str, Page>>>,
    requests: Arc<Mutex<Vec<String>>>,
    issuer: String,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { issuer: issuer.clone(), ..Self::default() };
        server.json("/.well-known/openid-configuration", json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth?kept=1"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/certs"),
            "userinfo_endpoint": format!("{issuer}/userinfo"), "end_session_endpoint": format!("{issuer}/logout"),
        }));
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = Vec::new();
                while !complete(&request) && stream.read_buf(&mut request).await.unwrap() > 0 {}
                let request = String::from_utf8(request).unwrap();
                let path = request.split(' ').nth(1).unwrap().to_owned();
                serving.requests.lock().unwrap().push(request);
                let missing = (404, "text/plain", String::new());
                let page = serving.pages.lock().unwrap().get(path.as_str()).cloned().unwrap_or(missing);
                let (status, kind, body) = page;
                let head = format!(
                    "HTTP/1.1 {status} .\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\
                     location: /userinfo\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            }
        });
        server
    }

    fn page(&self, path: &'static str, page: Page) {
        self.pages.lock().unwrap().insert(path, page);
    }

    fn json(&self, path: &'static str, value: Value) {
        self.page(path, (200, "application/json", value.to_string()));
    }

    fn count(&self, start: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|request| request.starts_with(start)).count()
    }

    fn config(&self) -> ProviderConfig {
        let issuer = Url::parse(&self.issuer).unwrap();
        ProviderConfig { issuer, acr_values: Some("eidas1".into()), ..config(Flavour::Generic) }
    }

    fn tokens(&self, signer: &Signer, nonce: &str) {
        let id_token = signer.sign(&good(&self.issuer, nonce));
        self.json("/token", json!({"id_token": id_token, "access_token": "at", "token_type": "Bearer"}));
    }
}

fn complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        body.len() >= length.map_or(0, |length| length.parse().unwrap())
    })
}

fn redirect() -> Url {
    Url::parse("https://cpts.exemple.fr/connexion/retour").unwrap()
}

async fn finish(provider: &Provider, begun: &Begun) -> Result<Identity, OidcError> {
    provider.finish(&redirect(), "the code", begun.expected(), Timestamp::from_second(NOW).unwrap()).await
}

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let (server, signer) = (Server::start().await, Signer::new("a"));
    server.json("/certs", json!({"keys": [signer.jwk(), {"kty": "unheard of"}]}));
    server.json("/userinfo", json!({"sub": "f:1:899700000001", "given_name": "CAMILLE"}));
    let provider = Provider::discover(server.config()).await.unwrap();
    let begun = provider.begin(&redirect(), &CountingEntropy::new(1));
    let asked: HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
    let is = |name: &str, value: &str| assert_eq!(asked[name], value, "{name}");
    is("kept", "1");
    is("response_type", "code");
    is("client_id", "maillage");
    is("redirect_uri", redirect().as_str());
    is("scope", "openid scope_all");
    is("acr_values", "eidas1");
    is("state", &begun.state);
    is("nonce", &begun.nonce);
    is("code_challenge_method", "S256");
    assert_eq!((asked["code_challenge"].len(), begun.verifier.len()), (43, 43));
    assert!(!begun.url.as_str().contains(&begun.verifier));

    server.tokens(&signer, &begun.nonce);
    let identity = finish(&provider, &begun).await.unwrap();
    assert_eq!(identity.given_name.as_deref(), Some("CAMILLE"));
    assert!(identity.strong);
    let requests = server.requests.lock().unwrap().join("\n");
    assert!(requests.contains(&format!("code_verifier={}", begun.verifier)), "{requests}");
    assert!(requests.contains("code=the+code&"), "{requests}");
    let basic = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, "maillage:se+cret");
    assert!(requests.contains(&format!("Basic {basic}")), "{requests}");
    assert!(requests.contains("Bearer at"), "{requests}");

    let out = provider.logout_url(&identity.id_token, &redirect(), "s").unwrap();
    let asked: HashMap<_, _> = out.query_pairs().into_owned().collect();
    assert_eq!(asked["id_token_hint"], identity.id_token);
    assert_eq!(
        (asked["post_logout_redirect_uri"].as_str(), asked["state"].as_str()),
        (redirect().as_str(), "s")
    );
}

#[tokio::test]
async fn keys_are_loaded_again_once_when_one_is_unknown() {
    let (server, old, new) = (Server::start().await, Signer::new("a"), Signer::new("b"));
    server.json("/certs", json!({"keys": [old.jwk()]}));
    let userinfo = new.sign(&json!({"sub": "f:1:899700000001"}));
    server.page("/userinfo", (200, "application/jwt; charset=utf-8", userinfo));
    let provider = Provider::discover(server.config()).await.unwrap();
    let begun = provider.begin(&redirect(), &CountingEntropy::new(1));
    server.tokens(&new, &begun.nonce);
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::UnknownKey)));
    assert_eq!(server.count("GET /certs"), 2);
    server.json("/certs", json!({"keys": [old.jwk(), new.jwk()]}));
    finish(&provider, &begun).await.unwrap();
    finish(&provider, &begun).await.unwrap();
    assert_eq!(server.count("GET /certs"), 3);
}

#[tokio::test]
async fn refusals_and_answers_out_of_the_standard_have_their_reason() {
    let (server, signer) = (Server::start().await, Signer::new("a"));
    server.json("/certs", json!({"keys": [signer.jwk()]}));
    let provider = Provider::discover(server.config()).await.unwrap();
    let begun = provider.begin(&redirect(), &CountingEntropy::new(1));
    let refusal = json!({"error": "invalid_grant\r\nx", "error_description": "…"}).to_string();
    server.page("/token", (400, "application/json", refusal));
    assert!(
        matches!(finish(&provider, &begun).await, Err(OidcError::Refused(code)) if code == "invalid_grantx")
    );
    server.page("/token", (502, "text/html", "<html>".into()));
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::BadAnswer(_))));
    server.json("/token", json!({"access_token": "at"}));
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::BadAnswer(_))));
    // A redirect is not followed: it would carry the token elsewhere.
    server.tokens(&signer, &begun.nonce);
    server.page("/userinfo", (302, "text/html", String::new()));
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::BadAnswer(_))));
    assert_eq!(server.count("GET /userinfo"), 1);
    server.page("/userinfo", (200, "application/json", "x".repeat(1024 * 1024 + 1)));
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::BadAnswer(_))));
    // An unsigned token under the type of a signed one.
    let unsigned = format!("{}.{}.", b64("{\"alg\":\"none\"}"), b64("{\"sub\":\"f:1:899700000001\"}"));
    server.page("/userinfo", (200, "application/jwt", unsigned));
    assert!(matches!(finish(&provider, &begun).await, Err(OidcError::BadSignature)));
}

#[tokio::test]
async fn a_provider_that_is_not_there_says_so() {
    let server = Server::start().await;
    let absent = ProviderConfig { issuer: Url::parse("http://127.0.0.1:9").unwrap(), ..server.config() };
    assert!(matches!(Provider::discover(absent).await, Err(OidcError::Unreachable(_))));
    let unsafe_one =
        ProviderConfig { issuer: Url::parse("http://id.exemple.fr").unwrap(), ..server.config() };
    assert!(matches!(Provider::discover(unsafe_one).await, Err(OidcError::BadDiscovery(_))));
    let nothing = ProviderConfig { discovery: Some(redirect().join("/x").unwrap()), ..server.config() };
    assert!(Provider::discover(nothing).await.is_err());
    let keyless = Provider::discover(server.config()).await;
    assert!(matches!(keyless, Err(OidcError::BadDiscovery(detail)) if detail.contains("404")));
}
