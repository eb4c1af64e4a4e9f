//! One word for one thing: identifiers follow the glossary.

use std::path::Path;

use anyhow::Result;

use super::Finding;
use super::sources::Source;
use crate::glossary::{self, Glossary};

/// Looks for the `never` words in code and templates, and for the types that the glossary names.
pub fn check(root: &Path, tree: &[Source]) -> Result<Vec<Finding>> {
    Ok(findings(&glossary::load(root)?, tree))
}

fn findings(glossary: &Glossary, tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, term) in glossary {
        if let Some(code) = &term.code
            && !is_declared(code, tree)
        {
            findings.push(format!(
                "{}: [{key}] names {code}, which is no type of territory or domain",
                glossary::PATH
            ));
        }
        for word in &term.never {
            for form in forms(word) {
                findings.extend(uses(&form, tree).map(|place| {
                    format!(
                        "{place}: {form} is not a word of the project: it is « {} » ({key} in {})",
                        term.fr,
                        glossary::PATH
                    )
                }));
            }
        }
    }
    findings
}

/// `HealthCommunity`, and `health_community` and `health-community` for the names of several words.
fn forms(word: &str) -> Vec<String> {
    let mut snake = String::new();
    for c in word.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    if snake.contains('_') {
        vec![word.to_owned(), snake.clone(), snake.replace('_', "-")]
    } else {
        vec![word.to_owned()]
    }
}

fn uses<'a>(word: &'a str, tree: &'a [Source]) -> impl Iterator<Item = String> + 'a {
    tree.iter()
        .filter(|source| source.is(&[".rs", ".html", ".css", ".js", ".mjs", ".ts", ".typ", ".sql"]))
        .filter(|source| source.path.starts_with("crates/") || source.path.starts_with("testkit/"))
        // The names of tests are sentences, in plain English.
        .filter(|source| !source.is_tests())
        .flat_map(move |source| {
            source
                .lines_of_code()
                .filter(move |(_, line)| holds(line, word))
                .map(|(number, _)| format!("{}:{number}", source.path))
        })
}

/// Whether the line holds the word at the start of an identifier or of a part of one: `Department` is in
/// `DepartmentList`, not in `Departmental`.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let starts =
            word.starts_with(|c: char| c.is_ascii_uppercase()) || !before.is_some_and(char::is_alphanumeric);
        starts && !after.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
    })
}

fn is_declared(name: &str, tree: &[Source]) -> bool {
    tree.iter()
        .filter(|source| source.is(&[".rs"]))
        .filter(|source| {
            source.path.starts_with("crates/territory/src") || source.path.starts_with("crates/domain/src")
        })
        .any(|source| source.lines().any(|(_, line)| declares(line.trim(), name)))
}

/// A declaration, or the line of a macro that makes the type (`CommuneCode, 5, "commune", …`).
fn declares(line: &str, name: &str) -> bool {
    let Some(rest) = ["pub struct ", "pub enum ", "pub type ", "pub trait ", ""]
        .iter()
        .find_map(|keyword| line.strip_prefix(keyword)?.strip_prefix(name))
    else {
        return false;
    };
    let declared = line.starts_with("pub ") && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    declared || rest.starts_with(", ") && rest.contains('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(code: &str) -> Vec<Finding> {
        let glossary = toml::from_str(
            r#"[cpts]
            code = "Cpts"
            fr = "CPTS"
            plural = "CPTS"
            meaning = "m"
            english = "e"
            never = ["HealthCommunity", "County"]
            source = "s""#,
        )
        .unwrap();
        findings(&glossary, &[Source { path: "crates/domain/src/a.rs".to_owned(), text: code.to_owned() }])
    }

    #[test]
    fn a_forbidden_word_is_found_in_every_casing() {
        for code in [
            "HealthCommunity",
            "MyHealthCommunityList",
            "health_community_id",
            "\"health-community\"",
            "CountyCode",
        ] {
            assert_eq!(run(&format!("pub struct Cpts;\n{code}")).len(), 1, "{code}");
        }
        for code in ["HealthCommunities2", "the_health_communityx", "Countywide"] {
            assert!(run(&format!("pub enum Cpts {{}}\n{code}")).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_type_of_the_glossary_must_exist() {
        assert_eq!(run("pub struct CptsPerimeter;").len(), 1);
        assert!(run("pub struct Cpts(u8);").is_empty());
        assert!(run("Cpts, 5, \"cpts\", check").is_empty());
    }
}
