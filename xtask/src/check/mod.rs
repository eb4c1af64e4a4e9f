//! Structure checks: rules of the house that the compiler does not know.

mod copies;
mod layers;
mod links;
mod packages;
mod pages;
mod sizes;
mod sources;
mod tables;
mod words;

use anyhow::{Result, bail};

use crate::files::root;

/// One broken rule: where, and what to do.
pub type Finding = String;

/// Runs every check, prints the findings, fails when there is one.
pub fn run() -> Result<()> {
    let root = root();
    let tree = sources::tracked(&root)?;
    let checks: [(&str, Result<Vec<Finding>>); 7] = [
        ("dependencies follow xtask/layers.toml", layers::check(&root, &tree)),
        ("words follow docs/glossary.toml", words::check(&root, &tree)),
        ("pages hold no inline script, style or handler", Ok(pages::check(&tree))),
        ("npm packages are pinned exactly", packages::check(&tree)),
        ("no reference data file is copied", copies::check(&root.join("../shared"), &tree)),
        ("tables have their CPTS and columns their privacy class", tables::check(&tree)),
        ("documents that are named exist", Ok(links::check(&root, &tree))),
    ];
    let mut broken = 0;
    for (rule, outcome) in checks {
        let findings = outcome?;
        println!(
            "check: {rule}: {}",
            if findings.is_empty() { "yes".to_owned() } else { findings.len().to_string() }
        );
        for finding in &findings {
            println!("  {finding}");
        }
        broken += findings.len();
    }
    sizes::notice(&tree);
    if broken > 0 {
        bail!("{broken} rules of the house are broken, listed above");
    }
    Ok(())
}
