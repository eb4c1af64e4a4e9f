//! Documents that stand beside money: the letter of the Assurance Maladie, the advice of the bank, the invoice.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::ids::{DepenseId, MouvementId, PieceId};

/// What a document stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Justifie {
    /// Something notified or received.
    Mouvement(MouvementId),
    /// An expense.
    Depense(DepenseId),
}

/// A document beside money. One that was taken off stays, and says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceJointe {
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

/// Adds a document; one that is there, or that was taken off, is there again. `false` when nothing changes.
pub fn joindre(all: &mut Vec<PieceJointe>, piece: PieceId, (by, at): (Author, Timestamp)) -> bool {
    match all.iter_mut().find(|one| one.piece == piece) {
        Some(one) => one.retiree.take().is_some(),
        None => {
            all.push(PieceJointe { piece, by, at, retiree: None });
            true
        }
    }
}

/// Takes a document off; `false` when none of that identifier stands.
pub fn detacher(all: &mut [PieceJointe], piece: PieceId, who: (Author, Timestamp)) -> bool {
    let mut standing = all.iter_mut().filter(|one| one.retiree.is_none());
    standing.find(|one| one.piece == piece).map(|one| one.retiree = Some(who)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_there_once_and_its_line_stays_when_it_is_taken_off() {
        let who = || (Author::System("essai".into()), Timestamp::UNIX_EPOCH);
        let (piece, other) = (PieceId(uuid::Uuid::from_u128(1)), PieceId(uuid::Uuid::from_u128(2)));
        let mut all = Vec::new();
        assert!(joindre(&mut all, piece, who()));
        assert!(!joindre(&mut all, piece, who()), "it is there already");
        assert!(!detacher(&mut all, other, who()));
        assert!(detacher(&mut all, piece, who()));
        assert!(!detacher(&mut all, piece, who()), "it was taken off already");
        assert_eq!((all.len(), all[0].retiree.is_some()), (1, true));
        assert!(joindre(&mut all, piece, who()), "it comes back on its own line");
        assert_eq!((all.len(), all[0].retiree.is_some()), (1, false));
    }
}
