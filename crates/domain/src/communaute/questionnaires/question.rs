//! A question, what may be answered, and how what was typed is read.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::identite::names_a_patient;
use crate::authz::role::words;
use crate::organisation::{TextError, checked_text};

words! {
    /// Kinds of questions.
    NatureKind {
        /// One answer of a list.
        Choix = "choix", "Une réponse à choisir";
        /// Several answers of a list.
        Plusieurs = "plusieurs", "Plusieurs réponses possibles";
        /// A step of a scale.
        Echelle = "echelle", "Une échelle";
        /// A whole number.
        Nombre = "nombre", "Un nombre";
        /// Free text.
        Texte = "texte", "Une réponse libre";
        /// The profession, from the nomenclature.
        Profession = "profession", "La profession";
        /// The commune of practice.
        Commune = "commune", "La commune d'exercice";
    }
}

/// An answer of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// Stable key inside the question.
    pub cle: String,
    /// What people read.
    pub libelle: String,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "snake_case")]
pub enum Nature {
    /// One answer of a list.
    Choix {
        /// The list.
        options: Vec<Proposition>,
    },
    /// Several answers of a list.
    Plusieurs {
        /// The list.
        options: Vec<Proposition>,
    },
    /// A step of a scale, ends included.
    Echelle {
        /// Lowest step.
        min: i64,
        /// Highest step.
        max: i64,
        /// What the lowest step means.
        bas: String,
        /// What the highest step means.
        haut: String,
    },
    /// A whole number, ends included.
    Nombre {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// What is counted.
        unite: String,
    },
    /// Free text.
    Texte,
    /// The profession, from the nomenclature.
    Profession,
    /// The commune of practice.
    Commune,
}

impl Nature {
    /// Which kind it is.
    pub fn kind(&self) -> NatureKind {
        match self {
            Nature::Choix { .. } => NatureKind::Choix,
            Nature::Plusieurs { .. } => NatureKind::Plusieurs,
            Nature::Echelle { .. } => NatureKind::Echelle,
            Nature::Nombre { .. } => NatureKind::Nombre,
            Nature::Texte => NatureKind::Texte,
            Nature::Profession => NatureKind::Profession,
            Nature::Commune => NatureKind::Commune,
        }
    }

