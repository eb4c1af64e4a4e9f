//! What is wrong with what a region typed, in French.

use app::region::Refus;
use domain::nombres::{compte, date, entier};
use domain::organisation::TextError;
use domain::region::{ExperienceError, MoveError, PasteError};

use super::organisation::{CHOOSE, text};

/// Somebody changed the same thing meanwhile.
pub const REPLACED: &str = "Une autre personne a modifié cette fiche pendant que vous écriviez. Votre saisie est encore là\u{a0}: comparez, puis enregistrez de nouveau.";
/// The same where nothing was typed.
pub const MOVED: &str = "Une autre personne a modifié cette fiche entre-temps. Rouvrez-la, puis recommencez.";
/// The CPTS has a line already.
pub const FOLLOWED: &str = "Cette CPTS est déjà suivie sur une autre ligne, peut-être retirée. Ouvrez cette ligne ou rétablissez-la.";

/// `«\u{a0}a\u{a0}», «\u{a0}b\u{a0}»`, the first ten.
fn quoted(words: &[String]) -> String {
    const MOST: usize = 10;
    let shown: Vec<String> = words.iter().take(MOST).map(|word| format!("«\u{a0}{word}\u{a0}»")).collect();
    match words.len() > MOST {
        true => format!("{} et {}", shown.join(", "), compte(words.len() - MOST, "autre", "autres")),
        false => shown.join(", "),
    }
}

/// Why a project does not take a stage.
pub fn moved(error: MoveError) -> String {
    match error {
        MoveError::Unknown => CHOOSE.into(),
        MoveError::Same => "Le projet est déjà à cette étape. Choisissez-en une autre.".into(),
        MoveError::Future => "Ce jour est à venir. Écrivez le jour où l'étape a été franchie.".into(),
        MoveError::Before(day) => {
            format!(
                "Ce jour précède l'étape en cours, qui date du {}. Écrivez un jour qui la suit.",
                date(day)
            )
        }
        MoveError::First => "C'est la première étape du projet\u{a0}: elle ne s'annule pas.".into(),
    }
}

/// What is wrong with a field.
pub fn refus(refus: &Refus) -> String {
    match refus {
        Refus::Texte(error) => text(*error),
        Refus::Choix => CHOOSE.into(),
        Refus::Jour => "Écrivez un jour, par exemple 12/10/2026.".into(),
        Refus::Passe => "Ce jour est passé. Écrivez un jour à venir.".into(),
        Refus::Etape(error) => moved(*error),
        Refus::Nombre => "Écrivez un nombre entier, en chiffres.".into(),
        Refus::Codes(words) => format!(
            "Codes inconnus\u{a0}: {}. Écrivez des codes de commune (5 caractères) ou d'IRIS (9 chiffres).",
            quoted(words)
        ),
        Refus::Departements(words) => {
            format!("Départements inconnus dans la région\u{a0}: {}. Écrivez leurs codes.", quoted(words))
        }
        Refus::Source => "Dites où cette population a été lue.".into(),
    }
}

/// Why a line of a pasted list is refused.
pub fn paste(error: &PasteError) -> String {
    match error {
        PasteError::Cells => {
            "Il manque des éléments. Une ligne porte le nom, le type, l'étape et la date, séparés par des points-virgules.".into()
        }
        PasteError::Name(max) => format!("Le nom manque, ou dépasse {max} caractères."),
        PasteError::Kind(word) => format!("Type inconnu\u{a0}: «\u{a0}{word}\u{a0}». Écrivez CPTS, MSP ou CLS."),
        PasteError::Stage(word) => format!("Étape inconnue pour ce type\u{a0}: «\u{a0}{word}\u{a0}»."),
        PasteError::Day(word) => {
            format!("Date illisible\u{a0}: «\u{a0}{word}\u{a0}». Écrivez par exemple 12/10/2026.")
        }
        PasteError::Future => "La date est à venir. Écrivez le jour où l'étape a été franchie.".into(),
        PasteError::Codes(words) => format!("Codes inconnus\u{a0}: {}.", quoted(words)),
        PasteError::Twice => "Un projet de ce type et de ce nom est déjà suivi, ou figure plus haut.".into(),
        PasteError::TooMany(max) => {
            format!("La liste dépasse {} lignes. Coupez-la en plusieurs.", entier(i64::try_from(*max).unwrap_or(0)))
        }
    }
}

/// What is wrong with a sheet of experience: the field, and the sentence.
pub fn experience(error: ExperienceError) -> (&'static str, String) {
    match error {
        ExperienceError::Text(field, TextError::Empty) => (field, "Donnez un titre à la fiche.".into()),
        ExperienceError::Text(field, error) => (field, text(error)),
        ExperienceError::Unfinished(field) => {
            (field, "Une fiche publiée dit le besoin, l'action et le résultat. Complétez ce champ.".into())
        }
    }
}
