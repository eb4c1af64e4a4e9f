//! What the parties signed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aci::poste::Poste;
use crate::aci::regles::Parametres;
use crate::aci::taille::Taille;
use crate::authz::role::words;
use crate::montant::Montant;

words! {
    /// In what quality somebody signs.
    QualitePartie {
        /// The community, by its legal representative.
        Cpts = "cpts", "La CPTS";
        /// The Assurance Maladie of the department.
        Cpam = "cpam", "La CPAM";
        /// The regional health agency.
        Ars = "ars", "L'ARS";
    }
}

/// A party of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partie {
    /// In what quality.
    pub qualite: QualitePartie,
    /// Its name.
    pub nom: String,
    /// Who signs for it, when that is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signataire: String,
}

/// A mission of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissionContrat {
    /// Its key.
    pub mission: String,
    /// The day on which it is to start.
    pub debut_prevu: Date,
    /// The day on which it is to be fully deployed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploiement_prevu: Option<Date>,
}

/// A contract year: its size class and its amounts, as signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnneeContrat {
    /// Its rank, from 1.
    pub numero: u8,
    /// The size class of that year. It is never computed again by itself.
    pub taille: Taille,
    /// Amounts of a whole year. What is not there was not signed: it is not zero.
    pub montants: BTreeMap<Poste, Montant>,
}

impl AnneeContrat {
    /// An amount, if it was signed.
    pub fn montant(&self, poste: &Poste) -> Option<Montant> {
        self.montants.get(poste).copied()
    }

    /// What indicators of a mission share.
    pub fn variable(&self, mission: &str) -> Option<Montant> {
        self.montant(&Poste::Variable(mission.to_owned()))
    }

    /// Everything but a crisis that nobody can foresee.
    pub fn ordinaire(&self) -> Montant {
        let wanted = self.montants.iter().filter(|(poste, _)| **poste != Poste::EvenementCrise);
        wanted.map(|(_, montant)| *montant).sum()
    }

    /// The part that is paid without an evaluation: what a prudent budget counts.
    pub fn prudent(&self) -> Montant {
        self.montants.iter().filter(|(poste, _)| poste.is_fixe()).map(|(_, montant)| *montant).sum()
    }
}

/// The terms of a contract, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Termes {
    /// Reference that the Assurance Maladie gave, when it did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The day on which it is signed: every year and every delay counts from it.
    pub signature: Date,
    /// Key of the version of the agreement.
    pub tarif: String,
    /// Who signs.
    pub parties: Vec<Partie>,
    /// How it reads what no text settles.
    pub parametres: Parametres,
    /// Paid at signature, once the file is complete. What is not there was not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demarrage: Option<Montant>,
    /// Its missions, in the order of the agreement.
    pub missions: Vec<MissionContrat>,
    /// Its years, first to last.
    pub annees: Vec<AnneeContrat>,
}

impl Termes {
    /// A mission of the contract.
    pub fn mission(&self, cle: &str) -> Option<&MissionContrat> {
        self.missions.iter().find(|one| one.mission == cle)
    }

    /// A year by its rank.
    pub fn annee(&self, numero: u8) -> Option<&AnneeContrat> {
        self.annees.iter().find(|one| one.numero == numero)
    }
}
