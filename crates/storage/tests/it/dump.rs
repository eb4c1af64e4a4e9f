//! Backups hold every table of the database, whatever a migration added.

use storage::TABLES;
use testkit::TestDb;

#[tokio::test]
async fn every_table_of_the_database_is_in_the_list_of_backups() {
    let db = TestDb::new().await;
    let names = match db.is_postgres() {
        true => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
        false => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let mut there = db.texts(names).await;
    there.retain(|name| name != "seaql_migrations");
    there.sort();
    let mut listed: Vec<String> = TABLES.iter().map(|name| (*name).to_owned()).collect();
    listed.sort();
    assert_eq!(there, listed);
}
