//! Options of the commands that keep an instance safe.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Fichier à écrire (sinon un nouveau fichier dans le dossier des sauvegardes)
    #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Sauvegarde à restaurer
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// Remplace tout ce que contient la base
    #[arg(long)]
    pub remplacer: bool,
}

/// Options of `migrate-database`.
#[derive(Debug, Args)]
pub struct MigrateDatabase {
    /// Base vide qui reçoit tout : un fichier SQLite ou l’adresse d’un serveur PostgreSQL
    #[arg(long, value_name = "ADRESSE")]
    pub vers: String,
}

/// What can be done with the keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Écrit une nouvelle clé, à mettre en tête du fichier des clés
    #[command(help_template = super::TEMPLATE, override_usage = "maillage keys new",
        after_help = "\nExemple :\n  maillage keys new")]
    New,
    /// Montre les clés, celle qui sert et celles qu’on peut jeter
    #[command(help_template = super::TEMPLATE, override_usage = "maillage keys list [OPTIONS]",
        after_help = "\nExemple :\n  maillage keys list")]
    List,
    /// Chiffre de nouveau toutes les valeurs avec la première clé
    #[command(help_template = super::TEMPLATE, override_usage = "maillage keys rotate [OPTIONS]",
        after_help = "\nExemple :\n  maillage keys rotate")]
    Rotate,
}

/// What can be done with the journals.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Relit tous les journaux et dit si une ligne a été changée ou retirée
    #[command(help_template = super::TEMPLATE, override_usage = "maillage journal verifier [OPTIONS]",
        after_help = "\nExemple :\n  maillage journal verifier")]
    Verifier,
}

/// Options of `verify-bundle`.
#[derive(Debug, Args)]
pub struct VerifyBundle {
    /// Archive ZIP téléchargée depuis Maillage
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
}
