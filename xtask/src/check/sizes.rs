//! Size alarms: a notice for reviewers, never an error.

use super::sources::Source;

const RUST_LINES: usize = 400;
const TEMPLATE_LINES: usize = 120;

/// Prints the files that have grown past the sizes of docs/ARCHITECTURE.md.
pub fn notice(tree: &[Source]) {
    for (path, lines) in too_long(tree) {
        println!("notice: {path} has {lines} lines: consider cutting it");
    }
}

fn too_long(tree: &[Source]) -> Vec<(&str, usize)> {
    let limit = |source: &Source| {
        if source.is(&[".rs"]) {
            Some(RUST_LINES)
        } else if source.path.contains("/templates/") {
            Some(TEMPLATE_LINES)
        } else {
            None
        }
    };
    tree.iter()
        .filter_map(|source| Some((source, limit(source)?, source.text.lines().count())))
        .filter(|(_, limit, lines)| lines > limit)
        .map(|(source, _, lines)| (source.path.as_str(), lines))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_and_templates_have_their_own_limits() {
        let source = |path: &str, lines: usize| Source { path: path.to_owned(), text: "x\n".repeat(lines) };
        let tree = [
            source("crates/a/src/ok.rs", 400),
            source("crates/a/src/long.rs", 401),
            source("crates/web/templates/long.html", 121),
            source("docs/long.md", 900),
        ];
        assert_eq!(too_long(&tree), [("crates/a/src/long.rs", 401), ("crates/web/templates/long.html", 121)]);
    }
}
