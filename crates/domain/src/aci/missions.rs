//! The missions of the agreement, and the mission that a theme suggests, read from `data/missions.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::source::{Confidence, RulesError};

/// A mission.
#[derive(Clone, Debug, Deserialize)]
pub struct Mission {
    /// Stable key.
    pub cle: String,
    /// Its name, with a verb.
    pub titre: String,
    /// A shorter name, for lists.
    pub court: String,
    /// What it is about.
    pub aide: String,
    /// Since when every CPTS under contract has it; `None` when it is a choice.
    pub socle: Option<Date>,
    /// How sure that is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it.
    #[serde(default)]
    pub note: String,
}

/// A limit, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Limite {
    /// Stable code.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// How many.
    pub valeur: usize,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why.
    pub note: String,
}

/// The limits that the code asks by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Characters of an objective.
    pub texte: usize,
    /// Characters of a target, of an indicator.
    pub court: usize,
    /// Objectives and actions of a CPTS.
    pub lignes: usize,
}

/// Where the suggestions come from.
#[derive(Clone, Debug, Deserialize)]
pub struct Propositions {
    /// Where they come from.
    pub sources: Vec<String>,
    /// How sure they are.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of them.
    pub note: String,
}

/// The whole table.
#[derive(Clone, Debug)]
pub struct Missions {
    /// Title of the table.
    pub titre: String,
    /// Since when it holds.
    pub effective: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What to know of it.
    pub note: String,
    /// The missions, in the order of the agreement; « autre » last.
    pub missions: Vec<Mission>,
    /// Where the suggestions come from.
    pub propositions: Propositions,
    /// The limits, for a page.
    pub table: Vec<Limite>,
    /// The limits, by name.
    pub limites: Limites,
    themes: BTreeMap<String, String>,
}

impl Missions {
    /// A mission by its key.
    pub fn mission(&self, cle: &str) -> Option<&Mission> {
        self.missions.iter().find(|mission| mission.cle == cle)
    }

    /// The mission that themes suggest: that of the first one that suggests any.
    pub fn proposee<S: AsRef<str>>(&self, themes: &[S]) -> Option<&Mission> {
        themes.iter().find_map(|theme| self.mission(self.themes.get(theme.as_ref())?))
    }
}

#[derive(Deserialize)]
struct Theme {
    theme: String,
    mission: String,
}

#[derive(Deserialize)]
struct Exemple {
    themes: Vec<String>,
    mission: String,
}

#[derive(Deserialize)]
struct Table {
    titre: String,
    effet: Date,
    sources: Vec<String>,
    confiance: Confidence,
    note: String,
    mission: Vec<Mission>,
    propositions: Propositions,
    theme: Vec<Theme>,
    limite: Vec<Limite>,
    exemple: Vec<Exemple>,
}

const TABLE: &str = "missions.toml";

fn wrong(detail: String) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail }
}

fn parse(text: &str) -> Result<Missions, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    let mut keys = BTreeSet::new();
    if let Some(twice) = table.mission.iter().find(|one| !keys.insert(one.cle.clone())) {
        return Err(wrong(format!("{} stands twice", twice.cle)));
    }
    let limit = |code: &str| {
        let found = table.limite.iter().find(|limite| limite.code == code);
        found.map(|limite| limite.valeur).ok_or_else(|| wrong(format!("no limit {code}")))
    };
    let limites = Limites { texte: limit("texte")?, court: limit("court")?, lignes: limit("lignes")? };
    let mut themes = BTreeMap::new();
    for one in table.theme {
        if !keys.contains(&one.mission) {
            return Err(wrong(format!("{} suggests the unknown {}", one.theme, one.mission)));
        }
        if themes.insert(one.theme.clone(), one.mission).is_some() {
            return Err(wrong(format!("{} suggests twice", one.theme)));
        }
    }
    let missions = Missions {
        titre: table.titre,
        effective: table.effet,
        sources: table.sources,
        confidence: table.confiance,
        note: table.note,
        missions: table.mission,
        propositions: table.propositions,
        table: table.limite,
        limites,
        themes,
    };
    for one in table.exemple {
        if missions.proposee(&one.themes).map(|mission| mission.cle.as_str()) != Some(&one.mission) {
            return Err(wrong(format!("{:?} do not suggest {}", one.themes, one.mission)));
        }
    }
    Ok(missions)
}

/// The table that ships with the program.
///
/// # Errors
/// When it is malformed.
pub fn missions() -> Result<&'static Missions, &'static RulesError> {
    static MISSIONS: LazyLock<Result<Missions, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/missions.toml")));
    MISSIONS.as_ref()
}

/// A mission as lists name it; its key when the table has no such mission.
pub fn nom_court(cle: &str) -> String {
    let found = missions().ok().and_then(|table| table.mission(cle));
    found.map_or_else(|| cle.to_owned(), |one| one.court.clone())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn six_missions_and_one_line_for_the_rest_four_of_them_for_everybody() {
        let table = missions().unwrap();
        let keys: Vec<&str> = table.missions.iter().map(|one| one.cle.as_str()).collect();
        let wanted = ["acces", "parcours", "prevention", "crise", "qualite", "accompagnement", "autre"];
        assert_eq!(keys, wanted);
        let socle: Vec<&str> =
            table.missions.iter().filter(|one| one.socle.is_some()).map(|one| one.cle.as_str()).collect();
        assert_eq!(socle, ["acces", "parcours", "prevention", "crise"]);
        assert_eq!(table.mission("crise").unwrap().socle, Some(date(2022, 3, 31)));
    }

    #[test]
    fn every_theme_of_the_questionnaires_suggests_a_mission_and_an_own_theme_suggests_none() {
        let table = missions().unwrap();
        for theme in &crate::communaute::questionnaires::banque().unwrap().themes {
            assert!(table.proposee(&[&theme.cle]).is_some(), "{}", theme.cle);
        }
        assert!(table.proposee(&["propre_1"]).is_none());
        assert!(table.proposee::<&str>(&[]).is_none());
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/missions.toml");
        for (from, to) in [
            ("cle = \"autre\"", "cle = \"acces\""),
            ("mission = \"prevention\"", "mission = \"rien\""),
            ("themes = [\"sortie\"]", "themes = [\"temps\"]"),
            ("code = \"lignes\"", "code = \"autres\""),
        ] {
            assert!(
                matches!(parse(&text.replacen(from, to, 1)), Err(RulesError::Incoherent { .. })),
                "{from}"
            );
        }
    }
}
