//! The contract of a CPTS with the Assurance Maladie and the agency: its terms by dated version, and what happened.
//!
//! Terms ([`Termes`]) are what the parties signed: an avenant is a whole new version of them. What happened ([`Suivi`])
//! is recorded as it comes and changes no amount that was signed.

mod annees;
#[cfg(test)]
pub(crate) mod essai;
mod horloges;
mod rappels;
mod saisie;
mod suivi;
mod termes;
mod version;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use annees::{Annee, PartAnnee, annees, anniversaire, dans_l_annee, fin};
pub use horloges::{Alerte, EtatHorloge, Horloge, QuoiHorloge, alertes, horloges};
pub use rappels::{Rappel, rappels_dus};
pub use saisie::{
    ChampsRefuses, RefusTermes, TermesTapes, lire_montants, lire_termes, postes_de_la_mission, proposer, vide,
};
pub use suivi::{Bornes, Correction, Crise, DejaCommencee, MiseAJourPlan, RefusSuivi, Suivi, SuiviMission};
pub use termes::{AnneeContrat, MissionContrat, Partie, QualitePartie, Termes};
pub use version::{Ecart, VersionContrat, differences};

use super::regles::Parametres;
use crate::ids::ContratId;

/// What is known of a contract beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContratFiche {
    /// Terms that are being written: those of the contract before its signature, or of an avenant that is prepared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brouillon: Option<Termes>,
    /// What happened.
    #[serde(default)]
    pub suivi: Suivi,
    /// Since when other CPTS may read and copy its indicators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publie_le: Option<Date>,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contrat {
    /// Identifier.
    pub id: ContratId,
    /// What it is called: its reference, or « Contrat ACI ».
    pub titre: String,
    /// Everything else.
    pub fiche: ContratFiche,
    /// When it was begun here.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// A contract with the terms that hold, and those before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContratLu {
    /// The contract.
    pub contrat: Contrat,
    /// Its signed versions, oldest first: the contract itself, then its avenants. Empty before the signature.
    pub versions: Vec<VersionContrat>,
}

impl ContratLu {
    /// The signed terms that hold; `None` before the signature.
    pub fn signes(&self) -> Option<&Termes> {
        self.versions.last().map(|version| &version.termes)
    }

    /// The signed terms, or what is written before any.
    pub fn termes(&self) -> Option<&Termes> {
        self.signes().or(self.contrat.fiche.brouillon.as_ref())
    }

    /// What happened.
    pub fn suivi(&self) -> &Suivi {
        &self.contrat.fiche.suivi
    }

    /// How the contract reads what no text settles.
    pub fn parametres(&self) -> Option<Parametres> {
        self.termes().map(|termes| termes.parametres)
    }
}
