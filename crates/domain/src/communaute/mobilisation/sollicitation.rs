//! A person solicited by a campaign: what was sent, what came back, what they answered.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::regles::Regles;
use crate::authz::role::words;
use crate::communaute::{Accord, CanalKind};
use crate::ids::{CampagneId, PersonneId, SollicitationId};

words! {
    /// Why a person of the selection is not solicited.
    Ecart {
        /// No channel of the kind is known.
        SansCanal = "sans_canal", "Aucune coordonnée pour ce moyen";
        /// They objected.
        Opposition = "opposition", "Ne veut plus être contactée";
        /// A message came back.
        Rebond = "rebond", "Un message est déjà revenu";
    }
}

words! {
    /// What a person answers.
    Reponse {
        /// Wants to join the project.
        Interesse = "interesse", "Intéressé";
        /// Wants to know more.
        PeutEtre = "peut_etre", "Peut-être";
        /// Does not want to join.
        Non = "non", "Non";
        /// Does not want to be written to any more.
        Opposition = "opposition", "Ne plus me contacter";
    }
}

words! {
    /// How an answer came.
    MoyenReponse {
        /// Through the personal link.
        Lien = "lien", "lien personnel";
        /// Through the one link of a relay kit: nobody checked who answered.
        Relais = "relais", "lien du relais";
        /// Said on the telephone.
        Appel = "appel", "téléphone";
        /// Noted by somebody of the CPTS: a letter, a word in a corridor.
        Note = "note", "noté par la CPTS";
    }
}

words! {
    /// How a call ended, when it brought no answer.
    Issue {
        /// Nobody answered.
        Absent = "absent", "Personne ne répond";
        /// A message was left.
        Message = "message", "Message laissé";
        /// The number is another one's, or nobody's.
        Faux = "faux", "Numéro faux";
    }
}

/// A message of the campaign to this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envoi {
    /// 0 for the first message, then 1 for the first reminder.
    pub rang: u32,
    /// When it was asked, or printed.
    pub at: Timestamp,
    /// When the mail server took it; at once for paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parti_at: Option<Timestamp>,
    /// When it was refused or came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuse_at: Option<Timestamp>,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appel {
    /// When.
    pub at: Timestamp,
    /// How it ended; `None` when it brought an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<Issue>,
    /// Who called: the author as traces keep it.
    pub par: String,
}

/// An answer and when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReponseDatee {
    /// The answer.
    pub reponse: Reponse,
    /// When.
    pub at: Timestamp,
    /// How.
    pub moyen: MoyenReponse,
}

/// What is known of a solicitation beyond its answer. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SollicitationFiche {
    /// The channel that serves, frozen with the selection.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub adresse: String,
    /// Messages, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envois: Vec<Envoi>,
    /// Calls, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appels: Vec<Appel>,
    /// Answers, oldest first; the last one stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reponses: Vec<ReponseDatee>,
    /// Channels that an objection closed, with what was agreed before: changing one's mind gives them back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fermes: Vec<(CanalKind, String, Accord)>,
}

/// A person solicited by a campaign, or left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sollicitation {
    /// Identifier.
    pub id: SollicitationId,
    /// The campaign.
    pub campagne: CampagneId,
    /// Who. Resolve it through the [`Annuaire`](crate::communaute::Annuaire).
    pub personne: PersonneId,
    /// Why they are left out; `None` for who is solicited.
    pub ecart: Option<Ecart>,
    /// When the first message left, the first call was made; `None` until then, and for who came through a relay.
    pub contacte_at: Option<Timestamp>,
    /// The answer that stands.
    pub reponse: Option<Reponse>,
    /// When it came.
    pub repondu_at: Option<Timestamp>,
    /// Everything else.
    pub fiche: SollicitationFiche,
}

/// Why a person is not reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasRelance {
    /// They were left out, or nothing was sent yet.
    Jamais,
    /// They answered.
    Repondu,
    /// The last message came back.
    Revenu,
    /// As many reminders as the rules allow were sent.
    Maximum,
    /// The last message is too recent: not before this instant.
    TropTot(Timestamp),
}

impl Sollicitation {
    /// Somebody about to be solicited, or left out.
    pub fn new(id: SollicitationId, campagne: CampagneId, personne: PersonneId) -> Self {
        Self {
            id,
            campagne,
            personne,
            ecart: None,
            contacte_at: None,
            reponse: None,
            repondu_at: None,
            fiche: SollicitationFiche::default(),
        }
    }

    /// Whether a message of this rank waits to be sent: the first one to who is solicited, a reminder to who may be.
    pub fn awaits(&self, rang: u32) -> bool {
        let sent = u32::try_from(self.fiche.envois.len()).unwrap_or(u32::MAX);
        self.ecart.is_none() && self.reponse.is_none() && sent == rang && !self.came_back()
    }

    /// Whether the last message was refused or came back.
    pub fn came_back(&self) -> bool {
        self.fiche.envois.last().is_some_and(|last| last.refuse_at.is_some())
    }

