//! Kinds of projects that a region follows, with their stages in order, read from `data/region/etapes.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// The dated list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Etapes {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when it is used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Kinds, in the order in which they are shown.
    #[serde(rename = "type")]
    pub types: Vec<TypeSuivi>,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
}

/// A kind of project.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeSuivi {
    /// Key, as it is kept.
    pub cle: String,
    /// Short name: `CPTS`.
    pub nom: String,
    /// Whole name.
    pub libelle: String,
    /// Short name of several.
    pub pluriel: String,
    /// Whether one says « une ».
    pub feminin: bool,
    /// Where the stages were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What was decided, and why.
    pub note: String,
    /// Stages, in order.
    #[serde(rename = "etape")]
    pub etapes: Vec<Etape>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Etape {
    /// Key, as it is kept.
    pub cle: String,
    /// Name.
    pub nom: String,
    /// Whether a project that stands there counts towards the goal.
    pub compte: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    r#type: String,
    etape: String,
    rang: usize,
    compte: bool,
}

impl Etapes {
    /// A kind by its key.
    pub fn kind(&self, cle: &str) -> Option<&TypeSuivi> {
        self.types.iter().find(|one| one.cle == cle)
    }

    /// A kind by what people write: its key, its short or whole name, whatever the accents and capitals.
    pub fn read_kind(&self, typed: &str) -> Option<&TypeSuivi> {
        let asked = territory::text::search_key(typed);
        let same = |text: &str| territory::text::search_key(text) == asked;
        self.types.iter().find(|one| same(&one.cle) || same(&one.nom) || same(&one.libelle))
    }
}

impl TypeSuivi {
    /// A stage by its key.
    pub fn etape(&self, cle: &str) -> Option<&Etape> {
        self.etapes.iter().find(|one| one.cle == cle)
    }

    /// A stage by what people write.
    pub fn read_etape(&self, typed: &str) -> Option<&Etape> {
        let asked = territory::text::search_key(typed);
        let same = |text: &str| territory::text::search_key(text) == asked;
        self.etapes.iter().find(|one| same(&one.cle) || same(&one.nom))
    }

    /// Its place among the stages, from 1.
    pub fn rang(&self, cle: &str) -> Option<usize> {
        self.etapes.iter().position(|one| one.cle == cle).map(|rank| rank + 1)
    }
}

const TABLE: &str = "region/etapes.toml";

fn parse(text: &str) -> Result<Etapes, RulesError> {
    let found: Etapes =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    for kind in &found.types {
        if kind.sources.is_empty() || kind.etapes.is_empty() {
            return Err(incoherent(format!("{}: sources and at least one stage", kind.cle)));
        }
        let counted = kind.etapes.iter().position(|one| one.compte);
        let then = counted.is_some_and(|first| kind.etapes[first..].iter().all(|one| one.compte));
        if !then {
            return Err(incoherent(format!("{}: once a stage counts, those after it do", kind.cle)));
        }
    }
    for example in &found.examples {
        let kind = found.kind(&example.r#type);
        let read =
            kind.and_then(|kind| Some((kind.rang(&example.etape)?, kind.etape(&example.etape)?.compte)));
        if read != Some((example.rang, example.compte)) {
            return Err(incoherent(format!("example {} {} does not hold", example.r#type, example.etape)));
        }
    }
    Ok(found)
}

/// The kinds and stages that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn etapes() -> Result<&'static Etapes, &'static RulesError> {
    static READ: LazyLock<Result<Etapes, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/region/etapes.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_hold_their_examples_and_a_wrong_table_is_refused() {
        let all = etapes().unwrap();
        let keys: Vec<&str> = all.types.iter().map(|one| one.cle.as_str()).collect();
        assert_eq!(keys, ["cpts", "msp", "cls"]);
        let text = include_str!("../../data/region/etapes.toml");
        assert!(parse(&text.replace("rang = 5", "rang = 4")).is_err());
        let first_counts = text.replacen("compte = false", "compte = true", 1);
        assert!(parse(&first_counts).is_err(), "a later stage would not count");
    }

    #[test]
    fn a_kind_and_a_stage_are_read_as_people_write_them() {
        let all = etapes().unwrap();
        assert_eq!(all.read_kind("Maison de santé pluriprofessionnelle").unwrap().cle, "msp");
        assert_eq!(all.read_kind(" Cpts ").unwrap().cle, "cpts");
        assert!(all.read_kind("hôpital").is_none());
        let cpts = all.kind("cpts").unwrap();
        assert_eq!(cpts.read_etape("LETTRE D'INTENTION").unwrap().cle, "lettre");
        assert_eq!(cpts.read_etape("valide").unwrap().cle, "valide");
    }
}
