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
