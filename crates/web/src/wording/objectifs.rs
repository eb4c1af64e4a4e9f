//! Sentences about objectives.

use app::objectifs::ObjectifError;
use domain::objectifs::RefusObjectif;

use super::organisation::{self, CHOOSE};
use crate::shell::PageError;

/// Somebody changed it meanwhile.
pub const REPLACED: &str = "Une autre personne a corrigé cet objectif au même moment. Votre texte est gardé ci-dessous\u{a0}: relisez, puis enregistrez.";

/// What is wrong with what was typed, and what to do.
pub fn sentence(refus: RefusObjectif) -> String {
    match refus {
        RefusObjectif::Texte(error) => organisation::text(error),
        RefusObjectif::Mois => "Ce mois n'est pas lisible. Écrivez-le par exemple 09/2027.".into(),
        RefusObjectif::Ordre => "Le dernier mois précède le premier. Corrigez l'un des deux.".into(),
        RefusObjectif::Mission => CHOOSE.into(),
        RefusObjectif::Place => {
            "Il ne peut pas être rangé là. Choisissez un objectif du niveau au-dessus.".into()
        }
        RefusObjectif::Inconnu => {
            "Ce choix n'existe plus. Rechargez la page, puis choisissez à nouveau.".into()
        }
        RefusObjectif::Trop(most) => {
            format!("Le plan compte déjà {most} objectifs et actions. Retirez-en un d'abord.")
        }
    }
}

impl From<ObjectifError> for PageError {
    fn from(error: ObjectifError) -> Self {
        match error {
            ObjectifError::App(error) => error.into(),
            ObjectifError::Replaced => {
                PageError::Conflict("Une autre personne a fait un changement au même moment.".into())
            }
            ObjectifError::Refused(all) => {
                let first = all.first().map(|(_, refus)| sentence(*refus));
                PageError::Unprocessable(first.unwrap_or_default())
            }
        }
    }
}
