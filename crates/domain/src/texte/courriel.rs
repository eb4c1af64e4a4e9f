//! E-mail addresses.

use std::fmt;

/// An address to which a message can be sent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// No `@`.
    #[error("no @")]
    NoAt,
    /// Several `@`: perhaps several addresses.
    #[error("several @")]
    SeveralAt,
    /// A space, a comma, an accent or another character that an address cannot have.
    #[error("a character that an address cannot have: {0:?}")]
    Character(char),
    /// Nothing before the `@`, or a dot in a wrong place there.
    #[error("the part before @ is wrong")]
    Local,
    /// No dot after the `@`.
    #[error("no dot after @")]
    NoDot,
    /// The part after the `@` is not the name of a domain.
    #[error("the part after @ is wrong")]
    Domain,
    /// Longer than mail servers accept.
    #[error("too long")]
    TooLong,
}

/// Limits of SMTP, in characters (RFC 5321, 4.5.3.1): the part before `@`, and the whole address.
const LONGEST: (usize, usize) = (64, 254);

impl Email {
    /// Reads one address; spaces around it do not matter.
    ///
    /// # Errors
    /// What is wrong, so that the screen can say it.
    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let text = typed.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if text.is_empty() {
            return Err(EmailProblem::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailProblem::NoAt)?;
        if domain.contains('@') {
            return Err(EmailProblem::SeveralAt);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        if let Some(wrong) = text.chars().find(|c| *c != '@' && !allowed(*c)) {
            return Err(EmailProblem::Character(wrong));
        }
        if text.len() > LONGEST.1 || local.len() > LONGEST.0 {
            return Err(EmailProblem::TooLong);
        }
        if local.split('.').any(str::is_empty) {
            return Err(EmailProblem::Local);
        }
        check_domain(domain)?;
        Ok(Email(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address as typed, its domain in lower case: where to write.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Lower case: two accounts may not differ by capitals alone.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `c•••@exemple.fr`: enough to recognise one's own address.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}•••@{domain}", local.get(..1).unwrap_or_default())
    }
}

fn check_domain(domain: &str) -> Result<(), EmailProblem> {
    let (_, last) = domain.rsplit_once('.').ok_or(EmailProblem::NoDot)?;
    let label_is_right = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_right = last.len() >= 2 && last.bytes().any(|byte| byte.is_ascii_alphabetic());
    if last_is_right && domain.split('.').all(label_is_right) { Ok(()) } else { Err(EmailProblem::Domain) }
}

impl fmt::Debug for Email {
    /// Masked: a log names nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_compared_without_capitals() {
        let email = Email::parse("  Coordination@CPTS-Exemple.FR\u{a0}").unwrap();
        assert_eq!(email.as_str(), "Coordination@cpts-exemple.fr");
        assert_eq!(email.key(), "coordination@cpts-exemple.fr");
        for typed in
            ["a.b+c@medecin.mssante.fr", "o'neil@exemple.org", "x_1@a-b.co.uk", "a@xn--exmple-cua.fr"]
        {
            assert!(Email::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn it_is_masked_on_screen_and_in_logs() {
        let email = Email::parse("coordination@exemple.fr").unwrap();
        assert_eq!(email.masked(), "c•••@exemple.fr");
        assert_eq!(format!("{email:?}"), "Email(c•••@exemple.fr)");
    }

    #[test]
    fn each_mistake_has_its_name() {
        let problem = |typed: &str| Email::parse(typed).unwrap_err();
        assert_eq!(problem("\t"), EmailProblem::Empty);
        assert_eq!(problem("exemple.fr"), EmailProblem::NoAt);
        assert_eq!(problem("a@exemple.fr, b@exemple.fr"), EmailProblem::SeveralAt);
        assert_eq!(problem("a b@exemple.fr"), EmailProblem::Character(' '));
        assert_eq!(problem("rené@exemple.fr"), EmailProblem::Character('é'));
        assert_eq!(problem("a@exemple.fr\r\nBcc:b"), EmailProblem::Character('\r'));
        assert_eq!(problem("@exemple.fr"), EmailProblem::Local);
        assert_eq!(problem("a..b@exemple.fr"), EmailProblem::Local);
        assert_eq!(problem("a.@exemple.fr"), EmailProblem::Local);
        assert_eq!(problem("a@exemple"), EmailProblem::NoDot);
        for typed in ["a@exemple.", "a@.fr", "a@-ex.fr", "a@ex_emple.fr", "a@exemple.f", "a@192.168.0.10"] {
            assert_eq!(problem(typed), EmailProblem::Domain, "{typed}");
        }
        assert_eq!(problem(&format!("{}@exemple.fr", "a".repeat(65))), EmailProblem::TooLong);
    }
}
