//! Memberships: one a person and civil year, asked for, decided, paid, left.

pub mod bareme;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::role::words;
use crate::ids::{AdhesionId, MandatId, PersonneId};

pub use bareme::{Bareme, BaremeError, Categorie, Montant, montant, read_cents};

words! {
    /// Where a membership stands.
    AdhesionState {
        /// Asked for, not decided yet.
        Demandee = "demandee", "À décider";
        /// Accepted.
        Acceptee = "acceptee", "Acceptée";
        /// Refused.
        Refusee = "refusee", "Refusée";
    }
}

words! {
    /// What a member agrees to.
    Verification {
        /// The charter.
        Charte = "charte", "Charte de la CPTS lue et acceptée";
        /// The internal rules.
        Reglement = "reglement", "Règlement intérieur lu et accepté";
        /// The dues.
        Cotisation = "cotisation", "Montant de la cotisation connu et accepté";
        /// What is done with their data.
        Donnees = "donnees", "Information sur les données personnelles lue";
    }
}

words! {
    /// How dues are paid.
    MoyenPaiement {
        /// Bank transfer.
        Virement = "virement", "Virement";
        /// Cheque.
        Cheque = "cheque", "Chèque";
        /// Cash.
        Especes = "especes", "Espèces";
        /// Card.
        Carte = "carte", "Carte bancaire";
        /// Online service.
        Helloasso = "helloasso", "HelloAsso";
        /// Anything else.
        Autre = "autre", "Autre moyen";
    }
}

words! {
    /// Why somebody leaves.
    MotifSortie {
        /// They resign.
        Demission = "demission", "Démission";
        /// They move away or stop practising.
        Depart = "depart", "Départ du territoire ou fin d'activité";
        /// They died.
        Deces = "deces", "Décès";
        /// The association excludes them.
        Exclusion = "exclusion", "Exclusion";
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paiement {
    /// When it was paid.
    pub le: Date,
    /// How.
    pub moyen: MoyenPaiement,
    /// How much, in cents; below zero for a correction.
    pub cents: i64,
    /// Number of the cheque, of the transfer, of the line of an import.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// Who somebody said to be, in a request by a public page. The sheet of the person is not changed by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identite {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Profession code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    /// National number, checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courriel: Option<String>,
}

/// How somebody left, and what can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sortie {
    /// Last day as a member.
    pub le: Date,
    /// Why.
    pub motif: MotifSortie,
    /// Seats that were ended with it, each with the end that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandats: Vec<(MandatId, Option<Date>)>,
}

/// What is known of a membership beyond its state. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdhesionFiche {
    /// What was agreed to, and when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub verifications: BTreeMap<Verification, Date>,
    /// Category of dues: a key of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categorie: Option<String>,
    /// What is due, in cents; `None` while the CPTS decided nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub du_cents: Option<i64>,
    /// Payments, in the order in which they were noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paiements: Vec<Paiement>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decidee: Option<Date>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub motif: String,
    /// Who they said to be, by a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identite: Option<Identite>,
    /// Whether it carries on the membership of the year before.
    #[serde(default)]
    pub renouvellement: bool,
    /// When the person was last written to about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relance: Option<Date>,
    /// How the person left during the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sortie: Option<Sortie>,
}

/// A membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adhesion {
    /// Identifier.
    pub id: AdhesionId,
    /// Who. Resolve it through the [`Annuaire`](super::Annuaire).
    pub personne: PersonneId,
    /// Civil year.
    pub annee: i16,
    /// Where it stands.
    pub state: AdhesionState,
    /// Everything else.
    pub fiche: AdhesionFiche,
    /// When it was noted.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
}

impl Adhesion {
    /// Why somebody becomes a member, as their sheet says it.
    pub fn motif(&self) -> String {
        format!("adhésion {}", self.annee)
    }

    /// Where an address given with the request comes from, as a sheet says it.
    pub fn source(&self) -> String {
        format!("demande d'adhésion {}", self.annee)
    }

    /// What was paid, in cents.
    pub fn paid_cents(&self) -> i64 {
        self.fiche.paiements.iter().map(|one| one.cents).sum()
    }

    /// What remains to be paid, in cents; `None` while the CPTS decided no amount.
    pub fn left_cents(&self) -> Option<i64> {
        self.fiche.du_cents.map(|due| (due - self.paid_cents()).max(0))
    }

    /// Whether it is accepted and nothing is left to be paid. Without an amount nobody can tell: no.
    pub fn is_settled(&self) -> bool {
        self.state == AdhesionState::Acceptee && self.left_cents() == Some(0)
    }

    /// What was not agreed to yet.
    pub fn missing(&self) -> Vec<Verification> {
        let done = &self.fiche.verifications;
        Verification::ALL.iter().copied().filter(|one| !done.contains_key(one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn adhesion(due: Option<i64>, paid: &[i64]) -> Adhesion {
        let paiement = |cents: &i64| Paiement {
            le: date(2026, 2, 1),
            moyen: MoyenPaiement::Virement,
            cents: *cents,
            reference: String::new(),
        };
        Adhesion {
            id: AdhesionId(uuid::Uuid::nil()),
            personne: PersonneId(uuid::Uuid::nil()),
            annee: 2026,
            state: AdhesionState::Acceptee,
            fiche: AdhesionFiche {
                du_cents: due,
                paiements: paid.iter().map(paiement).collect(),
                ..AdhesionFiche::default()
            },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn dues_of_zero_are_paid_and_unknown_dues_are_not() {
        assert!(adhesion(Some(0), &[]).is_settled());
        assert!(!adhesion(None, &[2000]).is_settled());
        assert_eq!(adhesion(None, &[]).left_cents(), None);
    }

    #[test]
    fn parts_add_up_and_more_than_due_leaves_nothing() {
        assert_eq!(adhesion(Some(3000), &[1000]).left_cents(), Some(2000));
        assert!(adhesion(Some(3000), &[1000, 2000]).is_settled());
        assert_eq!(adhesion(Some(3000), &[5000]).left_cents(), Some(0));
        assert_eq!(adhesion(Some(3000), &[3000, -3000]).left_cents(), Some(3000));
    }

    #[test]
    fn a_membership_is_kept_and_read_back_as_it_was() {
        let mut one = adhesion(Some(3000), &[3000]);
        one.fiche.verifications.insert(Verification::Charte, date(2026, 1, 5));
        let text = toml::to_string(&one.fiche).unwrap();
        assert_eq!(toml::from_str::<AdhesionFiche>(&text).unwrap(), one.fiche);
        assert_eq!(one.missing().len(), 3);
    }
}
