//! Every table belongs to a CPTS or says that it does not, and every column has a privacy class.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use super::Finding;
use super::sources::Source;

const MIGRATIONS: &str = "crates/storage/src/migrations/";
const GLOBAL: &str = "crates/storage/src/tables.rs";
const PRIVACY: &str = "crates/storage/privacy.toml";

/// Columns of each table, as the migrations leave them.
type Schema = BTreeMap<String, BTreeSet<String>>;

/// Compares the migrations with the list of global tables and with the privacy classes.
pub fn check(tree: &[Source]) -> Result<Vec<Finding>> {
    let text = |path: &str| tree.iter().find(|source| source.path == path).map(|source| source.text.as_str());
    let migrations = tree.iter().filter(|source| source.path.starts_with(MIGRATIONS) && source.is(&[".rs"]));
    let schema = schema(migrations.map(|source| source.text.as_str()));
    let global: BTreeSet<&str> = text(GLOBAL).map(quoted_list).unwrap_or_default();
    let classes: BTreeMap<String, BTreeMap<String, String>> = match text(PRIVACY) {
        Some(text) => toml::from_str(text).with_context(|| format!("{PRIVACY} cannot be understood"))?,
        None => BTreeMap::new(),
    };

    let mut findings = Vec::new();
    for (table, columns) in &schema {
        match (columns.contains("cpts_id"), global.contains(table.as_str())) {
            (false, false) => {
                findings.push(format!("table {table} has no cpts_id and is not in GLOBAL_TABLES of {GLOBAL}"))
            }
            (true, true) => findings
                .push(format!("table {table} has a cpts_id: remove it from GLOBAL_TABLES of {GLOBAL}")),
            _ => {}
        }
        let classed = classes.get(table);
        for column in columns.iter().filter(|column| !classed.is_some_and(|c| c.contains_key(*column))) {
            findings.push(format!("{PRIVACY}: {table}.{column} has no class"));
        }
    }
    for table in global.iter().filter(|table| !schema.contains_key(**table)) {
        findings.push(format!("{GLOBAL}: {table} is not a table"));
    }
    for (table, columns) in &classes {
        for column in
            columns.keys().filter(|column| !schema.get(table).is_some_and(|known| known.contains(*column)))
        {
            findings.push(format!("{PRIVACY}: {table}.{column} is not a column"));
        }
    }
    Ok(findings)
}

/// Reads the statements of the migrations, in the order of their files.
fn schema<'a>(migrations: impl Iterator<Item = &'a str>) -> Schema {
    let mut schema = Schema::new();
    for text in migrations {
        // From one `Table::` to the next is one statement; indexes and keys add no column.
        for statement in text.split("Table::").skip(1) {
            let verb = statement.split('(').next().unwrap_or_default();
            let Some(table) = quoted_after(statement, ".table(").next() else { continue };
            if verb == "drop" {
                schema.remove(table);
                continue;
            }
            let columns = schema.entry(table.to_owned()).or_default();
            for call in [".col(", ".add_column("] {
                columns.extend(made_by(statement, call).map(str::to_owned));
            }
            for column in quoted_after(statement, ".drop_column(") {
                columns.remove(column);
            }
        }
    }
    schema
}

/// `name` in `.col(string("name")…`; `.col("name")` belongs to an index and makes nothing.
fn made_by<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(call).skip(1).filter_map(|rest| {
        let (maker, rest) = rest.split_once('(')?;
        let is_maker = !maker.trim().is_empty()
            && maker.bytes().all(|b| b.is_ascii_alphanumeric() || b"_: \n".contains(&b));
        is_maker.then(|| rest.trim_start().strip_prefix('"')?.split('"').next()).flatten()
    })
}

fn quoted_after<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(call).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

/// The strings of the list that follows `GLOBAL_TABLES`.
fn quoted_list(text: &str) -> BTreeSet<&str> {
    let list = text.split_once("GLOBAL_TABLES").and_then(|(_, rest)| rest.split_once("= &["));
    let list = list.and_then(|(_, rest)| rest.split_once(']')).map(|(list, _)| list).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: &str = r#"
        manager.create_table(Table::create().table("note").col(uuid("id").primary_key()).col(uuid("cpts_id"))
            .col(
                string_null("body"),
            ).primary_key(Index::create().col("id").col("number")).to_owned())
        manager.create_index(Index::create().table("note").col("other").to_owned())"#;

    fn run(migration: &str, global: &str, privacy: &str) -> Vec<Finding> {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        check(&[
            source("crates/storage/src/migrations/m1.rs", migration),
            source(GLOBAL, &format!("pub const GLOBAL_TABLES: &[&str] = &[{global}];")),
            source(PRIVACY, privacy),
        ])
        .unwrap()
    }

    #[test]
    fn a_table_with_tenant_and_classes_passes() {
        assert_eq!(run(CREATE, "", "note = { id = 'a', cpts_id = 'a', body = 'b' }"), Vec::<Finding>::new());
    }

    #[test]
    fn a_column_without_class_and_a_class_without_column_are_found() {
        assert_eq!(
            run(CREATE, "", "note = { id = 'a', cpts_id = 'a', text = 'b' }"),
            [
                "crates/storage/privacy.toml: note.body has no class",
                "crates/storage/privacy.toml: note.text is not a column",
            ]
        );
    }

    #[test]
    fn a_table_without_tenant_must_be_declared_global_and_only_then() {
        let migration = r#"Table::create().table("tag").col(string("name"))"#;
        assert_eq!(run(migration, "", "tag = { name = 'a' }").len(), 1);
        assert_eq!(run(migration, "\"tag\"", "tag = { name = 'a' }").len(), 0);
        assert_eq!(run(migration, "\"tag\", \"gone\"", "tag = { name = 'a' }").len(), 1);
        assert_eq!(run(CREATE, "\"note\"", "note = { id = 'a', cpts_id = 'a', body = 'b' }").len(), 1);
    }

    #[test]
    fn later_migrations_change_the_schema() {
        let changes = r#"Table::alter().table("note").add_column(string("title")).drop_column("body")
            Table::create().table("temporary").col(uuid("id"))
            Table::drop().table("temporary")"#;
        let schema = schema([CREATE, changes].into_iter());
        assert_eq!(schema.keys().collect::<Vec<_>>(), ["note"]);
        assert_eq!(schema["note"].iter().collect::<Vec<_>>(), ["cpts_id", "id", "title"]);
    }
}
