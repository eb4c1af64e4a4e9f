//! From nothing to the tables of today.

use storage::{OpenError, Store};
use testkit::TestDb;

#[tokio::test]
async fn migrating_an_empty_database_applies_every_migration_and_a_second_time_none() {
    let db = TestDb::empty().await;
    let store = Store::connect(db.url()).await.unwrap();
    let pending = store.pending_migrations().await.unwrap();
    assert!(pending.len() >= 8, "{pending:?}");
    assert_eq!(store.migrate().await.unwrap(), pending);
    assert!(store.pending_migrations().await.unwrap().is_empty());
    assert!(store.migrate().await.unwrap().is_empty());
    assert_eq!(store.read().await.unwrap().reference_revision().await.unwrap(), 0);
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused_and_its_migration_named() {
    let db = TestDb::new().await;
    db.run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)").await;
    let store = Store::connect(db.url()).await.unwrap();
    let refused = store.migrate().await;
    assert!(
        matches!(&refused, Err(OpenError::TooRecent(names)) if names == &["m20991231_000001_later"]),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_and_an_absent_server_is_said_unreachable() {
    let other = Store::connect("mysql://localhost/maillage").await;
    assert!(matches!(other, Err(OpenError::UnknownScheme)), "{other:?}");
    let absent = Store::connect("sqlite:/no/such/folder/maillage.sqlite").await;
    assert!(matches!(absent, Err(OpenError::Unreachable(_))), "{absent:?}");
}

#[tokio::test]
async fn the_engine_is_named_and_answers() {
    let db = TestDb::empty().await;
    let store = Store::connect(db.url()).await.unwrap();
    assert_eq!(store.engine(), if db.is_postgres() { "PostgreSQL" } else { "SQLite" });
    store.ping().await.unwrap();
}
