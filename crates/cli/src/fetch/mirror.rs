//! A server that answers for those of the producers: for tests, and for networks without Internet.

/// Where the requests really go.
#[derive(Clone, Debug, Default)]
pub struct Mirror(Option<String>);

impl Mirror {
    /// With `http://miroir.local`, `https://www.insee.fr/x` is asked at `http://miroir.local/www.insee.fr/x`.
    pub fn new(base: Option<&str>) -> Self {
        Self(base.map(|base| base.trim_end_matches('/').to_owned()))
    }

    /// The address to ask.
    pub fn address(&self, published: &str) -> String {
        match (&self.0, published.split_once("://")) {
            (Some(base), Some((_, rest))) => format!("{base}/{rest}"),
            _ => published.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_keeps_the_name_of_the_server_in_the_path() {
        let mirror = Mirror::new(Some("http://127.0.0.1:9/"));
        assert_eq!(mirror.address("https://www.insee.fr/a?b=1"), "http://127.0.0.1:9/www.insee.fr/a?b=1");
        assert_eq!(Mirror::new(None).address("https://www.insee.fr/a"), "https://www.insee.fr/a");
    }
}
