//! Sentences for what can go wrong with a backup.

use std::path::Path;

use app::backup::BackupError;
use security::archive::ArchiveError;

use super::{app_failure, open_failure};
use crate::config::Config;
use crate::failure::Failure;

/// What happened and what to do; `file` is the backup at hand.
pub fn failure(error: BackupError, file: &Path, config: &Config) -> Failure {
    if error.is_disk_full() {
        return Failure::new("Le disque est plein. Libérez de la place, puis recommencez.");
    }
    let shown = file.display();
    Failure::new(match error {
        BackupError::App(error) => return app_failure(&error),
        BackupError::Open(error) => return open_failure(&error, config),
        BackupError::Archive(error) => archive(&error, file, config),
        BackupError::Io { path, cause } => {
            format!(
                "« {path} » ne peut pas être lu ou écrit ({cause}). Vérifiez le nom, le dossier et vos droits."
            )
        }
        BackupError::NoFolder => "Aucun dossier n’est prévu pour les sauvegardes. Indiquez-le avec la clé \
             « sauvegardes » du fichier de configuration, ou avec --sortie."
            .to_owned(),
        BackupError::Content(detail) => format!(
            "La sauvegarde « {shown} » s’ouvre, mais son contenu n’est pas celui attendu ({detail}). Rien n’a été \
             changé. Prenez une autre sauvegarde."
        ),
        BackupError::TooRecent(_) => format!(
            "La sauvegarde « {shown} » vient d’une version plus récente de Maillage. Rien n’a été changé. Installez \
             cette version, puis recommencez."
        ),
        BackupError::NeedsBlank => format!(
            "La sauvegarde « {shown} » vient d’une version plus ancienne : elle se restaure dans une base neuve. \
             Indiquez-en une avec --base, puis recommencez."
        ),
        BackupError::NotEmpty => {
            "La base contient déjà des données. Rien n’a été changé. Indiquez une base vide, ou \
             ajoutez --remplacer à « maillage restore » pour effacer ce qu’elle contient."
                .to_owned()
        }
        BackupError::Mismatch(table) => format!(
            "La table « {table} » relue n’est pas celle qui a été écrite. Rien n’a été gardé. Vérifiez le disque, \
             puis recommencez."
        ),
    })
}

fn archive(error: &ArchiveError, file: &Path, config: &Config) -> String {
    let shown = file.display();
    match error {
        ArchiveError::NotAnArchive => {
            format!("« {shown} » n’est pas une sauvegarde de Maillage. Vérifiez le nom du fichier.")
        }
        ArchiveError::UnknownKey(id) => format!(
            "La sauvegarde « {shown} » est fermée par la clé {id}, qui n’est pas ici. Rien n’a été changé. Ajoutez \
             cette clé dans « {} », puis recommencez.",
            config.keys_file.display()
        ),
        ArchiveError::Damaged => format!(
            "La sauvegarde « {shown} » a été abîmée ou modifiée. Rien n’a été changé. Prenez une autre copie."
        ),
        ArchiveError::Truncated => format!(
            "La fin de la sauvegarde « {shown} » manque. Rien n’a été changé. Recopiez le fichier en entier, ou \
             prenez-en un autre."
        ),
        ArchiveError::TooLong => "L’instance est trop grande pour un seul fichier.".to_owned(),
        ArchiveError::Io(cause) => format!("« {shown} » ne peut pas être lu ({cause}). Vérifiez le disque."),
    }
}
