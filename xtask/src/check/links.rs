//! Pages that are named exist: links between documents, and `docs/…` in code and data.

use std::path::{Component, Path, PathBuf};

use super::Finding;
use super::sources::Source;

/// Looks at every Markdown link, and at every document that code and tables name.
pub fn check(root: &Path, tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree {
        for (number, line) in source.lines_of_code() {
            let named: Vec<PathBuf> = if source.is(&[".md"]) {
                let folder = Path::new(&source.path).parent().unwrap_or(Path::new(""));
                targets(line).map(|target| plain(&folder.join(target))).collect()
            } else if source.is(&[".rs", ".toml", ".html"]) {
                documents(line).map(PathBuf::from).collect()
            } else {
                Vec::new()
            };
            for path in named.iter().filter(|path| !root.join(path).exists()) {
                findings.push(format!("{}:{number}: {} does not exist", source.path, path.display()));
            }
        }
    }
    findings
}

/// Targets of the links of a Markdown line that stay inside the project.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split_once(')')?.0.split('#').next()?;
        (!target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")).then_some(target)
    })
}

/// `docs/….md` in a line of code; a name with a gap in it (`NNNN`, `*`) is no name.
fn documents(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("docs/").filter_map(|(start, _)| {
        let rest = &line[start..];
        let name = &rest[..rest.find(".md")? + ".md".len()];
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
        let whole = !line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/');
        (is_name && whole).then_some(name)
    })
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_from_the_folder_of_their_page() {
        let found: Vec<&str> = targets("[a](../x.md#y) ![b](c.png) [c](https://e.org) [d](#e)").collect();
        assert_eq!(found, ["../x.md", "c.png"]);
        assert_eq!(plain(Path::new("docs/guide/../x.md")), Path::new("docs/x.md"));
    }

    #[test]
    fn a_document_named_in_code_must_exist() {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let line = concat!("/// Method: `docs", "/methods/lost.md`");
        assert_eq!(check(root, &[source("a.rs", line)]), ["a.rs:1: docs/methods/lost.md does not exist"]);
        assert!(check(root, &[source("a.rs", "https://e.org/docs/a.md")]).is_empty());
        assert_eq!(check(root, &[source("docs/a.md", "[x](../Cargo.toml) [y](Cargo.toml)")]).len(), 1);
    }
}
