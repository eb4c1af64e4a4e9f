//! A difficulty that somebody voiced. It keeps its identity: its author, its words, what became of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reponse::Contact;
use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{DifficulteId, MailId, PersonneId, QuestionnaireId, ReponseId};
use crate::texte::Email;

words! {
    /// Where a difficulty stands.
    EtatDifficulte {
        /// Voiced, nothing decided yet.
        Exprimee = "exprimee", "Exprimée";
        /// The CPTS wants to do something about it.
        Retenue = "retenue", "Retenue";
        /// Something was done.
        Traitee = "traitee", "Traitée";
        /// Nothing will be done, and why is told.
        SansSuite = "sans_suite", "Sans suite";
    }
}

/// Who voiced it, as far as one may tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Auteur {
    /// The person, when they are known.
    pub personne: Option<PersonneId>,
    /// Their profession: a code of TRE_G15.
    pub profession: Option<String>,
}

/// Something else that a difficulty became: an objective, an action. Whoever makes these things adds the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devenu {
    /// Kind of thing: `objectif`, `action`.
    pub nature: String,
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub libelle: String,
    /// Since when.
    pub at: Timestamp,
}

/// What was told to its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nouvelle {
    /// When.
    pub at: Timestamp,
    /// Who told it.
    pub by: Author,
    /// What was told.
    pub texte: String,
    /// The message that told it; `None` when it was told by word of mouth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courriel: Option<MailId>,
}

/// Something that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fait", rename_all = "snake_case")]
pub enum Fait {
    /// Voiced, by an answer or by somebody who wrote it down.
    Exprimee,
    /// Its author wrote it otherwise.
    Reformulee {
        /// The words of before.
        avant: String,
    },
    /// Themes were chosen.
    Classee {
        /// Their keys.
        themes: Vec<String>,
    },
    /// It changed state.
    Etat {
        /// The new one.
        etat: EtatDifficulte,
        /// Why.
        #[serde(default)]
        motif: String,
    },
    /// It stands with others that say the same.
    Regroupee {
        /// The one whose words stand for all.
        avec: DifficulteId,
    },
    /// It stands alone again.
    Separee,
    /// It became something.
    Devenue {
        /// What it is called.
        libelle: String,
    },
    /// It is no longer that: what it had become was removed, or answers something else.
    PlusDevenue {
        /// What that was called.
        libelle: String,
    },
    /// Its author was told.
    Dite,
}

/// A dated line of its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evenement {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// What.
    #[serde(flatten)]
    pub fait: Fait,
}

/// What is known of a difficulty beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifficulteFiche {
    /// Keys of its themes; `None` as long as nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<String>>,
    /// Where it was heard, when no answer brought it: `réunion du 8 février`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How its author may be told, when no sheet says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devenu: Vec<Devenu>,
    /// What its author was told, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nouvelles: Vec<Nouvelle>,
    /// What happened to it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub histoire: Vec<Evenement>,
}

/// A difficulty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difficulte {
    /// Identifier, for ever.
    pub id: DifficulteId,
    /// The words of its author.
    pub texte: String,
    /// Where it stands.
    pub etat: EtatDifficulte,
    /// Who voiced it.
    pub auteur: Auteur,
    /// The answer that brought it: questionnaire, answers, key of the question.
    pub reponse: Option<(QuestionnaireId, ReponseId, String)>,
    /// The one whose words stand for several that say the same.
    pub groupe: Option<DifficulteId>,
    /// Everything else.
    pub fiche: DifficulteFiche,
    /// When it was voiced.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Difficulte {
    /// Adds a line to its history.
    pub fn note(&mut self, (by, at): (&Author, Timestamp), fait: Fait) {
        self.fiche.histoire.push(Evenement { at, by: by.clone(), fait });
    }

    /// Its author wrote other words; nobody read these yet. Whether anything changed.
    pub fn reword(&mut self, texte: &str, who: (&Author, Timestamp)) -> bool {
        if self.texte == texte {
            return false;
        }
        let avant = std::mem::replace(&mut self.texte, texte.to_owned());
        self.fiche.themes = None;
        self.note(who, Fait::Reformulee { avant });
        true
    }

    /// Chooses its themes. Whether anything changed.
    pub fn sort(&mut self, themes: Option<Vec<String>>, who: (&Author, Timestamp)) -> bool {
        if self.fiche.themes == themes {
            return false;
        }
        let said = themes.clone().unwrap_or_default();
        self.fiche.themes = themes;
        self.note(who, Fait::Classee { themes: said });
        true
    }

    /// Changes its state. Whether anything changed.
    pub fn settle(&mut self, etat: EtatDifficulte, motif: String, who: (&Author, Timestamp)) -> bool {
        if self.etat == etat {
            return false;
        }
        self.etat = etat;
        self.note(who, Fait::Etat { etat, motif });
        true
    }

    /// What it became, once each.
    pub fn become_(&mut self, devenu: Devenu, who: (&Author, Timestamp)) -> bool {
        let known = |one: &Devenu| (&one.nature, &one.id) == (&devenu.nature, &devenu.id);
        if self.fiche.devenu.iter().any(known) {
            return false;
        }
        let libelle = devenu.libelle.clone();
        self.fiche.devenu.push(devenu);
        self.note(who, Fait::Devenue { libelle });
        true
    }

    /// It is no longer that thing. Whether anything changed.
    pub fn unbecome(&mut self, (nature, id): (&str, &str), who: (&Author, Timestamp)) -> bool {
        let Some(rank) =
            self.fiche.devenu.iter().position(|one| (one.nature.as_str(), one.id.as_str()) == (nature, id))
        else {
            return false;
        };
        let gone = self.fiche.devenu.remove(rank);
        self.note(who, Fait::PlusDevenue { libelle: gone.libelle });
        true
    }

    /// The address that its author gave with it.
    pub fn given_address(&self) -> Option<Email> {
        let contact = self.fiche.contact.as_ref()?;
        Email::parse(&contact.courriel).ok()
    }
}

