//! A questionnaire: what is asked, from when to when. What was answered is never changed: a change makes a version.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::question::Question;
use crate::authz::role::words;
use crate::ids::QuestionnaireId;

words! {
    /// Where a questionnaire stands.
    EtatQuestionnaire {
        /// Being written.
        Brouillon = "brouillon", "Brouillon";
        /// It opens on a later day.
        AVenir = "a_venir", "À venir";
        /// It takes answers.
        Ouvert = "ouvert", "Ouvert";
        /// It takes no more answers.
        Ferme = "ferme", "Fermé";
    }
}

words! {
    /// Why a message was sent.
    EnvoiKind {
        /// It asks.
        Invitation = "invitation", "Invitation";
        /// It asks again those who did not answer.
        Relance = "relance", "Relance";
    }
}

/// What is asked, at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// From 1.
    pub numero: u32,
    /// Since when.
    pub depuis: Timestamp,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// Messages that were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envoi {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub kind: EnvoiKind,
    /// To how many people.
    pub personnes: u32,
}

/// What is known of a questionnaire beyond its title. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireFiche {
    /// The model that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modele: Option<String>,
    /// Said before the questions.
    #[serde(default)]
    pub introduction: String,
    /// Said after the answers.
    #[serde(default)]
    pub remerciement: String,
    /// First day; `None` while it is being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ouverture: Option<Date>,
    /// Last day, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fermeture: Option<Date>,
    /// When somebody closed it before its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clos_at: Option<Timestamp>,
    /// What is asked, oldest first; the last one is what people see.
    #[serde(default)]
    pub versions: Vec<Version>,
    /// Number of the next question that is written here.
    #[serde(default)]
    pub suivant: u32,
    /// Messages that were sent, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envois: Vec<Envoi>,
}

/// A questionnaire of a CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// Identifier.
    pub id: QuestionnaireId,
    /// Title.
    pub titre: String,
    /// Everything else.
    pub fiche: QuestionnaireFiche,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Questionnaire {
    /// Where it stands on a day.
    pub fn etat(&self, today: Date) -> EtatQuestionnaire {
        let Some(first) = self.fiche.ouverture else { return EtatQuestionnaire::Brouillon };
        let over = self.fiche.fermeture.is_some_and(|last| last < today);
        if self.fiche.clos_at.is_some() || over {
            EtatQuestionnaire::Ferme
        } else if today < first {
            EtatQuestionnaire::AVenir
        } else {
            EtatQuestionnaire::Ouvert
        }
    }

    /// What people are asked today.
    pub fn questions(&self) -> &[Question] {
        self.fiche.versions.last().map(|version| version.questions.as_slice()).unwrap_or_default()
    }

    /// What people were asked at an instant: the version of then, or the first one.
    pub fn questions_at(&self, at: Timestamp) -> &[Question] {
        let known = self.fiche.versions.iter().rev().find(|version| version.depuis <= at);
        let version = known.or(self.fiche.versions.first());
        version.map(|version| version.questions.as_slice()).unwrap_or_default()
    }

    /// Number of what people are asked today; 0 before the first question.
    pub fn numero(&self) -> u32 {
        self.fiche.versions.last().map_or(0, |version| version.numero)
    }

    /// What was asked under a number.
    pub fn version_of(&self, numero: u32) -> Option<&Version> {
        self.fiche.versions.iter().find(|version| version.numero == numero)
    }

    /// Every question that was ever asked, each once: those of today first, in order, then those of before.
    pub fn all_questions(&self) -> Vec<&Question> {
        let mut seen = BTreeSet::new();
        let newest_first = self.fiche.versions.iter().rev().flat_map(|version| &version.questions);
        newest_first.filter(|question| seen.insert(question.cle.as_str())).collect()
    }

    /// A question by its key, as it was last asked.
    pub fn question(&self, cle: &str) -> Option<&Question> {
        self.all_questions().into_iter().find(|question| question.cle == cle)
    }

    /// Changes what is asked. `answered` are the versions that have answers: they stay as they are, and a question
    /// that would ask something else under their key takes another key.
    pub fn ask(&mut self, mut questions: Vec<Question>, answered: &BTreeSet<u32>, now: Timestamp) {
        let mut taken: BTreeSet<String> = questions.iter().map(|question| question.cle.clone()).collect();
        for question in &mut questions {
            let kept = self.fiche.versions.iter().filter(|version| answered.contains(&version.numero));
            let mut asked = kept.flat_map(|version| &version.questions);
            if asked.any(|before| before.cle == question.cle && !before.asks_the_same(question)) {
                question.cle = next_key(&mut self.fiche, &taken);
                taken.insert(question.cle.clone());
            }
        }
        let numero = self.numero();
        match self.fiche.versions.last_mut() {
            Some(last) if !answered.contains(&numero) => last.questions = questions,
            Some(last) if last.questions == questions => {}
            _ => self.fiche.versions.push(Version { numero: numero + 1, depuis: now, questions }),
        }
    }

    /// A key that no question of this questionnaire has.
    pub fn new_key(&mut self) -> String {
        next_key(&mut self.fiche, &BTreeSet::new())
    }
}

