//! Specialties of health professionals by their national code, read from `data/specialites.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// A specialty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Specialite {
    /// Code of the table TRE_R38.
    pub code: String,
    /// Code of the profession that it belongs to.
    pub profession: String,
    /// On screen, in French.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// The dated nomenclature.
#[derive(Clone, Debug, Deserialize)]
pub struct Specialites {
    /// Since when these labels are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// The specialties, by code.
    #[serde(rename = "specialite")]
    pub all: Vec<Specialite>,
    #[serde(rename = "exemple")]
    examples: Vec<Specialite>,
}

impl Specialites {
    /// The specialty of a code; `None` for one that the table does not hold.
    pub fn get(&self, code: &str) -> Option<&Specialite> {
        self.all.iter().find(|known| known.code == code)
    }

    /// The label of a code; `None` for one that the table does not hold.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.get(code).map(|known| known.label.as_str())
    }

    /// The specialties of a profession, by label.
    pub fn of(&self, profession: &str) -> Vec<&Specialite> {
        let mut found: Vec<_> = self.all.iter().filter(|one| one.profession == profession).collect();
        found.sort_by_key(|one| territory::text::search_key(&one.label));
        found
    }
}

const TABLE: &str = "specialites.toml";

fn parse(text: &str) -> Result<Specialites, RulesError> {
    let found: Specialites =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: &str| RulesError::Incoherent { table: TABLE, detail: detail.into() };
    if !found.all.is_sorted_by(|a, b| a.code < b.code) {
        return Err(incoherent("codes are sorted, each once"));
    }
    if found.sources.is_empty() {
        return Err(incoherent("no source"));
    }
    if let Some(wrong) = found.examples.iter().find(|one| found.get(&one.code) != Some(one)) {
        return Err(incoherent(&format!("example {} does not hold", wrong.code)));
    }
    Ok(found)
}

/// The nomenclature that ships with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn specialites() -> Result<&'static Specialites, &'static RulesError> {
    static READ: LazyLock<Result<Specialites, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/specialites.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::professions::professions;

    #[test]
    fn a_code_has_its_label_and_belongs_to_a_known_profession() {
        let table = specialites().unwrap();
        assert_eq!(table.label("SM54"), Some("Médecine générale"));
        assert_eq!(table.label("SM00"), None);
        let known = professions().unwrap();
        assert!(table.all.iter().all(|one| known.label(&one.profession).is_some()));
        assert!(table.of("60").iter().all(|one| one.code.starts_with("SI")));
        assert_eq!(table.of("10").first().map(|one| one.label.as_str()), Some("Allergologie"));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/specialites.toml");
        for (from, to) in [
            ("code = \"SM02\"", "code = \"SM01\""),
            ("[\"ANS, ", "[] # [\"ANS, "),
            ("[[exemple]]\ncode = \"SM54\"", "[[exemple]]\ncode = \"SM53\""),
        ] {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{from}");
        }
    }
}
