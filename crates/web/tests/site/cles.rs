//! Passkeys, with a device that answers as browsers do, and answers that should not open anything.

use axum::http::StatusCode;
use domain::authz::Role;
use domain::ids::CptsId;
use scraper::{Html, Selector};
use serde_json::Value;
use testkit::{Answer, Device};

use super::browser::{Browser, Door, EMAIL, PASSWORD};

const ORIGIN: &str = "http://maillage.test";

/// What a page gives to the device, and what it sends back with the answer.
struct Exchange {
    options: String,
    jeton: String,
}

impl Exchange {
    fn of(answer: &Answer) -> Self {
        let page = Html::parse_document(&String::from_utf8(answer.bytes.clone()).unwrap());
        let attribute = |selector: &str, name: &str| {
            let found = page.select(&Selector::parse(selector).unwrap()).next();
            found.unwrap_or_else(|| panic!("no {selector}")).attr(name).unwrap().to_owned()
        };
        let options = attribute("form[data-cle-acces]", "data-options");
        Self { options, jeton: attribute("input[name=jeton]", "value") }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.options).unwrap()
    }

    async fn answer(&self, browser: &Browser<'_>, path: &str, answer: &str) -> Answer {
        browser.post(path, &[("jeton", &self.jeton), ("reponse", answer), ("nom", "Téléphone")]).await
    }
}

async fn start(browser: &Browser<'_>, path: &str) -> Exchange {
    Exchange::of(&browser.post(path, &[("courriel", EMAIL)]).await)
}

const SIGN_IN: &str = "/connexion/cle-acces";
const SIGN_IN_ANSWER: &str = "/connexion/cle-acces/reponse";
const ADD: &str = "/second-facteur/cle";
const ADD_ANSWER: &str = "/second-facteur/cle/reponse";
const GIVE: &str = "/second-facteur/cle-acces";
const GIVE_ANSWER: &str = "/second-facteur/cle-acces/reponse";

/// Adds a passkey to the account of this browser.
async fn add(browser: &Browser<'_>) -> Device {
    let device = Device::new(ORIGIN);
    let exchange = start(browser, ADD).await;
    let answer = exchange.answer(browser, ADD_ANSWER, &device.register(&exchange.options)).await;
    assert!(matches!(answer.status, StatusCode::OK | StatusCode::SEE_OTHER), "{}", answer.text());
    device
}

/// A coordinator whose only second factor is a passkey.
async fn coordinator(door: &Door) -> (Device, Browser<'_>, CptsId) {
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    assert_eq!(browser.password(EMAIL, PASSWORD).await.location(), "/second-facteur");
    (add(&browser).await, browser, cpts)
}

/// What a passkey that does not suit is answered; the browser stays as it was.
async fn refused(browser: &Browser<'_>, exchange: &Exchange, answer: &str) {
    let before = browser.token().await;
    let answer = exchange.answer(browser, SIGN_IN_ANSWER, answer).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.location());
    assert!(answer.text().contains("n'a pas donné de clé d'accès qui convienne"), "{}", answer.text());
    assert_eq!(browser.token().await, before);
}

