//! A filed version: it never changes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::ids::{DepotId, DossierId, PieceId};

/// A document that goes with a filed version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annexe {
    /// The document as it is kept.
    pub piece: PieceId,
    /// Name of its file.
    pub nom: String,
    /// Bytes.
    pub taille: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// A filed version of a dossier, without its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depot {
    /// Identifier.
    pub id: DepotId,
    /// Its dossier.
    pub dossier: DossierId,
    /// Its number among the versions of the dossier, from 1.
    pub numero: i64,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// Who filed it.
    pub filed_by: Author,
    /// SHA-256 of its PDF, in hexadecimal.
    pub sha256: String,
    /// What goes with it, in the order of the bundle.
    pub annexes: Vec<Annexe>,
}
