//! Sentences about imports of spreadsheets.

use app::communaute::imports::ImportError;
use domain::communaute::import::FichierRefuse;
use domain::nombres::{compte, entier};

use crate::shell::PageError;

/// What is wrong with a spreadsheet; an error that is not about it has its own page.
pub fn error(error: ImportError) -> Result<String, PageError> {
    Ok(match error {
        ImportError::Read(error) => error.sentence(),
        ImportError::Refused(FichierRefuse::Vide) => {
            "Ce tableur ne contient aucune ligne. Choisissez-en un autre.".into()
        }
        ImportError::Refused(FichierRefuse::TropDeLignes(max)) => format!(
            "Ce tableur a plus de {} lignes. Coupez-le en plusieurs fichiers.",
            entier(i64::try_from(max).unwrap_or(i64::MAX))
        ),
        ImportError::TooLarge(max) => format!(
            "Ce tableur dépasse {}\u{a0}Mo. Retirez-en les images, ou coupez-le en plusieurs fichiers.",
            max / (1024 * 1024)
        ),
        ImportError::NoName => {
            "Aucune colonne ne contient de nom. Dites laquelle contient le nom ou la structure.".into()
        }
        ImportError::Undecided(count) => {
            format!(
                "{} à décider. Décidez, puis appliquez l'import.",
                compte(count, "doublon reste", "doublons restent")
            )
        }
        ImportError::Nothing => "Ce fichier ne change rien. Rien n'a été modifié.".into(),
        ImportError::App(error) => return Err(error.into()),
    })
}
