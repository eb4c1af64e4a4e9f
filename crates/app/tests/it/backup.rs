//! Backups, coming back from them, moving to another database.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::backup::{BackupError, LastBackup, Origin, copy_database, restore};
use app::{App, Chain, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::SignedDuration;
use security::archive::{ArchiveError, ArchiveWriter};
use security::entropy::CountingEntropy;
use security::seal::{Key, KeyRing};
use storage::{Store, TABLES, check_rows};
use testkit::{SequentialIds, SteppingClock, TestApp, TestDb, operates, settings};

type Rows = BTreeMap<String, BTreeSet<String>>;

/// The settings of a restoration: the keys of the tests, identifiers that meet no other.
fn keys() -> Settings {
    settings(Arc::new(SequentialIds::new(77)))
}

async fn rows(store: &Store) -> Rows {
    let tx = store.read().await.unwrap();
    let mut all = Rows::new();
    for table in TABLES {
        let (mut held, mut after) = (BTreeSet::new(), None);
        loop {
            let page = tx.dump_page(&operates(), table, after).await.unwrap();
            held.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        all.insert((*table).to_owned(), held);
    }
    all
}

/// The first of these values that a column takes.
fn fitting(table: &str, column: &str, number: u128) -> serde_json::Value {
    let id = uuid::Uuid::from_u128((9 << 96) | number).to_string();
    let values = [
        (serde_json::json!(1), serde_json::json!(i64::MAX - number as i64)),
        (serde_json::json!(true), serde_json::json!(number.is_multiple_of(2))),
        (serde_json::json!("x"), serde_json::json!(format!("texte {number} « é » \\ \" \n \u{1f3e5}"))),
        (serde_json::json!("AQI="), serde_json::json!("AAECA/8=")),
        (serde_json::json!(id.clone()), serde_json::json!(id)),
    ];
    let fits = |tried: &serde_json::Value| {
        let mut row = serde_json::Map::new();
        row.insert(column.to_owned(), tried.clone());
        check_rows(table, &[serde_json::Value::Object(row).to_string()]).is_ok()
    };
    values.into_iter().find(|(tried, _)| fits(tried)).unwrap().1
}

/// Rows in every table; each row refers to those of its number.
async fn fill(store: &Store) {
    let classes =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../storage/privacy.toml")).unwrap();
    let classes: BTreeMap<String, BTreeMap<String, toml::Value>> = toml::from_str(&classes).unwrap();
    let tx = store.write().await.unwrap();
    for table in TABLES {
        for number in 1..=3 {
            let row: serde_json::Map<_, _> = classes[*table]
                .keys()
                .map(|column| (column.clone(), fitting(table, column, number)))
                .collect();
            tx.load_rows(&operates(), table, &[serde_json::Value::Object(row).to_string()]).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

fn archive(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("essai.sauvegarde")
}

/// The database is lost; where the next one is.
async fn destroyed(app: TestApp) -> (TestApp, Option<TestDb>, String) {
    app.store().clone().close().await;
    let url = app.db().url().to_owned();
    match url.strip_prefix("sqlite:") {
        Some(path) => {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{path}{end}"));
            }
            assert!(!Path::new(path).exists());
            (app, None, url)
        }
        None => {
            let fresh = TestDb::empty().await;
            let url = fresh.url().to_owned();
            (app, Some(fresh), url)
        }
    }
}

/// Equal row by row, but for what the backup itself wrote after its view was taken.
fn same(before: &Rows, after: &Rows) {
    for table in TABLES {
        let (before, after) = (&before[*table], &after[*table]);
        let missing: Vec<_> = before.difference(after).collect();
        let more = after.difference(before).count();
        match *table {
            "backup" => assert!(missing.is_empty() && more == 1, "{table}: {missing:?}"),
            // The act of restoring is one more line of the chain of the instance.
            "audit_entry" => assert!(missing.is_empty() && more == 1, "{table}: {missing:?}"),
            "audit_head" => assert!(missing.len() <= 1 && more == 1, "{table}: {missing:?}"),
            _ => assert!(missing.is_empty() && more == 0, "{table}: {missing:?}"),
        }
    }
}

#[tokio::test]
async fn every_table_comes_back_row_by_row_after_the_database_is_lost() {
    let app = TestApp::new().await;
    fill(app.store()).await;
    let before = rows(app.store()).await;
    assert!(before.values().all(|rows| rows.len() == 3), "every table holds something");
    let folder = tempfile::tempdir().unwrap();
    let made = app.back_up(&operates(), Origin::Command, Some(&archive(&folder))).await.unwrap();
    assert_eq!(made.end.rows, TABLES.len() as u64 * 3 + 1);
    assert_eq!(made.end.bytes, fs::metadata(&made.path).unwrap().len());

    let (_app, _fresh, url) = destroyed(app).await;
    let restored = restore(&keys(), &operates(), (&url, false), &made.path).await.unwrap();
    assert_eq!(restored.rows, made.end.rows);
    let store = Store::connect(&url).await.unwrap();
    same(&before, &rows(&store).await);
    assert!(store.pending_migrations().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_twenty_people_write_holds_one_consistent_state() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let writers: Vec<_> = (0..20)
        .map(|number| {
            let app: App = (*app).clone();
            tokio::spawn(async move {
                for turn in 0..5 {
                    let name = format!("CPTS {number} {turn}");
                    app.create_cpts(&operates(), &name, true).await.unwrap();
                }
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    let made = app.back_up(&operates(), Origin::Command, Some(&archive(&folder))).await.unwrap();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(app.cpts_list().await.unwrap().len(), 100);

    let (_app, _fresh, url) = destroyed(app).await;
    restore(&keys(), &operates(), (&url, false), &made.path).await.unwrap();
    let back = App::open(&url, keys()).await.unwrap();
    let tx = back.store().read().await.unwrap();
    // A CPTS and its line in the trace are written together: a torn view would lack one of the two.
    let chains = tx.verify_all_audits(&operates()).await.unwrap();
    assert!(chains.iter().all(|(_, chain)| matches!(chain, Chain::Whole { .. })), "{chains:?}");
    drop(tx);
    let held = rows(back.store()).await;
    let acts = held["audit_entry"].iter().filter(|row| row.contains("\"subject_kind\":\"cpts\"")).count();
    assert_eq!(acts, held["cpts"].len());
    back.store().clone().close().await;
}

#[tokio::test]
async fn a_damaged_file_or_another_key_is_refused_and_the_database_stays_as_it_was() {
    let app = TestApp::new().await;
    app.tenant("CPTS d'essai").await;
    let folder = tempfile::tempdir().unwrap();
    let path = app.back_up(&operates(), Origin::Command, Some(&archive(&folder))).await.unwrap().path;
    let before = rows(app.store()).await;
    let good = fs::read(&path).unwrap();
    let url = app.db().url();

    let refused = async |content: &[u8], settings: &Settings| {
        fs::write(&path, content).unwrap();
        restore(settings, &operates(), (url, true), &path).await.unwrap_err()
    };
    let cut = refused(&good[..good.len() - 10], &keys()).await;
    assert!(matches!(cut, BackupError::Archive(ArchiveError::Truncated | ArchiveError::Damaged)), "{cut:?}");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    let flipped = refused(&flipped, &keys()).await;
    assert!(matches!(flipped, BackupError::Archive(ArchiveError::Damaged)), "{flipped:?}");
    let other_key = KeyRing::parse(&Key::generate(&CountingEntropy::new(5)).into()).unwrap();
    let other_key = Settings { keys: Arc::new(other_key), ..keys() };
    let closed = refused(&good, &other_key).await;
    assert!(matches!(closed, BackupError::Archive(ArchiveError::UnknownKey(_))), "{closed:?}");
    let other = refused(b"SQLite format 3", &keys()).await;
    assert!(matches!(other, BackupError::Archive(ArchiveError::NotAnArchive)), "{other:?}");
    assert_eq!(rows(app.store()).await, before);
}

#[tokio::test]
async fn a_database_in_use_is_replaced_only_when_it_is_asked() {
    let app = TestApp::new().await;
    let kept = app.tenant("CPTS gardée").await;
    let folder = tempfile::tempdir().unwrap();
    let path = app.back_up(&operates(), Origin::Command, Some(&archive(&folder))).await.unwrap().path;
    app.tenant("CPTS d'après").await;
    let url = app.db().url();
    let refused = restore(&keys(), &operates(), (url, false), &path).await.unwrap_err();
    assert!(matches!(refused, BackupError::NotEmpty), "{refused:?}");
    assert_eq!(app.cpts_list().await.unwrap().len(), 2);
    restore(&keys(), &operates(), (url, true), &path).await.unwrap();
    let left = app.cpts_list().await.unwrap();
    assert_eq!(left.iter().map(|cpts| cpts.id).collect::<Vec<_>>(), [kept]);
}

/// An archive written by hand: its header, then its tables.
fn write_archive(path: &Path, migrations: &[String], tables: &[(&str, &[String])]) {
    let file = fs::File::create(path).unwrap();
    let keys = keys();
    let sealed = ArchiveWriter::new(file, &keys.keys, keys.entropy.as_ref()).unwrap();
    let mut lines = GzEncoder::new(sealed, Compression::fast());
    let mut line = |json: serde_json::Value| writeln!(lines, "{json}").unwrap();
    line(serde_json::json!({ "header": {
        "format": 1, "version": "0.1.0", "made_at": "2026-11-22T09:00:00Z", "migrations": migrations } }));
    for (table, rows) in tables {
        line(serde_json::json!({ "table": table }));
        let mut sum = storage::Summing::default();
        for row in *rows {
            sum.add(row);
            line(serde_json::json!({ "row": serde_json::from_str::<serde_json::Value>(row).unwrap() }));
        }
        line(serde_json::json!({ "end": { "table": table, "sum": sum.finish() } }));
    }
    let rows: usize = tables.iter().map(|(_, rows)| rows.len()).sum();
    line(serde_json::json!({ "total": { "tables": tables.len(), "rows": rows } }));
    lines.finish().unwrap().finish().unwrap();
}

#[tokio::test]
async fn an_archive_of_an_earlier_release_is_restored_in_its_tables_then_brought_up_to_date() {
    let known = Store::known_migrations();
    let before_chains = known.iter().position(|name| name.ends_with("_000034_audit_event")).unwrap();
    let id = uuid::Uuid::from_u128(5);
    let cpts = serde_json::json!({
        "id": id, "name": "CPTS ancienne", "search_key": "cpts ancienne", "fictitious": true, "created_at": 1 });
    let act = serde_json::json!({
        "id": uuid::Uuid::from_u128(6), "cpts_id": id, "at": 2, "actor": "demo", "action": "territoire.edit",
        "subject_kind": "territoire", "subject_id": "x", "changes": "{}" });
    let folder = tempfile::tempdir().unwrap();
    let path = archive(&folder);
    let tables = [("cpts", vec![cpts.to_string()]), ("audit_event", vec![act.to_string()])];
    let tables: Vec<(&str, &[String])> = tables.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
    write_archive(&path, &known[..before_chains], &tables);

    let used = TestApp::new().await;
    let refused = restore(&keys(), &operates(), (used.db().url(), true), &path).await.unwrap_err();
    assert!(matches!(refused, BackupError::NeedsBlank), "{refused:?}");

    let db = TestDb::empty().await;
    restore(&keys(), &operates(), (db.url(), false), &path).await.unwrap();
    let back = App::open(db.url(), keys()).await.unwrap();
    assert_eq!(back.cpts_list().await.unwrap()[0].name, "CPTS ancienne");
    let tx = back.store().read().await.unwrap();
    let acts = tx.audit_entries(&testkit::reads(domain::ids::CptsId(id)), 10).await.unwrap();
    assert_eq!((acts.len(), acts[0].action.as_str()), (1, "territoire.edit"));
    drop(tx);
    back.store().clone().close().await;
}

#[tokio::test]
async fn an_archive_of_a_later_release_or_that_contradicts_itself_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(&folder);
    let db = TestDb::empty().await;
    let mut later = Store::known_migrations();
    later.push("m20991231_000001_later".into());
    write_archive(&path, &later, &[]);
    let refused = restore(&keys(), &operates(), (db.url(), false), &path).await.unwrap_err();
    assert!(matches!(&refused, BackupError::TooRecent(names) if names.len() == 1), "{refused:?}");
    write_archive(&path, &Store::known_migrations(), &[("cpts", &[])]);
    let refused = restore(&keys(), &operates(), (db.url(), false), &path).await.unwrap_err();
    assert!(matches!(refused, BackupError::Content(_)), "{refused:?}");
    let refused =
        restore(&keys(), &operates(), (db.url(), false), Path::new("/nulle/part")).await.unwrap_err();
    assert!(matches!(refused, BackupError::Io { .. }), "{refused:?}");
    let store = Store::connect(db.url()).await.unwrap();
    assert!(store.is_blank().await.unwrap(), "nothing was made");
    store.close().await;
}

#[tokio::test]
async fn an_instance_moves_to_another_database_and_back_with_every_row() {
    let app = TestApp::new().await;
    fill(app.store()).await;
    let before = rows(app.store()).await;
    let folder = tempfile::tempdir().unwrap();
    let keys = keys();
    let file = format!("sqlite:{}", folder.path().join("autre.sqlite").display());
    let moved = copy_database(&keys, &operates(), (app.store(), &file)).await.unwrap();
    assert_eq!((moved.tables, moved.rows), (TABLES.len(), TABLES.len() as u64 * 3));
    let again = copy_database(&keys, &operates(), (app.store(), &file)).await.unwrap_err();
    assert!(matches!(again, BackupError::NotEmpty), "{again:?}");

    let middle = Store::connect(&file).await.unwrap();
    let home = TestDb::empty().await;
    copy_database(&keys, &operates(), (&middle, home.url())).await.unwrap();
    let back = Store::connect(home.url()).await.unwrap();
    let after = rows(&back).await;
    for table in TABLES.iter().filter(|table| !table.starts_with("audit_")) {
        assert_eq!(before[*table], after[*table], "{table}");
    }
    assert!(before["audit_entry"].is_subset(&after["audit_entry"]));
    middle.close().await;
    back.close().await;
}

#[tokio::test]
async fn the_night_makes_a_backup_the_rule_tidies_and_the_age_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SteppingClock::default());
    let (given, place) = (clock.clone(), folder.path().join("sauvegardes"));
    let app = TestApp::with(move |settings| {
        settings.clock = given;
        settings.backups = Some(place);
    })
    .await;
    let state = async || app.last_backup(&operates()).await.unwrap();
    assert_eq!(state().await, LastBackup::Never);
    app.run_due_jobs().await.unwrap();
    assert_eq!(state().await, LastBackup::Never, "the first one comes at night");
    clock.step(SignedDuration::from_hours(24));
    app.run_due_jobs().await.unwrap();
    assert!(matches!(state().await, LastBackup::Recent(_)));
    // Two more the same day: the last one is enough.
    for _ in 0..2 {
        clock.minutes(10);
        assert!(app.ask_backup(&operates()).await.unwrap());
        app.run_due_jobs().await.unwrap();
    }
    let overview = app.backups_overview(&operates()).await.unwrap();
    assert_eq!(overview.list.iter().filter(|row| row.removed_at.is_none()).count(), 1);
    assert_eq!(fs::read_dir(folder.path().join("sauvegardes")).unwrap().count(), 1);
    let night = app.jobs_overview(&operates()).await.unwrap().recurring;
    let night = night.into_iter().find(|row| row.name == "sauvegarde.nuit").unwrap();
    assert!(night.last_report.unwrap()["rows"].as_u64().unwrap() > 0);
    clock.step(SignedDuration::from_hours(27));
    assert!(matches!(state().await, LastBackup::Old(_)));
}

#[tokio::test]
async fn a_backup_that_cannot_be_written_is_noted_with_its_reason() {
    let app = TestApp::new().await;
    let refused = app.back_up(&operates(), Origin::Page, None).await.unwrap_err();
    assert!(matches!(refused, BackupError::NoFolder), "{refused:?}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let below = folder.path().join("file/essai.sauvegarde");
    let refused = app.back_up(&operates(), Origin::Command, Some(&below)).await.unwrap_err();
    assert!(matches!(refused, BackupError::Io { .. }), "{refused:?}");
    let list = app.backups_overview(&operates()).await.unwrap().list;
    assert!(list[0].problem.is_some() && list[0].verified_at.is_none());
}
