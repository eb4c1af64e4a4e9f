//! How long each kind of data is kept, read from `data/conservation.toml`.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Months of the calendar.
    Months(u32),
    /// Days of 24 hours.
    Days(u32),
}

/// What happens at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Effect {
    /// Erased.
    #[serde(rename = "efface")]
    Erase,
    /// The person is told first, then erased.
    #[serde(rename = "annonce_puis_efface")]
    AnnounceThenErase,
    /// What leads to a person goes, what was counted stays.
    #[serde(rename = "anonymise")]
    Anonymise,
}

/// One rule of retention.
#[derive(Clone, Debug)]
pub struct Retention {
    /// Name in the code: `session`, `mail`.
    pub key: String,
    /// On screen.
    pub label: String,
    /// How long.
    pub keep: Keep,
    /// Counted from what, in French.
    pub after: String,
    /// What happens then.
    pub effect: Effect,
    /// How many days before the end the person is told, when they are.
    pub notice_days: Option<u32>,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, in French.
    pub note: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    duree: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    cle: String,
    libelle: String,
    mois: Option<u32>,
    jours: Option<u32>,
    apres: String,
    effet: Effect,
    annonce_jours: Option<u32>,
    sources: Vec<String>,
    confiance: Confidence,
    note: Option<String>,
}

const TABLE: &str = "conservation.toml";
/// A century, in days and in months: longer is a slip of the pen.
const LONGEST: (u32, u32) = (36_525, 1_200);

impl Retention {
    fn read(line: Line) -> Result<Self, RulesError> {
        let keep = match (line.mois, line.jours) {
            (Some(months @ 1..), None) if months <= LONGEST.1 => Keep::Months(months),
            (None, Some(days @ 1..)) if days <= LONGEST.0 => Keep::Days(days),
            _ => {
                let detail = format!("{} needs either months or days", line.cle);
                return Err(RulesError::Incoherent { table: TABLE, detail });
            }
        };
        let told = line.effet == Effect::AnnounceThenErase;
        if told != line.annonce_jours.is_some_and(|days| (1..=LONGEST.0).contains(&days)) {
            let detail = format!("{} needs a notice exactly when it is announced", line.cle);
            return Err(RulesError::Incoherent { table: TABLE, detail });
        }
        Ok(Retention {
            key: line.cle,
            label: line.libelle,
            keep,
            after: line.apres,
            effect: line.effet,
            notice_days: line.annonce_jours,
            sources: line.sources,
            confidence: line.confiance,
            note: line.note,
        })
    }

    /// What happened before this instant has been kept long enough. Months are counted in universal time.
    pub fn cutoff(&self, now: Timestamp) -> Timestamp {
        let span = match self.keep {
            Keep::Months(months) => Span::new().months(months),
            Keep::Days(days) => Span::new().days(days),
        };
        let cut = now.to_zoned(TimeZone::UTC).checked_sub(span);
        cut.map_or(Timestamp::MIN, |zoned| zoned.timestamp())
    }
}

fn parse(text: &str) -> Result<Vec<Retention>, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    table.duree.into_iter().map(Retention::read).collect()
}

/// All rules, in the order of the table.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn retentions() -> Result<&'static [Retention], &'static RulesError> {
    static RULES: LazyLock<Result<Vec<Retention>, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/conservation.toml")));
    RULES.as_ref().map(Vec::as_slice)
}

/// The rule of one key; none when the table has no such key.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn retention(key: &str) -> Result<Option<&'static Retention>, &'static RulesError> {
    Ok(retentions()?.iter().find(|retention| retention.key == key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        cle: String,
        instant: Timestamp,
        avant: Timestamp,
    }

    #[test]
    fn every_example_of_the_table_is_cut_where_it_says() {
        let examples: Examples = toml::from_str(include_str!("../../data/conservation.toml")).unwrap();
        assert_eq!(examples.exemple.len(), 7);
        for example in examples.exemple {
            let rule = retention(&example.cle).unwrap().unwrap();
            assert_eq!(rule.cutoff(example.instant), example.avant, "{}", example.cle);
        }
    }

    #[test]
    fn every_rule_says_where_it_comes_from() {
        let mut keys = Vec::new();
        for rule in retentions().unwrap() {
            assert!(
                !rule.sources.is_empty() && rule.sources.iter().all(|s| !s.trim().is_empty()),
                "{}",
                rule.key
            );
            assert!(!rule.after.trim().is_empty() && !rule.label.trim().is_empty());
            let explained = !matches!(rule.confidence, Confidence::Decision | Confidence::Derived);
            assert!(explained || rule.note.is_some(), "{} does not say why", rule.key);
            assert!(rule.confidence != Confidence::TwoSources || rule.sources.len() > 1, "{}", rule.key);
            assert!(!keys.contains(&&rule.key), "{} stands twice", rule.key);
            keys.push(&rule.key);
        }
    }

    #[test]
    fn values_are_those_that_were_decided() {
        let keep: Vec<(&str, Keep)> =
            retentions().unwrap().iter().map(|r| (r.key.as_str(), r.keep)).collect();
        assert_eq!(
            keep,
            [
                ("session", Keep::Days(30)),
                ("invitation", Keep::Days(90)),
                ("mail", Keep::Months(12)),
                ("account_unused", Keep::Months(36)),
                ("audit", Keep::Months(120)),
                ("one_time_token", Keep::Days(1)),
                ("job", Keep::Days(30)),
                ("throttle", Keep::Days(1)),
                ("brouillon_import", Keep::Days(7)),
                ("lot", Keep::Days(90)),
                ("bulletin", Keep::Days(60)),
                ("vote", Keep::Months(60)),
                ("convocation", Keep::Months(60)),
                ("feuille_presence", Keep::Months(120)),
                ("adhesion_sans_suite", Keep::Months(12)),
                ("adhesion", Keep::Months(120)),
                ("campagne", Keep::Months(36)),
                ("reponse", Keep::Months(36)),
                ("difficulte", Keep::Months(36)),
                ("role_ended", Keep::Months(36)),
            ]
        );
        assert_eq!(retention("account_unused").unwrap().unwrap().effect, Effect::AnnounceThenErase);
        assert!(retention("autre").unwrap().is_none());
    }

    #[test]
    fn an_instant_at_the_edge_of_time_keeps_everything() {
        assert_eq!(retention("audit").unwrap().unwrap().cutoff(Timestamp::MIN), Timestamp::MIN);
    }

    #[test]
    fn a_rule_needs_one_length() {
        let text = include_str!("../../data/conservation.toml");
        for (from, to) in
            [("jours = 30", "jours = 0"), ("mois = 12", ""), ("mois = 36", "mois = 36\njours = 2")]
        {
            assert!(
                matches!(parse(&text.replacen(from, to, 1)), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
