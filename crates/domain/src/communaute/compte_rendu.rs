//! The minutes of a meeting: written, approved, then sealed. A sealed version never changes; a correction is another one.

use jiff::Timestamp;

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{CompteRenduId, ReunionId};

words! {
    /// Where a version stands.
    EtatCompteRendu {
        /// It can be written.
        Brouillon = "brouillon", "Brouillon";
        /// It was approved: nothing changes it.
        Scelle = "scelle", "Approuvé et scellé";
    }
}

/// A version of the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompteRendu {
    /// Identifier.
    pub id: CompteRenduId,
    /// The meeting.
    pub reunion: ReunionId,
    /// Number of the version, from 1.
    pub numero: i64,
    /// Its text: titles start with `# `, points of a list with `- `.
    pub texte: String,
    /// Why it replaces the version before; empty for the first one.
    pub motif: String,
    /// Who approved it: `Réunion du 12/01/2027`, `Bureau`. Empty until then.
    pub approbation: String,
    /// When it was first written.
    pub created_at: Timestamp,
    /// Who wrote it last.
    pub author: Author,
    /// Counts the changes.
    pub version: i64,
    /// When it was sealed.
    pub scelle_at: Option<Timestamp>,
    /// Who sealed it.
    pub scelle_par: Option<Author>,
    /// SHA-256 of what is sealed, in hexadecimal.
    pub empreinte: Option<String>,
}

impl CompteRendu {
    /// Where it stands.
    pub fn etat(&self) -> EtatCompteRendu {
        match self.scelle_at {
            Some(_) => EtatCompteRendu::Scelle,
            None => EtatCompteRendu::Brouillon,
        }
    }

    /// What a seal covers: the text and what makes it this version of this meeting.
    pub fn sealed_content(&self) -> String {
        let parts = [
            self.reunion.to_string(),
            self.numero.to_string(),
            self.motif.clone(),
            self.approbation.clone(),
            self.scelle_at.map(|at| at.to_string()).unwrap_or_default(),
            self.scelle_par.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.texte.clone(),
        ];
        parts.join("\n")
    }
}
