//! Where a person was going when they were asked who they are, and what they had typed there.

use form_urlencoded::{Serializer, byte_serialize};

use crate::fields::Fields;
use crate::views::components::ActionForm;

/// Name of the hidden field that holds where to go on.
pub(crate) const SUITE: &str = "suite";
/// Name of the hidden field that holds what was typed there.
pub(crate) const GARDE: &str = "garde";

/// Where a person was going, and what they had typed there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    suite: Option<String>,
    garde: Option<String>,
}

impl Way {
    /// To a page of this site; elsewhere is nowhere.
    pub(crate) fn to(path: &str) -> Self {
        Self { suite: local(path), garde: None }
    }

    /// The same, with the form that was sent there, without its passwords.
    pub(crate) fn with_form(path: &str, body: &[u8]) -> Self {
        let kept: Vec<(String, String)> =
            form_urlencoded::parse(body).into_owned().filter(|(name, _)| !is_secret(path, name)).collect();
        Self { suite: local(path), garde: Some(Serializer::new(String::new()).extend_pairs(kept).finish()) }
    }

    /// From the fields of an address. A form is never kept there: a link of another site could hold one, and the
    /// person would send it believing it was theirs.
    pub(crate) fn asked(fields: &Fields) -> Self {
        Self::to(fields.text(SUITE))
    }

    /// From the fields of a form of ours.
    pub(crate) fn of(fields: &Fields) -> Self {
        let garde = fields.raw(GARDE);
        Self {
            suite: local(fields.text(SUITE)),
            garde: garde.map(str::to_owned).filter(|text| !text.is_empty()),
        }
    }

    /// Where to go when all is proved.
    pub(crate) fn destination(&self) -> &str {
        self.suite.as_deref().unwrap_or("/")
    }

    /// Whether a form is kept.
    pub(crate) fn keeps_a_form(&self) -> bool {
        self.garde.is_some()
    }

    /// The hidden fields that carry it from page to page.
    pub(crate) fn hidden(&self) -> Vec<(String, String)> {
        let field = |name: &str, value: &Option<String>| value.clone().map(|value| (name.to_owned(), value));
        [field(SUITE, &self.suite), field(GARDE, &self.garde)].into_iter().flatten().collect()
    }

    /// All of it as one text, for an exchange that waits on the server.
    pub(crate) fn carried(&self) -> String {
        Serializer::new(String::new()).extend_pairs(self.hidden()).finish()
    }

    /// From such a text.
    pub(crate) fn read(carried: &str) -> Self {
        Self::of(&Fields::parse(carried.as_bytes()))
    }

    /// The address of a page that goes on this way. A kept form does not fit in an address.
    pub(crate) fn through(&self, page: &str) -> String {
        match &self.suite {
            Some(suite) => format!("{page}?{SUITE}={}", byte_serialize(suite.as_bytes()).collect::<String>()),
            None => page.to_owned(),
        }
    }

    /// The button that sends what was typed, when something was.
    pub(crate) fn resumption(&self) -> Option<ActionForm> {
        let (suite, garde) = (self.suite.as_ref()?, self.garde.as_ref()?);
        let mut form = ActionForm::new("Envoyer ce que vous aviez tapé", suite.clone());
        form.hidden = form_urlencoded::parse(garde.as_bytes()).into_owned().collect();
        Some(form)
    }
}

/// What must not wait in a page: it is typed again.
fn is_secret(path: &str, name: &str) -> bool {
    let own = ["/compte", "/connexion", "/second-facteur", "/confirmer", "/mot-de-passe", "/invitation"];
    let at_the_door = own.iter().any(|start| path.starts_with(start));
    name.starts_with("mot_de_passe") || (at_the_door && matches!(name, "code" | "reponse" | "jeton"))
}

/// A path of this site, or nothing: `//other.test`, `/\other.test` and `https:…` lead elsewhere.
fn local(path: &str) -> Option<String> {
    let mut chars = path.chars();
    let ours = chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && !path.chars().any(|c| c.is_control() || c == '\\');
    ours.then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in ["/", "/c/1/territoires?q=a&b=1", "/compte#sessions"] {
            assert_eq!(Way::to(path).destination(), path);
        }
        for path in [
            "//evil.test",
            "/\\evil.test",
            "https://evil.test",
            "evil.test",
            "",
            "javascript:alert(1)",
            "/\t/evil.test",
            "/a\r\nSet-Cookie: a=b",
            "\\\\evil.test",
            "/a\\..\\b",
        ] {
            assert_eq!(Way::to(path).destination(), "/", "{path:?}");
        }
    }

    #[test]
    fn what_was_typed_comes_back_without_passwords() {
        let way = Way::with_form("/c/1/x?y=2", b"nom=Val+d%27Or&nom=b&mot_de_passe=a&code=960");
        let form = way.resumption().unwrap();
        assert_eq!(form.url, "/c/1/x?y=2");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(form.hidden, [pair("nom", "Val d'Or"), pair("nom", "b"), pair("code", "960")]);
        assert!(Way::with_form("/compte/x", b"code=123456").resumption().unwrap().hidden.is_empty());
        assert!(Way::to("/a").resumption().is_none());
    }

    #[test]
    fn a_link_cannot_bring_a_form() {
        let fields = Fields::parse(b"suite=%2Fc%2F1%2Fx&garde=nom%3DPirate");
        assert!(Way::of(&fields).keeps_a_form(), "a form of ours carries it");
        let asked = Way::asked(&fields);
        assert_eq!((asked.destination(), asked.keeps_a_form()), ("/c/1/x", false));
    }

    #[test]
    fn the_way_survives_an_address() {
        assert_eq!(Way::to("/a?b=c&d").through("/connexion"), "/connexion?suite=%2Fa%3Fb%3Dc%26d");
        assert_eq!(Way::default().through("/connexion"), "/connexion");
    }
}
