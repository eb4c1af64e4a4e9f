//! What is wrong in the configuration, and where.

use std::fmt;
use std::net::IpAddr;
use std::ops::Range;
use std::path::PathBuf;

/// Where a setting was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// An option of the command.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// A place of the file.
    File(Place),
}

/// A few characters of the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As the person named it.
    file: PathBuf,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    /// The line itself.
    text: String,
    /// Number of characters to point at.
    width: usize,
}

/// Why the configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened.
    #[error("Le fichier de configuration « {0} » ne peut pas être lu : {1}.")]
    Unreadable(String, String),
    /// A value that the setting cannot hold, in an option or a variable.
    #[error("{place} vaut « {found} ».\nAttendu : {expected}.")]
    Value {
        /// `--port`, `La variable PORT`.
        place: String,
        /// What was read.
        found: String,
        /// What can stand there.
        expected: String,
    },
    /// Something at a place of the file.
    #[error("{place}{sentence}\n{excerpt}\n{expected}", excerpt = place.excerpt())]
    At {
        /// Where.
        place: Place,
        /// What is wrong.
        sentence: String,
        /// What can stand there.
        expected: String,
    },
    /// The pages would be visible from other machines.
    #[error(
        "{place}l’adresse {address} rend Maillage visible depuis le réseau, sans HTTPS. Les mots de passe y \
         passeraient en clair.\nIndiquez adresse_publique = \"https://…\" (ou MAILLAGE_ADRESSE_PUBLIQUE), et placez \
         devant Maillage un serveur qui fait le HTTPS."
    )]
    Open {
        /// Where it was asked.
        place: String,
        /// What was asked.
        address: IpAddr,
    },
}

impl Origin {
    /// The value cannot stand for this setting.
    pub(super) fn refuse(&self, key: &str, found: &str, expected: &str) -> ConfigError {
        let place = match self {
            Origin::Flag(option) => format!("L’option {option}"),
            Origin::Variable(name) => format!("La variable {name}"),
            Origin::File(place) => return place.refuse(key, expected),
        };
        ConfigError::Value { place, found: found.to_owned(), expected: expected.to_owned() }
    }

    /// The address is not one of this machine.
    pub(super) fn open_to_the_network(&self, address: IpAddr) -> ConfigError {
        let place = match self {
            Origin::Flag(option) => format!("Option {option} : "),
            Origin::Variable(name) => format!("Variable {name} : "),
            Origin::File(place) => format!("{place}"),
        };
        ConfigError::Open { place, address }
    }
}

impl Place {
    /// The place of a range of bytes in the content of a file.
    pub(super) fn new(file: PathBuf, content: &str, span: Range<usize>) -> Self {
        let start = span.start.min(content.len());
        let line_start = content[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = content[start..].find('\n').map_or(content.len(), |at| start + at);
        let end = span.end.clamp(start, line_end);
        let (text, masked) = without_password(content[line_start..line_end].trim_end());
        Self {
            file,
            line: content[..start].matches('\n').count() + 1,
            column: content[line_start..start].chars().count() + 1,
            text,
            width: if masked { 1 } else { content[start..end].chars().count().max(1) },
        }
    }

    pub(super) fn refuse(&self, key: &str, expected: &str) -> ConfigError {
        self.error(format!("la valeur de « {key} » ne convient pas."), format!("Attendu : {expected}."))
    }

    pub(super) fn error(&self, sentence: String, expected: String) -> ConfigError {
        ConfigError::At { place: self.clone(), sentence, expected }
    }

    /// The line, and a caret under what is wrong.
    fn excerpt(&self) -> String {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // Tabs keep their width, so that the caret stays under its character.
        let before = self.text.chars().take(self.column - 1);
        let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let carets = "^".repeat(self.width);
        format!("{margin} |\n{number} | {}\n{margin} | {indent}{carets}", self.text)
    }
}

/// The line without the secrets that it may hold, and whether there were any.
fn without_password(line: &str) -> (String, bool) {
    let key = line.split('=').next().unwrap_or_default().trim();
    if ["cles", "mot_de_passe", "secret"].contains(&key) {
        return (format!("{key} = …"), true);
    }
    let found = line.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)));
    match found {
        Some((scheme, (_, rest))) => (format!("{scheme}://…@{rest}"), true),
        None => (line.to_owned(), false),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{} : ", self.file.display(), self.line, self.column)
    }
}
