//! Sentences about groups and meetings.

use app::communaute::groupes::GroupeError;
use app::communaute::reunions::ReunionError;
use app::pieces::PieceError;
use domain::communaute::{Decision, ReunionState};
use domain::nombres::date;
use domain::organisation::TextError;
use jiff::civil::Date;

/// What was typed is not a day.
pub const NOT_A_DAY: &str = "Cette date n'est pas lisible. Écrivez-la par exemple 12/10/2026.";
/// What was typed is not a time.
pub const NOT_A_TIME: &str = "Cette heure n'est pas lisible. Écrivez-la par exemple 20 h 30.";
/// The clock jumps over it.
pub const NO_SUCH_HOUR: &str = "Cette heure n'existe pas\u{a0}: cette nuit-là, l'horloge avance d'une heure. Choisissez une autre heure.";
/// The clock shows it twice.
pub const TWICE: &str =
    "Cette heure existe deux fois\u{a0}: cette nuit-là, l'horloge recule. Dites laquelle vous voulez.";
/// A person was not chosen.
pub const CHOOSE_PERSON: &str = "Choisissez une personne dans la liste.";
/// The end comes before the start.
pub const END_FIRST: &str = "La fin précède le début. Corrigez l'une des deux.";

/// The name of a profession code; the code itself when the list does not know it.
pub fn profession(code: &str) -> String {
    let known = domain::professions::professions().ok().and_then(|known| known.label(code));
    known.map_or_else(|| code.to_owned(), str::to_owned)
}

/// Where a decision or a task stands.
pub fn etat_decision(one: &Decision, today: Date) -> String {
    match one.faite_le {
        Some(day) => format!("Faite le {}", date(day)),
        None if one.is_late(today) => "En retard".to_owned(),
        None => "Ouverte".to_owned(),
    }
}

/// Why a document was not joined.
pub fn piece(error: &PieceError) -> Option<&'static str> {
    match error {
        PieceError::Empty => Some("Ce fichier est vide. Choisissez-en un autre."),
        PieceError::TooLarge { .. } => Some("Ce fichier est trop gros. Réduisez-le, puis recommencez."),
        PieceError::UnknownKind => Some("Ce type de fichier n'est pas accepté. Enregistrez-le en PDF."),
        PieceError::App(_) => None,
    }
}

/// The field and the sentence of an error of a group; `None` for what has its own page.
pub fn groupe(error: &GroupeError) -> Option<(&'static str, String)> {
    Some(match error {
        GroupeError::Name(error) => ("nom", super::name(*error)),
        GroupeError::Text(field, error) => (*field, super::organisation::text(*error)),
        GroupeError::UnknownPerson => ("personne", CHOOSE_PERSON.to_owned()),
        GroupeError::EndBeforeStart => ("jusque", END_FIRST.to_owned()),
        GroupeError::SeatHeld => (
            "personne",
            "Cette personne a déjà ce mandat à ces dates. Changez la fonction ou les dates.".to_owned(),
        ),
        GroupeError::Piece(error) => ("fichier", piece(error)?.to_owned()),
        GroupeError::App(app::AppError::Conflict) => (
            "nom",
            "Une autre personne a modifié ce groupe pendant ce temps. Rouvrez cette page, puis recommencez."
                .to_owned(),
        ),
        GroupeError::App(_) => return None,
    })
}

/// Why nothing can be done while a meeting stands where it does.
pub fn state(state: ReunionState) -> &'static str {
    match state {
        ReunionState::Sondage => "Cette réunion n'a pas encore de date. Choisissez d'abord sa date.",
        ReunionState::Prevue => {
            "Cette réunion n'est pas encore tenue. Attendez son heure, puis clôturez la séance."
        }
        ReunionState::Tenue => "Cette réunion est déjà tenue. Rouvrez d'abord la séance.",
        ReunionState::Annulee => "Cette réunion est annulée. Rétablissez-la, ou préparez-en une autre.",
    }
}

/// The field and the sentence of an error of a meeting; `None` for what has its own page.
pub fn reunion(error: &ReunionError) -> Option<(&'static str, String)> {
    Some(match error {
        ReunionError::Text(field, TextError::Empty) => (*field, "Écrivez un texte.".to_owned()),
        ReunionError::Text(field, error) => (*field, super::organisation::text(*error)),
        ReunionError::EndBeforeStart => ("fin", END_FIRST.to_owned()),
        ReunionError::TooLong => {
            ("fin", "Une réunion dure au plus un jour. Corrigez l'heure de fin.".to_owned())
        }
        ReunionError::NotAnAddress => ("visio", "Cette adresse doit commencer par https://.".to_owned()),
        ReunionError::GroupClosed => ("titre", "Ce groupe est clos. Rouvrez-le d'abord.".to_owned()),
        ReunionError::State(at) => ("", state(*at).to_owned()),
        ReunionError::Begun => (
            "",
            "Cette réunion a commencé\u{a0}: l'invitation reste. Notez plutôt l'absence de la personne."
                .to_owned(),
        ),
        ReunionError::NotCancelled => {
            ("", "Cette réunion n'est pas annulée. Rouvrez sa page pour voir sa date.".to_owned())
        }
        ReunionError::NobodyCalled => {
            ("", "Personne n'est convoqué. Donnez un mandat ou invitez quelqu'un.".to_owned())
        }
        ReunionError::UnknownPerson => ("personne", CHOOSE_PERSON.to_owned()),
        ReunionError::Overwritten(_) => (
            "notes",
            "Une autre personne a écrit ici pendant ce temps. Réunissez les deux textes, puis enregistrez."
                .to_owned(),
        ),
        ReunionError::Sealed => ("", "Ce compte rendu est scellé. Créez une version corrigée.".to_owned()),
        ReunionError::Piece(error) => ("fichier", piece(error)?.to_owned()),
        ReunionError::App(_) => return None,
    })
}
