//! Delays and models of meetings, read from `data/reunions.toml`.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::reunion::{Point, ReunionKind};
use crate::source::{Confidence, RulesError};

/// A delay, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Valeur {
    /// Name in the code: `convocation.premiere`.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// How many.
    pub valeur: u32,
    /// Of what.
    pub unite: String,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// What a meeting of a kind starts from.
#[derive(Clone, Debug, Deserialize)]
pub struct Modele {
    /// Kind of meeting.
    pub kind: ReunionKind,
    /// Proposed title.
    pub titre: String,
    /// Proposed length, in minutes.
    pub minutes: u32,
    /// Usual points of the agenda.
    pub points: Vec<Point>,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

/// The rules of meetings.
#[derive(Clone, Debug)]
pub struct ReglesReunion {
    /// Every value, in the order of the table.
    pub all: Vec<Valeur>,
    /// Every model.
    pub modeles: Vec<Modele>,
    /// Days before a meeting when convocations leave, the longest first.
    pub delays: Vec<u32>,
    /// Hour of the day from which they leave.
    pub hour: i8,
    /// Days before the end of a seat when it is announced.
    pub mandat_days: i64,
    /// Days for which a personal link works after the meeting.
    pub link_days: i64,
    /// Days for which a calendar feed works.
    pub agenda_days: i64,
    /// Days of past meetings in a calendar.
    pub agenda_past: i64,
}

#[derive(Deserialize)]
struct Table {
    valeur: Vec<Valeur>,
    modele: Vec<Modele>,
}

const TABLE: &str = "reunions.toml";

fn incoherent(detail: String) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail }
}

fn parse(text: &str) -> Result<ReglesReunion, RulesError> {
    let mut table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let value = |code: &str| {
        let found = table.valeur.iter().find(|one| one.code == code && one.valeur > 0);
        found.map(|one| one.valeur).ok_or_else(|| incoherent(format!("no value {code} of one at least")))
    };
    let days = |code: &str| value(code).map(i64::from);
    let (first, last) = (value("convocation.premiere")?, value("convocation.rappel")?);
    if first <= last {
        return Err(incoherent("the reminder leaves before the convocation".to_owned()));
    }
    let hour = i8::try_from(value("convocation.heure")?).ok().filter(|hour| *hour < 24);
    let hour = hour.ok_or_else(|| incoherent("no such hour".to_owned()))?;
    if let Some(kind) = ReunionKind::ALL.iter().find(|kind| !table.modele.iter().any(|m| m.kind == **kind)) {
        return Err(incoherent(format!("no model for {}", kind.key())));
    }
    let rules = (days("mandat.fin")?, days("lien.apres")?, days("agenda.duree")?, days("agenda.passe")?);
    for modele in &mut table.modele {
        for (point, cle) in modele.points.iter_mut().zip(1..) {
            point.cle = cle;
        }
    }
    Ok(ReglesReunion {
        delays: vec![first, last],
        hour,
        mandat_days: rules.0,
        link_days: rules.1,
        agenda_days: rules.2,
        agenda_past: rules.3,
        all: table.valeur,
        modeles: table.modele,
    })
}

impl ReglesReunion {
    /// The model of a kind of meeting.
    pub fn modele(&self, kind: ReunionKind) -> Option<&Modele> {
        self.modeles.iter().find(|modele| modele.kind == kind)
    }

    /// When the convocations of a meeting leave, oldest first.
    pub fn departures(&self, debut: Timestamp, zone: &TimeZone) -> Vec<Timestamp> {
        let day = debut.to_zoned(zone.clone()).date();
        let at = |days: &u32| {
            let day = day.checked_sub(i64::from(*days).days()).ok()?;
            Some(day.at(self.hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp())
        };
        self.delays.iter().filter_map(at).collect()
    }
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles_reunion() -> Result<&'static ReglesReunion, &'static RulesError> {
    static RULES: LazyLock<Result<ReglesReunion, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/reunions.toml")));
    RULES.as_ref()
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
        debut: String,
        departs: Vec<String>,
    }

    #[test]
    fn convocations_leave_when_the_examples_say() {
        let examples: Examples = toml::from_str(include_str!("../../data/reunions.toml")).unwrap();
        let paris = TimeZone::get("Europe/Paris").unwrap();
        assert!(examples.exemple.len() > 1);
        for example in examples.exemple {
            let debut: jiff::Zoned = example.debut.parse().unwrap();
            let found = regles_reunion().unwrap().departures(debut.timestamp(), &paris);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, example.departs, "{}", example.debut);
        }
    }

    #[test]
    fn every_kind_has_a_model_whose_points_fit_in_its_time() {
        for kind in ReunionKind::ALL {
            let modele = regles_reunion().unwrap().modele(*kind).unwrap();
            let minutes: u32 = modele.points.iter().map(|point| u32::from(point.minutes)).sum();
            assert!(minutes <= modele.minutes && !modele.sources.is_empty(), "{kind:?}");
            assert_eq!(modele.points.first().map(|point| point.cle), Some(1));
        }
    }

    #[test]
    fn every_value_says_why_and_a_table_without_one_is_refused() {
        let rules = regles_reunion().unwrap();
        assert_eq!(rules.delays, [15, 3]);
        assert!(rules.all.iter().all(|one| !one.sources.is_empty() && !one.note.is_empty()));
        let text = include_str!("../../data/reunions.toml").replacen("\"lien.apres\"", "\"autre\"", 1);
        assert!(matches!(parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
