//! How professionals are counted, read from `data/offre.toml`. Method: `docs/methods/effectifs.md`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;
use territory::professionals::{Category, KnowHow, Selection};

use crate::source::{Confidence, RulesError};

/// The counting rule of one line of the effectif.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegleOffre {
    /// Stable code: `medecin_generaliste`.
    pub code: String,
    /// On screen, in French.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The rule whose people these are a part of, for a line that details another one.
    #[serde(rename = "detail_de", default)]
    pub part_of: Option<String>,
    /// What the rule counts, in French, as the screen says it.
    #[serde(rename = "phrase")]
    pub sentence: String,
    professions: Vec<String>,
    #[serde(rename = "savoir_faire", default)]
    know_how: Vec<String>,
    #[serde(rename = "savoir_faire_exclus", default)]
    left_out: Vec<String>,
    #[serde(rename = "sans_savoir_faire", default = "yes")]
    without: bool,
    #[serde(default)]
    modes: Option<Vec<String>>,
    #[serde(rename = "secteurs", default)]
    sectors: Option<Vec<String>>,
}

fn yes() -> bool {
    true
}

/// What a person may ask beyond the rule; nothing is asked unless a box is ticked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OptionsOffre {
    /// Count volunteers too.
    pub volunteers: bool,
    /// Count people without any speciality where the rule asks for some.
    pub without_speciality: bool,
}

/// The dated rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReglesOffre {
    /// Title, in French.
    #[serde(rename = "titre")]
    pub title: String,
    /// Since when they are used.
    #[serde(rename = "effet")]
    pub effective: Date,
    /// Where the codes were read.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What they leave open, in French.
    pub note: String,
    /// The rules, in the order of the effectif.
    #[serde(rename = "regle")]
    pub all: Vec<RegleOffre>,
    #[serde(rename = "ville")]
    town: Ville,
    #[serde(rename = "exemple")]
    examples: Vec<Exemple>,
}

/// What every rule asks for unless it says otherwise: practice in town.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ville {
    modes: Vec<String>,
    #[serde(rename = "benevoles")]
    volunteers: String,
    #[serde(rename = "secteurs")]
    sectors: Vec<String>,
    #[serde(rename = "genres")]
    natures: Vec<String>,
    #[serde(rename = "categories")]
    statuses: Vec<String>,
}

/// A person whom a rule counts or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exemple {
    #[serde(rename = "cas")]
    case: String,
    #[serde(rename = "regle")]
    rule: String,
    profession: String,
    #[serde(rename = "savoir_faire")]
    know_how: String,
    mode: String,
    #[serde(rename = "secteur")]
    sector: String,
    #[serde(rename = "genre")]
    nature: String,
    #[serde(rename = "compte")]
    counted: bool,
}

impl ReglesOffre {
    /// A rule by its code.
    pub fn rule(&self, code: &str) -> Option<&RegleOffre> {
        self.all.iter().find(|rule| rule.code == code)
    }

    /// Whom a rule counts.
    pub fn selection(&self, rule: &RegleOffre, options: OptionsOffre) -> Selection {
        let without = rule.without || options.without_speciality;
        let know_how = match (&rule.know_how[..], &rule.left_out[..]) {
            ([], []) => KnowHow::Any,
            ([], left_out) => KnowHow::Except { codes: left_out.to_vec(), without },
            (only, _) => KnowHow::Only { codes: only.to_vec(), without },
        };
        let mut modes = rule.modes.clone().unwrap_or_else(|| self.town.modes.clone());
        if options.volunteers {
            modes.push(self.town.volunteers.clone());
        }
        Selection {
            professions: rule.professions.clone(),
            know_how,
            modes,
            sectors: rule.sectors.clone().unwrap_or_else(|| self.town.sectors.clone()),
            natures: self.town.natures.clone(),
            statuses: self.town.statuses.clone(),
        }
    }
}

const TABLE: &str = "offre.toml";

