//! Size classes T1 to T4, read from `data/tailles.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::source::{Confidence, RulesError};

/// Size class of a CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Taille {
    /// Fewest inhabitants.
    T1,
    /// Second class.
    T2,
    /// Third class.
    T3,
    /// Most inhabitants.
    T4,
}

impl Taille {
    /// The four classes, smallest first.
    pub const ALL: [Taille; 4] = [Taille::T1, Taille::T2, Taille::T3, Taille::T4];

    /// `T1` to `T4`.
    pub fn code(self) -> &'static str {
        match self {
            Taille::T1 => "T1",
            Taille::T2 => "T2",
            Taille::T3 => "T3",
            Taille::T4 => "T4",
        }
    }
}

/// The dated table of size classes.
#[derive(Clone, Debug, Deserialize)]
pub struct Rules {
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// First day of validity.
    #[serde(rename = "en_vigueur")]
    pub effective: jiff::civil::Date,
    /// Legal text.
    #[serde(rename = "texte")]
    pub text: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Which population counts, in French.
    #[serde(rename = "population")]
    pub population_basis: String,
    /// The classes, smallest first.
    #[serde(rename = "classe")]
    pub classes: Vec<Class>,
    /// Borders that the texts leave open.
    #[serde(rename = "choix")]
    pub choices: Vec<Choice>,
    /// Examples that the tests check.
    #[serde(rename = "exemple")]
    pub examples: Vec<Example>,
}

/// One class.
#[derive(Clone, Debug, Deserialize)]
pub struct Class {
    /// Which.
    pub code: Taille,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Fewest inhabitants, included.
    #[serde(rename = "de")]
    pub from: u32,
    /// Most inhabitants, excluded.
    #[serde(rename = "jusqu_a")]
    pub below: Option<u32>,
}

/// A border that no text decides, and what is retained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The population in question.
    pub population: u32,
    /// What is retained.
    #[serde(rename = "classe")]
    pub retained: Taille,
    /// What could also be read.
    #[serde(rename = "autre")]
    pub other: Taille,
    /// Always a decision.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    #[serde(rename = "motif")]
    pub reason: String,
}

/// A worked example.
#[derive(Clone, Debug, Deserialize)]
pub struct Example {
    /// Inhabitants.
    pub population: u32,
    /// Expected class.
    #[serde(rename = "classe")]
    pub class: Taille,
    /// Where it comes from.
    #[serde(rename = "territoire")]
    pub territory: String,
}

/// The class of a population, and what remains undecided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The class.
    pub taille: Taille,
    /// Its label, in French.
    pub label: String,
    /// The population it was read from, in inhabitants.
    pub population: u32,
    /// Set when the texts leave this very population open.
    pub choice: Option<Choice>,
    /// Whether the population is partial: the class is then a minimum.
    pub at_least: bool,
    /// Inhabitants that are missing to reach the next class, when there is one.
    pub to_next: Option<u32>,
    /// Inhabitants above the lower border of the class.
    pub above_lower: u32,
}

const TABLE: &str = "tailles.toml";

impl Rules {
    fn parse(text: &str) -> Result<Self, RulesError> {
        let rules: Rules =
            toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
        let incoherent = |detail: &str| RulesError::Incoherent { table: TABLE, detail: detail.to_owned() };
        if rules.classes.first().is_none_or(|class| class.from != 0) {
            return Err(incoherent("the first class must start at 0"));
        }
        for pair in rules.classes.windows(2) {
            if pair[0].below != Some(pair[1].from) {
                return Err(incoherent("each class must start where the one before ends"));
            }
        }
        if rules.classes.last().is_some_and(|class| class.below.is_some()) {
            return Err(incoherent("the last class must be open"));
        }
        Ok(rules)
    }

    /// The class of a population of `inhabitants`; `at_least` when some units have no figure.
    pub fn assess(&self, inhabitants: u32, at_least: bool) -> Assessment {
        // The table covers 0 to infinity without a gap: `parse` refuses any other.
        let class =
            self.classes.iter().rev().find(|class| class.from <= inhabitants).unwrap_or(&self.classes[0]);
        Assessment {
            taille: class.code,
            label: class.label.clone(),
            population: inhabitants,
            choice: self.choices.iter().find(|choice| choice.population == inhabitants).cloned(),
            at_least,
            to_next: class.below.map(|below| below - inhabitants),
            above_lower: inhabitants - class.from,
        }
    }
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn rules() -> Result<&'static Rules, &'static RulesError> {
    static RULES: LazyLock<Result<Rules, RulesError>> =
        LazyLock::new(|| Rules::parse(include_str!("../../data/tailles.toml")));
    RULES.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_the_table_falls_in_its_class() {
        let rules = rules().unwrap();
        assert_eq!(rules.examples.len(), 12);
        for example in &rules.examples {
            assert_eq!(
                rules.assess(example.population, false).taille,
                example.class,
                "{}",
                example.territory
            );
        }
    }

    #[test]
    fn statements_1_and_2_the_borders_are_those_of_the_texts() {
        let class = |population| rules().unwrap().assess(population, false).taille;
        assert_eq!(class(0), Taille::T1);
        assert_eq!(class(39_999), Taille::T1);
        assert_eq!(class(40_000), Taille::T2);
        assert_eq!(class(79_999), Taille::T2);
        assert_eq!(class(175_000), Taille::T3);
        assert_eq!(class(175_001), Taille::T4);
    }

    #[test]
    fn statement_3_eighty_thousand_is_said_to_be_undecided() {
        let assessment = rules().unwrap().assess(80_000, false);
        assert_eq!(assessment.taille, Taille::T3);
        let choice = assessment.choice.unwrap();
        assert_eq!((choice.other, choice.confidence), (Taille::T2, Confidence::Decision));
        assert!(rules().unwrap().assess(80_001, false).choice.is_none());
    }

    #[test]
    fn a_table_with_a_gap_is_refused() {
        let text = include_str!("../../data/tailles.toml").replace("de = 40000", "de = 40001");
        assert!(matches!(Rules::parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