/// A key that no version has, nor the questions about to be asked.
fn next_key(fiche: &mut QuestionnaireFiche, coming: &BTreeSet<String>) -> String {
    loop {
        fiche.suivant += 1;
        let key = format!("q{}", fiche.suivant);
        let asked = fiche.versions.iter().flat_map(|version| &version.questions).any(|one| one.cle == key);
        if !asked && !coming.contains(&key) {
            return key;
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::question::Nature;
    use super::*;

    pub(crate) fn questionnaire(questions: Vec<Question>) -> Questionnaire {
        let version = Version { numero: 1, depuis: Timestamp::UNIX_EPOCH, questions };
        Questionnaire {
            id: QuestionnaireId(Uuid::nil()),
            titre: "Essai".into(),
            fiche: QuestionnaireFiche { versions: vec![version], ..QuestionnaireFiche::default() },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    pub(crate) fn question(cle: &str, texte: &str, nature: Nature) -> Question {
        Question {
            cle: cle.into(),
            texte: texte.into(),
            aide: None,
            nature,
            obligatoire: false,
            difficulte: false,
        }
    }

    #[test]
    fn the_days_and_the_closing_say_where_it_stands() {
        let mut one = questionnaire(Vec::new());
        assert_eq!(one.etat(date(2026, 1, 1)), EtatQuestionnaire::Brouillon);
        one.fiche.ouverture = Some(date(2026, 1, 10));
        one.fiche.fermeture = Some(date(2026, 1, 20));
        for (day, etat) in [
            (9, EtatQuestionnaire::AVenir),
            (10, EtatQuestionnaire::Ouvert),
            (20, EtatQuestionnaire::Ouvert),
            (21, EtatQuestionnaire::Ferme),
        ] {
            assert_eq!(one.etat(date(2026, 1, day)), etat, "{day}");
        }
        one.fiche.clos_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(one.etat(date(2026, 1, 12)), EtatQuestionnaire::Ferme);
    }

    fn questions() -> impl Strategy<Value = Vec<Question>> {
        let one = (0..5_u8, 0..3_u8)
            .prop_map(|(key, text)| question(&format!("q{key}"), &format!("texte {text}"), Nature::Texte));
        prop::collection::vec(one, 0..5).prop_map(|mut all| {
            let mut seen = BTreeSet::new();
            all.retain(|question| seen.insert(question.cle.clone()));
            all
        })
    }

    proptest! {
        /// Whatever is changed and answered in whatever order, what was answered stays, and a key asks one thing.
        #[test]
        fn what_was_answered_is_never_changed(steps in prop::collection::vec((questions(), any::<bool>()), 1..12)) {
            let mut one = questionnaire(Vec::new());
            let (mut answered, mut kept) = (BTreeSet::new(), Vec::new());
            for (questions, answers) in steps {
                one.ask(questions.clone(), &answered, Timestamp::UNIX_EPOCH);
                let texts = |all: &[Question]| all.iter().map(|q| q.texte.clone()).collect::<Vec<_>>();
                prop_assert_eq!(texts(one.questions()), texts(&questions));
                if answers && answered.insert(one.numero()) {
                    kept.extend(one.fiche.versions.last().cloned());
                }
                for version in &kept {
                    prop_assert_eq!(one.version_of(version.numero), Some(version));
                }
                for version in &kept {
                    for before in &version.questions {
                        let all = one.fiche.versions.iter().filter(|other| answered.contains(&other.numero));
                        for after in all.flat_map(|other| &other.questions).filter(|q| q.cle == before.cle) {
                            prop_assert!(before.asks_the_same(after));
                        }
                    }
                }
            }
        }
    }
}
