//! What the dated tables of the community say, line by line, for whoever reads rules and not code: the rule, its value,
//! where it was read and how sure it is.
//!
//! Each table is read as it ships. A number without words for it makes the reading fail, and a test reads them all: a
//! rule cannot be added without being told.

mod lire;
mod tables;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::source::{Confidence, RulesError};

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// What it is about.
    pub libelle: String,
    /// What it says.
    pub valeur: String,
    /// Where it was read, or the text that leaves it open.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confiance: Confidence,
    /// Why.
    pub note: Option<String>,
}

/// A table of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feuillet {
    /// Name of its file, without its ending: an anchor on a page.
    pub cle: &'static str,
    /// Title.
    pub titre: String,
    /// First day of validity.
    pub en_vigueur: Date,
    /// Legal text, when one rules it.
    pub texte: Option<String>,
    /// What is said of the whole table.
    pub note: Option<String>,
    /// Its rules, in the order of the table.
    pub lignes: Vec<Ligne>,
}

/// The tables of the community.
///
/// # Errors
/// When a table that ships with the program is malformed, or holds a number without words.
pub fn feuillets() -> Result<&'static [Feuillet], &'static RulesError> {
    static READ: LazyLock<Result<Vec<Feuillet>, RulesError>> = LazyLock::new(tables::all);
    READ.as_ref().map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_community_is_read_and_every_rule_says_where_it_comes_from() {
        let all = feuillets().unwrap();
        let keys: Vec<&str> = all.iter().map(|one| one.cle).collect();
        assert_eq!(
            keys,
            [
                "communaute",
                "imports",
                "specialites",
                "mobilisation",
                "lettre_professions",
                "questions",
                "reunions",
                "presences",
                "gouvernance",
                "participation"
            ]
        );
        for table in all {
            assert!(!table.lignes.is_empty() && !table.titre.is_empty(), "{}", table.cle);
            for line in &table.lignes {
                let place = format!("{}: {}", table.cle, line.libelle);
                assert!(!line.libelle.trim().is_empty() && !line.valeur.trim().is_empty(), "{place}");
                assert!(!line.sources.is_empty(), "{place}");
                assert!(
                    !line.valeur.contains('"') && !line.valeur.contains("[["),
                    "{place}: {}",
                    line.valeur
                );
            }
        }
    }

    #[test]
    fn values_read_as_sentences_of_their_table() {
        let said = |table: &str, start: &str| {
            let found = feuillets().unwrap().iter().find(|one| one.cle == table).unwrap();
            found.lignes.iter().find(|line| line.libelle.starts_with(start)).unwrap().valeur.clone()
        };
        assert_eq!(said("communaute", "Nombre de jours avant la fin d'une convention"), "90");
        assert_eq!(said("mobilisation", "Relances"), "2");
        assert_eq!(said("reunions", "La convocation part"), "15 jours avant");
        assert_eq!(said("presences", "Codes courts essayés"), "200 en 15 minutes");
        assert_eq!(said("participation", "Plus petit plafond"), "15 minutes");
        assert_eq!(
            said("lettre_professions", "Biologistes"),
            "Médecin, Pharmacien ou pharmacienne ; de spécialité Biologie médicale"
        );
        assert_eq!(said("gouvernance", "Plus grande cotisation"), "10\u{202f}000\u{202f}€");
    }
}
