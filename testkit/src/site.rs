//! The site, asked without a network.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use domain::authz::{InstitutionRole, Role};
use domain::ids::{CptsId, InstitutionId, UserId};
use http_body_util::BodyExt;
use tokio::sync::Mutex;
use tower::ServiceExt;
use web::Web;
use web::shell::Shell;

use crate::TestApp;

/// What the person of a test holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seat {
    /// A role in a CPTS.
    Cpts(CptsId, Role),
    /// A role in an institution.
    Institution(InstitutionId, InstitutionRole),
    /// The operator of the instance.
    Operator,
    /// An account without any role.
    Account,
}

/// The site of a test. The reference of every request is `ref-test`.
pub struct TestSite {
    /// The application behind it.
    pub app: TestApp,
    router: Router,
    cookies: Mutex<HashMap<Seat, (String, UserId)>>,
}

impl TestSite {
    /// The site of an application.
    pub fn new(app: TestApp) -> Self {
        let web = Web { app: (*app).clone(), https: false, trusted_proxies: 0 };
        let router = web::site(web, Shell::new(Arc::new(|| "ref-test".to_owned()), false));
        Self { app, router, cookies: Mutex::default() }
    }

    /// Asks as someone with an account and a real session, or as nobody.
    pub fn client(&self, who: Option<Seat>) -> Client<'_> {
        Client { site: self, who, headers: Vec::new() }
    }

    /// Asks as the coordinator of a CPTS.
    pub fn coordinator(&self, cpts: CptsId) -> Client<'_> {
        self.client(Some(Seat::Cpts(cpts, Role::Coordinateur)))
    }

    /// Asks as a member of a CPTS.
    pub fn member(&self, cpts: CptsId) -> Client<'_> {
        self.client(Some(Seat::Cpts(cpts, Role::Membre)))
    }

    /// Asks without being known.
    pub fn nobody(&self) -> Client<'_> {
        self.client(None)
    }

    /// The person on this seat goes: the next one on it has an account of their own.
    pub async fn leave(&self, seat: Option<Seat>) {
        if let Some(seat) = seat {
            self.cookies.lock().await.remove(&seat);
        }
    }

    /// The account of the person on this seat.
    pub async fn user(&self, seat: Seat) -> UserId {
        self.session(seat).await.1
    }

    async fn cookie(&self, seat: Seat) -> String {
        self.session(seat).await.0
    }

    /// The cookie of the person on this seat, who gets an account and a session the first time, and their account.
    async fn session(&self, seat: Seat) -> (String, UserId) {
        let mut cookies = self.cookies.lock().await;
        if let Some(session) = cookies.get(&seat) {
            return session.clone();
        }
        let user = self.app.seated(seat).await;
        let opened = self.app.enter_demo(user, "Navigateur de test").await.unwrap();
        let cookie = format!("maillage={}", opened.token.as_str());
        cookies.insert(seat, (cookie.clone(), user));
        (cookie, user)
    }
}

/// Someone in front of a browser.
#[derive(Clone)]
pub struct Client<'a> {
    site: &'a TestSite,
    who: Option<Seat>,
    headers: Vec<(String, String)>,
}

impl Client<'_> {
    /// With another header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As htmx asks.
    #[must_use]
    pub fn htmx(self) -> Self {
        self.header("HX-Request", "true")
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// Sends a file in the field `fichier`.
    pub async fn post_file(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        let opening = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [opening.as_bytes(), content, b"\r\n--limite--\r\n"].concat();
        self.send(Method::POST, path, Some("multipart/form-data; boundary=limite"), body).await
    }

    async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "maillage.test");
        if let Some(seat) = self.who {
            request = request.header("cookie", self.site.cookie(seat).await);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as people read it: apostrophes and quotes unescaped.
    ///
    /// # Panics
    /// When it is not text.
    pub fn text(&self) -> String {
        let text = String::from_utf8(self.bytes.clone()).unwrap();
        text.replace("&#39;", "'").replace("&#34;", "\"")
    }

    /// Whether a text stands anywhere in the body, as it is or inside a zipped workbook.
    pub fn shows(&self, text: &str) -> bool {
        let contains = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&self.bytes)) else {
            return contains(&self.bytes);
        };
        (0..archive.len()).any(|rank| {
            let mut bytes = Vec::new();
            archive.by_index(rank).unwrap().read_to_end(&mut bytes).unwrap();
            contains(&bytes)
        })
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where to go next.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}
