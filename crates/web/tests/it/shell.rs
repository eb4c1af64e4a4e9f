//! What surrounds every request.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Form;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use tower::ServiceExt;
use web::shell::{PageError, Shell, health_routes};

async fn quiet() -> &'static str {
    tokio::time::sleep(Duration::from_secs(5)).await;
    "trop tard"
}

async fn panics() -> &'static str {
    panic!("secret cause");
}

#[derive(serde::Deserialize)]
struct Typed {
    nom: String,
}

fn shell(https: bool) -> Shell {
    let mut shell = Shell::new(Arc::new(|| "ref-0193".to_owned()), https);
    shell.max_body_bytes = 1000;
    shell.timeout = Duration::from_millis(50);
    shell
}

fn router(https: bool) -> Router {
    let routes = Router::new()
        .route("/c/{cpts}/territoires", get(|| async { "bonjour" }).post(|| async { "reçu" }))
        .route("/panne", get(panics))
        .route("/lent", get(quiet))
        .route("/conflit", get(|| async { PageError::Conflict("Quelqu'un a modifié ce territoire.".into()) }))
        .route("/nom", post(|Form(typed): Form<Typed>| async move { typed.nom }))
        .merge(web::assets::routes())
        .merge(health_routes(Arc::new(|| Box::pin(async { Err("no database".to_owned()) }))));
    shell(https).wrap(routes)
}

async fn send(request: Request<Body>) -> Response {
    router(false).oneshot(request).await.unwrap()
}

fn get_page(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Checks the four parts of an error page and gives its text.
async fn error_page(response: Response, status: StatusCode, what: &str) -> String {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(response.headers()["x-request-id"], "ref-0193");
    let page = text(response).await.replace("&#39;", "'");
    for part in [what, "Que faire", "ref-0193", "lang=\"fr\""] {
        assert!(page.contains(part), "{part} is missing from {page}");
    }
    page
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for path in ["/c/ruscino/territoires", "/absent", "/panne", "/sante"] {
        let response = send(get_page(path)).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        for part in
            ["worker-src 'self'", "img-src 'self' data: blob:", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(part), "{part}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "same-origin");
        assert!(!response.headers().contains_key("strict-transport-security"));
    }
    let secure = router(true).oneshot(get_page("/sante")).await.unwrap();
    assert!(secure.headers()["strict-transport-security"].to_str().unwrap().starts_with("max-age="));
}

#[tokio::test]
async fn errors_are_french_pages_in_four_parts() {
    error_page(send(get_page("/absent")).await, StatusCode::NOT_FOUND, "Cette page n'existe pas").await;
    let page = error_page(send(get_page("/conflit")).await, StatusCode::CONFLICT, "n'a pas été faite").await;
    assert!(page.contains("Quelqu'un a modifié ce territoire."));
    let wrong = Request::delete("/panne").body(Body::empty()).unwrap();
    error_page(send(wrong).await, StatusCode::METHOD_NOT_ALLOWED, "ne s'ouvre pas ainsi").await;
    error_page(send(get_page("/lent")).await, StatusCode::SERVICE_UNAVAILABLE, "pas disponible").await;
}

#[tokio::test]
async fn a_panic_is_a_page_that_hides_its_cause() {
    let page =
        error_page(send(get_page("/panne")).await, StatusCode::INTERNAL_SERVER_ERROR, "une panne").await;
    assert!(!page.contains("secret cause"));
}

#[tokio::test]
async fn what_the_framework_refuses_is_said_in_french_too() {
    let form = |body: String| {
        Request::post("/nom")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let page =
        error_page(send(form("autre=1".into())).await, StatusCode::UNPROCESSABLE_ENTITY, "acceptée").await;
    assert!(!page.contains("missing field"));
    let large = form(format!("nom={}", "a".repeat(2000)));
    error_page(send(large).await, StatusCode::PAYLOAD_TOO_LARGE, "trop lourd").await;
}

#[tokio::test]
async fn htmx_receives_a_message_for_the_message_area() {
    let request = Request::get("/absent").header("HX-Request", "true").body(Body::empty()).unwrap();
    let response = send(request).await;
    assert_eq!(response.headers()["HX-Retarget"], "#messages");
    let fragment = text(response).await;
    assert!(fragment.trim_start().starts_with("<div id=\"erreur\""), "{fragment}");
    assert!(!fragment.contains("<html"));
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let from = |site: &str| {
        Request::post("/c/ruscino/territoires").header("sec-fetch-site", site).body(Body::empty()).unwrap()
    };
    let refused =
        error_page(send(from("cross-site")).await, StatusCode::FORBIDDEN, "n'a pas été faite").await;
    assert!(refused.contains("vient d'un autre site"));
    assert_eq!(text(send(from("same-origin")).await).await, "reçu");
}

#[tokio::test]
async fn readiness_says_no_without_saying_why() {
    assert_eq!(text(send(get_page("/sante")).await).await, "vivant\n");
    let response = send(get_page("/pret")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text(response).await, r#"{"etat":"pas prêt"}"#);
}

#[tokio::test]
async fn assets_keep_their_folders_and_large_ones_are_compressed() {
    let script = web::assets::url("dist/maplibre-gl.mjs");
    let request = Request::get(&script).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let response = send(request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let escape = script.replace("dist/maplibre-gl.mjs", "dist/../../Cargo.toml");
    assert_eq!(send(get_page(&escape)).await.status(), StatusCode::NOT_FOUND);
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn one_line_a_request_without_address_or_search() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber =
        tracing_subscriber::fmt().json().with_writer(move || writer.clone()).with_ansi(false).finish();
    // For the whole process: a subscriber of one thread misses lines whose place another thread saw first. The
    // identifier tells the line of this request from those of the other tests.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let routes = Router::new().route("/c/{cpts}/territoires", get(|| async { "bonjour" }));
    let shell = Shell::new(Arc::new(|| "ref-journal".to_owned()), false);
    shell.wrap(routes).oneshot(get_page("/c/ruscino/territoires?q=Dupont")).await.unwrap();
    let all = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let log: String =
        all.lines().filter(|line| line.contains("ref-journal")).map(|line| format!("{line}\n")).collect();
    assert_eq!(log.lines().count(), 1, "{log}");
    let line: serde_json::Value = serde_json::from_str(log.trim()).unwrap();
    let fields = &line["fields"];
    assert_eq!(fields["route"], "/c/{cpts}/territoires");
    assert_eq!((&fields["method"], &fields["status"]), (&"GET".into(), &200.into()));
    assert_eq!(fields["request.id"], "ref-journal");
    assert!(fields["duration_ms"].is_number());
    assert!(!log.contains("Dupont") && !log.contains("ruscino"));
}

#[tokio::test]
async fn a_stop_lets_the_request_under_way_end() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let slow = Router::new().route(
        "/lent",
        get(|| async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            "fini"
        }),
    );
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(web::shell::serve(listener, slow, async {
        let _ = stopped.await;
    }));
    let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET /lent HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.send(()).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("fini"), "{answer}");
    server.await.unwrap().unwrap();
}
