//! Asking people to answer: personal links by e-mail, a reminder, a link that many people hold.

use std::collections::BTreeSet;

use documents::courriel::questionnaire::{DemandeReponse, demande};
use domain::authz::{Allowed, EditQuestionnaires, Permission, ReadQuestionnaires};
use domain::communaute::questionnaires::{
    Envoi, EnvoiKind, EtatQuestionnaire, Questionnaire, Reponse, banque,
};
use domain::communaute::{Annuaire, CanalKind, LienObjet, LienPersonnel, Personne, Statut};
use domain::ids::{PersonneId, QuestionnaireId};
use domain::texte::Email;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use storage::{ReadsCommunaute, ReadsQuestionnaires, WriteTx};

use super::{QuestionnaireError, Refus, about};
use crate::communaute::NewPersonalLink;
use crate::mail::Outgoing;
use crate::{App, AppError, paris};

/// Whether a person may be written to about a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joignable {
    /// They have an address, and nobody wrote to them about it.
    Oui,
    /// They were written to and did not answer.
    Sollicite,
    /// They answered.
    Repondu,
    /// No e-mail address is known, or messages come back.
    SansAdresse,
    /// They do not want to be written to.
    Oppose,
}

/// A person who may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinataire {
    /// Who.
    pub personne: PersonneId,
    /// Name, as lists show it.
    pub nom: String,
    /// Profession: a code of TRE_G15.
    pub profession: Option<String>,
    /// Status of today.
    pub statut: Statut,
    /// Whether they may be written to.
    pub joignable: Joignable,
}

/// What a send did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages that will leave.
    pub messages: usize,
    /// People who were chosen and cannot be written to.
    pub left_out: usize,
}

/// The instant at which a day is over in France.
fn end_of(day: Date) -> Option<Timestamp> {
    Some(day.tomorrow().ok()?.to_zoned(paris()).ok()?.timestamp())
}

fn address(personne: &Personne) -> Option<Email> {
    Email::parse(&personne.canal(CanalKind::Courriel)?.valeur).ok()
}

/// Who is in the list, who was asked, who answered: the sheets that stand.
struct Known<'a> {
    annuaire: &'a Annuaire,
    asked: BTreeSet<PersonneId>,
    answered: BTreeSet<PersonneId>,
}

impl<'a> Known<'a> {
    fn new(annuaire: &'a Annuaire, liens: &[LienPersonnel], reponses: &[Reponse]) -> Self {
        let stands = |id: PersonneId| annuaire.resolve(id);
        Self {
            annuaire,
            asked: liens.iter().filter_map(|lien| lien.personne.map(stands)).collect(),
            answered: reponses.iter().filter_map(|one| one.personne.map(stands)).collect(),
        }
    }

    fn joignable(&self, one: &Personne) -> Joignable {
        let refused = |canal: &domain::communaute::Canal| {
            canal.kind == CanalKind::Courriel && canal.accord == domain::communaute::Accord::Refuse
        };
        if self.answered.contains(&one.id) {
            Joignable::Repondu
        } else if address(one).is_some() {
            if self.asked.contains(&one.id) { Joignable::Sollicite } else { Joignable::Oui }
        } else if one.fiche.canaux.iter().any(refused) {
            Joignable::Oppose
        } else {
            Joignable::SansAdresse
        }
    }
}

