//! Real data files used while working stay outside the project: none of them may have been copied into it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Finding;
use super::sources::Source;

/// Shorter files (an empty one, a licence line) are alike by chance.
const SHORTEST: usize = 200;

/// Compares the text files of the project with those of `reference`, where it exists.
pub fn check(reference: &Path, tree: &[Source]) -> Result<Vec<Finding>> {
    let mut by_size: HashMap<u64, Vec<PathBuf>> = HashMap::new();
    collect(reference, &mut by_size)?;
    let mut findings = Vec::new();
    for source in tree.iter().filter(|source| source.text.len() >= SHORTEST) {
        for path in by_size.get(&(source.text.len() as u64)).into_iter().flatten() {
            if fs::read(path).is_ok_and(|content| content == source.text.as_bytes()) {
                findings.push(format!("{} is a copy of {}: remove it", source.path, path.display()));
            }
        }
    }
    Ok(findings)
}

fn collect(folder: &Path, by_size: &mut HashMap<u64, Vec<PathBuf>>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), by_size)?;
        } else {
            by_size.entry(entry.metadata()?.len()).or_default().push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_file_is_found_and_an_absent_reference_folder_is_no_error() {
        let folder = std::env::temp_dir().join(format!("maillage-copies-{}", std::process::id()));
        let text = "code;nom\n".repeat(40);
        fs::create_dir_all(folder.join("data")).unwrap();
        fs::write(folder.join("data/communes.csv"), &text).unwrap();
        let tree = [
            Source { path: "crates/a/communes.toml".to_owned(), text: text.clone() },
            Source { path: "crates/a/other.toml".to_owned(), text: text.replace("nom", "NOM") },
        ];
        let found = check(&folder, &tree);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.unwrap().len(), 1);
        assert!(check(&folder, &tree).unwrap().is_empty());
    }
}
