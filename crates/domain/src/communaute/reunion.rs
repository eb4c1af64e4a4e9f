//! A meeting: when, where, about what, who is called.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::role::words;
use crate::ids::{DecisionId, GroupeId, PersonneId, PieceId, ReunionId};

words! {
    /// Kinds of meetings.
    ReunionKind {
        /// Tells professionals about the project.
        Information = "information", "Réunion d'information";
        /// Of a group.
        Groupe = "groupe", "Réunion de groupe";
        /// Of the board.
        Bureau = "bureau", "Réunion de bureau";
        /// Of the conseil d'administration.
        Ca = "ca", "Conseil d'administration";
        /// Ordinary general meeting.
        Ago = "ago", "Assemblée générale ordinaire";
        /// Extraordinary general meeting.
        Age = "age", "Assemblée générale extraordinaire";
    }
}

words! {
    /// Where a meeting stands.
    ReunionState {
        /// Its date is being chosen.
        Sondage = "sondage", "Date à choisir";
        /// It has a date.
        Prevue = "prevue", "Prévue";
        /// It was held.
        Tenue = "tenue", "Tenue";
        /// It will not be held.
        Annulee = "annulee", "Annulée";
    }
}

/// A point of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Its number in the meeting, which never changes: its rank does. From 1.
    #[serde(default)]
    pub cle: u32,
    /// What it is about.
    pub titre: String,
    /// Minutes that it should take; 0 when nobody said.
    #[serde(default)]
    pub minutes: u16,
    /// The open decision or task that it takes up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<DecisionId>,
    /// What was said, written during the meeting.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

/// A date that is proposed for a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// Its number in the meeting, which never changes. From 1.
    pub cle: u32,
    /// When it would start.
    pub debut: Timestamp,
    /// When it would end.
    pub fin: Timestamp,
}

/// What is known of a meeting beyond its date. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReunionFiche {
    /// Where people meet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lieu: String,
    /// Address of the video meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visio: Option<String>,
    /// Agenda.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ordre_du_jour: Vec<Point>,
    /// Who is called, beyond the members of the group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invites: Vec<PersonneId>,
    /// Documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
    /// Dates among which people choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub propositions: Vec<Proposition>,
    /// When its present date was set: a convocation that should have left before does not leave by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_fixee: Option<Timestamp>,
    /// How often a calendar that has it must change (`SEQUENCE` of RFC 5545).
    #[serde(default)]
    pub sequence: u32,
    /// Whether convocations leave only when somebody sends them.
    #[serde(default)]
    pub envoi_manuel: bool,
    /// Whether it is called again because the first call had no quorum.
    #[serde(default)]
    pub seconde_convocation: bool,
    /// Why it was cancelled, as people were told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub annulation: String,
}

impl ReunionFiche {
    /// The rank of a point by its number.
    pub fn rank(&self, cle: u32) -> Option<usize> {
        self.ordre_du_jour.iter().position(|point| point.cle == cle)
    }

    /// A number that no point has yet.
    pub fn next_point(&self) -> u32 {
        self.ordre_du_jour.iter().map(|point| point.cle).max().unwrap_or_default() + 1
    }

    /// A number that no proposed date has yet.
    pub fn next_proposition(&self) -> u32 {
        self.propositions.iter().map(|one| one.cle).max().unwrap_or_default() + 1
    }

    /// Minutes that the agenda asks for.
    pub fn minutes(&self) -> u32 {
        self.ordre_du_jour.iter().map(|point| u32::from(point.minutes)).sum()
    }
}

impl Reunion {
    /// Whether it is still to be held: planned, or its date is being chosen.
    pub fn is_coming(&self, now: Timestamp) -> bool {
        match self.state {
            ReunionState::Sondage => true,
            ReunionState::Prevue => self.fin.or(self.debut).is_none_or(|end| end > now),
            ReunionState::Tenue | ReunionState::Annulee => false,
        }
    }
}

impl ReunionKind {
    /// The kind of the meetings of a group.
    pub fn of(groupe: super::GroupeKind) -> Self {
        match groupe {
            super::GroupeKind::Bureau => ReunionKind::Bureau,
            super::GroupeKind::Ca => ReunionKind::Ca,
            super::GroupeKind::Ag => ReunionKind::Ago,
            super::GroupeKind::Travail | super::GroupeKind::Projet => ReunionKind::Groupe,
        }
    }
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reunion {
    /// Identifier.
    pub id: ReunionId,
    /// Its group; `None` for a meeting of information.
    pub groupe: Option<GroupeId>,
    /// Kind.
    pub kind: ReunionKind,
    /// What it is about.
    pub titre: String,
    /// Where it stands.
    pub state: ReunionState,
    /// When it starts; `None` while its date is being chosen. An instant: the night of the clock change has its own hour.
    pub debut: Option<Timestamp>,
    /// When it ends.
    pub fin: Option<Timestamp>,
    /// Everything else.
    pub fiche: ReunionFiche,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}
