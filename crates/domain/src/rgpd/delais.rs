//! Delays of the regulation, read from `data/rgpd.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{SignedDuration, Span};
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// One delay, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Delay {
    /// Name in the code: `demande`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How many.
    #[serde(rename = "valeur")]
    pub value: u32,
    /// `mois` or `heures`.
    #[serde(rename = "unite")]
    pub unit: DelayUnit,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How it is counted, in French.
    pub note: String,
}

/// What a delay counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DelayUnit {
    /// Months of the calendar.
    #[serde(rename = "mois")]
    Months,
    /// Hours, holidays included.
    #[serde(rename = "heures")]
    Hours,
}

/// All delays.
#[derive(Clone, Debug)]
pub struct Delays {
    /// Every delay, in the order of the table.
    pub all: Vec<Delay>,
    /// First day of validity.
    pub effective: Date,
    /// To answer a person's request.
    pub request: Span,
    /// What an announced extension adds to it.
    pub extension: Span,
    /// To notify a breach of data.
    pub breach: SignedDuration,
}

#[derive(Deserialize)]
struct Table {
    en_vigueur: Date,
    delai: Vec<Delay>,
}

const TABLE: &str = "rgpd.toml";
/// No delay is longer, in its unit: an absurd value is refused when it is read.
const LONGEST: u32 = 1_000;

fn parse(text: &str) -> Result<Delays, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let value = |code: &str, unit: DelayUnit| {
        let found = table.delai.iter().find(|delay| delay.code == code && delay.unit == unit);
        let right = found.map(|delay| delay.value).filter(|value| (1..=LONGEST).contains(value));
        right.map(i64::from).ok_or_else(|| RulesError::Incoherent {
            table: TABLE,
            detail: format!("no delay {code} with the expected unit"),
        })
    };
    Ok(Delays {
        request: Span::new().months(value("demande", DelayUnit::Months)?),
        extension: Span::new().months(value("demande.prolongation", DelayUnit::Months)?),
        breach: SignedDuration::from_hours(value("violation", DelayUnit::Hours)?),
        effective: table.en_vigueur,
        all: table.delai,
    })
}

/// The delays in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn delays() -> Result<&'static Delays, &'static RulesError> {
    static DELAYS: LazyLock<Result<Delays, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/rgpd.toml")));
    DELAYS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_delay_says_where_it_comes_from() {
        let delays = delays().unwrap();
        assert_eq!(delays.all.len(), 3);
        for delay in &delays.all {
            assert!(delay.sources.len() > 1 && delay.sources.iter().all(|s| !s.trim().is_empty()));
            assert_eq!(delay.confidence, Confidence::TwoSources, "{}", delay.code);
        }
        assert_eq!(delays.breach, SignedDuration::from_hours(72));
    }

    #[test]
    fn a_table_without_a_delay_is_refused() {
        let text = include_str!("../../data/rgpd.toml");
        for (from, to) in
            [("\"violation\"", "\"autre\""), ("\"heures\"", "\"mois\""), ("valeur = 1\n", "valeur = 0\n")]
        {
            assert!(
                matches!(parse(&text.replacen(from, to, 1)), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
