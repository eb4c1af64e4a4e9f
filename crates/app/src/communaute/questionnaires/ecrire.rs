//! Writing a questionnaire, opening it, closing it.

use std::collections::BTreeSet;

use domain::authz::{Allowed, EditQuestionnaires, ReadQuestionnaires};
use domain::communaute::questionnaires::{
    Banque, EtatQuestionnaire, Nature, Question, QuestionTapee, Questionnaire, QuestionnaireFiche, banque,
};
use domain::ids::QuestionnaireId;
use domain::organisation::{TextError, checked_text};
use domain::territoire::checked_name;
use jiff::civil::Date;
use serde_json::{Value, json};
use storage::WriteTx;

use super::{QuestionnaireError, Refus};
use crate::{App, AppError};

/// A questionnaire in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Where it stands today.
    pub etat: EtatQuestionnaire,
    /// Answers received.
    pub reponses: usize,
}

/// What a questionnaire says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presentation {
    /// Title.
    pub titre: String,
    /// Said before the questions.
    pub introduction: String,
    /// Said after the answers.
    pub remerciement: String,
}

/// A change of what is asked.
#[derive(Clone, Debug)]
pub enum Change {
    /// A question of the bank, by its key, at the end.
    Bank(String),
    /// A question of one's own, at the end.
    Own(QuestionTapee),
    /// Another wording of a question, by its key.
    Replace(String, QuestionTapee),
    /// No more of a question, by its key.
    Remove(String),
    /// A question one place earlier, by its key.
    Up(String),
    /// A question one place later, by its key.
    Down(String),
}

fn refused(field: &'static str, error: TextError) -> (String, Refus) {
    (field.to_owned(), Refus::Texte(error))
}

fn changed(
    questionnaire: &mut Questionnaire,
    change: Change,
    banque: &Banque,
) -> Result<Vec<Question>, QuestionnaireError> {
    let mut questions = questionnaire.questions().to_vec();
    let at = |questions: &[Question], cle: &str| {
        questions.iter().position(|one| one.cle == cle).ok_or(AppError::NotFound)
    };
    let wrong = |all: Vec<(&'static str, domain::communaute::questionnaires::RefusQuestion)>| {
        let all = all.into_iter().map(|(field, refus)| (field.to_owned(), Refus::Question(refus)));
        QuestionnaireError::Refused(all.collect())
    };
    match change {
        Change::Bank(cle) => {
            let new = banque.question(&cle).ok_or(AppError::NotFound)?;
            if !questions.iter().any(|one| one.cle == cle) {
                questions.push(new.clone());
            }
        }
        Change::Own(typed) => {
            let read = typed.read((String::new(), None), &banque.limites).map_err(wrong)?;
            questions.push(Question { cle: questionnaire.new_key(), ..read });
        }
        Change::Replace(cle, typed) => {
            let rank = at(&questions, &cle)?;
            let before = questions[rank].clone();
            questions[rank] = typed.read((cle, Some(&before)), &banque.limites).map_err(wrong)?;
        }
        Change::Remove(cle) => {
            let rank = at(&questions, &cle)?;
            questions.remove(rank);
        }
        Change::Up(cle) => {
            let rank = at(&questions, &cle)?;
            questions.swap(rank, rank.saturating_sub(1));
        }
        Change::Down(cle) => {
            let rank = at(&questions, &cle)?;
            let next = (rank + 1).min(questions.len() - 1);
            questions.swap(rank, next);
        }
    }
    let most = banque.limites.questions;
    if questions.len() > most {
        return Err(QuestionnaireError::at("texte", Refus::TropDeQuestions(most)));
    }
    Ok(questions)
}

