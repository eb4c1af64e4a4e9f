//! Pages written from what they describe, so that they cannot lie: `docs/generated/`, the lexicon of the guide.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use domain::authz::{INSTITUTION_PERMISSIONS, InstitutionRole, Operates, PERMISSIONS, PermissionLine, Role};

use crate::files::{root, write_if_changed};
use crate::glossary::{self, Glossary, Term};

const FOLDER: &str = "docs";

/// Writes the pages; with `check_only`, fails when one of them is not what would be written.
pub fn run(check_only: bool) -> Result<()> {
    let root = root();
    let pages = pages(&root)?;
    let mut stale = Vec::new();
    for (name, content) in &pages {
        let path = root.join(FOLDER).join(name);
        if check_only {
            if !fs::read(&path).is_ok_and(|current| current == content.as_bytes()) {
                stale.push(format!("{FOLDER}/{name}"));
            }
        } else if write_if_changed(&path, content.as_bytes())? {
            println!("docs: {FOLDER}/{name} written");
        }
    }
    if !stale.is_empty() {
        bail!("{} must be written again: run cargo xtask docs and commit the result", stale.join(", "));
    }
    println!("docs: {} pages up to date", pages.len());
    Ok(())
}

fn pages(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let glossary = glossary::load(root)?;
    Ok(vec![
        ("generated/GLOSSARY.md", words(&glossary)),
        ("generated/permissions.md", permissions(PERMISSIONS)),
        ("guide/90-mots.md", lexicon(&glossary)),
    ])
}

fn permissions(lines: &[PermissionLine]) -> String {
    let mut page = String::from(
        "<!-- Written by `cargo xtask docs` from crates/domain/src/authz.rs. Do not edit. -->\n# Qui peut faire quoi\n\n\
         Un rôle se donne dans une CPTS, et ne vaut que dans celle-ci.\n\n| Droit | Ce qu'il permet |",
    );
    for role in Role::ALL {
        page.push_str(&format!(" {} |", role.label()));
    }
    page.push_str(&format!("\n| --- | --- |{}\n", " --- |".repeat(Role::ALL.len())));
    for line in lines {
        page.push_str(&format!("| `{}` | {}{} |", line.key, line.meaning, conditions(line)));
        for role in Role::ALL {
            page.push_str(if line.granted_to.contains(role) { " oui |" } else { " non |" });
        }
        page.push('\n');
    }
    page.push_str(&institutions(lines));
    page
}

/// What a line asks beyond the role.
fn conditions(line: &PermissionLine) -> &'static str {
    match (line.sensitive, line.essential) {
        (true, true) => " *(identité à confirmer ; toujours tenu par quelqu'un)*",
        (true, false) => " *(identité à confirmer)*",
        (false, true) => " *(toujours tenu par quelqu'un)*",
        (false, false) => "",
    }
}

/// What institutions and the operator hold.
fn institutions(lines: &[PermissionLine]) -> String {
    let labels =
        |roles: &[InstitutionRole]| roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ");
    let mut page = String::from(
        "\n## Ce que lisent les institutions\n\n| Droit | Ce qu'il permet | Qui | Condition |\n| --- | --- | --- | --- |\n",
    );
    for (key, meaning, roles) in INSTITUTION_PERMISSIONS {
        page.push_str(&format!("| `{key}` | {meaning} | {} | un rôle dans l'institution |\n", labels(roles)));
    }
    for line in lines {
        if let Some(subject) = line.subject {
            let (key, meaning, who) = (line.key, line.meaning, labels(InstitutionRole::ALL));
            page.push_str(&format!(
                "| `{key}` | {meaning} | {who} | autorisation signée : {} |\n",
                subject.label()
            ));
        }
    }
    page.push_str(&format!(
        "\n## L'exploitant de l'instance\n\n`{}` : {}\n",
        Operates::KEY,
        Operates::MEANING
    ));
    page
}

fn words(glossary: &Glossary) -> String {
    let mut page = String::from(
        "<!-- Written by `cargo xtask docs` from docs/glossary.toml. Do not edit. -->\n# Les mots de Maillage\n\n\
         | Terme | Pluriel | Ce que c'est | Dans le code | Pour un lecteur anglophone | Source |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for term in in_order(glossary) {
        let code = term.code.as_ref().map(|code| format!("`{code}`")).unwrap_or_default();
        page.push_str(&row(&[&term.fr, &term.plural, &term.meaning, &code, &term.english, &term.source]));
    }
    page
}

/// The same words for the readers of the guide: a list, because a table is too wide for a phone. No comment at
/// its head, because the guide shows comments as text.
fn lexicon(glossary: &Glossary) -> String {
    let mut page = String::from("# Lexique\n\n");
    for term in in_order(glossary) {
        page.push_str(&format!("- **{}**\u{a0}: {}\n", term.fr, term.meaning));
    }
    page
}

fn in_order(glossary: &Glossary) -> Vec<&Term> {
    let mut terms: Vec<_> = glossary.values().collect();
    terms.sort_by_key(|term| term.fr.to_lowercase().replace(['é', 'è', 'ê'], "e"));
    terms
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.trim().replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_permissions_page_says_yes_and_no_for_each_role() {
        let line = PermissionLine {
            key: "a.read",
            meaning: "Voir.",
            granted_to: &[Role::Membre],
            subject: None,
            sensitive: false,
            essential: false,
        };
        let page = permissions(&[line]);
        assert!(page.contains("| Droit | Ce qu'il permet | Coordinateur ou coordinatrice |"));
        assert!(page.contains("| `a.read` | Voir. | non | non | non | non | non | oui | non |\n"), "{page}");
        assert!(page.contains("`institution.read`") && page.contains("`instance.operate`"));
    }

    #[test]
    fn the_glossary_page_is_a_table_in_the_order_of_the_french_words() {
        let glossary = toml::from_str(
            "[a]\nfr='iris'\nplural='p'\nmeaning='un | deux'\nenglish='e'\nnever=[]\nsource='s'\n\
             [b]\ncode='Apl'\nfr='APL'\nplural='p'\nmeaning='m'\nenglish='e'\nnever=[]\nsource='s'\n",
        )
        .unwrap();
        let page = words(&glossary);
        let rows: Vec<&str> = page.lines().skip(5).collect();
        assert!(lexicon(&glossary).ends_with("- **APL**\u{a0}: m\n- **iris**\u{a0}: un | deux\n"));
        assert_eq!(rows, ["| APL | p | m | `Apl` | e | s |", "| iris | p | un \\| deux |  | e | s |"]);
    }
}