impl App {
    /// Everybody who is not gone, with whether they may be asked, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recipients(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<Vec<Destinataire>, AppError> {
        let tx = self.store.read().await?;
        tx.questionnaire(proof, id).await?.ok_or(AppError::NotFound)?;
        let annuaire = tx.annuaire(proof).await?;
        let liens = tx.liens(proof, (LienObjet::Questionnaire, &id.to_string())).await?;
        let known = Known::new(&annuaire, &liens, &tx.reponses(proof, id).await?);
        let here = annuaire.iter().filter(|one| one.statut != Statut::Sorti);
        let mut all: Vec<Destinataire> = here
            .map(|one| Destinataire {
                personne: one.id,
                nom: one.nom_liste(),
                profession: one.profession.clone(),
                statut: one.statut,
                joignable: known.joignable(one),
            })
            .collect();
        all.sort_by_cached_key(|one| (territory::text::search_key(&one.nom), one.personne));
        Ok(all)
    }

    /// Writes to people with a personal link each. Those who answered or cannot be written to are left out; a person
    /// that was only found is *contacté* from that day on.
    ///
    /// # Errors
    /// When it takes no answers, nobody is left, too many are asked at once, or the database does not answer.
    pub async fn send_questionnaire(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
        (kind, chosen): (EnvoiKind, &[PersonneId]),
    ) -> Result<Sent, QuestionnaireError> {
        let cpts = self.cpts(proof.cpts()).await?.name;
        let read = self.store.read().await?;
        let liens = read.liens(proof, (LienObjet::Questionnaire, &id.to_string())).await?;
        drop(read);
        let tx = self.store.write().await?;
        let mut one = self.questionnaire_held(&tx, proof, id).await?;
        if !matches!(one.etat(self.today()), EtatQuestionnaire::Ouvert | EtatQuestionnaire::AVenir) {
            return Err(QuestionnaireError::Closed);
        }
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let reponses = tx.reponses_to_edit(proof, id).await?;
        let known = Known::new(&annuaire, &liens, &reponses);
        let chosen: BTreeSet<PersonneId> = match kind {
            EnvoiKind::Invitation => chosen.iter().map(|id| annuaire.resolve(*id)).collect(),
            EnvoiKind::Relance => known.asked.difference(&known.answered).copied().collect(),
        };
        let may = |person: &&Personne| {
            matches!(known.joignable(person), Joignable::Oui | Joignable::Sollicite)
                && person.removed_at.is_none()
                && person.statut != Statut::Sorti
        };
        let reached: Vec<&Personne> =
            chosen.iter().filter_map(|id| known.annuaire.get(*id)).filter(may).collect();
        let most = banque()?.limites.envoi;
        if reached.is_empty() {
            return Err(QuestionnaireError::at("personne", Refus::Personne));
        }
        if reached.len() > most {
            return Err(QuestionnaireError::at("personne", Refus::TropDePersonnes(most)));
        }
        for person in &reached {
            self.ask_by_mail(&tx, proof, (&cpts, &one, kind), person).await?;
        }
        let sent = Sent { messages: reached.len(), left_out: chosen.len() - reached.len() };
        let personnes = u32::try_from(sent.messages).unwrap_or(u32::MAX);
        one.fiche.envois.push(Envoi { at: self.now(), kind, personnes });
        let changes = json!({ "by": "email", "envoi": kind.key(), "personnes": personnes });
        self.save_questionnaire(tx, proof, (&one, changes)).await?;
        Ok(sent)
    }

    async fn ask_by_mail(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditQuestionnaires>,
        (cpts, one, kind): (&str, &Questionnaire, EnvoiKind),
        person: &Personne,
    ) -> Result<(), QuestionnaireError> {
        let Some(to) = address(person) else { return Ok(()) };
        let link = self.link_to(tx, proof, (one, Some(person.id))).await?;
        let content = demande(&DemandeReponse {
            organisation: cpts.to_owned(),
            titre: one.titre.clone(),
            introduction: one.fiche.introduction.clone(),
            link,
            until: one.fiche.fermeture,
            relance: kind == EnvoiKind::Relance,
        });
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: person.user,
            to,
            template: "questionnaire",
            about: Some(about(one.id, person.id)),
            content,
        };
        self.queue_mail(tx, &mail).await?;
        let mut changed = person.clone();
        if changed.statut == Statut::Repere
            && changed.step(Statut::Contacte, self.today(), Some(one.titre.clone()))
        {
            changed.changed_at = self.now();
            if !tx.save_personne(proof, &changed).await? {
                return Err(QuestionnaireError::Replaced);
            }
        }
        Ok(())
    }

    /// The personal link of somebody to a questionnaire, for whoever writes to them: a campaign, a meeting.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a questionnaire that is not of the CPTS or was removed; when the database refuses.
    pub async fn questionnaire_link<P: ReadsCommunaute + ReadsQuestionnaires>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        questionnaire: QuestionnaireId,
        personne: PersonneId,
    ) -> Result<String, AppError> {
        let found = tx.questionnaire_to_edit(proof, questionnaire).await?;
        let one = found.filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)?;
        self.link_to(tx, proof, (&one, Some(personne))).await
    }

    async fn link_to<P: Permission + ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (one, personne): (&Questionnaire, Option<PersonneId>),
    ) -> Result<String, AppError> {
        let limites = banque()?.limites;
        let proposed = self.today().saturating_add(i64::from(limites.duree_jours).days());
        let last = one.fiche.fermeture.unwrap_or(proposed).max(self.today());
        // The page says that it is over, and the last day may still move without other links.
        let ends = end_of(last.saturating_add(i64::from(limites.lien_jours).days()));
        let new = NewPersonalLink {
            objet: LienObjet::Questionnaire,
            sujet: one.id.to_string(),
            personne,
            expires_at: ends.ok_or(AppError::TooFar)?,
        };
        self.personal_link(tx, proof, new).await
    }

    /// A link that many people may be given: the answers say profession and commune. Its address is shown once.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn common_link(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<String, QuestionnaireError> {
        let tx = self.store.write().await?;
        let one = self.questionnaire_held(&tx, proof, id).await?;
        let address = self.link_to(&tx, proof, (&one, None)).await?;
        tx.audit(proof, self.change("questionnaire", id, json!({ "given": "lien commun" }))).await?;
        tx.commit().await?;
        Ok(address)
    }

    /// The common links that work, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn common_links(
        &self,
        proof: &Allowed<ReadQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<Vec<LienPersonnel>, AppError> {
        let now = self.now();
        let all = self.store.read().await?.liens(proof, (LienObjet::Questionnaire, &id.to_string())).await?;
        Ok(all.into_iter().filter(|lien| lien.personne.is_none() && lien.works(now)).collect())
    }

    /// Takes the common links back; personal links still work.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn revoke_common_links(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
    ) -> Result<(), QuestionnaireError> {
        let tx = self.store.write().await?;
        self.questionnaire_held(&tx, proof, id).await?;
        tx.revoke_common_liens(proof, (LienObjet::Questionnaire, &id.to_string()), self.now()).await?;
        tx.audit(proof, self.change("questionnaire", id, json!({ "revoked": "lien commun" }))).await?;
        Ok(tx.commit().await?)
    }
}
