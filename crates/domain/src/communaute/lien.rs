//! Personal links: someone without an account answers, chooses a date, signs.

use jiff::Timestamp;

use crate::authz::role::words;
use crate::ids::{CptsId, LienId, PersonneId};

words! {
    /// What a personal link opens. Its key is the first word of the address: `/questionnaire/{token}`.
    LienObjet {
        /// A questionnaire to answer.
        Questionnaire = "questionnaire", "Questionnaire";
        /// A campaign: say yes, no, object.
        Campagne = "campagne", "Campagne";
        /// A meeting: answer, choose a date, sign at a distance.
        Reunion = "reunion", "Réunion";
        /// A vote.
        Vote = "vote", "Vote";
        /// One's membership: ask, renew.
        Adhesion = "adhesion", "Adhésion";
        /// A phone that knows its owner: signs at every meeting of the CPTS.
        Presence = "presence/moi", "Présence, téléphone reconnu";
        /// A calendar to subscribe to.
        Agenda = "agenda", "Agenda";
    }
}

/// The personal link of someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LienPersonnel {
    /// Identifier.
    pub id: LienId,
    /// The CPTS.
    pub cpts: CptsId,
    /// What it opens.
    pub objet: LienObjet,
    /// Identifier of what it opens.
    pub sujet: String,
    /// For whom; `None` for a link that many people were given, such as that of a relay kit.
    pub personne: Option<PersonneId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

impl LienPersonnel {
    /// Whether it works at an instant.
    pub fn works(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}
