//! What Maillage chose for the sheets of the community, read from `data/communaute.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// One rule, for the page that shows them.
#[derive(Clone, Debug, Deserialize)]
pub struct Regle {
    /// Name in the code: `texte.nom`.
    pub code: String,
    /// On screen, with its unit.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The value, in the unit of the label.
    #[serde(rename = "valeur")]
    pub value: u32,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// All rules.
#[derive(Clone, Debug)]
pub struct Regles {
    /// Since when.
    pub effective: Date,
    /// Every rule, in the order of the table.
    pub all: Vec<Regle>,
    /// Longest name, first name or function, in characters.
    pub nom_max: usize,
    /// Longest address, in characters.
    pub adresse_max: usize,
    /// Longest remark, in characters.
    pub remarque_max: usize,
    /// Shortest name and first name, in letters, for which a typing error is forgiven.
    pub lettres_min: usize,
    /// Most sheets with one number or address before it is a switchboard.
    pub partage_max: usize,
    /// Days before the end of an agreement from which it is spoken of.
    pub convention_alerte_days: i64,
}

#[derive(Deserialize)]
struct Table {
    effet: Date,
    regle: Vec<Regle>,
}

const TABLE: &str = "communaute.toml";

fn parse(text: &str) -> Result<Regles, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let value = |code: &str| {
        let found = table.regle.iter().find(|one| one.code == code && one.value > 0);
        found.map(|one| one.value).ok_or_else(|| RulesError::Incoherent {
            table: TABLE,
            detail: format!("no rule {code} above zero"),
        })
    };
    let count = |code: &str| value(code).map(|value| value as usize);
    Ok(Regles {
        effective: table.effet,
        nom_max: count("texte.nom")?,
        adresse_max: count("texte.adresse")?,
        remarque_max: count("texte.remarque")?,
        lettres_min: count("doublon.lettres")?,
        partage_max: count("doublon.partage")?,
        convention_alerte_days: i64::from(value("convention.alerte")?),
        all: table.regle,
    })
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static READ: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/communaute.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_that_were_decided_and_say_why() {
        let rules = regles().unwrap();
        assert_eq!((rules.nom_max, rules.adresse_max, rules.remarque_max), (100, 240, 1000));
        assert_eq!((rules.lettres_min, rules.partage_max, rules.convention_alerte_days), (8, 3, 90));
        assert!(rules.all.iter().all(|one| !one.sources.is_empty() && !one.note.is_empty()));
    }

    #[test]
    fn a_table_without_a_rule_is_refused() {
        let text = include_str!("../../data/communaute.toml").replacen("\"doublon.partage\"", "\"autre\"", 1);
        assert!(matches!(parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
