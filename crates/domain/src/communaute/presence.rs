//! A presence at a meeting, as it is proved.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{PersonneId, PresenceId, ReunionId};

words! {
    /// How a presence was said.
    Moyen {
        /// The code that turns on the screen of the room.
        Qr = "qr", "QR code affiché";
        /// The short code said in the room.
        Code = "code", "Code court";
        /// The personal link of somebody at a distance.
        Lien = "lien", "Lien personnel, à distance";
        /// The secretary saw the person.
        Secretaire = "secretaire", "Secrétaire de séance";
    }
}

words! {
    /// What a presence is worth.
    PresenceState {
        /// It counts.
        Comptee = "comptee", "Comptée";
        /// Somebody must confirm it: sent too late, or by a code that was over.
        AConfirmer = "a_confirmer", "À confirmer";
        /// The secretary refused it.
        Refusee = "refusee", "Refusée";
    }
}

/// What is known of a presence beyond its times. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceFiche {
    /// Name typed by somebody whom the CPTS does not know yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nom: String,
    /// First name of the same.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prenom: String,
    /// Profession code of the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    /// Why it must be confirmed, or was refused: a stable key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motif: Option<String>,
    /// When the code was shown on the screen, said by the code itself; `None` for the secretary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub montre_at: Option<Timestamp>,
    /// Mark of the phone, for this meeting only: one phone that signs for several people shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appareil: Option<String>,
    /// Who added, confirmed, refused or corrected it by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decidee_par: Option<Author>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decidee_at: Option<Timestamp>,
}

/// A presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Identifier.
    pub id: PresenceId,
    /// The meeting.
    pub reunion: ReunionId,
    /// Who; `None` for somebody whom the CPTS does not know yet. Resolve it through the [`Annuaire`](super::Annuaire).
    pub personne: Option<PersonneId>,
    /// How it was said.
    pub moyen: Moyen,
    /// What it is worth.
    pub state: PresenceState,
    /// When the person came.
    pub arrivee: Timestamp,
    /// When the person left; `None` until the end of the meeting.
    pub depart: Option<Timestamp>,
    /// Made by the phone for each scan: the same one twice counts once.
    pub jeton: String,
    /// When the server received it.
    pub recue_at: Timestamp,
    /// Everything else.
    pub fiche: PresenceFiche,
}
