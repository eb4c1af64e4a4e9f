//! The register of processing that Maillage proposes to a CPTS, read from `data/traitements.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::conservation;
use crate::source::RulesError;

/// One line of the register, as article 30 of the RGPD asks. All texts are in French.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Traitement {
    /// Name in the code: `comptes`.
    pub code: String,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What it is for.
    #[serde(rename = "finalite")]
    pub purpose: String,
    /// Legal ground that is proposed.
    #[serde(rename = "fondement")]
    pub legal_ground: String,
    /// Who still has to confirm the ground.
    #[serde(rename = "statut_fondement")]
    pub ground_status: String,
    /// Categories of data.
    #[serde(rename = "donnees")]
    pub data: Vec<String>,
    /// Categories of persons.
    #[serde(rename = "personnes")]
    pub persons: Vec<String>,
    /// Who receives the data.
    #[serde(rename = "destinataires")]
    pub recipients: Vec<String>,
    /// How long the data is kept, in words.
    #[serde(rename = "conservation")]
    pub retention: String,
    /// Keys of the rules of retention that apply it.
    #[serde(rename = "durees")]
    pub retention_keys: Vec<String>,
    /// Measures of security.
    #[serde(rename = "mesures")]
    pub measures: Vec<String>,
    /// Whether it needs a certified host of health data.
    pub hds: bool,
    /// Where the proposal comes from.
    pub sources: Vec<String>,
}

/// The register that is proposed.
#[derive(Clone, Debug, Deserialize)]
pub struct Registre {
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when it is proposed.
    #[serde(rename = "en_vigueur")]
    pub effective: Date,
    /// Legal text.
    #[serde(rename = "texte")]
    pub text: String,
    /// Its lines.
    #[serde(rename = "traitement")]
    pub lines: Vec<Traitement>,
}

const TABLE: &str = "traitements.toml";

fn parse(text: &str) -> Result<Registre, RulesError> {
    let registre: Registre =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    for line in &registre.lines {
        for key in &line.retention_keys {
            let known = conservation::retention(key).is_ok_and(|rule| rule.is_some());
            if !known {
                return Err(incoherent(format!("{} names the unknown retention {key}", line.code)));
            }
        }
    }
    Ok(registre)
}

/// The register that is proposed, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn registre() -> Result<&'static Registre, &'static RulesError> {
    static REGISTRE: LazyLock<Result<Registre, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/traitements.toml")));
    REGISTRE.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_covers_what_maillage_does_without_health_data() {
        let codes: Vec<&str> = registre().unwrap().lines.iter().map(|line| line.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "comptes",
                "adherents",
                "professionnels_locaux",
                "paiements",
                "trace",
                "courriels",
                "droits_violations"
            ]
        );
        assert!(registre().unwrap().lines.iter().all(|line| !line.hds));
    }

    #[test]
    fn every_line_is_complete_and_waits_for_the_cpts() {
        for line in &registre().unwrap().lines {
            let texts = [&line.title, &line.purpose, &line.legal_ground, &line.retention];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", line.code);
            assert_eq!(line.ground_status, "à confirmer par la CPTS", "{}", line.code);
            for list in [&line.data, &line.persons, &line.recipients, &line.measures, &line.sources] {
                assert!(!list.is_empty() && list.iter().all(|text| !text.trim().is_empty()), "{}", line.code);
            }
        }
    }

    #[test]
    fn every_retention_belongs_to_a_line_of_the_register() {
        let lines = &registre().unwrap().lines;
        for rule in conservation::retentions().unwrap() {
            assert!(lines.iter().any(|line| line.retention_keys.contains(&rule.key)), "{}", rule.key);
        }
    }

    #[test]
    fn a_line_that_names_an_unknown_retention_is_refused() {
        let text = include_str!("../../data/traitements.toml").replacen("[\"mail\", ", "[\"lettre\", ", 1);
        assert!(matches!(parse(&text), Err(RulesError::Incoherent { .. })));
    }
}
