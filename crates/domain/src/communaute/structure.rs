//! A structure of the community: where people work, with whom agreements are signed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;

use super::personne::Canal;
use crate::authz::role::words;
use crate::ids::{PersonneId, PieceId, StructureId};

words! {
    /// Kinds of structures.
    StructureKind {
        /// Practice of one or several professionals.
        Cabinet = "cabinet", "Cabinet";
        /// Maison de santé pluriprofessionnelle.
        Msp = "msp", "Maison de santé pluriprofessionnelle (MSP)";
        /// The same, bound to a university.
        Mspu = "mspu", "Maison de santé universitaire (MSPU)";
        /// Employs its professionals.
        CentreSante = "centre_sante", "Centre de santé";
        /// Hospital with the label.
        HopitalProximite = "hopital_proximite", "Hôpital de proximité";
        /// Other hospital.
        Hopital = "hopital", "Hôpital";
        /// Private hospital.
        Clinique = "clinique", "Clinique";
        /// Follow-up care and rehabilitation.
        Smr = "smr", "Soins médicaux et de réadaptation (SMR)";
        /// Home for dependent older people.
        Ehpad = "ehpad", "EHPAD";
        /// Nursing care at home.
        Ssiad = "ssiad", "Service de soins infirmiers à domicile (SSIAD)";
        /// Medical laboratory.
        Laboratoire = "laboratoire", "Laboratoire";
        /// Pharmacy.
        Pharmacie = "pharmacie", "Pharmacie";
        /// Dispositif d'appui à la coordination.
        Dac = "dac", "Dispositif d'appui à la coordination (DAC)";
        /// Contrat local de santé.
        Cls = "cls", "Contrat local de santé (CLS)";
        /// Commune, intercommunalité, département.
        Collectivite = "collectivite", "Collectivité";
        /// Social service.
        Social = "social", "Social";
        /// Social and medical service.
        MedicoSocial = "medico_social", "Médico-social";
        /// Anything else.
        Autre = "autre", "Autre";
    }
}

/// Somebody to ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The person, when the CPTS has their sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personne: Option<PersonneId>,
    /// Name, when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nom: String,
    /// What they do there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fonction: String,
    /// Ways to reach them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canaux: Vec<Canal>,
}

/// An agreement with a structure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Convention {
    /// What it is about.
    pub objet: String,
    /// Day of signature.
    pub signee: Date,
    /// Last day; `None` when it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fin: Option<Date>,
    /// The signed document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<PieceId>,
}

impl Convention {
    /// Whether it is in force on a day.
    pub fn stands(&self, day: Date) -> bool {
        self.signee <= day && self.fin.is_none_or(|last| last >= day)
    }
}

/// What is known of a structure beyond the columns of a list. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructureFiche {
    /// Street and number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub adresse: String,
    /// Postcode as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code_postal: String,
    /// SIRET, fourteen digits, checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// People to ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Ways to reach the structure itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canaux: Vec<Canal>,
    /// Agreements, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conventions: Vec<Convention>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarque: Option<String>,
}

/// A structure of the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Identifier.
    pub id: StructureId,
    /// Name.
    pub nom: String,
    /// Kind.
    pub kind: StructureKind,
    /// FINESS number of the site, nine characters, checked.
    pub finess: Option<String>,
    /// Commune.
    pub commune: Option<CommuneCode>,
    /// Everything else.
    pub fiche: StructureFiche,
    /// When its sheet was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}
