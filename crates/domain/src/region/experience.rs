//! A short sheet of experience: what a CPTS did, for another one to take up.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::regles::ReglesRegion;
use crate::ids::{CptsId, ExperienceId};
use crate::organisation::{TextError, checked_text};

/// The sheet that a copy was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceExperience {
    /// The sheet.
    pub experience: ExperienceId,
    /// The CPTS that wrote it, as it was called then.
    pub cpts: String,
    /// Its title then.
    pub titre: String,
    /// The day of the copy.
    pub le: Date,
}

/// What a sheet says. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExperienceFiche {
    /// The need.
    #[serde(default)]
    pub besoin: String,
    /// What was done.
    #[serde(default)]
    pub action: String,
    /// What came of it, with figures.
    #[serde(default)]
    pub resultat: String,
    /// What it took: time, money, people.
    #[serde(default)]
    pub moyens: String,
    /// What one would tell another CPTS.
    #[serde(default)]
    pub conseils: String,
    /// The mission that it belongs to.
    #[serde(default)]
    pub mission: String,
    /// Whom to ask: a function, not a name.
    #[serde(default)]
    pub contact: String,
    /// The sheet that it was copied from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceExperience>,
}

/// A sheet of experience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experience {
    /// Identifier.
    pub id: ExperienceId,
    /// The CPTS that wrote it.
    pub cpts: CptsId,
    /// What it is called.
    pub titre: String,
    /// Everything else.
    pub fiche: ExperienceFiche,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Since when others read it; `None` while it is a draft, or once it was withdrawn.
    pub published_at: Option<Timestamp>,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// What was typed of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What it is called.
    pub titre: String,
    /// The fields of [`ExperienceFiche`]; its source is not typed.
    pub fiche: ExperienceFiche,
}

/// Why a sheet is refused: the field, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExperienceError {
    /// A text that cannot be kept.
    #[error("{0}: {1}")]
    Text(&'static str, TextError),
    /// A sheet that others read says what was needed, done and obtained.
    #[error("{0} is empty")]
    Unfinished(&'static str),
}

impl Typed {
    /// The sheet as it is kept.
    ///
    /// # Errors
    /// The first field that cannot be kept.
    pub fn checked(&self, rules: &ReglesRegion) -> Result<Self, ExperienceError> {
        let text = |name: &'static str, text: &str, max: usize| {
            checked_text(text, max).map_err(|error| ExperienceError::Text(name, error))
        };
        let titre = text("titre", &self.titre, rules.nom_max)?;
        if titre.is_empty() {
            return Err(ExperienceError::Text("titre", TextError::Empty));
        }
        let (long, short, fiche) = (rules.texte_max, rules.nom_max, &self.fiche);
        Ok(Self {
            titre,
            fiche: ExperienceFiche {
                besoin: text("besoin", &fiche.besoin, long)?,
                action: text("action", &fiche.action, long)?,
                resultat: text("resultat", &fiche.resultat, long)?,
                moyens: text("moyens", &fiche.moyens, long)?,
                conseils: text("conseils", &fiche.conseils, long)?,
                mission: text("mission", &fiche.mission, short)?,
                contact: text("contact", &fiche.contact, short)?,
                source: None,
            },
        })
    }
}

impl Experience {
    /// Whether it says enough for others to read it.
    ///
    /// # Errors
    /// The first field that lacks.
    pub fn is_ready(&self) -> Result<(), ExperienceError> {
        let fiche = &self.fiche;
        let must = [("besoin", &fiche.besoin), ("action", &fiche.action), ("resultat", &fiche.resultat)];
        match must.into_iter().find(|(_, text)| text.is_empty()) {
            Some((name, _)) => Err(ExperienceError::Unfinished(name)),
            None => Ok(()),
        }
    }

    /// What another CPTS begins with when it takes this sheet up, with its source named.
    pub fn copied(&self, (cpts, le): (&str, Date)) -> ExperienceFiche {
        let source =
            SourceExperience { experience: self.id, cpts: cpts.to_owned(), titre: self.titre.clone(), le };
        // Whom to ask and what came of it are those of the other CPTS.
        let (contact, resultat) = (String::new(), String::new());
        ExperienceFiche { contact, resultat, source: Some(source), ..self.fiche.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::regles;

    #[test]
    fn a_sheet_keeps_no_secret_number_and_a_copy_names_its_source() {
        let rules = regles().unwrap();
        let mut typed = Typed { titre: " Une  équipe mobile ".into(), ..Typed::default() };
        assert_eq!(typed.checked(rules).unwrap().titre, "Une équipe mobile");
        typed.fiche.action = "x".repeat(rules.texte_max + 1);
        let long = ExperienceError::Text("action", TextError::TooLong(rules.texte_max));
        assert_eq!(typed.checked(rules), Err(long));
        let fiche = ExperienceFiche {
            besoin: "a".into(),
            action: "b".into(),
            contact: "coordination".into(),
            ..ExperienceFiche::default()
        };
        let one = Experience {
            id: ExperienceId(uuid::Uuid::nil()),
            cpts: CptsId(uuid::Uuid::nil()),
            titre: "Équipe mobile".into(),
            fiche,
            created_at: Timestamp::UNIX_EPOCH,
            published_at: None,
            version: 1,
            removed_at: None,
        };
        assert_eq!(one.is_ready(), Err(ExperienceError::Unfinished("resultat")));
        let copy = one.copied(("CPTS du Val", jiff::civil::date(2026, 11, 22)));
        assert_eq!((copy.besoin.as_str(), copy.contact.as_str()), ("a", ""));
        assert_eq!(copy.source.unwrap().cpts, "CPTS du Val");
    }
}
