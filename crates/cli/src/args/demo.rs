//! Options of `demo`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Web;

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Ouvre les pages quand le territoire est prêt
    #[arg(long)]
    pub servir: bool,
    /// Nombre dont tout dépend : la même graine donne le même territoire
    #[arg(
        long,
        visible_alias = "seed",
        value_name = "NOMBRE",
        default_value_t = 96,
        hide_default_value = true
    )]
    pub graine: u64,
    /// Taille : demo (60 communes, avec la carte) ou france (35 000 communes, sans carte)
    #[arg(
        long,
        value_enum,
        value_name = "TAILLE",
        default_value = "demo",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub taille: Size,
    /// Écrit seulement les fichiers dans ce dossier, sans les importer
    #[arg(long, value_name = "DOSSIER", conflicts_with = "servir")]
    pub dossier: Option<PathBuf>,
    /// Ne fait rien quand le territoire fictif est déjà là
    #[arg(long)]
    pub si_absent: bool,
    #[command(flatten)]
    pub web: Web,
}

/// Size of the fictitious territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    Demo,
    France,
}
