//! Options of `people`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options of `people`.
#[derive(Debug, Args)]
pub struct People {
    /// Tableur à lire : CSV, XLSX, XLS ou ODS
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// CPTS qui reçoit les personnes (inutile quand l’instance n’en a qu’une)
    #[arg(long, value_name = "NOM")]
    pub cpts: Option<String>,
    /// Ce que deviennent les doublons possibles : rattacher, creer ou laisser
    #[arg(long, value_enum, value_name = "CHOIX", hide_possible_values = true)]
    pub doublons: Option<Doubles>,
    /// Ajoute les personnes et les structures
    #[arg(long)]
    pub appliquer: bool,
}

/// What becomes of lines that may be of somebody who is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Doubles {
    Rattacher,
    Creer,
    Laisser,
}
