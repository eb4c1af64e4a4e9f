//! What a change of supply is worth where the method is silent, read from `data/et_si.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::hypothese::Hypothese;
use crate::diagnostic::apl::{self, Apl};
use crate::source::{Confidence, RulesError};

/// The dated assumptions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regles {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when they are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// What an advanced-practice nurse brings.
    pub ipa: Apport,
    /// A doctor whose activity is not known.
    #[serde(rename = "medecin")]
    pub doctor: Choix,
    /// A doctor who practises in several communes.
    #[serde(rename = "partage")]
    pub sharing: Choix,
    /// The speed where the level of density is not known.
    #[serde(rename = "densite")]
    pub density: Densite,
    /// What is typed by mistake beyond.
    #[serde(rename = "limites")]
    pub limits: Limites,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
}

/// What somebody brings by default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apport {
    /// Acts a year.
    #[serde(rename = "actes")]
    pub acts: u32,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What is decided, in French.
    #[serde(rename = "phrase")]
    pub sentence: String,
}

/// Something decided.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choix {
    /// What is decided, in French.
    #[serde(rename = "phrase")]
    pub sentence: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

/// The level of density of a commune that has none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Densite {
    /// Level, 1 to 7.
    #[serde(rename = "inconnue")]
    pub unknown: u8,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

/// Bounds of what is typed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limites {
    /// Most changes in a scenario.
    #[serde(rename = "changements")]
    pub changes: usize,
    /// Most people in a change.
    #[serde(rename = "nombre")]
    pub number: u32,
    /// Most acts a year.
    #[serde(rename = "actes")]
    pub acts: u32,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    #[serde(rename = "changement")]
    change: String,
    #[serde(rename = "actes")]
    acts: i64,
}

const TABLE: &str = "et_si.toml";

fn parse(text: &str, apl: &Apl) -> Result<Regles, RulesError> {
    let rules: Regles =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let told = [&rules.ipa.sources, &rules.doctor.sources, &rules.sharing.sources, &rules.density.sources];
    if told.iter().any(|sources| sources.iter().all(|source| source.trim().is_empty())) {
        return Err(incoherent("an assumption without its source".to_owned()));
    }
    if apl.speed(rules.density.unknown).is_none() {
        return Err(incoherent("the level of density has no speed".to_owned()));
    }
    let limits = &rules.limits;
    if limits.changes == 0 || limits.number == 0 || limits.acts < rules.ipa.acts {
        return Err(incoherent("the bounds leave nothing to type".to_owned()));
    }
    for example in &rules.examples {
        let change: Option<Hypothese> = example.change.parse().ok();
        let acts = change.and_then(|change| change.acts_with(apl, &rules).ok());
        if acts != Some(example.acts) {
            return Err(incoherent(format!("example {} does not hold", example.change)));
        }
    }
    Ok(rules)
}

/// The assumptions in force, read once.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static READ: LazyLock<Result<Regles, RulesError>> = LazyLock::new(|| {
        let apl = apl::rules()
            .map_err(|error| RulesError::Incoherent { table: TABLE, detail: error.to_string() })?;
        parse(include_str!("../../../data/et_si.toml"), apl)
    });
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_and_one_that_contradicts_itself_is_refused() {
        let rules = regles().unwrap();
        assert_eq!(rules.ipa.confidence, Confidence::Decision);
        let text = include_str!("../../../data/et_si.toml");
        for (from, to) in [
            ("actes = -4800", "actes = 4800"),
            ("inconnue = 5", "inconnue = 8"),
            ("nombre = 50", "nombre = 0"),
            ("sources = [\"Aucune\"]", "sources = []"),
            ("confiance = \"decision\"", "confiance = \"sure\""),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(parse(&text.replacen(from, to, 1), apl::rules().unwrap()).is_err(), "{from}");
        }
    }

    #[test]
    fn sentences_are_short() {
        let rules = regles().unwrap();
        for sentence in [&rules.ipa.sentence, &rules.doctor.sentence, &rules.sharing.sentence] {
            assert!(sentence.split_inclusive(['.', '?']).all(|part| part.split_whitespace().count() <= 22));
        }
    }
}
