//! The history of mobilisation as the letter of intent asks for it: channels, listings, days, numbers, meetings.

use jiff::Timestamp;
use jiff::civil::Date;

use super::campagne::{CampagneCanal, CampagneState, Declaration};
use super::sollicitation::{Ecart, Reponse, Sollicitation};
use crate::ids::{CampagneId, ReunionId};

/// What a campaign did, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// People whom it means to reach.
    pub retenus: usize,
    /// People left out, by reason.
    pub ecartes: [usize; 3],
    /// People who were reached.
    pub contactes: usize,
    /// People to whom the last message came back.
    pub revenus: usize,
    /// People without any message or call yet.
    pub en_attente: usize,
    /// Reminders sent.
    pub relances: usize,
    /// Answers that stand, in the order of [`Reponse::ALL`].
    pub reponses: [usize; 4],
}

impl Bilan {
    /// Counts the solicitations of one campaign.
    pub fn of(all: &[Sollicitation]) -> Self {
        let mut found = Self::default();
        for one in all {
            if let Some(why) = one.ecart {
                found.ecartes[Ecart::ALL.iter().position(|known| *known == why).unwrap_or(0)] += 1;
                continue;
            }
            found.retenus += 1;
            found.contactes += usize::from(one.contacte_at.is_some());
            found.revenus += usize::from(one.came_back());
            found.en_attente += usize::from(one.fiche.envois.is_empty() && one.fiche.appels.is_empty());
            found.relances += one.fiche.envois.iter().filter(|envoi| envoi.rang > 0).count();
            if let Some(rank) =
                one.reponse.and_then(|own| Reponse::ALL.iter().position(|known| *known == own))
            {
                found.reponses[rank] += 1;
            }
        }
        found
    }

    /// People left out in all.
    pub fn laisses(&self) -> usize {
        self.ecartes.iter().sum()
    }

    /// Answers in all.
    pub fn repondu(&self) -> usize {
        self.reponses.iter().sum()
    }

    /// Answers of one kind.
    pub fn reponse(&self, kind: Reponse) -> usize {
        Reponse::ALL.iter().position(|known| *known == kind).map_or(0, |rank| self.reponses[rank])
    }
}

/// A campaign of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCampagne {
    /// Identifier.
    pub id: CampagneId,
    /// Name.
    pub nom: String,
    /// What it was for.
    pub but: String,
    /// Channel.
    pub canal: CampagneCanal,
    /// Where it stands.
    pub state: CampagneState,
    /// Day of its launch.
    pub lancee: Option<Date>,
    /// Days of its reminders.
    pub relances: Vec<Date>,
    /// Numbers.
    pub bilan: Bilan,
    /// What relays declared.
    pub declarations: Vec<Declaration>,
    /// Where the sheets of the people solicited came from, with how many.
    pub listings: Vec<(String, usize)>,
    /// Name of the meeting it invites to.
    pub reunion: Option<String>,
}

/// A meeting of information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneReunion {
    /// Identifier.
    pub id: ReunionId,
    /// Title.
    pub titre: String,
    /// When it starts.
    pub debut: Option<Timestamp>,
    /// Where.
    pub lieu: String,
    /// Whether it was held.
    pub tenue: bool,
    /// People invited: by campaigns, and by name.
    pub invites: usize,
    /// Presences that count.
    pub presents: usize,
    /// Among them, people whom a campaign had invited.
    pub presents_invites: usize,
}

/// The history, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Historique {
    /// Name of the CPTS.
    pub cpts: String,
    /// Day of the history.
    pub jour: Date,
    /// Campaigns that were launched.
    pub campagnes: Vec<LigneCampagne>,
    /// Campaigns being prepared.
    pub a_venir: Vec<String>,
    /// Meetings of information, held or planned.
    pub reunions: Vec<LigneReunion>,
}