/// Puts difficulties with the one whose words stand for all. Each keeps its words, its author and its history.
///
/// A difficulty that stood for others brings them along, so that a group never hangs under another one. Those that
/// changed are given back by their ranks.
pub fn gather(
    all: &mut [Difficulte],
    (chosen, lead): (&BTreeSet<DifficulteId>, DifficulteId),
    who: (&Author, Timestamp),
) -> Vec<usize> {
    // The words of a difficulty that stands under another one are the other one's to give.
    let lead = all.iter().find(|one| one.id == lead).and_then(|one| one.groupe).unwrap_or(lead);
    let mut changed = Vec::new();
    for (rank, one) in all.iter_mut().enumerate() {
        let moved = chosen.contains(&one.id) || one.groupe.is_some_and(|other| chosen.contains(&other));
        if one.id != lead && moved && one.groupe != Some(lead) {
            one.groupe = Some(lead);
            one.note(who, Fait::Regroupee { avec: lead });
            changed.push(rank);
        }
    }
    changed
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    pub(crate) fn difficulte(rank: u128, texte: &str) -> Difficulte {
        Difficulte {
            id: DifficulteId(Uuid::from_u128(rank)),
            texte: texte.into(),
            etat: EtatDifficulte::Exprimee,
            auteur: Auteur::default(),
            reponse: None,
            groupe: None,
            fiche: DifficulteFiche::default(),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    fn who() -> (Author, Timestamp) {
        (Author::System("test".into()), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_happens_is_written_once_with_what_stood_before() {
        let (author, at) = who();
        let mut one = difficulte(1, "Sorties sans lettre");
        assert!(one.sort(Some(vec!["sortie".into()]), (&author, at)));
        assert!(!one.sort(Some(vec!["sortie".into()]), (&author, at)));
        assert!(one.reword("Sorties du vendredi sans lettre", (&author, at)));
        assert_eq!(one.fiche.themes, None, "nobody read the new words");
        assert!(one.settle(EtatDifficulte::Retenue, "bureau".into(), (&author, at)));
        assert!(!one.settle(EtatDifficulte::Retenue, String::new(), (&author, at)));
        let devenu = Devenu { nature: "objectif".into(), id: "1".into(), libelle: "Sorties".into(), at };
        assert!(one.become_(devenu.clone(), (&author, at)));
        assert!(!one.become_(devenu, (&author, at)));
        assert_eq!(one.fiche.histoire.len(), 4);
        assert!(one.unbecome(("objectif", "1"), (&author, at)));
        assert!(!one.unbecome(("objectif", "1"), (&author, at)));
        assert!(one.fiche.devenu.is_empty());
        assert_eq!(one.fiche.histoire.len(), 5, "that it had become something stays in its history");
        let before = Fait::Reformulee { avant: "Sorties sans lettre".into() };
        assert_eq!(one.fiche.histoire[1].fait, before);
    }

    proptest! {
        /// Whatever is gathered in whatever order, a group has one level, nobody leads itself, and no words are lost.
        #[test]
        fn groups_have_one_level(steps in prop::collection::vec(
            (prop::collection::btree_set(0..8_u128, 1..5), 0..8_u128), 1..10,
        )) {
            let (author, at) = who();
            let mut all: Vec<Difficulte> = (0..8).map(|rank| difficulte(rank, &rank.to_string())).collect();
            for (chosen, lead) in steps {
                let id = |rank: u128| DifficulteId(Uuid::from_u128(rank));
                gather(&mut all, (&chosen.into_iter().map(id).collect(), id(lead)), (&author, at));
                for (rank, one) in all.iter().enumerate() {
                    prop_assert_eq!(&one.texte, &rank.to_string());
                    if let Some(lead) = one.groupe {
                        prop_assert_ne!(lead, one.id);
                        let lead = all.iter().find(|other| other.id == lead);
                        prop_assert_eq!(lead.and_then(|other| other.groupe), None);
                    }
                }
            }
        }
    }
}
