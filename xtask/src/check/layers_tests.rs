use super::*;

fn table() -> Table {
    toml::from_str(
        r#"
        development_only = ["testkit"]
        [only]
        axum = ["web"]
        [single]
        sqlite = "one is enough"
        [crates.domain]
        role = "rules"
        may_use = ["serde"]
        never_crates = ["tokio"]
        never_paths = ["std::fs"]
        [crates.web]
        role = "pages"
        may_use = ["*"]
        never_crates = []
        never_paths = []
        "#,
    )
    .unwrap()
}

/// A workspace of `domain` and `web`: what each uses directly, and the graph behind, as `a -> b` pairs.
fn workspace(direct: &[(&str, &str, Option<&str>)], graph: &[(&str, &str, Option<&str>)]) -> Metadata {
    let mut names: BTreeSet<&str> = ["domain", "web"].into();
    names.extend(graph.iter().flat_map(|(from, to, _)| [*from, *to]));
    let packages = names.iter().map(|name| {
        let dependencies = direct.iter().filter(|(from, _, _)| from == name);
        serde_json::json!({
            "id": name, "name": name,
            "dependencies": dependencies.map(|(_, to, kind)| serde_json::json!({"name": to, "kind": kind})).collect::<Vec<_>>(),
        })
    });
    let nodes = names.iter().map(|name| {
        let edges = graph.iter().filter(|(from, _, _)| from == name);
        serde_json::json!({
            "id": name,
            "deps": edges.map(|(_, to, kind)| serde_json::json!({"pkg": to, "dep_kinds": [{"kind": kind}]})).collect::<Vec<_>>(),
        })
    });
    serde_json::from_value(serde_json::json!({
        "packages": packages.collect::<Vec<_>>(),
        "workspace_members": ["domain", "web"],
        "resolve": {"nodes": nodes.collect::<Vec<_>>()},
    }))
    .unwrap()
}

#[test]
fn a_dependency_outside_the_table_is_found_and_a_development_one_is_free() {
    let metadata = workspace(
        &[("domain", "serde", None), ("domain", "regex", None), ("domain", "insta", Some("dev"))],
        &[],
    );
    assert_eq!(
        direct(&table(), &metadata),
        ["domain uses regex, which its line in xtask/layers.toml does not allow"]
    );
}

#[test]
fn a_crate_kept_for_one_layer_is_refused_elsewhere_even_in_tests() {
    let metadata = workspace(&[("web", "axum", None), ("domain", "axum", Some("dev"))], &[]);
    assert_eq!(direct(&table(), &metadata).len(), 1);
}

#[test]
fn what_is_for_tests_never_enters_the_binary() {
    let metadata = workspace(&[("web", "testkit", None)], &[]);
    assert_eq!(direct(&table(), &metadata), ["web uses testkit, which is for tests only"]);
}

#[test]
fn a_forbidden_crate_is_found_behind_others_with_the_way_to_it() {
    let metadata =
        workspace(&[], &[("domain", "serde", None), ("serde", "tokio", None), ("web", "tokio", None)]);
    assert_eq!(behind(&table(), &metadata), ["domain must never reach tokio: domain -> serde -> tokio"]);
    let metadata = workspace(&[], &[("domain", "tokio", Some("dev"))]);
    assert!(behind(&table(), &metadata).is_empty());
}

#[test]
fn two_versions_of_a_single_library_are_found() {
    let mut metadata = workspace(&[], &[("web", "sqlite", None)]);
    assert!(single(&table(), &metadata).is_empty());
    metadata.packages.push(Package {
        id: "sqlite 2".to_owned(),
        name: "sqlite".to_owned(),
        dependencies: Vec::new(),
    });
    assert_eq!(single(&table(), &metadata), ["sqlite is in the graph 2 times: one is enough"]);
}

#[test]
fn a_forbidden_path_is_found_outside_comments_and_tests() {
    let text = "// std::fs is fine here\nuse std::fs;\n#[cfg(test)]\nuse std::fs;\n";
    let tree = [Source { path: "crates/domain/src/a.rs".to_owned(), text: text.to_owned() }];
    assert_eq!(paths(&table(), &tree), ["crates/domain/src/a.rs:2: domain must not use std::fs"]);
}