impl App {
    /// The questionnaires of the CPTS, the last made first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn questionnaires(&self, proof: &Allowed<ReadQuestionnaires>) -> Result<Vec<Listed>, AppError> {
        let tx = self.store.read().await?;
        let today = self.today();
        let mut listed = Vec::new();
        for one in tx.questionnaires(proof).await?.into_iter().filter(|one| one.removed_at.is_none()) {
            let reponses = tx.reponses(proof, one.id).await?.len();
            listed.push(Listed { etat: one.etat(today), questionnaire: one, reponses });
        }
        Ok(listed)
    }

    /// One questionnaire that was not removed.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn questionnaire(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<Listed, AppError> {
        let tx = self.store.read().await?;
        let found = tx.questionnaire(proof, id).await?.filter(|one| one.removed_at.is_none());
        let one = found.ok_or(AppError::NotFound)?;
        let reponses = tx.reponses(proof, id).await?.len();
        Ok(Listed { etat: one.etat(self.today()), questionnaire: one, reponses })
    }

    /// Makes a questionnaire from a model, or an empty one under a title.
    ///
    /// # Errors
    /// When the title cannot be used, the model is unknown, or the database does not answer.
    pub async fn create_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        (modele, titre): (&str, &str),
    ) -> Result<QuestionnaireId, QuestionnaireError> {
        let (banque, now) = (banque()?, self.now());
        let modele = match modele {
            "" => None,
            cle => Some(banque.modele(cle).ok_or(AppError::NotFound)?),
        };
        let titre = if titre.trim().is_empty() { modele.map_or("", |modele| &modele.titre) } else { titre };
        let titre = checked_name(titre).map_err(AppError::from)?;
        let mut new = Questionnaire {
            id: QuestionnaireId(self.next_id()),
            titre,
            fiche: QuestionnaireFiche {
                modele: modele.map(|modele| modele.cle.clone()),
                introduction: modele.map(|modele| modele.introduction.clone()).unwrap_or_default(),
                remerciement: modele.map(|modele| modele.remerciement.clone()).unwrap_or_default(),
                ..QuestionnaireFiche::default()
            },
            created_at: now,
            version: 1,
            removed_at: None,
        };
        let questions = modele.map(|modele| banque.questions_of(modele)).unwrap_or_default();
        new.ask(questions, &BTreeSet::new(), now);
        let tx = self.store.write().await?;
        tx.add_questionnaire(proof, &new).await?;
        let changes = json!({ "created": true, "modele": new.fiche.modele });
        tx.audit(proof, self.change("questionnaire", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Changes title, introduction and thanks. Answers are about the questions: these words may change at any time.
    ///
    /// # Errors
    /// When a text cannot be kept, somebody else changed it, or the database does not answer.
    pub async fn present_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        (id, version): (QuestionnaireId, i64),
        new: &Presentation,
    ) -> Result<(), QuestionnaireError> {
        let max = banque()?.limites.presentation;
        let mut wrong = Vec::new();
        let introduction = checked_text(&new.introduction, max);
        let remerciement = checked_text(&new.remerciement, max);
        wrong.extend(introduction.as_ref().err().map(|error| refused("introduction", *error)));
        wrong.extend(remerciement.as_ref().err().map(|error| refused("remerciement", *error)));
        let titre = checked_name(&new.titre).map_err(AppError::from)?;
        let (Ok(introduction), Ok(remerciement)) = (introduction, remerciement) else {
            return Err(QuestionnaireError::Refused(wrong));
        };
        let tx = self.store.write().await?;
        let mut one = self.questionnaire_held(&tx, proof, id).await?;
        if one.version != version {
            return Err(QuestionnaireError::Replaced);
        }
        (one.titre, one.fiche.introduction, one.fiche.remerciement) = (titre, introduction, remerciement);
        self.save_questionnaire(tx, proof, (&one, json!({ "name": true }))).await
    }

    /// Changes what is asked. Once somebody answered, this makes a new version: what was answered stays.
    ///
    /// # Errors
    /// When the question cannot be asked, is not there, or the database does not answer.
    pub async fn change_questions(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
        change: Change,
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut one = self.questionnaire_held(&tx, proof, id).await?;
        let questions = changed(&mut one, change, banque()?)?;
        let answered = tx.reponses_to_edit(proof, id).await?;
        let answered = answered.iter().map(|reponse| reponse.fiche.version).collect();
        one.ask(questions, &answered, self.now());
        let changes = json!({ "questions": one.questions().len(), "numero": one.numero() });
        self.save_questionnaire(tx, proof, (&one, changes)).await
    }

    /// Opens a questionnaire from one day to another, both included; also opens it again.
    ///
    /// # Errors
    /// When nothing is asked, the days make no sense, or the database does not answer.
    pub async fn open_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
        (first, last): (Date, Date),
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut one = self.questionnaire_held(&tx, proof, id).await?;
        let asks = |question: &Question| !matches!(question.nature, Nature::Profession | Nature::Commune);
        if !one.questions().iter().any(asks) {
            return Err(QuestionnaireError::at("ouverture", Refus::SansQuestion));
        }
        if last < first || last < self.today() {
            return Err(QuestionnaireError::at("fermeture", Refus::Dates));
        }
        (one.fiche.ouverture, one.fiche.fermeture, one.fiche.clos_at) = (Some(first), Some(last), None);
        let changes = json!({ "opened": first.to_string(), "until": last.to_string() });
        self.save_questionnaire(tx, proof, (&one, changes)).await
    }

    /// Closes a questionnaire now.
    ///
    /// # Errors
    /// When it is not open, or the database does not answer.
    pub async fn close_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut one = self.questionnaire_held(&tx, proof, id).await?;
        if one.etat(self.today()) == EtatQuestionnaire::Brouillon {
            return Err(QuestionnaireError::Closed);
        }
        one.fiche.clos_at = one.fiche.clos_at.or(Some(self.now()));
        self.save_questionnaire(tx, proof, (&one, json!({ "closed": true }))).await
    }

    /// Removes a questionnaire from the lists, or takes that back. Its answers stay.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn remove_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        (id, removed): (QuestionnaireId, bool),
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        let mut one = tx.questionnaire_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        one.removed_at = removed.then(|| self.now());
        let changes = if removed { json!({ "removed": true }) } else { json!({ "restored": true }) };
        self.save_questionnaire(tx, proof, (&one, changes)).await
    }

    pub(super) async fn questionnaire_held(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<Questionnaire, AppError> {
        let found = tx.questionnaire_to_edit(proof, id).await?;
        found.filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)
    }

    pub(super) async fn save_questionnaire(
        &self,
        tx: WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        (one, changes): (&Questionnaire, Value),
    ) -> Result<(), QuestionnaireError> {
        if !tx.save_questionnaire(proof, one).await? {
            return Err(QuestionnaireError::Replaced);
        }
        tx.audit(proof, self.change("questionnaire", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }
}
