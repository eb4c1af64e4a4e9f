//! Documents of an expense: the order, the invoice.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::depense::Depense;
use crate::authz::Author;
use crate::ids::PieceId;

/// A document of an expense. One that was taken off stays, and says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceDepense {
    /// Its content, as it is kept.
    pub piece: PieceId,
    /// Who gave it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Who took it off, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiree: Option<(Author, Timestamp)>,
}

impl Depense {
    /// Gives it a document; one that it has, or that was taken off, is there again. `false` when nothing changes.
    pub fn joindre(&mut self, piece: PieceId, (by, at): (Author, Timestamp)) -> bool {
        match self.fiche.pieces.iter_mut().find(|one| one.piece == piece) {
            Some(one) => one.retiree.take().is_some(),
            None => {
                self.fiche.pieces.push(PieceDepense { piece, by, at, retiree: None });
                true
            }
        }
    }

    /// Takes a document off; `false` when it has none of that identifier that stands.
    pub fn detacher(&mut self, piece: PieceId, who: (Author, Timestamp)) -> bool {
        let mut standing = self.fiche.pieces.iter_mut().filter(|one| one.retiree.is_none());
        standing.find(|one| one.piece == piece).map(|one| one.retiree = Some(who)).is_some()
    }
}
