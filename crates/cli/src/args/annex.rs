//! Options of `annex`.

use std::path::PathBuf;

use clap::Args;

/// Options of `annex`.
#[derive(Debug, Args)]
pub struct Annex {
    /// Tableur à lire : CSV, XLSX, XLS ou ODS
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// Année du contrat qui reçoit les indicateurs : 1 pour la première
    #[arg(long, value_name = "ANNÉE")]
    pub annee: u8,
    /// CPTS dont c’est le contrat (inutile quand l’instance n’en a qu’une)
    #[arg(long, value_name = "NOM")]
    pub cpts: Option<String>,
    /// Nom du contrat (inutile quand la CPTS n’en a qu’un)
    #[arg(long, value_name = "NOM")]
    pub contrat: Option<String>,
    /// Ajoute les indicateurs
    #[arg(long)]
    pub appliquer: bool,
}
