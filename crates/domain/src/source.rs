//! How sure a rule is, and where it was read.

use serde::{Deserialize, Serialize};

/// Confidence mark of a figure. An unverified figure never ships, so it has no mark here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in at least two independent sources.
    TwoSources,
    /// Read in one source.
    OneSource,
    /// Computed from other figures; the note shows how.
    Derived,
    /// Decided by Maillage because the texts are silent; the note says so.
    Decision,
}

impl Confidence {
    /// On screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Confidence::TwoSources => "lu dans au moins deux sources",
            Confidence::OneSource => "lu dans une seule source",
            Confidence::Derived => "déduit par calcul",
            Confidence::Decision => "choix de Maillage, faute de texte",
        }
    }
}

/// A rules file that cannot be used: it is part of the program, so this is a defect of the release.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The TOML does not have the expected shape.
    #[error("rules table {table}: {cause}")]
    Shape {
        /// File name.
        table: &'static str,
        /// What the TOML reader said.
        cause: Box<toml::de::Error>,
    },
    /// The table contradicts itself.
    #[error("rules table {table}: {detail}")]
    Incoherent {
        /// File name.
        table: &'static str,
        /// What is wrong.
        detail: String,
    },
}
