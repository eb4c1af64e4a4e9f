//! Sentences of the pages that are not in a template.

pub mod argent;
pub mod contrats;
pub mod dialogues;
pub mod gouvernance;
pub mod imports;
pub mod indicateurs;
pub mod instruction;
pub mod journal;
pub mod mobilisation;
pub mod objectifs;
pub mod organisation;
pub mod personnes;
pub mod preuves;
pub mod questionnaires;
pub mod region;
pub mod reunions;
pub mod rgpd;
pub mod subventions;
pub mod valeurs;

use app::AppError;
use app::comptes::Names;
use domain::authz::Author;
use domain::territoire::NameError;
use domain::territoire::variante::NAME_MAX;

use crate::shell::PageError;

/// A number that was typed cannot be read.
pub const UNREADABLE_NUMBER: &str =
    "Ce nombre n'est pas lisible. Écrivez-le en chiffres, par exemple 47 617.";

/// A free text holds a social security number.
pub const SOCIAL_SECURITY: &str = "Ce texte semble contenir un numéro de sécurité sociale. Retirez-le\u{a0}: la loi interdit de le garder ici.";

/// Why a name is refused.
pub fn name(error: NameError) -> String {
    match error {
        NameError::Empty => "Écrivez un nom.".into(),
        NameError::TooLong => format!("Ce nom est trop long\u{a0}: {NAME_MAX} caractères au plus."),
        NameError::Taken => "Ce nom est déjà pris. Choisissez-en un autre.".into(),
        NameError::SocialSecurity => SOCIAL_SECURITY.into(),
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => PageError::NotFound,
            AppError::Denied(denied) => denied.into(),
            AppError::Name(error) => PageError::Unprocessable(name(error)),
            AppError::StillReference(_) => PageError::Conflict(
                "Cette variante est la référence du territoire. Choisissez d'abord une autre référence."
                    .into(),
            ),
            AppError::Conflict => {
                PageError::Conflict("Une autre personne a modifié ce territoire au même moment.".into())
            }
            AppError::Text(error) => PageError::Unprocessable(organisation::text(error)),
            AppError::StillLast(_) => PageError::Conflict(organisation::STILL_LAST.into()),
            AppError::PastDate => PageError::Unprocessable(organisation::PAST_DATE.into()),
            AppError::TooFar => PageError::Unprocessable(organisation::TOO_FAR.into()),
            AppError::LinkOver => PageError::LinkOver,
            AppError::TooMany { retry_at } => {
                PageError::TooMany(format!("Cette demande est possible de nouveau à {}.", hour(retry_at)))
            }
            AppError::Storage(ref storage) if storage.is_disk_full() => {
                tracing::error!("the disk is full");
                PageError::Unavailable
            }
            other => PageError::internal(&other),
        }
    }
}

/// The time of an instant in France: `14 h 30`. The second is rounded up, so that waiting until then suffices.
pub fn hour(at: jiff::Timestamp) -> String {
    let up = at.saturating_add(jiff::SignedDuration::from_secs(59)).unwrap_or(at);
    let local = up.to_zoned(app::paris());
    format!("{}\u{a0}h\u{a0}{:02}", local.hour(), local.minute())
}

/// Who did something, as people read it.
pub fn author(names: &Names, author: &Author) -> String {
    match (author, names.of(author)) {
        (_, Some(name)) => name.to_owned(),
        (Author::Person(_), None) => "Une personne dont le compte a été effacé".to_owned(),
        (Author::System(command), None) if command.starts_with("lien:") => "Lien d'invité".to_owned(),
        (Author::System(command), None) => format!("Maillage ({command})"),
    }
}
