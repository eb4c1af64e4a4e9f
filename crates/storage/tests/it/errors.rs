//! Every kind of error, the same on both databases.

use domain::ids::{CptsId, TerritoireId, VarianteId};
use storage::{Cpts, StorageError};
use testkit::{now, perimeter, reads};

use super::{coordinator, id, two_cpts, variante};

#[tokio::test]
async fn a_second_row_with_the_same_key_already_exists() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    let taken = tx.add_revision(&coordinator(1), VarianteId(id(101)), 1, (&perimeter(&[]), now())).await;
    assert!(matches!(taken, Err(StorageError::AlreadyExists)), "{taken:?}");
}

#[tokio::test]
async fn a_row_about_nothing_is_a_broken_link() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    let orphan = tx.add_variante(&coordinator(1), &variante(901, 999, "Orpheline", &[])).await;
    assert!(matches!(orphan, Err(StorageError::BrokenLink)), "{orphan:?}");
}

#[tokio::test]
async fn after_one_failure_nothing_more_is_done_and_nothing_is_kept() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    let new = Cpts { id: CptsId(id(3)), name: "CPTS 3".into(), fictitious: false };
    tx.add_cpts(&new, now()).await.unwrap();
    assert!(tx.add_cpts(&new, now()).await.is_err());
    let after = tx.add_territoire(&coordinator(1), TerritoireId(id(30)), "Autre", now()).await;
    assert!(matches!(after, Err(StorageError::Poisoned)), "{after:?}");
    let read = tx.territoire_to_edit(&coordinator(1), TerritoireId(id(10))).await;
    assert!(matches!(read, Err(StorageError::Poisoned)), "{read:?}");
    let commit = tx.commit().await;
    assert!(matches!(commit, Err(StorageError::Poisoned)), "{commit:?}");
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.cpts(CptsId(id(3))).await.unwrap(), None);
    assert_eq!(tx.territoires(&reads(CptsId(id(1)))).await.unwrap().len(), 1);
}

#[tokio::test]
async fn without_commit_nothing_is_kept() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    let new = Cpts { id: CptsId(id(3)), name: "CPTS 3".into(), fictitious: false };
    tx.add_cpts(&new, now()).await.unwrap();
    drop(tx);
    assert_eq!(opened.store.read().await.unwrap().cpts_list().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_row_that_makes_no_sense_is_named_with_its_table() {
    let hex = |rank: u128| id(rank).simple().to_string();
    let cases = [
        ("UPDATE variante_revision SET units = '[\"6X136\"]'", "variante_revision", "6X136"),
        ("UPDATE variante_revision SET units = 'not json'", "variante_revision", "expected"),
        ("UPDATE variante_revision SET number = -1", "variante_revision", "out of range"),
        ("UPDATE variante SET declared_inhabitants = 5", "variante", "both a number and a source"),
        ("UPDATE variante SET declared_source = 'Note'", "variante", "both a number and a source"),
        (
            "UPDATE variante SET declared_inhabitants = -5, declared_source = 'Note'",
            "variante",
            "out of range",
        ),
        (
            "UPDATE variante SET declared_inhabitants = 5, declared_source = 'Note', declared_year = 99999",
            "variante",
            "out of range",
        ),
        ("DELETE FROM variante_revision", "variante", "no revision"),
    ];
    for (sql, wanted_table, wanted_detail) in cases {
        let opened = two_cpts().await;
        opened.db.run(sql).await;
        let tx = opened.store.read().await.unwrap();
        let read = tx.territoires(&reads(CptsId(id(2)))).await;
        let Err(StorageError::Inconsistent { table, id: row, detail }) = read else {
            panic!("{sql}: {read:?}");
        };
        assert_eq!((table, row.replace('-', "")), (wanted_table, hex(201)), "{sql}");
        assert!(detail.contains(wanted_detail), "{sql}: {detail}");
    }
}

#[tokio::test]
async fn a_revision_at_an_impossible_instant_is_inconsistent() {
    let opened = two_cpts().await;
    opened.db.run(&format!("UPDATE variante_revision SET at = {}", i64::MAX)).await;
    let tx = opened.store.read().await.unwrap();
    let read = tx.revisions(&reads(CptsId(id(2))), VarianteId(id(201))).await;
    assert!(matches!(read, Err(StorageError::Inconsistent { table: "variante_revision", .. })), "{read:?}");
}

#[tokio::test]
async fn a_database_without_its_tables_is_an_error_of_the_database() {
    let opened = two_cpts().await;
    opened.db.run("DROP TABLE reference_state").await;
    let read = opened.store.read().await.unwrap().reference_revision().await;
    let Err(error @ StorageError::Database(_)) = read else { panic!("{read:?}") };
    assert!(!error.is_disk_full());
}