    /// The answers of a list; none for another kind.
    pub fn options(&self) -> &[Proposition] {
        match self {
            Nature::Choix { options } | Nature::Plusieurs { options } => options,
            _ => &[],
        }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable key inside the questionnaire. One key is one wording: another wording has another key.
    pub cle: String,
    /// The question.
    pub texte: String,
    /// A remark under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aide: Option<String>,
    /// What may be answered.
    #[serde(flatten)]
    pub nature: Nature,
    /// Whether it must be answered.
    #[serde(default)]
    pub obligatoire: bool,
    /// Whether each answer becomes a difficulty.
    #[serde(default)]
    pub difficulte: bool,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Valeur {
    /// Key of a proposition.
    Choix(String),
    /// Keys of propositions.
    Plusieurs(BTreeSet<String>),
    /// A step or a number.
    Nombre(i64),
    /// Free text.
    Texte(String),
}

/// Why an answer is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusReponse {
    /// The question must be answered.
    Manquante,
    /// Not one of the answers of the list.
    HorsListe,
    /// Not a whole number.
    PasUnNombre,
    /// Outside of these ends.
    HorsBornes {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// The text cannot be kept.
    Texte(TextError),
    /// The text tells who a patient is.
    Patient,
}

impl Question {
    /// Whether the same thing is asked, with the same answers to choose from.
    pub fn asks_the_same(&self, other: &Question) -> bool {
        self.texte == other.texte && self.nature == other.nature
    }

    /// What was typed, read: `None` when nothing was. Profession and commune are not values: they are read elsewhere.
    ///
    /// # Errors
    /// When it cannot be kept; the sentence is for the page to write.
    pub fn read(&self, typed: &[&str], text_max: usize) -> Result<Option<Valeur>, RefusReponse> {
        let mut given = typed.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        let Some(first) = given.next() else {
            return if self.obligatoire { Err(RefusReponse::Manquante) } else { Ok(None) };
        };
        let known = |key: &str| self.nature.options().iter().any(|option| option.cle == key);
        match &self.nature {
            Nature::Choix { .. } if known(first) => Ok(Some(Valeur::Choix(first.to_owned()))),
            Nature::Plusieurs { .. } => {
                let all: BTreeSet<String> = std::iter::once(first).chain(given).map(str::to_owned).collect();
                let right = all.iter().all(|key| known(key));
                if right { Ok(Some(Valeur::Plusieurs(all))) } else { Err(RefusReponse::HorsListe) }
            }
            Nature::Choix { .. } => Err(RefusReponse::HorsListe),
            Nature::Echelle { min, max, .. } | Nature::Nombre { min, max, .. } => {
                let plain: String = first.chars().filter(|c| !c.is_whitespace()).collect();
                let number: i64 = plain.parse().map_err(|_| RefusReponse::PasUnNombre)?;
                let within = (*min..=*max).contains(&number);
                let refused = RefusReponse::HorsBornes { min: *min, max: *max };
                if within { Ok(Some(Valeur::Nombre(number))) } else { Err(refused) }
            }
            Nature::Texte => free_text(first, text_max).map(|text| Some(Valeur::Texte(text))),
            Nature::Profession | Nature::Commune => Ok(None),
        }
    }
}

/// A free text about situations: tidied, bounded, without a social security number or a patient's identity.
///
/// # Errors
/// When it cannot be kept.
pub fn free_text(text: &str, max: usize) -> Result<String, RefusReponse> {
    let text = checked_text(text, max).map_err(RefusReponse::Texte)?;
    if text.is_empty() {
        Err(RefusReponse::Manquante)
    } else if names_a_patient(&text) {
        Err(RefusReponse::Patient)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(nature: Nature, obligatoire: bool) -> Question {
        Question { cle: "q1".into(), texte: "?".into(), aide: None, nature, obligatoire, difficulte: false }
    }

    fn options() -> Vec<Proposition> {
        let one = |cle: &str| Proposition { cle: cle.into(), libelle: cle.to_uppercase() };
        vec![one("a"), one("b")]
    }

    #[test]
    fn each_kind_reads_what_it_asks_and_refuses_the_rest() {
        let choix = question(Nature::Choix { options: options() }, false);
        assert_eq!(choix.read(&["a"], 10), Ok(Some(Valeur::Choix("a".into()))));
        assert_eq!(choix.read(&["c"], 10), Err(RefusReponse::HorsListe));
        assert_eq!(choix.read(&[], 10), Ok(None));
        let plusieurs = question(Nature::Plusieurs { options: options() }, false);
        let both = Valeur::Plusieurs(["a".to_owned(), "b".to_owned()].into());
        assert_eq!(plusieurs.read(&["b", "a", "a", ""], 10), Ok(Some(both)));
        assert_eq!(plusieurs.read(&["b", "z"], 10), Err(RefusReponse::HorsListe));
        let nombre = question(Nature::Nombre { min: 0, max: 60, unite: "heures".into() }, true);
        assert_eq!(nombre.read(&[" 4 "], 10), Ok(Some(Valeur::Nombre(4))));
        assert_eq!(nombre.read(&["61"], 10), Err(RefusReponse::HorsBornes { min: 0, max: 60 }));
        assert_eq!(nombre.read(&["quatre"], 10), Err(RefusReponse::PasUnNombre));
        assert_eq!(nombre.read(&[" "], 10), Err(RefusReponse::Manquante));
    }

    #[test]
    fn a_text_is_bounded_and_holds_no_patient() {
        let texte = question(Nature::Texte, false);
        assert_eq!(texte.read(&[" trop  long "], 9), Ok(Some(Valeur::Texte("trop long".into()))));
        assert_eq!(texte.read(&["trop long"], 8), Err(RefusReponse::Texte(TextError::TooLong(8))));
        let nir = texte.read(&["patient 1 85 05 75 123 456 73"], 200);
        assert_eq!(nir, Err(RefusReponse::Texte(TextError::SocialSecurity)));
        assert_eq!(texte.read(&["Patiente née le 12/03/1941"], 200), Err(RefusReponse::Patient));
    }
}
