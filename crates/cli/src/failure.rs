//! What a command says when it cannot do what was asked: what happened, what to do.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// A sentence for the person, and the code for the script.
#[derive(Debug)]
pub struct Failure {
    sentence: String,
    code: u8,
}

impl Failure {
    /// The command was understood and could not be done (code 1).
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 1 }
    }

    /// The command or the configuration is not usable as written (code 2).
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 2 }
    }

    /// Something cannot be written; `place` is named as in « la sortie standard ».
    pub fn write(place: &str, error: &io::Error) -> Self {
        let what = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "le disque est plein. Libérez de la place"
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "vous n’en avez pas le droit. Choisissez un autre dossier"
            }
            io::ErrorKind::NotFound => "le dossier n’existe pas. Créez-le",
            io::ErrorKind::IsADirectory => "c’est un dossier. Donnez un nom de fichier",
            _ => {
                return Self::new(format!("Impossible d’écrire dans {place} ({error}). Vérifiez le disque."));
            }
        };
        Self::new(format!("Impossible d’écrire dans {place} : {what}, puis recommencez."))
    }

    /// A file cannot be written.
    pub fn write_file(path: &Path, error: &io::Error) -> Self {
        Self::write(&format!("« {} »", path.display()), error)
    }

    /// Code of the process.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_gets_its_sentence() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(
            Failure::write_file(Path::new("fiche.pdf"), &full).to_string(),
            "Impossible d’écrire dans « fiche.pdf » : le disque est plein. Libérez de la place, puis recommencez."
        );
    }
}