#[tokio::test]
async fn a_passkey_is_a_second_factor_with_recovery_codes_and_opens_alone_a_strong_session() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    browser.password(EMAIL, PASSWORD).await;
    let (page, weak) = (format!("/c/{cpts}/territoires"), browser.token().await);
    let exchange = start(&browser, ADD).await;
    assert_eq!(exchange.json()["publicKey"]["rp"]["id"], "maillage.test");
    let mut device = Device::new(ORIGIN);
    let answer = exchange.answer(&browser, ADD_ANSWER, &device.register(&exchange.options)).await;
    assert!(answer.text().contains("Garder vos codes de secours"), "{}", answer.text());
    assert_ne!(browser.token().await, weak, "the token changes with the second factor");
    assert_eq!(browser.get(&page).await.status, StatusCode::OK);
    assert!(browser.get("/compte").await.text().contains("Clé d'accès «\u{a0}Téléphone\u{a0}»"));

    // Alone, without password.
    let other = door.browser();
    let exchange = start(&other, SIGN_IN).await;
    device.counter += 1;
    let answer = exchange.answer(&other, SIGN_IN_ANSWER, &device.sign_in(&exchange.options)).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(other.get(&page).await.status, StatusCode::OK, "strong at once");

    // After a password.
    let third = door.browser();
    third.password(EMAIL, PASSWORD).await;
    assert!(third.get("/second-facteur").await.text().contains("Utiliser ma clé d'accès"));
    let exchange = start(&third, GIVE).await;
    device.counter += 1;
    let answer = exchange.answer(&third, GIVE_ANSWER, &device.sign_in(&exchange.options)).await;
    assert_eq!(answer.location(), "/", "{}", answer.text());
    assert_eq!(third.get(&page).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_serves_once_and_for_its_exchange_only() {
    let door = Door::new().await;
    let (mut device, _, _) = coordinator(&door).await;
    let browser = door.browser();
    let exchange = start(&browser, SIGN_IN).await;
    device.counter += 1;
    let answer = device.sign_in(&exchange.options);
    assert_eq!(exchange.answer(&browser, SIGN_IN_ANSWER, &answer).await.location(), "/");
    let thief = door.browser();
    refused(&thief, &exchange, &answer).await;
    refused(&thief, &start(&thief, SIGN_IN).await, &answer).await;
    let again = start(&thief, SIGN_IN).await;
    device.counter += 1;
    let late = device.sign_in(&again.options);
    door.clock.minutes(domain::securite::rules().unwrap().exchange_life.as_mins() + 1);
    refused(&thief, &again, &late).await;
    for garbage in ["", "{}", "null"] {
        refused(&thief, &start(&thief, SIGN_IN).await, garbage).await;
    }
    let unknown = Exchange { options: String::new(), jeton: "inconnu".into() };
    refused(&thief, &unknown, "{}").await;
}

#[tokio::test]
async fn an_answer_for_another_site_or_without_the_person_opens_nothing() {
    let door = Door::new().await;
    let (mut device, _, _) = coordinator(&door).await;
    let browser = door.browser();
    for origin in ["https://maillage.test.attaque.example", "https://maillage.test", "http://attaque.example"]
    {
        let exchange = start(&browser, SIGN_IN).await;
        device.origin = origin.to_owned();
        device.counter += 1;
        refused(&browser, &exchange, &device.sign_in(&exchange.options)).await;
    }
    device.origin = ORIGIN.to_owned();
    device.recognises = false;
    let exchange = start(&browser, SIGN_IN).await;
    device.counter += 1;
    refused(&browser, &exchange, &device.sign_in(&exchange.options)).await;
    device.recognises = true;
    // A counter that goes back: the key was copied.
    device.counter = 1;
    let exchange = start(&browser, SIGN_IN).await;
    refused(&browser, &exchange, &device.sign_in(&exchange.options)).await;

    // Adding one from elsewhere is refused as well.
    let own = door.browser();
    door.person("autre@exemple.test").await;
    own.password("autre@exemple.test", PASSWORD).await;
    let exchange = start(&own, ADD).await;
    let there = Device::new("https://maillage.test.attaque.example");
    let answer = exchange.answer(&own, ADD_ANSWER, &there.register(&exchange.options)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.get("/compte").await.location().starts_with("/second-facteur"), "still weak");
}

#[tokio::test]
async fn the_passkey_of_another_account_opens_nothing_here() {
    let door = Door::new().await;
    let (mut device, _, cpts) = coordinator(&door).await;
    door.person("autre@exemple.test").await;
    let other = door.browser();
    other.password("autre@exemple.test", PASSWORD).await;
    let mut theirs = add(&other).await;
    theirs.counter += 1;

    let browser = door.browser();
    let exchange = start(&browser, SIGN_IN).await;
    refused(&browser, &exchange, &theirs.sign_in(&exchange.options)).await;
    // Even when it says that it is the other one.
    theirs.id = device.id;
    let exchange = start(&browser, SIGN_IN).await;
    refused(&browser, &exchange, &theirs.sign_in(&exchange.options)).await;

    // An exchange of one session, answered in another one.
    let weak = door.browser();
    weak.password(EMAIL, PASSWORD).await;
    let exchange = start(&weak, GIVE).await;
    device.counter += 1;
    let answer = exchange.answer(&other, GIVE_ANSWER, &device.sign_in(&exchange.options)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = weak.get(&format!("/c/{cpts}/territoires")).await;
    assert!(page.location().starts_with("/second-facteur"), "still weak");
    // A passkey that is known already is not added twice.
    let exchange = start(&other, ADD).await;
    let twice = exchange.answer(&other, ADD_ANSWER, &device.register(&exchange.options)).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.text());
}

#[tokio::test]
async fn a_passkey_confirms_before_what_is_sensitive() {
    let door = Door::new().await;
    let (mut device, browser, _) = coordinator(&door).await;
    door.clock.minutes(45);
    let asked = browser.post("/compte/codes-de-secours", &[]).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.text().contains("Confirmer par clé d'accès"), "{}", asked.text());
    let exchange = Exchange::of(&browser.post("/confirmer/cle-acces", &[("suite", "/compte")]).await);
    device.counter += 1;
    let (jeton, answer) = (exchange.jeton.as_str(), device.sign_in(&exchange.options));
    let fields = [("jeton", jeton), ("reponse", answer.as_str()), ("suite", "/compte")];
    assert_eq!(browser.post("/confirmer/cle-acces/reponse", &fields).await.location(), "/compte");
    let codes = browser.post("/compte/codes-de-secours", &[]).await;
    assert_eq!(codes.status, StatusCode::OK);
    assert!(codes.text().contains("Garder vos codes de secours"));
    let again = browser.post("/confirmer/cle-acces/reponse", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
}

/// The identifier of the only passkey of the account.
async fn only_passkey(browser: &Browser<'_>) -> String {
    let text = browser.get("/compte").await.text();
    let (_, rest) = text.split_once("name=\"facteur\" value=\"").unwrap();
    let values = rest.split("name=\"facteur\" value=\"").map(|part| part.split('"').next().unwrap());
    values.into_iter().find(|value| *value != "application").unwrap().to_owned()
}

#[tokio::test]
async fn a_passkey_can_be_removed_but_not_the_last_factor() {
    let door = Door::new().await;
    let (mut device, browser, _) = coordinator(&door).await;
    assert!(!browser.get("/compte").await.text().contains("Retirer la clé"), "it is the only one");
    let id = door.site.app.db().texts("SELECT credential_id FROM passkey").await;
    assert_eq!(id, [device.credential()]);
    browser.set_up(&door).await;
    let id = only_passkey(&browser).await;
    let remove = async |factor: &str| browser.post("/compte/facteurs/retirer", &[("facteur", factor)]).await;
    assert_eq!(remove("application").await.location(), "/compte?fait=facteur");
    let last = remove(&id).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.text().contains("C'est votre dernier second facteur"), "{}", last.text());

    let exchange = start(&door.browser(), SIGN_IN).await;
    device.counter += 1;
    let kept = device.sign_in(&exchange.options);
    browser.set_up(&door).await;
    assert_eq!(remove(&id).await.location(), "/compte?fait=facteur");
    refused(&door.browser(), &exchange, &kept).await;
    assert_eq!(remove(&id).await.status, StatusCode::NOT_FOUND);
    let last = remove("application").await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert_eq!(remove("x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_application_that_serves_already_is_said_in_its_words() {
    let door = Door::new().await;
    door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    browser.enter(&door).await;
    for path in ["/second-facteur/application", "/second-facteur/application/code"] {
        let answer = browser.post(path, &[("code", "123456")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("déjà en service"), "{}", answer.text());
    }
}

/// Keys and kinds of values, without the values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(parts) => parts.iter().map(|(key, part)| (key.clone(), shape(part))).collect(),
        Value::Array(list) => list.iter().map(shape).collect(),
        Value::String(_) => "text".into(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn the_options_of_an_unknown_address_look_like_those_of_a_known_one() {
    let door = Door::new().await;
    coordinator(&door).await;
    door.person("sans-cle@exemple.test").await;
    let browser = door.browser();
    let ask = async |email: &str| {
        let answer = browser.post(SIGN_IN, &[("courriel", email)]).await;
        let page = answer.text();
        (Exchange::of(&answer).json(), page.len())
    };
    let ids = |options: &Value| -> Vec<String> {
        let known = options["publicKey"]["allowCredentials"].as_array().unwrap();
        known.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let (known, _) = ask(EMAIL).await;
    let mut alone = 0;
    for rank in 0..12 {
        let email = if rank == 0 { "sans-cle@exemple.test".into() } else { format!("p{rank}@exemple.test") };
        let ((one, _), (two, _)) = (ask(&email).await, ask(&email).await);
        assert_eq!(ids(&one), ids(&two), "the same devices at every try");
        assert_ne!(one["publicKey"]["challenge"], two["publicKey"]["challenge"]);
        assert_ne!(ids(&one), ids(&known));
        if ids(&one).len() == 1 {
            assert_eq!(shape(&one), shape(&known), "{email}");
            alone += 1;
        }
    }
    assert!((1..12).contains(&alone), "some addresses show two devices, as some accounts do: {alone}");
    let exchange = Exchange::of(&browser.post(SIGN_IN, &[("courriel", "p1@exemple.test")]).await);
    refused(&browser, &exchange, &Device::new(ORIGIN).sign_in(&exchange.options)).await;
}
