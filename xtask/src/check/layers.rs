//! Who may use what: `cargo metadata` against `xtask/layers.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::Finding;
use super::sources::Source;
use crate::files::read;

const TABLE: &str = "xtask/layers.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    development_only: Vec<String>,
    only: BTreeMap<String, Vec<String>>,
    single: BTreeMap<String, String>,
    crates: BTreeMap<String, Layer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    /// For readers of the table.
    #[serde(rename = "role")]
    _role: String,
    may_use: Vec<String>,
    never_crates: Vec<String>,
    never_paths: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

/// Compares the workspace with the table.
pub fn check(root: &Path, tree: &[Source]) -> Result<Vec<Finding>> {
    let table: Table = toml::from_str(&read(&root.join(TABLE))?).with_context(|| TABLE.to_owned())?;
    let metadata = metadata(root)?;
    let mut findings = direct(&table, &metadata);
    findings.extend(behind(&table, &metadata));
    findings.extend(single(&table, &metadata));
    findings.extend(paths(&table, tree));
    Ok(findings)
}

fn metadata(root: &Path) -> Result<Metadata> {
    let run = |program: &str, arguments: &[&str]| -> Result<String> {
        let output = Command::new(program).args(arguments).current_dir(root).stdin(Stdio::null()).output()?;
        ensure!(
            output.status.success(),
            "{program} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Ok(String::from_utf8(output.stdout)?)
    };
    let version = run("rustc", &["-vV"])?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not name its host")?;
    let text = run("cargo", &["metadata", "--format-version", "1", "--filter-platform", host])?;
    Ok(serde_json::from_str(&text)?)
}

fn members(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata.packages.iter().filter(|package| metadata.workspace_members.contains(&package.id))
}

fn is_dev(kind: Option<&str>) -> bool {
    kind == Some("dev")
}

/// Direct dependencies: the table's lists, and the crates that only some may use.
fn direct(table: &Table, metadata: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names: BTreeSet<&str> = members(metadata).map(|package| package.name.as_str()).collect();
    for name in table.crates.keys().filter(|name| !names.contains(name.as_str())) {
        findings.push(format!("{TABLE}: {name} is not a crate of the workspace"));
    }
    for package in members(metadata) {
        let name = &package.name;
        let Some(layer) = table.crates.get(name) else {
            findings.push(format!("{name} has no line in {TABLE}"));
            continue;
        };
        for dependency in &package.dependencies {
            let used = &dependency.name;
            let dev = is_dev(dependency.kind.as_deref());
            if !dev && !layer.may_use.iter().any(|allowed| allowed == used || allowed == "*") {
                findings.push(format!("{name} uses {used}, which its line in {TABLE} does not allow"));
            }
            if !dev && table.development_only.contains(used) {
                findings.push(format!("{name} uses {used}, which is for tests only"));
            }
            if table.only.get(used).is_some_and(|users| !users.contains(name)) {
                findings.push(format!(
                    "{name} uses {used} directly, which {TABLE} keeps for {:?}",
                    table.only[used]
                ));
            }
        }
    }
    findings
}

/// Crates that must not be anywhere behind a layer, with the way that leads to them.
fn behind(table: &Table, metadata: &Metadata) -> Vec<Finding> {
    let names: HashMap<&str, &str> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package.name.as_str())).collect();
    let edges: HashMap<&str, Vec<&str>> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| {
            let used = node
                .deps
                .iter()
                .filter(|edge| edge.dep_kinds.iter().any(|kind| !is_dev(kind.kind.as_deref())));
            (node.id.as_str(), used.map(|edge| edge.pkg.as_str()).collect())
        })
        .collect();
    let mut findings = Vec::new();
    for package in members(metadata) {
        let Some(layer) = table.crates.get(&package.name) else { continue };
        let mut came_from: HashMap<&str, &str> = HashMap::new();
        let mut waiting = VecDeque::from([package.id.as_str()]);
        while let Some(id) = waiting.pop_front() {
            let name = names.get(id).copied().unwrap_or_default();
            if layer.never_crates.iter().any(|never| never == name) {
                let way: Vec<&str> = std::iter::successors(Some(id), |id| came_from.get(id).copied())
                    .map(|id| names[id])
                    .collect();
                let way = way.into_iter().rev().collect::<Vec<_>>().join(" -> ");
                findings.push(format!("{} must never reach {name}: {way}", package.name));
            }
            for next in edges.get(id).into_iter().flatten() {
                if *next != package.id && !came_from.contains_key(next) {
                    came_from.insert(next, id);
                    waiting.push_back(next);
                }
            }
        }
    }
    findings
}

fn single(table: &Table, metadata: &Metadata) -> Vec<Finding> {
    let count = |name: &str| metadata.packages.iter().filter(|package| package.name == name).count();
    table
        .single
        .iter()
        .filter(|(name, _)| count(name) > 1)
        .map(|(name, why)| format!("{name} is in the graph {} times: {why}", count(name)))
        .collect()
}

/// Names that the sources of a crate must not hold, its tests aside.
fn paths(table: &Table, tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, layer) in &table.crates {
        let folder = format!("crates/{name}/src/");
        let sources = tree.iter().filter(|source| source.path.starts_with(&folder) && source.is(&[".rs"]));
        for source in sources.filter(|source| !source.is_tests()) {
            let code = source.lines_of_code();
            for (number, line) in code.filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for never in layer.never_paths.iter().filter(|never| line.contains(never.as_str())) {
                    findings.push(format!("{}:{number}: {name} must not use {never}", source.path));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
#[path = "layers_tests.rs"]
mod tests;