    /// A message is asked for.
    pub fn send(&mut self, now: Timestamp) {
        let rang = u32::try_from(self.fiche.envois.len()).unwrap_or(u32::MAX);
        self.fiche.envois.push(Envoi { rang, at: now, parti_at: None, refuse_at: None });
    }

    /// The last message left. `true` when this is the first contact.
    pub fn left(&mut self, now: Timestamp) -> bool {
        if let Some(last) = self.fiche.envois.last_mut() {
            last.parti_at = Some(now);
        }
        let first = self.contacte_at.is_none();
        self.contacte_at = self.contacte_at.or(Some(now));
        first
    }

    /// The last message was refused, or came back. A first message that never left reached nobody.
    pub fn refused(&mut self, now: Timestamp) {
        if let Some(last) = self.fiche.envois.last_mut() {
            last.refuse_at = last.refuse_at.or(Some(now));
        }
        if self.fiche.envois.iter().all(|envoi| envoi.refuse_at.is_some()) && self.fiche.appels.is_empty() {
            self.contacte_at = None;
        }
    }

    /// A call was made. `true` when this is the first contact: a number that is another one's reaches nobody.
    pub fn called(&mut self, now: Timestamp, issue: Option<Issue>, by: String) -> bool {
        self.fiche.appels.push(Appel { at: now, issue, par: by });
        let first = self.contacte_at.is_none() && matches!(issue, None | Some(Issue::Message));
        if first {
            self.contacte_at = Some(now);
        }
        first
    }

    /// Takes an answer; the one that already stands changes nothing.
    pub fn answer(&mut self, reponse: Reponse, now: Timestamp, moyen: MoyenReponse) -> bool {
        if self.reponse == Some(reponse) {
            return false;
        }
        self.fiche.reponses.push(ReponseDatee { reponse, at: now, moyen });
        self.reponse = Some(reponse);
        self.repondu_at = Some(now);
        true
    }

    /// Whether the person may be reminded at an instant.
    ///
    /// # Errors
    /// Why not.
    pub fn may_remind(&self, now: Timestamp, regles: &Regles) -> Result<(), PasRelance> {
        let Some(last) = self.fiche.envois.last().filter(|_| self.ecart.is_none()) else {
            return Err(PasRelance::Jamais);
        };
        if self.reponse.is_some() {
            return Err(PasRelance::Repondu);
        }
        if self.came_back() {
            return Err(PasRelance::Revenu);
        }
        if self.fiche.envois.len() > regles.relance.maximum as usize {
            return Err(PasRelance::Maximum);
        }
        let earliest = last.at + SignedDuration::from_hours(24 * i64::from(regles.relance.jours));
        if now < earliest { Err(PasRelance::TropTot(earliest)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::regles::regles;
    use super::*;

    fn somebody() -> Sollicitation {
        let nil = uuid::Uuid::nil();
        Sollicitation::new(SollicitationId(nil), CampagneId(nil), PersonneId(nil))
    }

    fn day(count: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * count)
    }

    #[test]
    fn only_who_has_not_answered_is_reminded_at_the_pace_of_the_rules() {
        let rules = regles().unwrap();
        let pace = i64::from(rules.relance.jours);
        let mut one = somebody();
        assert_eq!(one.may_remind(day(0), rules), Err(PasRelance::Jamais));
        assert!(one.awaits(0) && !one.awaits(1));
        one.send(day(0));
        assert!(!one.awaits(0), "sent once");
        assert_eq!(one.may_remind(day(1), rules), Err(PasRelance::TropTot(day(pace))));
        assert_eq!(one.may_remind(day(pace), rules), Ok(()));
        for rank in 1..=rules.relance.maximum {
            assert!(one.awaits(rank));
            one.send(day(pace * i64::from(rank)));
        }
        assert_eq!(one.may_remind(day(900), rules), Err(PasRelance::Maximum));
        assert!(one.answer(Reponse::Non, day(901), MoyenReponse::Lien));
        assert_eq!(one.may_remind(day(902), rules), Err(PasRelance::Repondu));
    }

    #[test]
    fn an_answer_is_taken_once_and_can_change() {
        let mut one = somebody();
        assert!(one.answer(Reponse::Interesse, day(1), MoyenReponse::Lien));
        assert!(!one.answer(Reponse::Interesse, day(2), MoyenReponse::Lien));
        assert_eq!(one.repondu_at, Some(day(1)));
        assert!(one.answer(Reponse::Non, day(3), MoyenReponse::Lien));
        assert_eq!((one.reponse, one.fiche.reponses.len()), (Some(Reponse::Non), 2));
    }

    #[test]
    fn a_message_that_came_back_reached_nobody() {
        let mut one = somebody();
        one.send(day(0));
        assert!(one.left(day(0)) && one.contacte_at.is_some());
        one.refused(day(1));
        assert_eq!(one.contacte_at, None);
        assert_eq!(one.may_remind(day(90), regles().unwrap()), Err(PasRelance::Revenu));
        assert!(!one.called(day(2), Some(Issue::Faux), "x".into()) && one.contacte_at.is_none());
        assert!(one.called(day(3), Some(Issue::Message), "x".into()) && one.contacte_at == Some(day(3)));
    }
}
