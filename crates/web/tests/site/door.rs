//! The door, attacked: sessions, passwords, second factors, what is kept and where one is led.

use std::time::{Duration, Instant};

use app::comptes::NewPerson;
use axum::http::StatusCode;
use domain::authz::Role;
use domain::ids::CptsId;
use domain::texte::Email;
use jiff::SignedDuration;
use security::password::{Cost, Passwords};
use testkit::{TestApp, TestSite, operates};

use super::browser::{Door, EMAIL, PASSWORD, code, hidden};

#[tokio::test]
async fn a_password_then_a_factor_open_the_door_and_each_changes_the_token() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    *browser.cookie.lock().await = "maillage=choisi-par-un-autre".into();
    let answer = browser.password(EMAIL, PASSWORD).await;
    assert_eq!(answer.location(), "/second-facteur");
    let flags = answer.header("set-cookie");
    assert!(
        flags.contains("HttpOnly") && flags.contains("SameSite=Lax") && flags.contains("Path=/"),
        "{flags}"
    );
    let weak = browser.token().await;
    assert_ne!(weak, "maillage=choisi-par-un-autre");

    let page = format!("/c/{cpts}/territoires");
    let answer = browser.get(&page).await;
    assert_eq!(answer.location(), format!("/second-facteur?suite=%2Fc%2F{cpts}%2Fterritoires"));
    let choice = browser.get("/second-facteur").await;
    assert!(choice.text().contains("Choisir l'application"));
    browser.set_up(&door).await;
    let strong = browser.token().await;
    assert_ne!(strong, weak, "fixation: the token changes with the second factor");
    assert_eq!(browser.get(&page).await.status, StatusCode::OK);

    let old = door.site.nobody().header("cookie", &weak).get(&page).await;
    assert!(old.location().starts_with("/connexion"), "the former token opens nothing");
    assert_eq!(browser.post("/deconnexion", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(browser.token().await.ends_with('='), "the cookie is taken back");
    let gone = door.site.nobody().header("cookie", &strong).get("/connexion").await;
    assert!(gone.text().contains("fermée depuis une autre page"), "{}", gone.text());
}

#[tokio::test]
async fn forged_tokens_open_nothing() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    for cookie in ["maillage=", "maillage=abc", "__Host-maillage=abc", "maillage='; DROP TABLE session --"] {
        let answer = door.site.nobody().header("cookie", cookie).get(&format!("/c/{cpts}")).await;
        assert!(answer.location().starts_with("/connexion?suite="), "{cookie}: {}", answer.status);
    }
}

#[tokio::test]
async fn wrong_tries_wait_alike_with_and_without_an_account() {
    let door = Door::new().await;
    door.person(EMAIL).await;
    let mut sentences = Vec::new();
    for email in [EMAIL, "personne@exemple.test"] {
        let browser = door.browser();
        let mut said = Vec::new();
        for _ in 0..6 {
            let answer = browser.password(email, "Autre&Chose7").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains(email), "what was typed is kept");
            assert!(!answer.text().contains("Autre&"), "a password is not");
            let text = answer.text().replace(email, "");
            let (_, error) = text.split_once("<div class=\"error-summary\"").unwrap();
            said.push(error.split("</div>").next().unwrap().to_owned());
        }
        assert!(said[3].contains("ne convient pas") && said[4].contains("Réessayez à 10\u{a0}h\u{a0}01"));
        sentences.push(said);
    }
    assert_eq!(sentences[0], sentences[1]);
    let browser = door.browser();
    let answer = browser.password(EMAIL, PASSWORD).await;
    assert!(answer.text().contains("Trop d'essais"), "the right password waits too");
    door.clock.minutes(1);
    assert_eq!(browser.password(EMAIL, PASSWORD).await.location(), "/second-facteur");
}