fn parse(text: &str) -> Result<ReglesOffre, RulesError> {
    let found: ReglesOffre =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let codes: BTreeSet<&str> = found.all.iter().map(|rule| rule.code.as_str()).collect();
    if codes.len() != found.all.len() {
        return Err(incoherent("a code is used twice".to_owned()));
    }
    if found.sources.is_empty() || found.sources.iter().any(|source| source.trim().is_empty()) {
        return Err(incoherent("no source".to_owned()));
    }
    for rule in &found.all {
        let whole = rule.part_of.as_deref().is_none_or(|whole| codes.contains(whole) && whole != rule.code);
        let clear = rule.know_how.is_empty() || rule.left_out.is_empty();
        if !whole || !clear || rule.professions.is_empty() || rule.sentence.trim().is_empty() {
            return Err(incoherent(format!("rule {} is not complete", rule.code)));
        }
    }
    for example in &found.examples {
        let rule = found.rule(&example.rule);
        let category = Category {
            profession: example.profession.clone(),
            know_how: example.know_how.clone(),
            mode: example.mode.clone(),
            sector: example.sector.clone(),
            nature: example.nature.clone(),
            status: "C".to_owned(),
        };
        let counted = rule.map(|rule| found.selection(rule, OptionsOffre::default()).admits(&category));
        if counted != Some(example.counted) {
            return Err(incoherent(format!("example « {} » does not hold", example.case)));
        }
    }
    Ok(found)
}

/// The counting rules that ship with the program.
///
/// # Errors
/// When the table is malformed: a defect of the release.
pub fn regles_offre() -> Result<&'static ReglesOffre, &'static RulesError> {
    static READ: LazyLock<Result<ReglesOffre, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/offre.toml")));
    READ.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doctor(know_how: &str, mode: &str) -> Category {
        Category {
            profession: "10".into(),
            know_how: know_how.into(),
            mode: mode.into(),
            sector: "SA07".into(),
            ..Category::default()
        }
    }

    #[test]
    fn every_line_of_the_letter_has_its_rule_and_its_sentence() {
        let rules = regles_offre().unwrap();
        for code in [
            "medecin_generaliste",
            "medecin_specialiste",
            "chirurgien_dentiste",
            "sage_femme",
            "infirmier",
            "ipa",
            "kinesitherapeute",
            "orthophoniste",
            "orthoptiste",
            "pedicure_podologue",
            "pharmacien",
            "psychologue",
            "ergotherapeute",
            "dieteticien",
            "psychomotricien",
        ] {
            assert!(rules.rule(code).is_some(), "{code}");
        }
        for rule in &rules.all {
            let words = |sentence: &str| sentence.split_whitespace().count();
            assert!(rule.sentence.split_terminator(". ").all(|part| words(part) <= 20), "{}", rule.code);
            assert!(rule.sentence.ends_with('.'), "{}", rule.code);
        }
    }

    #[test]
    fn volunteers_and_doctors_without_speciality_count_only_when_asked() {
        let rules = regles_offre().unwrap();
        let rule = rules.rule("medecin_generaliste").unwrap();
        let usual = rules.selection(rule, OptionsOffre::default());
        assert!(usual.admits(&doctor("SM26", "L")));
        assert!(!usual.admits(&doctor("SM26", "B")) && !usual.admits(&doctor("", "L")));
        let asked = OptionsOffre { volunteers: true, without_speciality: true };
        let broad = rules.selection(rule, asked);
        assert!(broad.admits(&doctor("SM26", "B")) && broad.admits(&doctor("", "L")));
        assert!(!broad.admits(&doctor("SM26", "S")) && !broad.admits(&doctor("SM04", "L")));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/offre.toml");
        for (from, to) in [
            ("code = \"ipa\"", "code = \"infirmier\""),
            ("detail_de = \"infirmier\"", "detail_de = \"personne\""),
            ("compte = true", "compte = false"),
            ("savoir_faire_exclus = [", "savoir_faire = ["),
            ("confiance = \"one_source\"", "confiance = \"sure\""),
            ("benevoles = \"B\"\n", ""),
        ] {
            assert!(text.contains(from), "{from}");
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{from}");
        }
    }
}
