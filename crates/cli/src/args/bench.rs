//! Options of the hidden command that measures our computations beside those of other programs.

use std::path::PathBuf;

use clap::Args;

/// Options of `bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// Calcul : a (diagnostic), b (accessibilité), c (communauté) ou h (grands fichiers)
    #[arg(value_name = "CALCUL")]
    pub task: String,
    /// Cas de ce calcul ; pour c, « sqlite » ou l’adresse d’une base PostgreSQL vide
    #[arg(value_name = "CAS")]
    pub case: String,
    /// Dossier des fichiers de mesure
    #[arg(long, value_name = "DOSSIER")]
    pub data: PathBuf,
    /// Dossier des résultats
    #[arg(long, value_name = "DOSSIER")]
    pub out: PathBuf,
}