#[tokio::test]
async fn an_address_that_tries_too_much_waits_whatever_the_account() {
    let door = Door::new().await;
    let browser = door.browser();
    for rank in 0..30 {
        let answer = browser.password(&format!("p{rank}@exemple.test"), "x").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = browser.password("autre@exemple.test", "x").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text().contains("10\u{a0}h\u{a0}15"), "{}", answer.text());
    door.clock.minutes(15);
    assert_eq!(browser.password("autre@exemple.test", "x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_time_of_the_answer_does_not_tell_whether_an_account_exists() {
    let app = TestApp::with(|settings| {
        settings.passwords = Passwords { cost: Cost::Standard };
        settings.demo = false;
    });
    let site = TestSite::new(app.await);
    let person = NewPerson {
        name: "Camille Exemple".into(),
        email: Email::parse(EMAIL).unwrap(),
        password: Some(PASSWORD.into()),
        operator: false,
        fictitious: false,
    };
    site.app.create_account(&operates(), &person).await.unwrap();
    let mut times = [Vec::new(), Vec::new()];
    for rank in 0..3 {
        for (kind, email) in [EMAIL.to_owned(), format!("p{rank}@exemple.test")].into_iter().enumerate() {
            let started = Instant::now();
            site.nobody().post("/connexion", &[("courriel", &email), ("mot_de_passe", "Faux&Code77")]).await;
            times[kind].push(started.elapsed());
        }
    }
    // The fastest of three is the work itself; without the hash it would be a hundred times shorter.
    let least = |kind: usize| *times[kind].iter().min().unwrap();
    let (known, unknown) = (least(0), least(1));
    assert!(unknown > known / 3 && known > unknown / 3, "{known:?} {unknown:?}");
    assert!(unknown > Duration::from_millis(2), "one password is hashed: {unknown:?}");
}

#[tokio::test]
async fn codes_serve_once_and_a_wrong_clock_is_told() {
    let door = Door::new().await;
    door.seated(Role::Coordinateur).await;
    let secret = door.browser().enter(&door).await;
    let browser = door.browser();
    browser.password(EMAIL, PASSWORD).await;
    let used = code(&secret, testkit::now());
    let answer = browser.post("/second-facteur", &[("code", &used)]).await;
    assert!(answer.text().contains("a déjà servi"), "{}", answer.text());
    let ahead = code(&secret, testkit::now() + SignedDuration::from_mins(60));
    let answer = browser.post("/second-facteur", &[("code", &ahead)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("L'horloge de votre téléphone avance de"), "{text}");
    let answer =
        browser.post("/second-facteur", &[("code", &door.code(&secret)), ("suite", "/compte")]).await;
    assert_eq!(answer.location(), "/compte");
}

#[tokio::test]
async fn wrong_codes_count_for_the_lock_and_the_password_does_not_forgive_them() {
    let door = Door::new().await;
    door.seated(Role::Coordinateur).await;
    let secret = door.browser().enter(&door).await;
    let browser = door.browser();
    for _ in 0..2 {
        browser.password(EMAIL, PASSWORD).await;
        browser.post("/second-facteur", &[("code", "12345")]).await;
        browser.post("/second-facteur", &[("code", "ACDE-FGHJ-KMNP")]).await;
    }
    let answer = browser.post("/second-facteur", &[("code", "")]).await;
    assert!(answer.text().contains("Trop d'essais"), "{}", answer.text());
    let right = browser.post("/second-facteur", &[("code", &door.code(&secret))]).await;
    assert!(right.text().contains("Trop d'essais"), "a right code waits too");
}

#[tokio::test]
async fn what_was_typed_survives_the_end_of_the_session() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    let key = browser.enter(&door).await;
    door.clock.minutes(61);
    let path = format!("/c/{cpts}/territoires/nouveau");
    let typed = [("nom", "Val d'Or & Cie"), ("variante", "Été")];
    let answer = browser.post(&path, &typed).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("Votre session est terminée\u{a0}: rien n'a été demandé"));
    assert_eq!(hidden(&answer, "suite"), path);

    let (suite, garde) = (hidden(&answer, "suite"), hidden(&answer, "garde"));
    let way = [("suite", suite.as_str()), ("garde", garde.as_str())];
    let answer =
        browser.post("/connexion", &[way[0], way[1], ("courriel", EMAIL), ("mot_de_passe", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::OK, "the second factor comes with the form inside");
    let garde = hidden(&answer, "garde");
    let code = door.code(&key);
    let answer = browser.post("/second-facteur", &[way[0], ("garde", &garde), ("code", &code)]).await;
    assert!(answer.text().contains("Envoyer ce que vous aviez tapé"), "{}", answer.text());
    assert!(answer.text().contains(&format!("action=\"{path}\"")));
    assert!(site_is_empty(&door, cpts).await, "nothing is sent by itself");
    let (nom, variante) = (hidden(&answer, "nom"), hidden(&answer, "variante"));
    let answer = browser.post(&path, &[("nom", &nom), ("variante", &variante)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let made = door.site.app.territoires(&testkit::reads(cpts)).await.unwrap();
    assert_eq!(made[0].name, "Val d'Or & Cie");
}

async fn site_is_empty(door: &Door, cpts: CptsId) -> bool {
    door.site.app.territoires(&testkit::reads(cpts)).await.unwrap().is_empty()
}

#[tokio::test]
async fn sessions_end_by_rest_by_age_and_from_elsewhere_and_say_so() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = door.browser();
    browser.enter(&door).await;
    let page = format!("/c/{cpts}/territoires");
    for _ in 0..13 {
        door.clock.minutes(55);
        assert_eq!(browser.get(&page).await.status, StatusCode::OK, "an active session lives on");
    }
    door.clock.minutes(6);
    assert!(browser.get("/connexion").await.text().contains("durée maximale"));
    assert!(browser.get(&page).await.location().starts_with("/connexion?suite="));
}

#[tokio::test]
async fn the_door_leads_nowhere_but_here() {
    let door = Door::new().await;
    door.seated(Role::Coordinateur).await;
    let key = door.browser().enter(&door).await;
    for suite in ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"] {
        let browser = door.browser();
        let fields = [("courriel", EMAIL), ("mot_de_passe", PASSWORD), ("suite", suite)];
        assert_eq!(browser.post("/connexion", &fields).await.location(), "/second-facteur");
        door.clock.step(SignedDuration::from_secs(30));
        let fields = [("code", door.code(&key)), ("suite", suite.to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(browser.post("/second-facteur", &fields).await.location(), "/");
    }
}

#[tokio::test]
async fn every_change_at_the_door_must_come_from_our_own_pages() {
    let door = Door::new().await;
    let posts = web::routes().filter(|route| route.method == "POST" && !route.path.contains('{'));
    let mut asked = 0;
    for route in posts {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")] {
            let answer = door.site.nobody().header(name, value).post(route.path, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", route.path);
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}

#[tokio::test]
async fn bodies_have_a_size() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let long = "a".repeat(300 * 1024);
    let path = format!("/c/{cpts}/territoires/nouveau");
    let answer = door.site.nobody().post(&path, &[("nom", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(!answer.text().contains("name=\"garde\"") && answer.text().contains("n'a pas pu être gardé"));
    let huge = "a".repeat(3 * 1024 * 1024);
    let answer = door.site.nobody().post("/connexion", &[("courriel", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_demonstration_is_a_door_of_the_demonstration_only() {
    let door = Door::new().await;
    let user = door.site.app.seated(testkit::Seat::Operator).await.to_string();
    let answer = door.browser().post("/demo/entrer", &[("personne", &user)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!door.browser().get("/connexion").await.text().contains("démonstration"));

    let site = TestSite::new(TestApp::new().await);
    let invented = site.app.seated(testkit::Seat::Operator).await.to_string();
    let page = site.nobody().get("/connexion").await.text();
    assert!(page.contains("Entrer comme Personne de test") && page.contains("Opérateur de l'instance"));
    let answer = site.nobody().post("/demo/entrer", &[("personne", &invented), ("suite", "/aide")]).await;
    assert_eq!(answer.location(), "/aide");
    assert!(answer.header("set-cookie").starts_with("maillage="));
    let answer = site.nobody().post("/demo/entrer", &[("personne", "x")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_fragment_leads_to_the_door_and_back_to_its_page() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let client =
        door.site.nobody().htmx().header("HX-Current-URL", &format!("http://maillage.test/c/{cpts}?q=a"));
    let answer = client.get(&format!("/c/{cpts}/territoires?q=b")).await;
    assert_eq!(answer.header("HX-Redirect"), format!("/connexion?suite=%2Fc%2F{cpts}%3Fq%3Da"));
}

#[tokio::test]
async fn the_link_of_a_new_account_works_once_and_its_password_is_checked() {
    let door = Door::new().await;
    let user = door.person(EMAIL).await;
    let welcome = door.site.app.welcome(&operates(), user).await.unwrap();
    let (_, token) = welcome.link.rsplit_once('/').unwrap();
    let path = format!("/mot-de-passe/{token}");
    let browser = door.browser();
    assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    let answer = browser.post(&path, &[("mot_de_passe", "court")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("trop court ou trop simple"), "{}", answer.text());
    let new = [("mot_de_passe", "Lampe&Nuage-77")];
    assert_eq!(browser.post(&path, &new).await.location(), "/connexion?fait=mot-de-passe");
    assert_eq!(browser.post(&path, &new).await.status, StatusCode::GONE, "once");
    let code = format!("/mot-de-passe/{}", welcome.code);
    assert_eq!(browser.get(&code).await.status, StatusCode::GONE, "the code goes with the link");
    assert_eq!(browser.password(EMAIL, "Lampe&Nuage-77").await.location(), "/second-facteur");
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_and_links_do_not_pour() {
    let door = Door::new().await;
    door.person(EMAIL).await;
    let mut said = Vec::new();
    for email in [EMAIL, "personne@exemple.test"] {
        for _ in 0..4 {
            let answer = door.browser().post("/mot-de-passe-oublie", &[("courriel", email)]).await;
            assert_eq!(answer.status, StatusCode::OK);
            said.push(answer.text());
        }
    }
    assert!(said.iter().all(|text| *text == said[0]));
}

#[tokio::test]
async fn an_invitation_that_does_not_exist_says_whom_to_ask() {
    let door = Door::new().await;
    let answer = door.browser().get("/invitation/inconnue").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("demandez-en un autre à votre CPTS"));
    let answer = door.browser().post("/invitation", &[("code", "ACDE-FGHJ-KMNP")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Ce code n'existe pas"));
}
