//! Sentences about evidence.

use app::preuves::{PreuveError, RefusSaisie};
use domain::aci::preuve::{EtatPreuve, RefusPreuve};

use super::organisation::{self, CHOOSE};
use crate::shell::PageError;

/// Its content changed.
pub const ALTEREE: &str = "Ce document a changé depuis son entrée au coffre\u{a0}: son empreinte n'est plus la même. Il ne compte pour aucun indicateur. Retirez-le avec un motif, puis ajoutez l'original.";
/// Somebody changed the same thing meanwhile.
pub const REPLACED: &str =
    "Une autre personne a modifié cette preuve au même moment. Rouvrez-la, puis recommencez.";

/// What is wrong with what was typed, and what to do.
pub fn sentence(refus: RefusSaisie) -> String {
    match refus {
        RefusSaisie::Texte(error) => organisation::text(error),
        RefusSaisie::Choix => CHOOSE.into(),
        RefusSaisie::Regle(refus) => match refus {
            RefusPreuve::SansDate => {
                "Écrivez la date de ce que le document montre. Sans date, il ne prouve rien.".into()
            }
            RefusPreuve::AVenir => {
                "Cette date est à venir. Écrivez le jour de ce que le document montre.".into()
            }
            RefusPreuve::Retiree => {
                "Cette preuve est retirée. Ajoutez de nouveau le document s'il est utile.".into()
            }
            RefusPreuve::Motif => {
                "Écrivez pourquoi vous retirez cette preuve. Le motif reste visible.".into()
            }
            RefusPreuve::Indicateur => {
                "Cet indicateur n'est plus dans le contrat. Rechargez la page, puis choisissez de nouveau."
                    .into()
            }
        },
    }
}

/// Where a piece of evidence stands, in a sentence.
pub fn etat(etat: EtatPreuve) -> &'static str {
    match etat {
        EtatPreuve::Intacte => {
            "Empreinte vérifiée à l'ouverture de cette page\u{a0}: le document n'a pas changé."
        }
        EtatPreuve::Alteree => ALTEREE,
        EtatPreuve::Retiree => "Cette preuve est retirée. Elle reste ici avec son motif et ne compte plus.",
    }
}

impl From<PreuveError> for PageError {
    fn from(error: PreuveError) -> Self {
        match error {
            PreuveError::App(error) => error.into(),
            PreuveError::Piece(error) => match super::valeurs::piece(error) {
                Ok(text) => PageError::Unprocessable(text),
                Err(error) => error,
            },
            PreuveError::Alteree => PageError::Conflict(ALTEREE.into()),
            PreuveError::Replaced => PageError::Conflict(REPLACED.into()),
            PreuveError::Refused(_, refus) => PageError::Unprocessable(sentence(refus)),
        }
    }
}
