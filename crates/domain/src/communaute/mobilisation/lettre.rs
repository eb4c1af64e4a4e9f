//! The lines of the letter of intent's table, read from `data/lettre_professions.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// A line of the letter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LigneLettre {
    /// Stable code.
    pub code: String,
    /// Place in the printed table, from 1.
    #[serde(rename = "rang")]
    pub rank: u32,
    /// On screen and in the letter, in French.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The rule that counts the same people in the register, when there is one.
    #[serde(rename = "effectif", default)]
    pub rule: Option<String>,
    professions: Vec<String>,
    #[serde(rename = "specialites", default)]
    specialities: Vec<String>,
    #[serde(rename = "specialite_connue", default)]
    known_speciality: bool,
}

impl LigneLettre {
    fn holds(&self, profession: &str, speciality: Option<&str>) -> bool {
        self.professions.iter().any(|code| code == profession)
            && (self.specialities.is_empty()
                || speciality.is_some_and(|own| self.specialities.iter().any(|code| code == own)))
            && (!self.known_speciality || speciality.is_some())
    }
}

/// The dated lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LettreProfessions {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Day of the model.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where the lines were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What they leave open, in French.
    pub note: String,
    #[serde(rename = "ligne")]
    lines: Vec<LigneLettre>,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    profession: String,
    #[serde(rename = "specialite")]
    speciality: String,
    #[serde(rename = "ligne")]
    line: String,
}

/// Doctors of whom no speciality is known: they are in no line of the letter until somebody says which.
pub const MEDECIN_SANS_SPECIALITE: &str = "medecin_sans_specialite";
/// Another profession or function than those of the letter.
pub const AUTRE: &str = "autre";
/// No profession is known.
pub const INCONNUE: &str = "inconnue";

/// The lines beside those of the letter, in the order of the table: code, label.
pub const LIGNES_A_PART: [(&str, &str); 3] = [
    (MEDECIN_SANS_SPECIALITE, "Médecins, spécialité inconnue"),
    (AUTRE, "Autres professions et fonctions"),
    (INCONNUE, "Profession inconnue"),
];

impl LettreProfessions {
    /// The lines in the order of the letter.
    pub fn in_order(&self) -> Vec<&LigneLettre> {
        let mut lines: Vec<&LigneLettre> = self.lines.iter().collect();
        lines.sort_by_key(|line| line.rank);
        lines
    }

    /// The code of the line of a person: one of the letter, or one of [`LIGNES_A_PART`].
    pub fn line_of(&self, profession: Option<&str>, speciality: Option<&str>) -> &str {
        let speciality = speciality.filter(|code| !code.is_empty());
        let Some(profession) = profession.filter(|code| !code.is_empty()) else { return INCONNUE };
        match self.lines.iter().find(|line| line.holds(profession, speciality)) {
            Some(line) => &line.code,
            None if self.lines.iter().any(|line| line.professions.iter().any(|code| code == profession)) => {
                MEDECIN_SANS_SPECIALITE
            }
            None => AUTRE,
        }
    }

    /// The label of a line, beside those of the letter too.
    pub fn label<'a>(&'a self, code: &str) -> Option<&'a str> {
        let own = self.lines.iter().find(|line| line.code == code).map(|line| line.label.as_str());
        own.or_else(|| LIGNES_A_PART.iter().find(|(known, _)| *known == code).map(|(_, label)| *label))
    }
}

const TABLE: &str = "lettre_professions.toml";

fn parse(text: &str) -> Result<LettreProfessions, RulesError> {
    let found: LettreProfessions =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let ranks: BTreeSet<u32> = found.lines.iter().map(|line| line.rank).collect();
    let codes: BTreeSet<&str> = found.lines.iter().map(|line| line.code.as_str()).collect();
    if ranks.len() != found.lines.len() || codes.len() != found.lines.len() || found.sources.is_empty() {
        return Err(incoherent("each line has its own code and rank, and the table its sources".into()));
    }
    for one in &found.examples {
        let line = found.line_of(Some(&one.profession), Some(&one.speciality));
        if line != one.line {
            return Err(incoherent(format!("{} {} is in {line}", one.profession, one.speciality)));
        }
    }
    Ok(found)
}

/// The lines that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn lettre_professions() -> Result<&'static LettreProfessions, &'static RulesError> {
    static READ: LazyLock<Result<LettreProfessions, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/lettre_professions.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleven_lines_stand_in_the_order_of_the_letter() {
        let table = lettre_professions().unwrap();
        let labels: Vec<&str> = table.in_order().iter().map(|line| line.label.as_str()).collect();
        assert_eq!(labels.len(), 11);
        assert_eq!(
            (labels[0], labels[3], labels[10]),
            ("Médecins généralistes", "Biologistes", "Pédicures-podologues et orthésistes")
        );
        assert_eq!(table.label(INCONNUE), Some("Profession inconnue"));
    }

    #[test]
    fn each_official_rule_exists() {
        let rules = crate::diagnostic::offre_regles::regles_offre().unwrap();
        for line in lettre_professions().unwrap().in_order() {
            assert!(line.rule.as_deref().is_none_or(|code| rules.rule(code).is_some()), "{}", line.code);
        }
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../../data/lettre_professions.toml");
        assert!(parse(&text.replacen("rang = 4", "rang = 1", 1)).is_err());
        assert!(parse(&text.replacen("ligne = \"biologiste\"", "ligne = \"pharmacien\"", 1)).is_err());
    }
}
