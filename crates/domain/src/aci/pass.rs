//! The ceiling of what a professional may receive in a civil year, read from `data/aci/pass.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::montant::Montant;
use crate::source::{Confidence, RulesError};

/// The ceiling of one civil year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Annee {
    /// The year.
    pub annee: i16,
    /// In euros.
    pub plafond: u32,
}

/// The table.
#[derive(Clone, Debug, Deserialize)]
pub struct Plafonds {
    /// Its title.
    pub titre: String,
    /// Legal text.
    pub texte: String,
    /// Since when.
    pub en_vigueur: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it, in French.
    pub note: String,
    /// By civil year, oldest first.
    #[serde(rename = "annee")]
    pub annees: Vec<Annee>,
}

/// Why a payment is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusPlafond {
    /// Nobody published the ceiling of that year yet.
    #[error("no ceiling is known for {0}")]
    Inconnu(i16),
    /// It would pass the ceiling.
    #[error("above the ceiling of the year")]
    Depasse {
        /// The ceiling of the year.
        plafond: Montant,
        /// What can still be paid.
        reste: Montant,
    },
}

impl Plafonds {
    /// The ceiling of a civil year; `None` when it is not known.
    pub fn plafond(&self, annee: i16) -> Option<Montant> {
        let found = self.annees.iter().find(|one| one.annee == annee)?;
        Some(Montant::euros(i64::from(found.plafond)))
    }

    /// Whether a payment on a day may be made to somebody who already received something in that civil year,
    /// *indemnités* and *rémunérations* together. What can still be paid after it.
    ///
    /// # Errors
    /// When it would pass the ceiling by a cent, or the ceiling of that year is not known.
    pub fn verifier(&self, le: Date, received: Montant, payment: Montant) -> Result<Montant, RefusPlafond> {
        let plafond = self.plafond(le.year()).ok_or(RefusPlafond::Inconnu(le.year()))?;
        let left = plafond - received - payment;
        if left >= Montant::ZERO {
            return Ok(left);
        }
        let reste = (plafond - received).max(Montant::ZERO);
        Err(RefusPlafond::Depasse { plafond, reste })
    }
}

const TABLE: &str = "aci/pass.toml";

fn parse(text: &str) -> Result<Plafonds, RulesError> {
    let table: Plafonds =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    match table.annees.windows(2).find(|pair| pair[0].annee >= pair[1].annee) {
        Some(pair) => {
            Err(RulesError::Incoherent { table: TABLE, detail: format!("{} is out of order", pair[1].annee) })
        }
        None => Ok(table),
    }
}

/// The table that ships with the program.
///
/// # Errors
/// When it is malformed.
pub fn plafonds() -> Result<&'static Plafonds, &'static RulesError> {
    static PLAFONDS: LazyLock<Result<Plafonds, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/aci/pass.toml")));
    PLAFONDS.as_ref()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn statement_33_the_ceiling_of_2026_is_refused_above_and_begins_again_in_january() {
        let table = plafonds().unwrap();
        let received = Montant::euros(48_000);
        let on = |day, cents| table.verifier(day, received, Montant::centimes(cents));
        assert_eq!(on(date(2026, 12, 31), 6_000), Ok(Montant::ZERO));
        let refused = RefusPlafond::Depasse { plafond: Montant::euros(48_060), reste: Montant::euros(60) };
        assert_eq!(on(date(2026, 12, 31), 6_001), Err(refused));
        assert_eq!(
            table.verifier(date(2025, 1, 1), Montant::ZERO, Montant::euros(47_100)),
            Ok(Montant::ZERO)
        );
        assert_eq!(on(date(2027, 1, 1), 1), Err(RefusPlafond::Inconnu(2027)));
    }
}
