//! The site, asked without a network.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use domain::authz::{Actor, Role};
use domain::ids::CptsId;
use http_body_util::BodyExt;
use tower::ServiceExt;
use web::Web;
use web::shell::Shell;

use crate::{TestApp, person};

/// Header that says who asks: `Coordinateur 0000…`.
const ACTOR: &str = "x-test-actor";

/// The site of a test. The reference of every request is `ref-test`.
pub struct TestSite {
    /// The application behind it.
    pub app: TestApp,
    router: Router,
}

impl TestSite {
    /// The site of an application.
    pub fn new(app: TestApp) -> Self {
        let web = Web { app: (*app).clone(), identify: Arc::new(identify) };
        let router = web::site(web, Shell::new(Arc::new(|| "ref-test".to_owned()), false));
        Self { app, router }
    }

    /// Asks as a person with a role in a CPTS, or as nobody.
    pub fn client(&self, who: Option<(Role, CptsId)>) -> Client<'_> {
        let headers = who.map(|(role, cpts)| (ACTOR.to_owned(), format!("{role:?} {cpts}")));
        Client { site: self, headers: headers.into_iter().collect() }
    }

    /// Asks as the coordinator of a CPTS.
    pub fn coordinator(&self, cpts: CptsId) -> Client<'_> {
        self.client(Some((Role::Coordinateur, cpts)))
    }

    /// Asks as a member of a CPTS.
    pub fn member(&self, cpts: CptsId) -> Client<'_> {
        self.client(Some((Role::Membre, cpts)))
    }

    /// Asks without being known.
    pub fn nobody(&self) -> Client<'_> {
        self.client(None)
    }
}

fn identify(headers: &HeaderMap) -> Option<Actor> {
    let (role, cpts) = headers.get(ACTOR)?.to_str().ok()?.split_once(' ')?;
    let role = Role::ALL.into_iter().find(|known| format!("{known:?}") == role)?;
    Some(person(role, cpts.parse().ok()?))
}

/// Someone in front of a browser.
#[derive(Clone)]
pub struct Client<'a> {
    site: &'a TestSite,
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

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where to go next.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}
