//! Free texts put under themes by a person, one after the other.

use domain::authz::{Allowed, EditQuestionnaires, ReadQuestionnaires};
use domain::communaute::questionnaires::{Nature, Question, Questionnaire, Reponse, TexteLu, Theme, banque};
use domain::ids::{DifficulteId, QuestionnaireId, ReponseId};
use domain::organisation::{TextError, checked_text};
use serde_json::json;
use storage::WriteTx;
use territory::text::search_key;

use super::{QuestionnaireError, Refus, THEMES};
use crate::{App, AppError};

/// A text to put under themes.
#[derive(Clone, Debug)]
pub struct ToSort {
    /// The text, and its themes when somebody read it.
    pub texte: TexteLu,
    /// What was asked.
    pub question: Question,
    /// Profession of who wrote it.
    pub profession: Option<String>,
    /// The difficulty that it is.
    pub difficulte: Option<DifficulteId>,
}

/// Every free text of the answers, in their order, with its themes.
pub fn sortable(
    questionnaire: &Questionnaire,
    reponses: &[Reponse],
    difficultes: &[domain::communaute::questionnaires::Difficulte],
) -> Vec<ToSort> {
    let mut all = Vec::new();
    for question in questionnaire.all_questions().into_iter().filter(|one| one.nature == Nature::Texte) {
        for reponse in reponses {
            let Some(texte) = reponse.texte(&question.cle) else { continue };
            let born = difficultes.iter().find(|one| {
                one.reponse.as_ref().is_some_and(|(_, from, cle)| *from == reponse.id && *cle == question.cle)
            });
            let own = || reponse.fiche.codages.get(&question.cle).cloned();
            let themes = born.map_or_else(own, |one| one.fiche.themes.clone());
            all.push(ToSort {
                texte: TexteLu {
                    reponse: reponse.id,
                    cle: question.cle.clone(),
                    texte: texte.to_owned(),
                    themes,
                },
                question: question.clone(),
                profession: reponse.profession.clone(),
                difficulte: born.map(|one| one.id),
            });
        }
    }
    all
}

impl App {
    /// The themes: those that ship with the program, then those of the CPTS.
    ///
    /// # Errors
    /// When the table is malformed or the database does not answer.
    pub async fn themes(&self, proof: &Allowed<ReadQuestionnaires>) -> Result<Vec<Theme>, AppError> {
        let own: Option<Vec<Theme>> = self.store.read().await?.reglage(proof, THEMES).await?;
        Ok(banque()?.themes.iter().cloned().chain(own.unwrap_or_default()).collect())
    }

    /// Adds a theme of the CPTS; its key.
    ///
    /// # Errors
    /// When the words cannot be used or are there already, or the database does not answer.
    pub async fn add_theme(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        libelle: &str,
    ) -> Result<String, QuestionnaireError> {
        const THEME_MAX: usize = 60;
        let wrong = |error| QuestionnaireError::at("libelle", Refus::Texte(error));
        let libelle = checked_text(libelle, THEME_MAX).map_err(wrong)?;
        if libelle.is_empty() {
            return Err(wrong(TextError::Empty));
        }
        let mut own: Vec<Theme> = self.store.read().await?.reglage(proof, THEMES).await?.unwrap_or_default();
        let key = search_key(&libelle);
        let known = |theme: &Theme| search_key(&theme.libelle) == key;
        if banque()?.themes.iter().any(known) || own.iter().any(known) {
            return Err(QuestionnaireError::at("libelle", Refus::DejaLa));
        }
        let cle = format!("propre_{}", self.next_id().simple());
        own.push(Theme { cle: cle.clone(), libelle });
        let tx = self.store.write().await?;
        tx.set_reglage(proof, (THEMES, &own), self.now()).await?;
        tx.audit(proof, self.change("reglage", THEMES, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(cle)
    }

    /// The free texts of a questionnaire, in order, with their themes.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn texts_to_sort(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<Vec<ToSort>, AppError> {
        let tx = self.store.read().await?;
        let one = tx.questionnaire(proof, id).await?.filter(|one| one.removed_at.is_none());
        let one = one.ok_or(AppError::NotFound)?;
        Ok(sortable(&one, &tx.reponses(proof, id).await?, &tx.difficultes(proof).await?))
    }

    /// Puts a text under themes, or takes that back with `None`. What stood before, so that it can be undone.
    ///
    /// # Errors
    /// When the text or a theme is unknown, or the database does not answer.
    pub async fn sort_text(
        &self,
        (proof, read): (&Allowed<EditQuestionnaires>, &Allowed<ReadQuestionnaires>),
        id: QuestionnaireId,
        (reponse, cle): (ReponseId, &str),
        themes: Option<Vec<String>>,
    ) -> Result<Option<Vec<String>>, QuestionnaireError> {
        let known = self.themes(read).await?;
        let right = |theme: &String| known.iter().any(|one| one.cle == *theme);
        if !themes.iter().flatten().all(right) {
            return Err(AppError::NotFound.into());
        }
        let tx = self.store.write().await?;
        self.questionnaire_held(&tx, proof, id).await?;
        let all = tx.reponses_to_edit(proof, id).await?;
        let mut one = all.into_iter().find(|one| one.id == reponse).ok_or(AppError::NotFound)?;
        one.texte(cle).ok_or(AppError::NotFound)?;
        let born = self.sort_difficulte(&tx, proof, (reponse, cle, themes.clone())).await?;
        let before = match born {
            Some(before) => before,
            None => {
                let before = match &themes {
                    Some(themes) => one.fiche.codages.insert(cle.to_owned(), themes.clone()),
                    None => one.fiche.codages.remove(cle),
                };
                tx.save_reponse(proof, &one).await?;
                before
            }
        };
        let changes = json!({ "sorted": themes.as_ref().map(Vec::len), "questionnaire": id.to_string() });
        tx.audit(proof, self.change("reponse", reponse, changes)).await?;
        tx.commit().await?;
        Ok(before)
    }

    /// The themes of a text that is a difficulty are those of the difficulty.
    async fn sort_difficulte(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        (reponse, cle, themes): (ReponseId, &str, Option<Vec<String>>),
    ) -> Result<Option<Option<Vec<String>>>, QuestionnaireError> {
        let all = tx.difficultes_to_edit(proof).await?;
        let found = all.into_iter().find(|one| {
            one.reponse.as_ref().is_some_and(|(_, from, question)| *from == reponse && question == cle)
        });
        let Some(mut born) = found else { return Ok(None) };
        let before = born.fiche.themes.clone();
        if born.sort(themes, (proof.author(), self.now())) && !tx.save_difficulte(proof, &born).await? {
            return Err(QuestionnaireError::Replaced);
        }
        Ok(Some(before))
    }
}
