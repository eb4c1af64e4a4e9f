//! Refuses changes that another site's page asks for, without form tokens.
//!
//! Every browser since 2020 says where a request comes from: `Sec-Fetch-Site` on HTTPS and on the local machine,
//! `Origin` on every request that changes something. A request with neither comes from a program, which carries
//! no one's cookies unless it was given them.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::PageError;

/// Lets reading pass, and changes that come from our own pages.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reading || comes_from_our_pages(request.headers()) {
        next.run(request).await
    } else {
        PageError::OtherSite.into_response()
    }
}

/// Refuses a foreign name that points to this machine: without accounts, its pages would read ours.
pub(super) async fn loopback_name(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|value| value.to_str().ok());
    if host.is_none_or(names_this_machine) {
        next.run(request).await
    } else {
        PageError::OtherSite.into_response()
    }
}

/// `127.0.0.1:8080`, `localhost`, `[::1]:8080`.
fn names_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn comes_from_our_pages(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("Sec-Fetch-Site"), text(ORIGIN.as_str())) {
        // `none`: the person typed the address or restored the page.
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(HOST.as_str())
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_browser_s_own_word_decides_first() {
        assert!(comes_from_our_pages(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(comes_from_our_pages(&headers(&[("sec-fetch-site", "none")])));
        assert!(!comes_from_our_pages(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(!comes_from_our_pages(&headers(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://maillage.test"),
            ("host", "maillage.test"),
        ])));
    }

    #[test]
    fn without_it_the_origin_must_be_this_very_host() {
        let from = |origin| headers(&[("origin", origin), ("host", "maillage.test:8080")]);
        assert!(comes_from_our_pages(&from("http://maillage.test:8080")));
        assert!(!comes_from_our_pages(&from("http://maillage.test")));
        assert!(!comes_from_our_pages(&from("http://evil.test:8080")));
        assert!(!comes_from_our_pages(&from("null")));
        assert!(!comes_from_our_pages(&headers(&[("origin", "null")])));
    }

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"] {
            assert!(names_this_machine(host), "{host}");
        }
        for host in ["maillage.test", "127.0.0.1.evil.test", "10.0.0.1", "", "[::2]"] {
            assert!(!names_this_machine(host), "{host}");
        }
    }

    #[test]
    fn a_program_without_a_browser_may_write() {
        assert!(comes_from_our_pages(&HeaderMap::new()));
    }
}
