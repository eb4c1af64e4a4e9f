//! Limits of what a region writes, read from `data/region/regles.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// The dated limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReglesRegion {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when they are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Longest name, in characters.
    pub nom_max: usize,
    /// Longest text, in characters.
    pub texte_max: usize,
    /// Most lines of a pasted list.
    pub lignes_max: usize,
    /// A stage that lasts longer is pointed out, in days.
    pub etape_jours: i64,
    /// When a document is to be read again, in months, when nobody says.
    pub revision_mois: i32,
    /// Themes of the tool box.
    pub themes: Vec<String>,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    jours: i64,
    ancienne: bool,
}

impl ReglesRegion {
    /// Whether a project has stood so long in its stage that it is pointed out.
    pub fn is_old(&self, days: i64) -> bool {
        days > self.etape_jours
    }
}

const TABLE: &str = "region/regles.toml";

fn parse(text: &str) -> Result<ReglesRegion, RulesError> {
    let found: ReglesRegion =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    if found.sources.is_empty() || found.themes.is_empty() || found.nom_max == 0 || found.lignes_max == 0 {
        return Err(incoherent("sources, themes and lengths".into()));
    }
    match found.examples.iter().find(|one| found.is_old(one.jours) != one.ancienne) {
        Some(wrong) => Err(incoherent(format!("example {} does not hold", wrong.jours))),
        None => Ok(found),
    }
}

/// The limits that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn regles() -> Result<&'static ReglesRegion, &'static RulesError> {
    static READ: LazyLock<Result<ReglesRegion, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/region/regles.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_hold_their_examples_and_a_wrong_table_is_refused() {
        assert!(regles().unwrap().is_old(400));
        let text = include_str!("../../data/region/regles.toml");
        assert!(parse(&text.replace("etape_jours = 365", "etape_jours = 30")).is_err());
        assert!(parse("titre = 1").is_err());
    }
}
