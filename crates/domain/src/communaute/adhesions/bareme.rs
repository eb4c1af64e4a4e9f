//! What members pay: amounts that the CPTS decides, by category and civil year. Zero is an amount.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::nombres::{FINE, entier};

/// An amount of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Montant {
    /// In cents.
    pub cents: i64,
    /// When it was decided.
    pub decide: Date,
}

/// A category of members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categorie {
    /// Stable key.
    pub cle: String,
    /// Name.
    pub nom: String,
    /// Amounts by civil year.
    #[serde(default)]
    pub montants: BTreeMap<i16, Montant>,
}

/// The scale of dues of a CPTS. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bareme {
    /// Categories, the usual one first.
    #[serde(default)]
    pub categories: Vec<Categorie>,
}

/// A scale that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaremeError {
    /// A category without a name, or named twice.
    #[error("a category has no name or is named twice")]
    Name,
    /// An amount that is not one.
    #[error("an amount of {0} cents")]
    Amount(i64),
}

impl Bareme {
    /// What a category pays for a year, in cents; `None` while nothing was decided.
    pub fn due(&self, categorie: Option<&str>, annee: i16) -> Option<i64> {
        let found = match categorie {
            Some(cle) => self.categories.iter().find(|one| one.cle == cle),
            None => self.categories.first(),
        };
        found?.montants.get(&annee).map(|one| one.cents)
    }

    /// Name of a category; empty for an unknown one.
    pub fn nom(&self, cle: Option<&str>) -> &str {
        let found = self.categories.iter().find(|one| Some(one.cle.as_str()) == cle);
        found.map(|one| one.nom.as_str()).unwrap_or_default()
    }

    /// Refuses a scale that cannot stand; an amount is at most `most` cents.
    ///
    /// # Errors
    /// As said.
    pub fn check(&self, most: i64) -> Result<(), BaremeError> {
        for (rank, one) in self.categories.iter().enumerate() {
            let before = &self.categories[..rank];
            if one.nom.is_empty() || before.iter().any(|other| other.cle == one.cle || other.nom == one.nom) {
                return Err(BaremeError::Name);
            }
            if let Some(wrong) = one.montants.values().find(|one| !(0..=most).contains(&one.cents)) {
                return Err(BaremeError::Amount(wrong.cents));
            }
        }
        Ok(())
    }
}

/// `30,50 €`, from cents.
pub fn montant(cents: i64) -> String {
    let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    format!("{sign}{},{part:02}{}€", entier(whole), FINE)
}

/// Reads an amount as people type it: `30`, `30,50 €`, `1 200`; in cents.
pub fn read_cents(typed: &str) -> Option<i64> {
    let clean: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\u{202f}')).collect();
    let (whole, part) = clean.split_once([',', '.']).unwrap_or((&clean, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        for (typed, cents) in
            [("30", 3000), ("30,5", 3050), ("1 200,00 €", 120_000), ("0", 0), ("12.05", 1205)]
        {
            assert_eq!(read_cents(typed), Some(cents), "{typed}");
        }
        for typed in ["", "gratuit", "-5", "3,555", ",5"] {
            assert_eq!(read_cents(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_year_without_a_decision_has_no_amount() {
        let montants = BTreeMap::from([(2026, Montant { cents: 0, decide: date(2025, 12, 1) })]);
        let bareme = Bareme {
            categories: vec![Categorie { cle: "usuelle".into(), nom: "Professionnels".into(), montants }],
        };
        assert_eq!(bareme.due(None, 2026), Some(0));
        assert_eq!(bareme.due(Some("usuelle"), 2027), None);
        assert_eq!(bareme.due(Some("autre"), 2026), None);
    }
}
