//! What the CPTS awaits from the person who asks: votes that are open, questionnaires that they did not answer.

use std::collections::BTreeSet;

use domain::authz::{Allowed, Participer};
use domain::communaute::gouvernance::{Mode, VoteState};
use domain::communaute::lecture::regles;
use domain::communaute::questionnaires::{EtatQuestionnaire, Questionnaire};
use domain::communaute::{Annuaire, LienObjet, Personne};
use domain::ids::{QuestionnaireId, ReunionId};
use jiff::civil::Date;
use serde_json::json;
use storage::ReadTx;

use super::moi::user;
use crate::{App, AppError};

/// A vote that is open, in which the person may still give a voice: their own or by proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteAttendu {
    /// The meeting at which it is held.
    pub reunion: ReunionId,
    /// What is asked.
    pub question: String,
    /// How many voices the person may still give.
    pub voix: usize,
}

/// A questionnaire that is open, that the person did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireAttendu {
    /// The questionnaire.
    pub id: QuestionnaireId,
    /// Its title.
    pub titre: String,
    /// Its last day, included.
    pub jusque: Option<Date>,
    /// Minutes that it is reckoned to take.
    pub minutes: u32,
}

/// What the CPTS awaits from somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendus {
    /// Votes, in the order in which they were made.
    pub votes: Vec<VoteAttendu>,
    /// Questionnaires, the one that ends first before the others.
    pub questionnaires: Vec<QuestionnaireAttendu>,
}

impl App {
    /// What the CPTS awaits from the person who asks; nothing when no sheet is tied to their account.
    ///
    /// # Errors
    /// When the database does not answer or a table is malformed.
    pub async fn attendus(&self, proof: &Allowed<Participer>) -> Result<Attendus, AppError> {
        let tx = self.store.read().await?;
        let Some(me) = tx.own_personne(proof, user(proof)?).await? else { return Ok(Attendus::default()) };
        let open = |one: &domain::communaute::gouvernance::Vote| {
            one.state == VoteState::Ouvert && one.mode != Mode::MainLevee
        };
        let votes = tx.votes(proof).await?.into_iter().filter(open);
        let meetings: BTreeSet<ReunionId> = votes.map(|one| one.reunion).collect();
        let lasts = &regles()?.questionnaire;
        let waiting = self.unanswered(&tx, proof, &me).await?.into_iter();
        let mut questionnaires: Vec<QuestionnaireAttendu> = waiting
            .map(|one| QuestionnaireAttendu {
                id: one.id,
                jusque: one.fiche.fermeture,
                minutes: lasts.minutes(one.questions()),
                titre: one.titre,
            })
            .collect();
        questionnaires.sort_by_key(|one| (one.jusque.is_none(), one.jusque));
        drop(tx);
        let mut all = Attendus { questionnaires, ..Attendus::default() };
        for reunion in meetings {
            let electeur = self.electeur(proof, reunion, me.id).await?;
            let mine = electeur.ouverts.into_iter().filter(|(_, left)| !left.is_empty());
            all.votes.extend(mine.map(|(vote, left)| VoteAttendu {
                reunion,
                question: vote.question,
                voix: left.len(),
            }));
        }
        Ok(all)
    }

    /// The questionnaires that somebody was sent, or that everybody may answer by a common link, that are open and that
    /// they did not answer.
    async fn unanswered(
        &self,
        tx: &ReadTx,
        proof: &Allowed<Participer>,
        me: &Personne,
    ) -> Result<Vec<Questionnaire>, AppError> {
        let (now, today) = (self.now(), self.today());
        let mut open = tx.questionnaires(proof).await?;
        open.retain(|one| one.removed_at.is_none() && one.etat(today) == EtatQuestionnaire::Ouvert);
        if open.is_empty() {
            return Ok(open);
        }
        let annuaire: Annuaire = tx.annuaire(proof).await?;
        let own = annuaire.all_of(me.id);
        let answered = tx.questionnaires_repondus(proof, &own).await?;
        let links = tx.liens_of(proof, LienObjet::Questionnaire, &own).await?;
        // Somebody who was written to may answer even if the letter was lost; a common link that was taken back invites nobody.
        let invites = |link: &&domain::communaute::LienPersonnel| link.personne.is_some() || link.works(now);
        let sujets: BTreeSet<&str> = links.iter().filter(invites).map(|link| link.sujet.as_str()).collect();
        open.retain(|one| !answered.contains(&one.id) && sujets.contains(one.id.to_string().as_str()));
        Ok(open)
    }

    /// A personal link to a questionnaire that the person may answer, to go there at once.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without a sheet or for a questionnaire that does not wait for the person; when the
    /// database does not answer.
    pub async fn own_questionnaire_link(
        &self,
        proof: &Allowed<Participer>,
        id: QuestionnaireId,
    ) -> Result<String, AppError> {
        let read = self.store.read().await?;
        let me = read.own_personne(proof, user(proof)?).await?.ok_or(AppError::NotFound)?;
        if !self.unanswered(&read, proof, &me).await?.iter().any(|one| one.id == id) {
            return Err(AppError::NotFound);
        }
        drop(read);
        let tx = self.store.write().await?;
        let address = self.questionnaire_link(&tx, proof, id, me.id).await?;
        tx.audit(proof, self.change("questionnaire", id, json!({ "given": "lien personnel" }))).await?;
        tx.commit().await?;
        Ok(address)
    }
}
