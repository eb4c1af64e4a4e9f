//! How the association decides: colleges, quorum, proxies, votes.
//!
//! The law of 1901 leaves all of it to the statutes: nothing here is a rule before the CPTS adopts it.

pub mod corps;
pub mod depouillement;
pub mod modeles;
pub mod paragraphes;
pub mod procuration;
pub mod quorum;
pub mod reglement;
pub mod vote;

#[cfg(test)]
mod tests;

pub use corps::Corps;
pub use depouillement::{Bulletin, Resultat, depouiller};
pub use modeles::{Bornes, Modele, Modeles, modeles};
pub use paragraphes::{MandatNomme, Paragraphe, Seance, paragraphes};
pub use procuration::{MoyenProcuration, Procuration, Refus};
pub use quorum::{DecompteCollege, Quorum};
pub use reglement::{
    College, Majorite, Part, Portee, Porteur, QuorumMode, RegleSeance, Reglement, ReglementError,
};
pub use vote::{Emargement, Forme, Mode, Participation, Proposition, Vote, VoteError, VoteFiche, VoteState};
