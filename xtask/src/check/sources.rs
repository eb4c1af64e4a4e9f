//! The text files of the project, read once for all checks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 8] =
    [".git", "target", "node_modules", "dist", "donnees", "test-results", "playwright-report", "blob-report"];

/// Kinds of files that the checks read.
const KINDS: [&str; 15] = [
    "rs", "html", "css", "js", "mjs", "ts", "json", "toml", "md", "sql", "typ", "svg", "csv", "txt",
    "geojson",
];

/// One text file.
pub struct Source {
    /// Path from the root of the workspace, with `/`.
    pub path: String,
    /// Content.
    pub text: String,
}

impl Source {
    /// Whether the name ends with one of these.
    pub fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// Whether the file holds nothing but tests.
    pub fn is_tests(&self) -> bool {
        self.is(&["/tests.rs", "_tests.rs"]) || self.path.contains("/tests/")
    }

    /// Lines with their number, down to the tests of a Rust file.
    pub fn lines_of_code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }

    /// Lines with their number, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(rank, line)| (rank + 1, line))
    }
}

/// Every text file under the root, in the order of the paths.
pub fn tracked(root: &Path) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    walk(root, root, &mut found)?;
    found.sort_by(|a: &Source, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            // cargo marks its target folders with this file, whatever their name.
            if !SKIPPED.contains(&name.as_str()) && !path.join("CACHEDIR.TAG").exists() {
                walk(root, &path, found)?;
            }
        } else if path.extension().is_some_and(|kind| KINDS.iter().any(|k| kind == *k))
            && let Ok(text) = fs::read_to_string(&path)
        {
            let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
    Ok(())
}
