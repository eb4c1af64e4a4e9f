//! `docs/glossary.toml`: the words of the project.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::files::read;

/// Where the words are.
pub const PATH: &str = "docs/glossary.toml";

/// One term.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Name of the type, when the code has one.
    pub code: Option<String>,
    /// As written on screen.
    pub fr: String,
    /// Its plural.
    pub plural: String,
    /// For people, in French.
    pub meaning: String,
    /// For readers of the code only.
    pub english: String,
    /// Identifiers that must not be used for it.
    pub never: Vec<String>,
    /// Where to check.
    pub source: String,
}

/// All terms by key.
pub type Glossary = BTreeMap<String, Term>;

/// Reads the glossary of the workspace.
pub fn load(root: &Path) -> Result<Glossary> {
    toml::from_str(&read(&root.join(PATH))?).with_context(|| format!("{PATH} cannot be understood"))
}
