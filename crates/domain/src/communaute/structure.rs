//! A structure of the community: where people work, with whom agreements are signed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;
use territory::text::search_key;

use super::canal::Canal;
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

/// An agreement that ends soon, or that ended and was not signed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// The structure.
    pub structure: StructureId,
    /// Its name.
    pub nom: String,
    /// What the agreement is about.
    pub objet: String,
    /// Its last day.
    pub fin: Date,
    /// Whether that day is past.
    pub expiree: bool,
}

/// What ends within a number of days, or ended: an agreement about the same thing that ends later, or never, takes the
/// place of an earlier one. The most urgent first.
pub fn echeances(structures: &[Structure], today: Date, days: i64) -> Vec<Echeance> {
    let soon = today.saturating_add(jiff::Span::new().days(days));
    let mut found = Vec::new();
    for one in structures.iter().filter(|one| one.removed_at.is_none()) {
        for convention in &one.fiche.conventions {
            let Some(fin) = convention.fin.filter(|fin| *fin <= soon) else { continue };
            let follows = |other: &Convention| {
                search_key(&other.objet) == search_key(&convention.objet)
                    && other.fin.is_none_or(|last| last > fin)
            };
            if !one.fiche.conventions.iter().any(follows) {
                let (structure, nom) = (one.id, one.nom.clone());
                let objet = convention.objet.clone();
                found.push(Echeance { structure, nom, objet, fin, expiree: fin < today });
            }
        }
    }
    found.sort_by(|a, b| (a.fin, &a.nom).cmp(&(b.fin, &b.nom)));
    found
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn convention(objet: &str, signee: Date, fin: Option<Date>) -> Convention {
        Convention { objet: objet.into(), signee, fin, piece: None }
    }

    fn structure(conventions: Vec<Convention>) -> Structure {
        Structure {
            id: StructureId(Uuid::from_u128(1)),
            nom: "Clinique d'exemple".into(),
            kind: StructureKind::Clinique,
            finess: None,
            commune: None,
            fiche: StructureFiche { conventions, ..StructureFiche::default() },
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn an_agreement_that_ends_is_spoken_of_before_and_never_counts_after() {
        let today = date(2026, 11, 22);
        let signed = date(2024, 1, 1);
        let over = convention("Accueil d'internes", signed, Some(date(2026, 11, 21)));
        assert!(!over.stands(today) && over.stands(date(2026, 11, 21)));
        let one = structure(vec![
            over,
            convention("Soins non programmés", signed, Some(date(2027, 2, 20))),
            convention("Prêt de salle", signed, Some(date(2027, 2, 21))),
            convention("Sans fin", signed, None),
        ]);
        let found = echeances(std::slice::from_ref(&one), today, 90);
        let said: Vec<_> = found.iter().map(|one| (one.objet.as_str(), one.expiree)).collect();
        assert_eq!(said, [("Accueil d'internes", true), ("Soins non programmés", false)]);
        let removed = Structure { removed_at: Some(Timestamp::UNIX_EPOCH), ..one };
        assert_eq!(echeances(&[removed], today, 90), []);
    }

    #[test]
    fn an_agreement_that_was_signed_again_waits_for_nobody() {
        let signed = date(2024, 1, 1);
        let one = structure(vec![
            convention("Prêt de salle", signed, Some(date(2026, 11, 1))),
            convention("PRÊT DE SALLE", date(2026, 11, 2), Some(date(2027, 11, 1))),
        ]);
        assert_eq!(echeances(&[one], date(2026, 11, 22), 90), []);
    }
}
