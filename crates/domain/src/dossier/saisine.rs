//! That an institution was given a dossier to look at: a dated sharing, which the CPTS opens by filing.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::role::words;
use crate::ids::{CptsId, DossierId, InstitutionId, SaisineId};

words! {
    /// What is asked of the institution.
    RoleSaisine {
        /// Receives the dossier and leads its instruction.
        Guichet = "guichet", "Guichet";
        /// Gives its opinion.
        Avis = "avis", "Avis";
    }
}

/// What is known of it beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaisineFiche {
    /// Reminders that were sent about it, each once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rappels: BTreeSet<String>,
}

/// That an institution was given a dossier to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saisine {
    /// Identifier.
    pub id: SaisineId,
    /// Whose dossier.
    pub cpts: CptsId,
    /// Which one.
    pub dossier: DossierId,
    /// Who looks at it.
    pub institution: InstitutionId,
    /// To do what.
    pub role: RoleSaisine,
    /// Everything else.
    pub fiche: SaisineFiche,
    /// Since when.
    pub since: Timestamp,
    /// Until when, when it is over.
    pub until: Option<Timestamp>,
    /// Counts the changes.
    pub version: i64,
}
