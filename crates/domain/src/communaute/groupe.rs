//! Groups of the association and the dated seats in them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::role::words;
use crate::ids::{GroupeId, MandatId, PersonneId, PieceId};

words! {
    /// Kinds of groups.
    GroupeKind {
        /// Board of the association.
        Bureau = "bureau", "Bureau";
        /// Conseil d'administration.
        Ca = "ca", "Conseil d'administration (CA)";
        /// Assemblée générale: all members.
        Ag = "ag", "Assemblée générale (AG)";
        /// Works on a theme.
        Travail = "travail", "Groupe de travail";
        /// Writes the projet de santé.
        Projet = "projet", "Équipe projet";
    }
}

words! {
    /// What somebody does in a group.
    Fonction {
        /// Presides.
        Presidence = "presidence", "Présidence";
        /// Seconds the president.
        VicePresidence = "vice_presidence", "Vice-présidence";
        /// Keeps the money.
        Tresorerie = "tresorerie", "Trésorerie";
        /// Keeps the papers.
        Secretariat = "secretariat", "Secrétariat";
        /// Leads a working group.
        Pilote = "pilote", "Pilote";
        /// Takes part.
        Membre = "membre", "Membre";
    }
}

/// What is known of a group beyond its name. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupeFiche {
    /// The question that it answers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What comes next.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prochaine_etape: String,
    /// Its documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groupe {
    /// Identifier.
    pub id: GroupeId,
    /// Name.
    pub nom: String,
    /// Kind.
    pub kind: GroupeKind,
    /// Everything else.
    pub fiche: GroupeFiche,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was closed or removed.
    pub removed_at: Option<Timestamp>,
}

/// A dated seat in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandat {
    /// Identifier.
    pub id: MandatId,
    /// The group.
    pub groupe: GroupeId,
    /// Who, maybe under a sheet that was merged since: resolve it through the [`Annuaire`](super::Annuaire).
    pub personne: PersonneId,
    /// What they do there.
    pub fonction: Fonction,
    /// First day.
    pub depuis: Date,
    /// Last day; `None` while nothing ends it.
    pub jusque: Option<Date>,
}

impl Mandat {
    /// Whether it runs on a day.
    pub fn runs(&self, day: Date) -> bool {
        self.depuis <= day && self.jusque.is_none_or(|last| last >= day)
    }

    /// Whether it leads the group.
    pub fn leads(&self) -> bool {
        matches!(self.fonction, Fonction::Pilote | Fonction::Presidence)
    }
}
