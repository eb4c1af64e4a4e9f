//! Where a request comes from, and in what: for limits by network address and for the list of sessions.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use crate::state::Web;

/// Where a request comes from, and in what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Network address; a whole /64 for IPv6, which one home or office holds.
    pub(crate) address: String,
    /// What the person recognises: `Firefox sur Windows`.
    pub(crate) device: String,
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(place)| place.ip());
        let address = address(socket, &parts.headers, web.trusted_proxies);
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self { address, device: device(agent.unwrap_or_default()) })
    }
}

/// The address that the farthest trusted proxy saw; what stands before it in the header can be invented.
fn address(socket: Option<IpAddr>, headers: &HeaderMap, trusted: usize) -> String {
    let lines = headers.get_all("X-Forwarded-For").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        lines.flat_map(|line| line.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    // Each proxy adds the address that called it at the end.
    let told = if trusted == 0 { None } else { hops.len().checked_sub(trusted).map(|rank| hops[rank]) };
    told.or(socket).map_or_else(|| "inconnue".to_owned(), network)
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The browser and the system, from what the browser says of itself.
fn device(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    // Each browser also names those it imitates: the most particular sign comes first.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} sur {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Navigateur inconnu".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(line: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("X-Forwarded-For", line.parse().unwrap());
        headers
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let socket = Some("10.0.0.1".parse().unwrap());
        let headers = forwarded("6.6.6.6, 192.0.2.7, 10.0.0.2");
        assert_eq!(address(socket, &headers, 0), "10.0.0.1");
        assert_eq!(address(socket, &headers, 1), "10.0.0.2");
        assert_eq!(address(socket, &headers, 2), "192.0.2.7");
        assert_eq!(address(socket, &headers, 9), "10.0.0.1", "fewer hops than proxies: nobody told");
        assert_eq!(address(None, &HeaderMap::new(), 0), "inconnue");
    }

    #[test]
    fn an_ipv6_home_counts_as_one() {
        let of = |text: &str| address(Some(text.parse().unwrap()), &HeaderMap::new(), 0);
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
    }

    #[test]
    fn browsers_are_named_as_people_name_them() {
        for (agent, name) in [
            ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
                "Safari sur iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537 Edg/140", "Edge sur Linux"),
            ("curl/8", "Navigateur inconnu"),
        ] {
            assert_eq!(device(agent), name);
        }
    }
}
