//! The dated rules of campaigns, read from `data/mobilisation.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// The rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regles {
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// First day of validity.
    #[serde(rename = "en_vigueur")]
    pub effective: Date,
    /// Reminders.
    pub relance: Relance,
    /// Links to answer.
    pub lien: Lien,
    /// How e-mails leave.
    pub envoi: EnvoiRegle,
    /// What the tests check.
    #[serde(rename = "exemple")]
    pub examples: Vec<Exemple>,
}

/// When somebody who did not answer may be reminded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relance {
    /// Days between two messages.
    pub jours: u32,
    /// Reminders of one campaign, the first message aside.
    pub maximum: u32,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// For how long a link works.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lien {
    /// Days.
    pub jours: u32,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// How many messages one step of the sending job prepares.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvoiRegle {
    /// Messages a step.
    pub lot: usize,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// A case that the tests compute.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemple {
    /// Messages already sent.
    pub envoyes: u32,
    /// Days since the last one.
    pub jours: u32,
    /// Whether a reminder may leave.
    pub relance: bool,
}

const TABLE: &str = "mobilisation.toml";

fn parse(text: &str) -> Result<Regles, RulesError> {
    let found: Regles =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    if found.relance.jours == 0 || found.lien.jours <= found.relance.jours || found.envoi.lot == 0 {
        return Err(incoherent("a link outlives a reminder, and a step sends something".into()));
    }
    let may = |one: &Exemple| {
        one.envoyes > 0 && one.envoyes <= found.relance.maximum && one.jours >= found.relance.jours
    };
    match found.examples.iter().find(|one| may(one) != one.relance) {
        Some(wrong) => Err(incoherent(format!("example {wrong:?} does not hold"))),
        None => Ok(found),
    }
}

/// The rules that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static READ: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/mobilisation.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_hold_their_examples_and_a_contradiction_is_refused() {
        assert!(!regles().unwrap().examples.is_empty());
        let text = include_str!("../../../data/mobilisation.toml");
        assert!(parse(&text.replacen("relance = true", "relance = false", 1)).is_err());
        assert!(parse(&text.replacen("lot = 50", "lot = 0", 1)).is_err());
    }
}
