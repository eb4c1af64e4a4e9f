//! Indicators that speak of the same thing, read from `data/sujets.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// The groups, with their source.
#[derive(Clone, Debug, Deserialize)]
pub struct Sujets {
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why these, in French.
    pub note: String,
    /// The groups.
    #[serde(rename = "sujet")]
    pub groups: Vec<Sujet>,
}

/// Indicators that speak of the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Sujet {
    /// Stable code.
    pub code: String,
    /// Whether they are parts of one whole, so that one can be deduced from the others.
    #[serde(default)]
    pub parts: bool,
    /// Codes of the catalogue.
    #[serde(rename = "indicateurs")]
    pub indicators: Vec<String>,
}

/// The groups in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn sujets() -> Result<&'static Sujets, &'static RulesError> {
    static SUJETS: LazyLock<Result<Sujets, RulesError>> = LazyLock::new(|| {
        let table = "sujets.toml";
        toml::from_str(include_str!("../../data/sujets.toml"))
            .map_err(|error| RulesError::Shape { table, cause: Box::new(error) })
    });
    SUJETS.as_ref()
}

impl Sujets {
    /// The group of an indicator.
    pub fn of(&self, code: &str) -> Option<&Sujet> {
        self.groups.iter().find(|group| group.indicators.iter().any(|one| one == code))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::catalogue::catalogue;

    #[test]
    fn every_indicator_named_exists_and_speaks_of_one_thing() {
        let sujets = sujets().unwrap();
        assert_eq!(sujets.confidence, Confidence::Decision);
        assert!(!sujets.sources.is_empty() && !sujets.note.is_empty());
        let mut seen = BTreeSet::new();
        for code in sujets.groups.iter().flat_map(|group| &group.indicators) {
            assert!(catalogue().unwrap().get(code).is_some(), "{code}");
            assert!(seen.insert(code), "{code} twice");
        }
        assert!(sujets.of("sans_mt").unwrap().parts);
        assert!(sujets.of("population").is_none());
    }
}
