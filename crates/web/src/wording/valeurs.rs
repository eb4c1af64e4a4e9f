//! Sentences about values that people write down.

use app::diagnostic::{ImportValuesError, ReleveError};
use app::pieces::PieceError;

use crate::shell::PageError;

/// Two people corrected the same value.
const REPLACED: &str =
    "Une autre personne vient de corriger cette valeur. Ouvrez la liste pour lire sa correction.";

impl From<ReleveError> for PageError {
    fn from(error: ReleveError) -> Self {
        match error {
            ReleveError::App(error) => error.into(),
            ReleveError::Replaced => PageError::Conflict(REPLACED.into()),
            ReleveError::Refused(refused) => {
                let said = refused.iter().map(|one| documents::releves::refus(one, None));
                PageError::Unprocessable(said.collect::<Vec<_>>().join(" "))
            }
            ReleveError::ToConfirm(_) => {
                PageError::Unprocessable("Cette valeur étonne. Corrigez-la, ou confirmez-la.".into())
            }
        }
    }
}

/// What is wrong with a document; an error that is not about it has its own page.
pub fn piece(error: PieceError) -> Result<String, PageError> {
    Ok(match error {
        PieceError::Empty => "Ce fichier est vide. Choisissez-en un autre.".into(),
        PieceError::TooLarge { max } => format!(
            "Ce fichier dépasse {}\u{a0}Mo. Réduisez-le, puis choisissez-le de nouveau.",
            max / (1024 * 1024)
        ),
        PieceError::UnknownKind => {
            "Ce fichier n'est pas d'un type accepté. Choisissez un PDF, une image, un classeur sans macro, un document Word ou un CSV.".into()
        }
        PieceError::App(error) => return Err(error.into()),
    })
}

/// What is wrong with a file of values; an error that is not about it has its own page.
pub fn import(error: ImportValuesError) -> Result<String, PageError> {
    Ok(match error {
        ImportValuesError::Read(error) => error.sentence(),
        ImportValuesError::NoTitles => {
            "Ce fichier n'a pas les colonnes du modèle. Téléchargez le modèle, puis remplissez-le.".into()
        }
        ImportValuesError::NoValue => "Aucune ligne n'a de valeur. Remplissez au moins une valeur.".into(),
        ImportValuesError::TooManyLines { max } => format!(
            "Ce fichier a plus de {} lignes. Coupez-le en plusieurs fichiers.",
            domain::nombres::entier(i64::try_from(max).unwrap_or(i64::MAX))
        ),
        ImportValuesError::Undecided(_) => {
            "Des lignes sont refusées ou à confirmer. Confirmez-les, ou laissez-les de côté.".into()
        }
        ImportValuesError::App(error) => return Err(error.into()),
    })
}
