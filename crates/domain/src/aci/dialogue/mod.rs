//! The yearly dialogue (*dialogue de gestion*) on a contract year: prepared, sent, answered line by line, closed.
//!
//! Source: `aci.md` 2.4 and 2.5. What is sent is frozen. An institution says what it accepts of each line; what the CPTS
//! counts and what institutions accept stay side by side, and nobody's amount is written over by another's.

mod mots;
mod position;
mod redige;
mod rediger;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use mots::{avancement, cible, valeur};
pub use position::{Accord, Position, RefusPosition, accord, juger};
pub use redige::{
    DialogueRedige, LigneDialogue, MissionDialogue, PreuveDialogue, TexteRapport, TotauxDialogue,
};
pub use rediger::{Manque, Sources, manques, rediger};

use crate::aci::indicateur::Nombre;
use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{ContratId, CptsId, DestinataireId, DialogueId, IndicateurId, InstitutionId};
use crate::montant::Montant;

words! {
    /// Where a dialogue stands.
    EtatDialogue {
        /// The CPTS writes it.
        Preparation = "preparation", "En préparation";
        /// Institutions look at what was sent.
        Envoye = "envoye", "Envoyé";
        /// The amounts of the year are retained.
        Clos = "clos", "Clos";
    }
}

words! {
    /// A part of the activity report that the CPTS writes. Missions have one each besides.
    RubriqueRapport {
        /// What the year was, in short.
        Synthese = "synthese", "Synthèse de l'année";
        /// Members, meetings, decisions.
        Vie = "vie", "Vie de la communauté";
        /// What was hard, and what was done about it.
        Difficultes = "difficultes", "Difficultés rencontrées";
        /// What comes next.
        Perspectives = "perspectives", "Perspectives";
    }
}

/// A sending, without its documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envoi {
    /// From 1.
    pub numero: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// SHA-256 of what is frozen, in hexadecimal.
    pub sha256: String,
}

/// What was retained of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cloture {
    /// The day of the evaluation.
    pub le: Date,
    /// Who recorded it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// The amount retained for each indicator.
    pub retenus: BTreeMap<IndicateurId, Montant>,
}

impl Cloture {
    /// The sum.
    pub fn total(&self) -> Montant {
        self.retenus.values().copied().sum()
    }
}

/// A closing that was undone: what it said stays, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reouverture {
    /// Why.
    pub motif: String,
    /// Who opened it again.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// What had been retained.
    pub cloture: Cloture,
}

/// What is known of a dialogue beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialogueFiche {
    /// Texts of the activity report: by key of the part, or `mission.` and the key of the mission.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub textes: BTreeMap<String, String>,
    /// What was retained, once it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloture: Option<Cloture>,
    /// Closings that were undone, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rouvertures: Vec<Reouverture>,
}

/// Key of the text of a mission.
pub fn cle_mission(mission: &str) -> String {
    format!("mission.{mission}")
}

impl DialogueFiche {
    /// A text; empty when nothing was written.
    pub fn texte(&self, cle: &str) -> &str {
        self.textes.get(cle).map_or("", String::as_str)
    }
}

/// The dialogue on a contract year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialogue {
    /// Identifier.
    pub id: DialogueId,
    /// Its contract.
    pub contrat: ContratId,
    /// Rank of its contract year.
    pub annee: u8,
    /// Where it stands.
    pub etat: EtatDialogue,
    /// Everything else.
    pub fiche: DialogueFiche,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
}

impl Dialogue {
    /// Undoes the closing: the dialogue is as it was sent, and what had been retained stays with the reason. `false` when
    /// it is not closed.
    pub fn rouvrir(&mut self, motif: String, (by, at): (Author, Timestamp)) -> bool {
        let Some(cloture) = self.fiche.cloture.take() else { return false };
        self.fiche.rouvertures.push(Reouverture { motif, by, at, cloture });
        self.etat = EtatDialogue::Envoye;
        true
    }
}

/// That an institution was given a dialogue to look at: through this row it reads it, and through nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinataire {
    /// Identifier.
    pub id: DestinataireId,
    /// Whose dialogue.
    pub cpts: CptsId,
    /// Which one.
    pub dialogue: DialogueId,
    /// Who looks at it.
    pub institution: InstitutionId,
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` while it does.
    pub until: Option<Timestamp>,
    /// Who gave it.
    pub by: Author,
    /// Counts the changes.
    pub version: i64,
}

/// `part / whole` in per cent, to a tenth. `None` when the whole is nothing.
pub(crate) fn pour_cent(part: i64, whole: i64) -> Option<Nombre> {
    if whole == 0 {
        return None;
    }
    // In tenths of a per cent, rounded away from zero at a half.
    let (part, whole) = (i128::from(part) * 1_000 * 2 * i128::from(whole.signum()), i128::from(whole.abs()));
    let tenths = (part + whole * part.signum()) / (2 * whole);
    i64::try_from(tenths).ok()?.checked_mul(100).map(Nombre::milliemes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        let share = |part, whole| pour_cent(part, whole).map(Nombre::en_milliemes);
        // 27 000 of 35 000, then 13 000 of 17 500: the two worked missions.
        assert_eq!(share(2_700_000, 3_500_000), Some(77_100));
        assert_eq!(share(1_300_000, 1_750_000), Some(74_300));
        assert_eq!(share(1, 3), Some(33_300));
        assert_eq!(share(-1, 3), Some(-33_300));
        assert_eq!(share(-2, -3), Some(66_700));
        assert_eq!(share(0, 3), Some(0));
        assert_eq!(share(1, 0), None);
    }
}
