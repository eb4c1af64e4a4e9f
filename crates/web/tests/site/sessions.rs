//! Sessions: closed from elsewhere, about to end, put off, and the cookie that carries them.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::authz::Role;
use jiff::SignedDuration;
use testkit::{TestApp, TestSite};
use tower::ServiceExt;
use web::Web;
use web::shell::Shell;

use super::browser::{Door, EMAIL, PASSWORD, hidden};
use super::compte::signed;

#[tokio::test]
async fn a_session_is_closed_from_another_device_which_says_why() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let first = door.browser();
    let key = first.enter(&door).await;
    let second = door.browser();
    second.password(EMAIL, PASSWORD).await;
    second.post("/second-facteur", &[("code", &door.code(&key))]).await;
    let page = second.get("/compte").await;
    assert!(page.text().contains("C'est la session de cette page."));
    let id = hidden(&page, "session");
    let close = [("session", id.as_str())];
    assert_eq!(second.post("/compte/sessions/fermer", &close).await.location(), "/compte?fait=session");
    assert_eq!(second.post("/compte/sessions/fermer", &close).await.status, StatusCode::NOT_FOUND, "once");
    let answer = first.post("/compte/nom", &[("nom", "Gardé tel quel")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let text = answer.text();
    assert!(text.contains("fermée depuis une autre page ou un autre appareil"), "{text}");
    assert!(hidden(&answer, "garde").contains("Gard%C3%A9"), "what was typed is kept");
    assert_eq!(second.get("/compte").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_end_of_a_session_is_said_in_the_page_and_put_off() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let browser = signed(&door, EMAIL).await;
    let millis = |minutes: i64| {
        let later = app::Clock::now(door.clock.as_ref()) + SignedDuration::from_mins(minutes);
        later.as_millisecond().to_string()
    };
    door.clock.minutes(50);
    let page = browser.get("/compte").await.text();
    assert!(page.contains(&format!("data-session-end=\"{}\"", millis(60))), "this page put the end off");
    assert!(page.contains(&format!("data-session-now=\"{}\"", millis(0))));
    assert!(page.contains("data-session-warning=\"120000\"") && page.contains("aria-live=\"assertive\""));
    assert!(page.contains("src/session.js"));
    assert!(!door.browser().get("/connexion").await.text().contains("data-session-end"));

    let fragment = door.site.nobody().htmx().header("cookie", &browser.token().await).get("/compte").await;
    assert_eq!(fragment.header("x-session-end"), millis(60), "a part of a page says it too");
    let whole = browser.get("/compte").await;
    assert_eq!(whole.header("x-session-end"), "");

    door.clock.minutes(58);
    let script = door.site.nobody().header("cookie", &browser.token().await).header("x-maillage-script", "1");
    let answer = script.post("/session/prolonger", &[]).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("x-session-end"), millis(60));
    door.clock.minutes(58);
    let answer = browser.post("/session/prolonger", &[("suite", "/compte")]).await;
    assert_eq!(answer.location(), "/compte", "without JavaScript too");
    assert_eq!(browser.post("/session/prolonger", &[("suite", "//evil.test")]).await.location(), "/");
    door.clock.minutes(61);
    let script = door.site.nobody().header("cookie", &browser.token().await).header("x-maillage-script", "1");
    assert_eq!(script.post("/session/prolonger", &[]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_is_not_put_off_beyond_its_longest_life() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let browser = signed(&door, EMAIL).await;
    for _ in 0..13 {
        door.clock.minutes(54);
        assert_eq!(browser.post("/session/prolonger", &[]).await.status, StatusCode::SEE_OTHER);
    }
    let script = door.site.nobody().header("cookie", &browser.token().await).header("x-maillage-script", "1");
    let end: i64 = script.post("/session/prolonger", &[]).await.header("x-session-end").parse().unwrap();
    let opened = testkit::now();
    assert!(end <= (opened + SignedDuration::from_hours(12)).as_millisecond());
}

#[tokio::test]
async fn files_of_a_form_whose_session_ended_are_to_be_chosen_again() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = signed(&door, EMAIL).await;
    let made = door.site.app.plot(cpts, "Val", &["96001"]).await;
    let path = format!("/c/{cpts}/territoires/{}/variantes/{}/fichier", made.territoire, made.variante);
    door.clock.minutes(61);
    let client = door.site.nobody().header("cookie", &browser.token().await);
    let answer = client.post_file(&path, "liste.csv", b"96001\n").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let text = answer.text();
    assert!(
        text.contains("Votre session est terminée") && text.contains("Choisissez de nouveau les fichiers")
    );
    assert!(!text.contains("name=\"garde\""));
}

#[tokio::test]
async fn over_https_the_cookie_travels_nowhere_else() {
    let site = TestSite::new(TestApp::new().await);
    let user = site.app.seated(testkit::Seat::Account).await;
    let web = Web { app: (*site.app).clone(), https: true, trusted_proxies: 0 };
    let router = web::site(web, Shell::new(Arc::new(|| "ref-test".to_owned()), true));
    let ask = |method: &str, path: &str, cookie: &str, body: String| {
        let request = Request::builder().method(method).uri(path).header("host", "maillage.test");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("cookie", cookie).body(Body::from(body)).unwrap();
        router.clone().oneshot(request)
    };
    let answer = ask("POST", "/demo/entrer", "", format!("personne={user}")).await.unwrap();
    let given = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for flag in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(given.contains(flag), "{given}");
    }
    assert!(given.starts_with("__Host-maillage=") && !given.contains("Domain"), "{given}");
    let pair = given.split(';').next().unwrap();
    assert_eq!(ask("GET", "/compte", pair, String::new()).await.unwrap().status(), StatusCode::OK);
    // The name without the prefix could have been set by another machine of the same domain.
    let plain = pair.trim_start_matches("__Host-");
    let refused = ask("GET", "/compte", plain, String::new()).await.unwrap();
    assert_eq!(refused.status(), StatusCode::SEE_OTHER);
    let answer = ask("POST", "/deconnexion", pair, String::new()).await.unwrap();
    let taken = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(
        taken.starts_with("__Host-maillage=;") && taken.contains("Max-Age=0") && taken.contains("Secure")
    );
}
