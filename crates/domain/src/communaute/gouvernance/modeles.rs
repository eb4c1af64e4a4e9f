//! Models of rules, read from `data/gouvernance.toml`: a start, never a rule by themselves.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::reglement::Reglement;
use crate::source::{Confidence, RulesError};

/// A model.
#[derive(Clone, Debug, Deserialize)]
pub struct Modele {
    /// Stable key.
    pub cle: String,
    /// On screen.
    pub libelle: String,
    /// What it does, in one or two sentences.
    pub explication: String,
    /// Its rules.
    pub reglement: Reglement,
}

/// How far settings and votes may go.
#[derive(Clone, Debug, Deserialize)]
pub struct Bornes {
    /// Colleges at most.
    pub colleges_max: usize,
    /// Proxies of one person at most.
    pub procurations_max: u16,
    /// Options of a vote at most.
    pub options_max: usize,
    /// Characters of a question at most.
    pub question_max: usize,
    /// Characters of a name or of a reference at most.
    pub texte_max: usize,
    /// Hours during which a voting link works after the end of the meeting.
    pub lien_heures: i64,
    /// Days during which a membership link works.
    pub lien_adhesion_jours: i64,
    /// Dues at most, in cents.
    pub cotisation_max_cents: i64,
    /// Why, in French.
    pub note: String,
}

/// The table.
#[derive(Clone, Debug, Deserialize)]
pub struct Modeles {
    /// Since when it is proposed.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// What leaves these rules to the statutes.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
    /// Bounds.
    pub bornes: Bornes,
    /// The models, the simplest first.
    #[serde(rename = "modele")]
    pub all: Vec<Modele>,
}

impl Modeles {
    /// A model by its key.
    pub fn get(&self, cle: &str) -> Option<&Modele> {
        self.all.iter().find(|one| one.cle == cle)
    }
}

const TABLE: &str = "gouvernance.toml";

fn parse(text: &str) -> Result<Modeles, RulesError> {
    let table: Modeles =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    for modele in &table.all {
        modele.reglement.check(&table.bornes).map_err(|error| RulesError::Incoherent {
            table: TABLE,
            detail: format!("{}: {error}", modele.cle),
        })?;
    }
    Ok(table)
}

/// The models that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn modeles() -> Result<&'static Modeles, &'static RulesError> {
    static READ: LazyLock<Result<Modeles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/gouvernance.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::super::{Part, ReglementError};
    use super::*;
    use crate::communaute::ReunionKind;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        modele: String,
        kind: ReunionKind,
        inscrits: usize,
        requis: usize,
    }

    #[test]
    fn the_examples_of_the_table_hold() {
        let table: Examples = toml::from_str(include_str!("../../../data/gouvernance.toml")).unwrap();
        for one in table.exemple {
            let regle = modeles().unwrap().get(&one.modele).unwrap().reglement.regle(one.kind);
            assert_eq!(regle.part.of(one.inscrits), one.requis, "{} {:?}", one.modele, one.kind);
        }
    }

    #[test]
    fn a_share_is_read_as_people_write_it() {
        assert_eq!(Part::parse(" 1/4 "), Some(Part { num: 1, den: 4 }));
        assert_eq!(Part::parse("25 %"), Some(Part { num: 25, den: 100 }));
        assert_eq!(Part::parse("33"), Some(Part { num: 33, den: 100 }));
        for typed in ["", "5/4", "1/0", "120 %", "un quart"] {
            assert_eq!(Part::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn rules_that_contradict_themselves_are_refused() {
        let table = modeles().unwrap();
        let mut rules = table.get("colleges").unwrap().reglement.clone();
        assert_eq!(rules.check(&table.bornes), Ok(()));
        rules.colleges[0].poids = Some(40);
        assert_eq!(rules.check(&table.bornes), Err(ReglementError::Weights(105)));
        rules.colleges[0].poids = Some(35);
        rules.colleges[1].professions.push("10".into());
        assert_eq!(rules.check(&table.bornes), Err(ReglementError::Profession("10".into())));
    }
}
