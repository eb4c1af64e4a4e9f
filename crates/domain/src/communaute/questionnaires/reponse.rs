//! The answers of one person to a questionnaire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;

use super::question::Valeur;
use crate::ids::{LienId, PersonneId, QuestionnaireId, ReponseId};

/// How somebody whom the CPTS does not know may be answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name, as they wrote it.
    #[serde(default)]
    pub nom: String,
    /// E-mail address, checked.
    #[serde(default)]
    pub courriel: String,
}

impl Contact {
    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.nom.is_empty() && self.courriel.is_empty()
    }
}

/// What was answered. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReponseFiche {
    /// Number of the version that was answered.
    pub version: u32,
    /// Answers by the keys of their questions.
    #[serde(default)]
    pub valeurs: BTreeMap<String, Valeur>,
    /// How the author may be answered, when they wanted it and no sheet says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Themes of the free texts, by the keys of their questions; a text that nobody read has none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codages: BTreeMap<String, Vec<String>>,
    /// The link that brought them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lien: Option<LienId>,
}

/// The answers of one person to a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// Identifier.
    pub id: ReponseId,
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Who answered, when the link was theirs.
    pub personne: Option<PersonneId>,
    /// What two sends of the same answers have in common: the second one counts for nothing.
    pub jeton: String,
    /// Profession: a code of TRE_G15.
    pub profession: Option<String>,
    /// Commune of practice.
    pub commune: Option<CommuneCode>,
    /// What was answered.
    pub fiche: ReponseFiche,
    /// When it was first sent.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

impl Reponse {
    /// A free text of it.
    pub fn texte(&self, cle: &str) -> Option<&str> {
        match self.fiche.valeurs.get(cle) {
            Some(Valeur::Texte(text)) => Some(text),
            _ => None,
        }
    }

    /// Takes other answers: the themes of a text that changed are forgotten, because nobody read the new one.
    pub fn answer(&mut self, version: u32, valeurs: BTreeMap<String, Valeur>) {
        let same = |cle: &String| self.fiche.valeurs.get(cle) == valeurs.get(cle);
        let kept: Vec<String> = self.fiche.codages.keys().filter(|cle| same(cle)).cloned().collect();
        self.fiche.codages.retain(|cle, _| kept.contains(cle));
        self.fiche.version = version;
        self.fiche.valeurs = valeurs;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;

    pub(crate) fn reponse(rank: u128, valeurs: &[(&str, Valeur)]) -> Reponse {
        let valeurs = valeurs.iter().map(|(cle, valeur)| ((*cle).to_owned(), valeur.clone())).collect();
        Reponse {
            id: ReponseId(Uuid::from_u128(rank)),
            questionnaire: QuestionnaireId(Uuid::nil()),
            personne: None,
            jeton: rank.to_string(),
            profession: None,
            commune: None,
            fiche: ReponseFiche { version: 1, valeurs, ..ReponseFiche::default() },
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn themes_of_a_text_that_changed_are_forgotten_and_the_others_stay() {
        let text = |text: &str| Valeur::Texte(text.to_owned());
        let mut one = reponse(1, &[("a", text("un")), ("b", text("deux"))]);
        one.fiche.codages = [("a".to_owned(), vec!["t".to_owned()]), ("b".to_owned(), Vec::new())].into();
        one.answer(2, [("a".to_owned(), text("un")), ("b".to_owned(), text("trois"))].into());
        assert_eq!(one.fiche.codages.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!((one.fiche.version, one.texte("b")), (2, Some("trois")));
    }
}
