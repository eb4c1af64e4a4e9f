//! Yearly maxima by size class and version of the agreement, read from `data/plafonds.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::taille::Taille;
use crate::source::{Confidence, RulesError};

/// The maximum that a CPTS of one class may receive in a contract year, under one version of the agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plafond {
    /// Name of the version.
    pub version: String,
    /// Legal text.
    pub text: String,
    /// First day of the version.
    pub from: Date,
    /// Last day, when another version followed.
    pub to: Option<Date>,
    /// Class.
    pub taille: Taille,
    /// Whole euros a contract year.
    pub euros: u32,
    /// How sure the amount is.
    pub confidence: Confidence,
    /// Where it was read.
    pub sources: Vec<String>,
    /// What the amount includes, and how it was derived, in French.
    pub notes: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    version: Vec<Version>,
}

#[derive(Deserialize)]
struct Version {
    libelle: String,
    du: Date,
    au: Option<Date>,
    texte: String,
    note: Option<String>,
    #[serde(flatten)]
    amounts: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Amount {
    euros: u32,
    confiance: Confidence,
    sources: Vec<String>,
    note: Option<String>,
}

const TABLE: &str = "plafonds.toml";

fn parse(text: &str) -> Result<Vec<Plafond>, RulesError> {
    let shape = |e| RulesError::Shape { table: TABLE, cause: Box::new(e) };
    let table: Table = toml::from_str(text).map_err(shape)?;
    let mut plafonds = Vec::new();
    for version in table.version {
        for taille in Taille::ALL {
            let amount = version.amounts.get(taille.code()).ok_or_else(|| RulesError::Incoherent {
                table: TABLE,
                detail: format!("{} has no amount for {}", version.libelle, taille.code()),
            })?;
            let amount: Amount = amount.clone().try_into().map_err(shape)?;
            plafonds.push(Plafond {
                version: version.libelle.clone(),
                text: version.texte.clone(),
                from: version.du,
                to: version.au,
                taille,
                euros: amount.euros,
                confidence: amount.confiance,
                sources: amount.sources,
                notes: version.note.iter().cloned().chain(amount.note).collect(),
            });
        }
    }
    Ok(plafonds)
}

/// All maxima, oldest version first, smallest class first.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn plafonds() -> Result<&'static [Plafond], &'static RulesError> {
    static PLAFONDS: LazyLock<Result<Vec<Plafond>, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/plafonds.toml")));
    PLAFONDS.as_ref().map(Vec::as_slice)
}

/// The maxima of one class, oldest version first.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn plafonds_of(taille: Taille) -> Result<Vec<Plafond>, &'static RulesError> {
    Ok(plafonds()?.iter().filter(|plafond| plafond.taille == taille).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statement_5_the_two_meanings_of_287_500_euros_stand_apart() {
        let of = |taille, version: usize| plafonds_of(taille).unwrap()[version].clone();
        assert_eq!(
            (of(Taille::T2, 0).euros, of(Taille::T2, 0).version.as_str()),
            (287_500, "Accord de 2019")
        );
        assert_eq!((of(Taille::T1, 1).euros, of(Taille::T1, 1).version.as_str()), (287_500, "Avenant 2"));
    }

    #[test]
    fn statements_4_and_6_every_class_has_an_amount_in_every_version() {
        let euros: Vec<u32> = plafonds().unwrap().iter().map(|plafond| plafond.euros).collect();
        assert_eq!(euros, [220_000, 287_500, 370_000, 450_000, 287_500, 382_500, 487_500, 580_000]);
    }

    #[test]
    fn a_derived_amount_shows_how_it_was_derived() {
        for plafond in plafonds().unwrap().iter().filter(|p| p.confidence == Confidence::Derived) {
            assert!(
                plafond.notes.iter().any(|note| note.contains("500") || note.contains("000")),
                "{plafond:?}"
            );
        }
    }

    #[test]
    fn a_version_without_a_class_is_refused() {
        let text = include_str!("../../data/plafonds.toml").replacen("[version.T3]", "[version.T9]", 1);
        assert!(matches!(parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
