//! The request for a subsidy: what the official form asks, prepared part by part, checked, frozen.

pub mod controle;
pub mod formulaire;
mod lecture;
mod montant;
mod saisie;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use controle::{Constat, FicheAssociation, Quoi, controler};
pub use formulaire::{Case, Compte, DeFiche, Formulaire, Nature, formulaire};
pub use lecture::{Lecture, LigneLue, PartieLue, lignes, parties, valeur};
pub use montant::{RefusMontant, read_euros};
pub use saisie::{LigneTapee, RefusSubvention, read_case, read_exercice, read_lignes};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::SubventionId;

words! {
    /// A part of the request, saved by itself.
    Partie {
        /// The header: what is asked, of whom.
        Demande = "demande", "La demande";
        /// Who the association is.
        Identite = "identite", "Identité de l'association";
        /// Administration, other associations.
        Relations = "relations", "Relations";
        /// People.
        Moyens = "moyens", "Moyens humains";
        /// First and last day of the budget.
        Exercice = "exercice", "Exercice du budget";
        /// Accounts 60 to 68.
        Charges = "charges", "Charges";
        /// Accounts 70 to 78.
        Produits = "produits", "Produits";
        /// Accounts 86 and 87.
        Contributions = "contributions", "Contributions volontaires";
        /// What the money is for.
        Projet = "projet", "Projet";
        /// What who signs confirms.
        Attestations = "attestations", "Attestations";
    }
}

/// A line of the budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ligne {
    /// Number of its account.
    pub compte: String,
    /// What it is.
    pub libelle: String,
    /// Who gives, for a subsidy.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub financeur: String,
    /// Whole euros.
    pub montant: i64,
}

/// That somebody with the right to sign confirmed the request, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// How often parts had been saved: one more, and the request is another one.
    pub enregistrements: i64,
}

/// What is known of a request beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubventionFiche {
    /// What boxes hold, by key: dates as `2027-01-01`, amounts in euros, choices by key.
    #[serde(default)]
    pub valeurs: BTreeMap<String, String>,
    /// The budget.
    #[serde(default)]
    pub lignes: Vec<Ligne>,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Attestation>,
    /// How often each part was saved: two people who save the same part at once are told.
    #[serde(default)]
    pub enregistrements: BTreeMap<Partie, i64>,
}

impl SubventionFiche {
    /// What a box holds; empty when nothing.
    pub fn valeur(&self, cle: &str) -> &str {
        self.valeurs.get(cle).map_or("", String::as_str)
    }

    /// A day that a box holds.
    pub fn date(&self, cle: &str) -> Option<Date> {
        self.valeur(cle).parse().ok()
    }

    /// The amount asked, in euros.
    pub fn demande(&self) -> Option<i64> {
        self.valeur("montant").parse().ok()
    }

    /// How often a part was saved.
    pub fn vu(&self, partie: Partie) -> i64 {
        self.enregistrements.get(&partie).copied().unwrap_or_default()
    }

    /// How often parts were saved, all together. Confirming is not saving.
    pub fn enregistrements(&self) -> i64 {
        self.enregistrements.values().sum()
    }

    /// Counts one more.
    pub fn saved(&mut self, partie: Partie) {
        *self.enregistrements.entry(partie).or_default() += 1;
    }

    /// The attestation, as long as nothing changed since.
    pub fn attestation_valable(&self) -> Option<&Attestation> {
        self.attestation.as_ref().filter(|one| one.enregistrements == self.enregistrements())
    }

    /// Euros of the accounts of a part.
    pub fn total(&self, formulaire: &Formulaire, partie: Partie) -> i64 {
        let inside =
            |ligne: &&Ligne| formulaire.compte(&ligne.compte).is_some_and(|one| one.partie == partie);
        self.lignes.iter().filter(inside).map(|ligne| ligne.montant).sum()
    }

    /// Euros of one account.
    pub fn total_compte(&self, numero: &str) -> i64 {
        self.lignes.iter().filter(|ligne| ligne.compte == numero).map(|ligne| ligne.montant).sum()
    }
}

/// A request for a subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subvention {
    /// Identifier.
    pub id: SubventionId,
    /// What the CPTS calls it.
    pub intitule: String,
    /// Everything else.
    pub fiche: SubventionFiche,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// A final export, without its PDF: it never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figee {
    /// Its number among those of the request, from 1.
    pub numero: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// SHA-256 of its PDF, in hexadecimal.
    pub sha256: String,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn ligne(compte: &str, libelle: &str, montant: i64) -> Ligne {
        let financeur = if compte == "74" { libelle.to_owned() } else { String::new() };
        Ligne { compte: compte.into(), libelle: libelle.into(), financeur, montant }
    }

    #[test]
    fn an_attestation_holds_for_the_request_as_it_stood() {
        let mut fiche = SubventionFiche::default();
        fiche.saved(Partie::Charges);
        let by = Author::System("essai".into());
        let enregistrements = fiche.enregistrements();
        fiche.attestation = Some(Attestation { by, at: Timestamp::UNIX_EPOCH, enregistrements });
        assert!(fiche.attestation_valable().is_some());
        fiche.saved(Partie::Charges);
        assert!(fiche.attestation_valable().is_none());
    }

    #[test]
    fn totals_are_those_of_the_accounts_of_a_part() {
        let form = formulaire().unwrap();
        let lignes =
            vec![ligne("60", "Papier", 500), ligne("64", "Coordination", 30_000), ligne("74", "ARS", 30_500)];
        let fiche = SubventionFiche { lignes, ..SubventionFiche::default() };
        assert_eq!(fiche.total(form, Partie::Charges), 30_500);
        assert_eq!(fiche.total(form, Partie::Produits), 30_500);
        assert_eq!((fiche.total(form, Partie::Contributions), fiche.total_compte("64")), (0, 30_000));
    }
}
