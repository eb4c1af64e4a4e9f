//! What an answer leaves behind: the difficulties that it voices, and what its author may take back.

use domain::authz::{ActByLink, Allowed, Author};
use domain::communaute::questionnaires::{
    Auteur, Difficulte, DifficulteFiche, EtatDifficulte, Fait, Reponse,
};
use domain::communaute::{Accord, CanalKind, LienObjet};
use domain::ids::{DifficulteId, QuestionnaireId, ReponseId};
use jiff::Timestamp;
use serde_json::json;
use storage::WriteTx;

use super::{Opened, QuestionnaireError};
use crate::communaute::Bearer;
use crate::{App, AppError};

impl App {
    /// Each answer to a question that asks for a difficulty is one. Answered otherwise, it keeps its identity.
    pub(super) async fn voice(
        &self,
        tx: &WriteTx,
        bearer: &Bearer,
        (opened, reponse): (&Opened, &Reponse),
    ) -> Result<(), QuestionnaireError> {
        let (proof, now) = (&bearer.proof, self.now());
        let who = (proof.author(), now);
        let asked = opened.asked.questions.iter().filter(|question| question.difficulte);
        let keys: Vec<String> = asked.map(|question| question.cle.clone()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let known = tx.difficultes_to_edit(proof).await?;
        for cle in keys {
            let source = (reponse.questionnaire, reponse.id, cle.clone());
            let born = known.iter().find(|one| one.reponse.as_ref() == Some(&source)).cloned();
            match (born, reponse.texte(&cle)) {
                (Some(mut born), Some(texte)) => {
                    let back = born.removed_at.take().is_some();
                    if born.reword(texte, who) || back {
                        saved(tx, proof, &born).await?;
                    }
                }
                (Some(mut born), None) if born.removed_at.is_none() && is_untouched(&born) => {
                    born.removed_at = Some(now);
                    saved(tx, proof, &born).await?;
                }
                (None, Some(texte)) => {
                    let new = born_of(DifficulteId(self.next_id()), (reponse, source, texte), who);
                    tx.add_difficulte(proof, &new).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes one's answers back. What the CPTS already works on stays, without its author.
    ///
    /// # Errors
    /// When the link is not of one person, nothing was answered, or the database refuses.
    pub async fn withdraw_answers(&self, token: &str) -> Result<(), QuestionnaireError> {
        let bearer = self.bearer(LienObjet::Questionnaire, token).await?;
        let opened = self.opened(&bearer).await?;
        let reponse = opened.reponse.ok_or(AppError::NotFound)?;
        let (proof, now) = (&bearer.proof, self.now());
        let tx = self.store.write().await?;
        for mut one in tx.difficultes_to_edit(proof).await? {
            if one.reponse.as_ref().is_some_and(|(_, from, _)| *from == reponse.id) {
                one.removed_at = is_untouched(&one).then_some(now);
                one.auteur.personne = None;
                one.fiche.contact = None;
                saved(&tx, proof, &one).await?;
            }
        }
        tx.remove_reponse(proof, reponse.id).await?;
        tx.audit(proof, self.change("reponse", reponse.id, json!({ "withdrawn": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// The person does not want to be written to any more: every e-mail address of theirs says so.
    ///
    /// # Errors
    /// When the link is not of one person, or the database refuses.
    pub async fn oppose_by_link(&self, token: &str) -> Result<(), QuestionnaireError> {
        let bearer = self.bearer(LienObjet::Questionnaire, token).await?;
        let proof = &bearer.proof;
        let id = bearer.lien.personne.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut one = annuaire.get(id).cloned().ok_or(AppError::NotFound)?;
        let mails = one.fiche.canaux.iter_mut().filter(|canal| canal.kind == CanalKind::Courriel);
        mails.for_each(|canal| canal.accord = Accord::Refuse);
        one.changed_at = self.now();
        if !tx.save_personne(proof, &one).await? {
            return Err(QuestionnaireError::Replaced);
        }
        tx.audit(proof, self.change("personne", one.id, json!({ "opposed": "courriel" }))).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether nobody did anything with it yet.
fn is_untouched(one: &Difficulte) -> bool {
    one.etat == EtatDifficulte::Exprimee
        && one.groupe.is_none()
        && one.fiche.devenu.is_empty()
        && one.fiche.nouvelles.is_empty()
}

fn born_of(
    id: DifficulteId,
    (reponse, source, texte): (&Reponse, (QuestionnaireId, ReponseId, String), &str),
    (author, now): (&Author, Timestamp),
) -> Difficulte {
    let mut new = Difficulte {
        id,
        texte: texte.to_owned(),
        etat: EtatDifficulte::Exprimee,
        auteur: Auteur { personne: reponse.personne, profession: reponse.profession.clone() },
        reponse: Some(source),
        groupe: None,
        fiche: DifficulteFiche { contact: reponse.fiche.contact.clone(), ..DifficulteFiche::default() },
        created_at: now,
        version: 1,
        removed_at: None,
    };
    new.note((author, now), Fait::Exprimee);
    new
}

async fn saved(tx: &WriteTx, proof: &Allowed<ActByLink>, one: &Difficulte) -> Result<(), QuestionnaireError> {
    if tx.save_difficulte(proof, one).await? { Ok(()) } else { Err(QuestionnaireError::Replaced) }
}
