//! A site outside a demonstration, whose clock moves, and browsers in front of it.

use std::sync::Arc;

use app::comptes::NewPerson;
use axum::http::StatusCode;
use domain::authz::Role;
use domain::ids::{CptsId, UserId};
use domain::texte::Email;
use jiff::{SignedDuration, Timestamp};
use testkit::{Answer, SteppingClock, TestApp, TestSite, operates};
use tokio::sync::Mutex;

/// A password that the rule accepts.
pub const PASSWORD: &str = "Tr0ttoir&Lune";
/// The address of who is at the door.
pub const EMAIL: &str = "camille@exemple.test";

/// A site whose clock moves, outside a demonstration.
pub struct Door {
    pub site: TestSite,
    pub clock: Arc<SteppingClock>,
}

/// A browser that keeps the last cookie it was given.
pub struct Browser<'a> {
    site: &'a TestSite,
    pub cookie: Mutex<String>,
}

impl Door {
    pub async fn new() -> Self {
        let clock = Arc::new(SteppingClock::default());
        let own = clock.clone();
        let app = TestApp::with(move |settings| {
            settings.clock = own;
            settings.demo = false;
        });
        Self { site: TestSite::new(app.await), clock }
    }

    pub async fn person(&self, email: &str) -> UserId {
        let person = NewPerson {
            name: "Camille Exemple".into(),
            email: Email::parse(email).unwrap(),
            password: Some(PASSWORD.into()),
            operator: false,
            fictitious: false,
        };
        self.site.app.create_account(&operates(), &person).await.unwrap()
    }

    /// Someone with a role, and the CPTS.
    pub async fn seated(&self, role: Role) -> (UserId, CptsId) {
        let (user, cpts) = (self.person(EMAIL).await, self.site.app.tenant("CPTS du Val").await);
        self.site.app.seat_in_cpts(&operates(), (cpts, user, role)).await.unwrap();
        (user, cpts)
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { site: &self.site, cookie: Mutex::default() }
    }

    pub fn code(&self, secret: &str) -> String {
        code(secret, app::Clock::now(self.clock.as_ref()))
    }
}

/// The code that a telephone shows at an instant: RFC 6238.
pub fn code(secret: &str, at: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let second = u64::try_from(at.as_second()).unwrap();
    totp_rs::Builder::new().with_secret(secret).build_noncompliant().generate(second).to_string()
}

impl Browser<'_> {
    async fn keep(&self, answer: Answer) -> Answer {
        for value in answer.headers.get_all("set-cookie") {
            let pair = value.to_str().unwrap().split(';').next().unwrap();
            *self.cookie.lock().await = pair.to_owned();
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        let client = self.site.nobody().header("cookie", &self.token().await);
        self.keep(client.get(path).await).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let client = self.site.nobody().header("cookie", &self.token().await);
        self.keep(client.post(path, fields).await).await
    }

    pub async fn token(&self) -> String {
        self.cookie.lock().await.clone()
    }

    pub async fn password(&self, email: &str, password: &str) -> Answer {
        self.post("/connexion", &[("courriel", email), ("mot_de_passe", password)]).await
    }

    /// Signs in and sets up an application; its secret.
    pub async fn enter(&self, door: &Door) -> String {
        assert_eq!(self.password(EMAIL, PASSWORD).await.location(), "/second-facteur");
        self.set_up(door).await
    }

    /// Sets up an application in a weak session; its secret.
    pub async fn set_up(&self, door: &Door) -> String {
        let secret = secret(&self.post("/second-facteur/application", &[]).await);
        let answer = self.post("/second-facteur/application/code", &[("code", &door.code(&secret))]).await;
        // Recovery codes with the first factor; back to the page of the account with another one.
        let accepted = matches!(answer.status, StatusCode::OK | StatusCode::SEE_OTHER);
        assert!(accepted, "{}", answer.text());
        door.clock.step(SignedDuration::from_secs(30));
        secret
    }
}

/// The key that a page shows to type.
pub fn secret(answer: &Answer) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once("<dt>Clé à taper</dt><dd><code>").unwrap();
    rest.split('<').next().unwrap().replace(' ', "")
}

/// The value of a hidden field, as the browser sends it back.
pub fn hidden(answer: &Answer, name: &str) -> String {
    let text = answer.text();
    let start = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {name} in {text}"));
    rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
}
