//! `privacy.toml` against the code: every personal column reaches its person, every secret is hashed or sealed.

use std::collections::{BTreeMap, BTreeSet};

use storage::{EXCEPTIONS, EXPORTED, SEALED};

type Classes = BTreeMap<String, BTreeMap<String, String>>;

fn columns(class: &str) -> BTreeSet<(String, String)> {
    let classes: Classes = toml::from_str(include_str!("../../privacy.toml")).unwrap();
    let of = |(table, columns): (String, BTreeMap<String, String>)| {
        let own: Vec<_> = columns
            .into_iter()
            .filter(|(_, found)| found == class)
            .map(|(column, _)| (table.clone(), column))
            .collect();
        own
    };
    classes.into_iter().flat_map(of).collect()
}

#[test]
fn every_personal_column_is_exported_or_excepted_with_a_reason() {
    let personal = columns("personal");
    assert!(personal.len() > 60, "{}", personal.len());
    let exported: BTreeSet<(String, String)> = EXPORTED
        .iter()
        .flat_map(|one| one.columns.iter().map(|(column, _)| (one.table.to_owned(), (*column).to_owned())))
        .collect();
    let excepted: BTreeSet<(String, String)> =
        EXCEPTIONS.iter().map(|one| (one.table.to_owned(), one.column.to_owned())).collect();
    let forgotten: Vec<_> =
        personal.iter().filter(|one| !exported.contains(*one) && !excepted.contains(*one)).collect();
    assert!(forgotten.is_empty(), "in no export and in no exception: {forgotten:?}");
    let useless: Vec<_> =
        excepted.iter().filter(|one| !personal.contains(*one) || exported.contains(*one)).collect();
    assert!(useless.is_empty(), "excepted for nothing: {useless:?}");
    assert!(EXCEPTIONS.iter().all(|one| one.reason.len() > 20));
}

#[test]
fn no_secret_is_ever_exported() {
    let secret = columns("secret");
    for exported in EXPORTED {
        for (column, _) in exported.columns {
            let column = (exported.table.to_owned(), (*column).to_owned());
            assert!(!secret.contains(&column), "{column:?}");
        }
    }
}

/// Secret columns that are neither sealed nor a hash, and why that is enough.
const NEITHER: &[(&str, &str, &str)] = &[
    ("totp", "last_step", "number of a period of thirty seconds: it refuses a code that was used"),
    (
        "passkey",
        "credential_id",
        "public identifier that the browser shows; classed secret because it tells a device",
    ),
    ("passkey", "credential", "public key and counter: the private key never leaves the device"),
];

#[test]
fn every_secret_column_is_a_hash_or_sealed() {
    for (table, column) in columns("secret") {
        let hash = column.ends_with("_hash");
        let sealed = SEALED.iter().any(|one| one.table == table && one.column == column);
        let reason = NEITHER.iter().find(|(t, c, _)| *t == table && *c == column);
        let ways = [hash, sealed, reason.is_some()].into_iter().filter(|way| *way).count();
        assert_eq!(ways, 1, "{table}.{column} is neither a hash nor sealed, or listed twice");
    }
}
