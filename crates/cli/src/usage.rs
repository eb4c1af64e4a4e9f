//! What is said when the command line is not understood.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::Failure;

/// A sentence in French for a command line that cannot be understood.
pub fn explain(error: &clap::Error) -> Failure {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        _ => String::new(),
    };
    let argument = plain(&text(ContextKind::InvalidArg));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("L’option « {argument} » n’existe pas ici."),
        ErrorKind::InvalidSubcommand => {
            format!("La commande « {} » n’existe pas.", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque : {argument}."),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Il manque une commande : serve, demo, import, fetch, people, annex, diagnose, migrate, worker, backup, \
             restore, migrate-database, keys, journal, verify-bundle, user ou doctor."
                .to_owned()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, &argument, &text),
        ErrorKind::ArgumentConflict => {
            format!("Les options « {argument} » et « {} » ne vont pas ensemble.", text(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("L’option « {argument} » attend une valeur.")
        }
        _ => format!("La commande n’est pas comprise ({}).", error.kind()),
    };
    let suggestion =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| nearest(error, kind))
            .map(|suggestion| format!(" Vouliez-vous dire « {suggestion} » ?"))
            .unwrap_or_default();
    Failure::usage(format!("{what}{suggestion}\nL’aide : maillage --help, ou maillage COMMANDE --help."))
}

/// The suggestion that looks most like what was typed: clap puts it last.
fn nearest(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(list)) => list.last().cloned(),
        _ => None,
    }
}

/// `--taille <TAILLE>` as `--taille`, `<FICHIER>...` as `FICHIER`.
fn plain(argument: &str) -> String {
    let names = argument.split(", ").map(|name| match name.split_once(" <") {
        Some((option, _)) => option,
        None => name.trim_end_matches('.').trim_matches(['<', '>']),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn invalid_value(error: &clap::Error, argument: &str, text: &dyn Fn(ContextKind) -> String) -> String {
    let value = text(ContextKind::InvalidValue);
    if value.is_empty() {
        return format!("L’option « {argument} » attend une valeur.");
    }
    let expected = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(list)) if !list.is_empty() => format!(" Attendu : {}.", list.join(", ")),
        _ => " Attendu : un nombre entier.".to_owned(),
    };
    format!("« {value} » ne convient pas pour « {argument} ».{expected}")
}
