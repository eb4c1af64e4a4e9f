//! Limits of what the board may choose, read from `data/participation.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::communaute::questionnaires::{Nature, Question};
use crate::source::{Confidence, RulesError};

/// The dated limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReglesParticipation {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when they are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Smallest ceiling, in minutes by person and month.
    pub plafond_min: u32,
    /// Largest ceiling, in minutes by person and month.
    pub plafond_max: u32,
    /// Months that the page reads, the current one included.
    pub mois_lus: i32,
    /// How long a questionnaire is reckoned to take.
    pub questionnaire: DureeQuestionnaire,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
    #[serde(rename = "exemple_questionnaire")]
    lengths: Vec<ExempleQuestionnaire>,
}

/// How long a questionnaire is reckoned to take: nobody is timed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DureeQuestionnaire {
    /// Seconds for a question whose answer is chosen, or is a number.
    pub secondes_fermee: u32,
    /// Seconds for a question that is answered freely.
    pub secondes_libre: u32,
    /// Where they were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExempleQuestionnaire {
    fermees: u32,
    libres: u32,
    minutes: u32,
}

impl DureeQuestionnaire {
    /// Whole minutes, those begun included, of so many questions to choose and to answer freely.
    fn of(&self, fermees: u32, libres: u32) -> u32 {
        let seconds = fermees.saturating_mul(self.secondes_fermee);
        seconds.saturating_add(libres.saturating_mul(self.secondes_libre)).div_ceil(60)
    }

    /// Whole minutes, those begun included, that questions take.
    pub fn minutes(&self, questions: &[Question]) -> u32 {
        let free = questions.iter().filter(|one| one.nature == Nature::Texte).count();
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        self.of(count(questions.len() - free), count(free))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    plafond: u32,
    admis: bool,
}

impl ReglesParticipation {
    /// Whether the board may choose this many minutes by person and month.
    pub fn admits(&self, minutes: u32) -> bool {
        (self.plafond_min..=self.plafond_max).contains(&minutes)
    }
}

const TABLE: &str = "participation.toml";

fn parse(text: &str) -> Result<ReglesParticipation, RulesError> {
    let found: ReglesParticipation =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    if found.sources.is_empty() || found.questionnaire.sources.is_empty() || found.mois_lus < 1 {
        return Err(incoherent("sources and at least one month".into()));
    }
    let lasts = |one: &&ExempleQuestionnaire| found.questionnaire.of(one.fermees, one.libres) != one.minutes;
    if let Some(wrong) = found.lengths.iter().find(lasts) {
        return Err(incoherent(format!("a questionnaire does not last {} minutes", wrong.minutes)));
    }
    match found.examples.iter().find(|one| found.admits(one.plafond) != one.admis) {
        Some(wrong) => Err(incoherent(format!("example {} does not hold", wrong.plafond))),
        None => Ok(found),
    }
}

/// The limits that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn regles() -> Result<&'static ReglesParticipation, &'static RulesError> {
    static READ: LazyLock<Result<ReglesParticipation, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/participation.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_hold_their_examples_and_a_wrong_table_is_refused() {
        assert!(regles().unwrap().admits(120));
        let text = include_str!("../../../data/participation.toml");
        assert!(parse(&text.replace("plafond_min = 15", "plafond_min = 1")).is_err());
        assert!(parse(&text.replace("mois_lus = 12", "mois_lus = 0")).is_err());
        assert!(parse("titre = 1").is_err());
    }

    #[test]
    fn a_questionnaire_takes_as_long_as_its_model_announces() {
        let bank = crate::communaute::questionnaires::banque().unwrap();
        let last = &regles().unwrap().questionnaire;
        let minutes = |cle: &str| last.minutes(&bank.modele(cle).map(|one| bank.questions_of(one)).unwrap());
        assert_eq!((minutes("guichet"), minutes("deux_questions")), (2, 1));
        let text = include_str!("../../../data/participation.toml");
        assert!(parse(&text.replace("secondes_libre = 20", "secondes_libre = 60")).is_err());
    }
}
