//! npm packages: exact versions, a checksum for each, and no address outside the public registry.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Finding;
use super::sources::Source;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
    #[serde(default)]
    dev_dependencies: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Lockfile {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    integrity: Option<String>,
    resolved: Option<String>,
}

/// Looks at every `package.json` and `package-lock.json`.
pub fn check(tree: &[Source]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for source in tree {
        let path = &source.path;
        if source.is(&["/package.json"]) {
            let manifest: Manifest = serde_json::from_str(&source.text).with_context(|| path.clone())?;
            for (name, version) in manifest.dependencies.iter().chain(&manifest.dev_dependencies) {
                if !version.starts_with(|c: char| c.is_ascii_digit())
                    || version.contains([' ', '|', 'x', '*'])
                {
                    findings
                        .push(format!("{path}: {name} is asked for as {version}: write one exact version"));
                }
            }
        } else if source.is(&["/package-lock.json"]) {
            let lockfile: Lockfile = serde_json::from_str(&source.text).with_context(|| path.clone())?;
            for (name, locked) in lockfile.packages.iter().filter(|(name, _)| !name.is_empty()) {
                if locked.integrity.is_none() {
                    findings.push(format!("{path}: {name} has no checksum: run npm install again"));
                }
                if locked
                    .resolved
                    .as_ref()
                    .is_some_and(|from| !from.starts_with("https://registry.npmjs.org/"))
                {
                    findings.push(format!("{path}: {name} does not come from the public npm registry"));
                }
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<Finding> {
        check(&[Source { path: path.to_owned(), text: text.to_owned() }]).unwrap()
    }

    #[test]
    fn a_range_of_versions_is_refused() {
        for version in ["^1.0.0", "~1.0.0", "1.x", "*", "1.0.0 || 2.0.0", "latest"] {
            let text = format!(r#"{{"devDependencies":{{"a":"{version}"}}}}"#);
            assert_eq!(findings("e2e/package.json", &text).len(), 1, "{version}");
        }
        assert!(findings("e2e/package.json", r#"{"dependencies":{"a":"1.0.0"}}"#).is_empty());
    }

    #[test]
    fn a_package_without_checksum_or_from_elsewhere_is_refused() {
        let text = r#"{"packages":{"":{},"node_modules/a":{},
            "node_modules/b":{"integrity":"sha512-x","resolved":"https://example.org/b.tgz"},
            "node_modules/c":{"integrity":"sha512-x"}}}"#;
        assert_eq!(
            findings("e2e/package-lock.json", text),
            [
                "e2e/package-lock.json: node_modules/a has no checksum: run npm install again",
                "e2e/package-lock.json: node_modules/b does not come from the public npm registry",
            ]
        );
    }
}
