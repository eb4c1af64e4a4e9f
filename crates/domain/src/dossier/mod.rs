//! The dossiers of a CPTS: what it writes, files, and what institutions answer.

pub mod avis;
pub mod correction;
pub mod delais;
pub mod depot;
pub mod difference;
pub mod instruction;
pub mod lettre;
mod saisine;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use depot::{Annexe, Depot};
pub use saisine::{RoleSaisine, Saisine, SaisineFiche};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{DossierId, InstitutionId, PieceId, TerritoireId};

words! {
    /// What kind of dossier it is.
    DossierKind {
        /// The document on which a CPTS is born.
        LettreIntention = "lettre_intention", "Lettre d'intention";
        /// What the agency validates, or lets stand by its silence.
        ProjetSante = "projet_sante", "Projet de santé";
    }
}

words! {
    /// Where a dossier stands: few words, the same everywhere.
    EtatDossier {
        /// Being written; nobody else sees it.
        Brouillon = "brouillon", "Brouillon";
        /// Filed; the Guichet looks at whether it is complete.
        Depose = "depose", "Déposé";
        /// Corrections are asked; the CPTS files again.
        ACompleter = "a_completer", "À compléter";
        /// Complete; institutions give their opinion.
        EnInstruction = "en_instruction", "En instruction";
        /// Accepted, or deemed validated by the silence of the agency.
        Accepte = "accepte", "Accepté";
        /// Refused, or opposed.
        Refuse = "refuse", "Refusé";
    }
}

impl EtatDossier {
    /// Whether the CPTS may file a version now.
    pub fn may_be_filed(self) -> bool {
        matches!(self, EtatDossier::Brouillon | EtatDossier::ACompleter)
    }

    /// Whether nothing more is decided.
    pub fn is_over(self) -> bool {
        matches!(self, EtatDossier::Accepte | EtatDossier::Refuse)
    }
}

/// Something that happened to a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The state that it took.
    pub etat: EtatDossier,
    /// Since when.
    pub at: Timestamp,
    /// Who did it.
    pub by: Author,
    /// Why, in words that the CPTS may read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub motif: String,
}

/// What is known of a dossier beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierFiche {
    /// Key of its template.
    pub modele: String,
    /// The territory that it speaks of: its reference variant is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territoire: Option<TerritoireId>,
    /// Documents that go with it, in the order of the bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<PieceId>,
    /// The states that it took, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
    /// The day on which the commission looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Date>,
    /// The day on which the agency received it: what delays count from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recu_le: Option<Date>,
}

/// A dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Identifier.
    pub id: DossierId,
    /// What it is.
    pub kind: DossierKind,
    /// What it is called.
    pub titre: String,
    /// Where it stands.
    pub etat: EtatDossier,
    /// The desk to which it was filed.
    pub guichet: Option<InstitutionId>,
    /// Everything else.
    pub fiche: DossierFiche,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Counts the changes: two people who change it at once are told.
    pub version: i64,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// The dossier cannot go there from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a dossier does not go from {from:?} to {to:?}")]
pub struct WrongMove {
    /// Where it stands.
    pub from: EtatDossier,
    /// Where it was asked to go.
    pub to: EtatDossier,
}

impl Dossier {
    /// Takes another state, and keeps since when.
    ///
    /// # Errors
    /// When a dossier does not go from the one to the other.
    pub fn pass(
        &mut self,
        to: EtatDossier,
        (by, at): (&Author, Timestamp),
        motif: &str,
    ) -> Result<(), WrongMove> {
        use EtatDossier::{ACompleter, Accepte, Brouillon, Depose, EnInstruction, Refuse};
        let allowed = match self.etat {
            Brouillon | ACompleter => matches!(to, Depose),
            Depose => matches!(to, ACompleter | EnInstruction | Brouillon),
            EnInstruction => matches!(to, ACompleter | Accepte | Refuse),
            Accepte | Refuse => false,
        };
        if !allowed {
            return Err(WrongMove { from: self.etat, to });
        }
        self.etat = to;
        self.fiche.passages.push(Passage { etat: to, at, by: by.clone(), motif: motif.to_owned() });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dossier() -> Dossier {
        Dossier {
            id: DossierId(uuid::Uuid::nil()),
            kind: DossierKind::LettreIntention,
            titre: "Lettre d'intention".into(),
            etat: EtatDossier::Brouillon,
            guichet: None,
            fiche: DossierFiche::default(),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn a_dossier_is_filed_completed_instructed_and_decided_and_nothing_else() {
        let who = Author::System("essai".into());
        let at = Timestamp::UNIX_EPOCH;
        let mut one = dossier();
        let wrong = one.pass(EtatDossier::Accepte, (&who, at), "").unwrap_err();
        assert_eq!(wrong, WrongMove { from: EtatDossier::Brouillon, to: EtatDossier::Accepte });
        for to in [
            EtatDossier::Depose,
            EtatDossier::ACompleter,
            EtatDossier::Depose,
            EtatDossier::EnInstruction,
            EtatDossier::Accepte,
        ] {
            one.pass(to, (&who, at), "").unwrap();
        }
        assert_eq!(one.fiche.passages.len(), 5);
        assert!(EtatDossier::ALL.iter().all(|to| one.pass(*to, (&who, at), "").is_err()));
    }
}
