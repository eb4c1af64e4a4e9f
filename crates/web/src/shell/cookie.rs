//! The cookie of a session: a token that only this site's requests carry.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Over HTTPS the browser refuses this name from anywhere but this very site.
const SECURE: &str = "__Host-maillage";
/// On this machine, without HTTPS.
const PLAIN: &str = "maillage";

fn name(https: bool) -> &'static str {
    if https { SECURE } else { PLAIN }
}

/// The same for an exchange with a provider of identity: it must come back to the browser that left.
const SECURE_EXCHANGE: &str = "__Host-maillage-echange";
const PLAIN_EXCHANGE: &str = "maillage-echange";

fn exchange_name(https: bool) -> &'static str {
    if https { SECURE_EXCHANGE } else { PLAIN_EXCHANGE }
}

/// The token that the browser sent.
pub(crate) fn session(headers: &HeaderMap, https: bool) -> Option<String> {
    read(headers, name(https))
}

/// What the browser kept when it left for a provider.
pub(crate) fn exchange(headers: &HeaderMap, https: bool) -> Option<String> {
    read(headers, exchange_name(https))
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = sent.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    own.next().filter(|token| !token.is_empty())
}

/// Gives the token to the browser, until it closes or the session ends here.
pub(crate) fn give(token: &str, https: bool) -> HeaderValue {
    write(&format!("{}={token}; Path=/; HttpOnly; SameSite=Lax", name(https)), https)
}

/// Marks the browser that leaves for a provider. `Lax`: the return comes from the provider's site.
pub(crate) fn give_exchange(mark: &str, https: bool) -> HeaderValue {
    write(&format!("{}={mark}; Path=/; HttpOnly; SameSite=Lax", exchange_name(https)), https)
}

/// What a phone that signs presences is known by; and what it keeps to know its owner.
const PHONE: &str = "maillage-telephone";
const OWNER: &str = "maillage-moi";
/// Where both travel: no other page reads them.
const PRESENCE: &str = "/presence";

/// What the phone is known by, at meetings only.
pub(crate) fn phone(headers: &HeaderMap) -> Option<String> {
    read(headers, PHONE)
}

/// What the phone kept to know its owner.
pub(crate) fn owner(headers: &HeaderMap) -> Option<String> {
    read(headers, OWNER)
}

/// Gives a phone its mark, for so many seconds.
pub(crate) fn give_phone(mark: &str, seconds: i64, https: bool) -> HeaderValue {
    kept(PHONE, mark, seconds, https)
}

/// Lets a phone know its owner, for so many seconds; zero makes it forget.
pub(crate) fn give_owner(token: &str, seconds: i64, https: bool) -> HeaderValue {
    kept(OWNER, token, seconds, https)
}

fn kept(name: &str, value: &str, seconds: i64, https: bool) -> HeaderValue {
    write(&format!("{name}={value}; Path={PRESENCE}; HttpOnly; SameSite=Lax; Max-Age={seconds}"), https)
}

/// Takes the token back.
pub(crate) fn take_back(https: bool) -> HeaderValue {
    write(&format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", name(https)), https)
}

fn write(cookie: &str, https: bool) -> HeaderValue {
    let text = if https { format!("{cookie}; Secure") } else { cookie.to_owned() };
    // Tokens are base64url: always a valid header.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cookie_is_read_and_only_under_its_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1; maillage=jeton; __Host-maillage=autre"));
        assert_eq!(session(&headers, false).as_deref(), Some("jeton"));
        assert_eq!(session(&headers, true).as_deref(), Some("autre"));
        headers.insert(COOKIE, HeaderValue::from_static("maillage="));
        assert_eq!(session(&headers, false), None);
    }

    #[test]
    fn scripts_and_other_sites_never_see_it() {
        let plain = give("jeton", false);
        let plain = plain.to_str().unwrap();
        assert!(plain.contains("HttpOnly") && plain.contains("SameSite=Lax") && plain.contains("Path=/"));
        assert!(!plain.contains("Secure") && !plain.contains("Domain"));
        assert!(give("jeton", true).to_str().unwrap().starts_with("__Host-maillage=jeton"));
        assert!(give("jeton", true).to_str().unwrap().ends_with("Secure"));
        assert!(take_back(true).to_str().unwrap().contains("Max-Age=0"));
    }
}
