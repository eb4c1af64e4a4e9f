//! Health professions by their national code, read from `data/professions.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// A profession.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Profession {
    /// Code of the table TRE_G15.
    pub code: String,
    /// On screen, in French.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// The dated nomenclature.
#[derive(Clone, Debug, Deserialize)]
pub struct Professions {
    /// Since when these labels are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// The professions, by code.
    #[serde(rename = "profession")]
    pub all: Vec<Profession>,
    #[serde(rename = "exemple")]
    examples: Vec<Profession>,
}

impl Professions {
    /// The label of a code; `None` for one that the table does not hold.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.all.iter().find(|known| known.code == code).map(|known| known.label.as_str())
    }
}

const TABLE: &str = "professions.toml";

fn parse(text: &str) -> Result<Professions, RulesError> {
    let found: Professions =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: &str| RulesError::Incoherent { table: TABLE, detail: detail.into() };
    if !found.all.is_sorted_by(|a, b| a.code < b.code) {
        return Err(incoherent("codes are sorted, each once"));
    }
    if found.sources.is_empty() {
        return Err(incoherent("no source"));
    }
    if let Some(wrong) = found.examples.iter().find(|one| found.label(&one.code) != Some(&one.label)) {
        return Err(incoherent(&format!("example {} does not hold", wrong.code)));
    }
    Ok(found)
}

/// The nomenclature that ships with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn professions() -> Result<&'static Professions, &'static RulesError> {
    static READ: LazyLock<Result<Professions, RulesError>> =
        LazyLock::new(|| parse(include_str!("../data/professions.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_label_and_an_unknown_one_has_none() {
        let table = professions().unwrap();
        assert_eq!(table.label("10"), Some("Médecin"));
        assert_eq!(table.label("60"), Some("Infirmier ou infirmière"));
        assert_eq!(table.label("00"), None);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../data/professions.toml");
        for (from, to) in [
            ("code = \"21\"", "code = \"10\""),
            ("libelle = \"Médecin\"\n", ""),
            ("confiance = \"one_source\"", "confiance = \"sure\""),
        ] {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{from}");
        }
        let wrong = text.replace("[[exemple]]\ncode = \"60\"", "[[exemple]]\ncode = \"10\"");
        assert!(parse(&wrong).is_err());
    }
}
