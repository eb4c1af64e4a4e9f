//! How long before a term a home page speaks of it, read from `data/accueil.toml`.

use std::sync::LazyLock;

use jiff::SignedDuration;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// One reminder, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Reminder {
    /// Name in the code: `invitation`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Days of 24 hours.
    #[serde(rename = "jours")]
    pub days: u32,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// All reminders.
#[derive(Clone, Debug)]
pub struct Reminders {
    /// Every reminder, in the order of the table.
    pub all: Vec<Reminder>,
    /// Before an invitation without answer expires.
    pub invitation: SignedDuration,
    /// Before a grant ends.
    pub grant: SignedDuration,
    /// Before the term of a request about personal data, in days.
    pub request_days: i64,
    /// How far back lists show what is over.
    pub past: SignedDuration,
    /// Proposed life of a grant, in days.
    pub grant_days: i64,
}

#[derive(Deserialize)]
struct Table {
    rappel: Vec<Reminder>,
}

const TABLE: &str = "accueil.toml";

fn parse(text: &str) -> Result<Reminders, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let days = |code: &str| {
        let found = table.rappel.iter().find(|one| one.code == code && one.days > 0);
        found.map(|one| i64::from(one.days)).ok_or_else(|| RulesError::Incoherent {
            table: TABLE,
            detail: format!("no reminder {code} of one day at least"),
        })
    };
    let duration = |code: &str| days(code).map(|days| SignedDuration::from_hours(days * 24));
    Ok(Reminders {
        invitation: duration("invitation")?,
        grant: duration("autorisation")?,
        request_days: days("demande")?,
        past: duration("passe")?,
        grant_days: days("autorisation.duree")?,
        all: table.rappel,
    })
}

/// The reminders in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn reminders() -> Result<&'static Reminders, &'static RulesError> {
    static REMINDERS: LazyLock<Result<Reminders, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/accueil.toml")));
    REMINDERS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_those_that_were_decided_and_say_why() {
        let rules = reminders().unwrap();
        let days = |days: i64| SignedDuration::from_hours(days * 24);
        assert_eq!((rules.invitation, rules.grant, rules.request_days), (days(5), days(30), 10));
        assert_eq!((rules.past, rules.grant_days), (days(366), 365));
        assert!(rules.all.iter().all(|one| !one.sources.is_empty() && !one.note.is_empty()));
        assert!(rules.all.iter().all(|one| one.confidence == Confidence::Decision));
    }

    #[test]
    fn a_table_without_a_reminder_is_refused() {
        let text = include_str!("../../data/accueil.toml").replacen("\"demande\"", "\"autre\"", 1);
        assert!(matches!(parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
