//! The fields that templates order, read from `data/lettre/champs.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// What is written in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// One line.
    Ligne,
    /// Paragraphs.
    Texte,
    /// A day.
    Date,
    /// A day or a month.
    Echeance,
    /// Two months.
    Periode,
    /// Yes, no or under way, and more.
    Reponse,
    /// People of the CPTS.
    Equipe,
    /// Documents that are cited, with their date.
    Sources,
    /// What the system fills in: it is explained, never replaced.
    Constat,
}

/// What may be announced beside a computed value, and is compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Annonce {
    /// A whole number.
    Nombre,
    /// A pasted table of communes and IRIS.
    Communes,
    /// Pasted tables of professions.
    Professions,
}

/// A field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefChamp {
    /// Stable key, the same in every template.
    pub cle: String,
    /// What is written in it.
    pub nature: Nature,
    /// What may be announced beside its value.
    #[serde(default)]
    pub annonce: Option<Annonce>,
    /// Under which name the system shows what it knows beside what is written.
    #[serde(default)]
    pub suit: Option<String>,
}

/// What the name of the thread of a mission begins with.
const FIL: &str = "fil_";

impl DefChamp {
    /// The mission that it is about, as the table of missions calls it.
    pub fn mission(&self) -> Option<&str> {
        self.suit.as_deref()?.strip_prefix(FIL)
    }

    /// The name under which the system knows something for it: a constat is known under its own key.
    pub fn connu_sous(&self) -> Option<&str> {
        match self.nature {
            Nature::Constat => Some(&self.cle),
            _ => self.suit.as_deref(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "titre")]
    _titre: String,
    #[serde(rename = "effet")]
    _effet: Date,
    sources: Vec<String>,
    #[serde(rename = "confiance")]
    _confiance: Confidence,
    champ: Vec<DefChamp>,
}

const TABLE: &str = "lettre/champs.toml";

fn parse(text: &str) -> Result<Vec<DefChamp>, RulesError> {
    let found: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let keys: BTreeSet<&str> = found.champ.iter().map(|one| one.cle.as_str()).collect();
    let announces = |one: &DefChamp| one.annonce.is_none() || one.nature == Nature::Constat;
    if keys.len() != found.champ.len() || found.sources.is_empty() || !found.champ.iter().all(announces) {
        let detail = "each field has its own key, only a constat is announced, and the table has its sources";
        return Err(RulesError::Incoherent { table: TABLE, detail: detail.into() });
    }
    Ok(found.champ)
}

/// Every field.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn champs() -> Result<&'static [DefChamp], &'static RulesError> {
    static READ: LazyLock<Result<Vec<DefChamp>, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/lettre/champs.toml")));
    READ.as_deref()
}

/// A field by its key.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn champ(cle: &str) -> Result<Option<&'static DefChamp>, &'static RulesError> {
    Ok(champs()?.iter().find(|one| one.cle == cle))
}
