//! Reference files: replaced, kept beside, removed.

use domain::ids::DatasetId;
use storage::{DatasetRow, NewDataset, PartKey, StorageError};
use territory::{Kind, Passport, Vintage};
use testkit::now;

use super::{Opened, id, opened};

fn dataset(rank: u128, year: i16, coverage: &str) -> NewDataset {
    let passport = Passport {
        kind: Kind::CommuneContours,
        title: "Contours".into(),
        producer: "IGN".into(),
        vintage: Vintage::year(year),
        geography: year,
        licence: "Licence Ouverte 2.0".into(),
        address: None,
        coverage: "département 66".into(),
        estimated: None,
        fictitious: true,
    };
    NewDataset {
        id: DatasetId(id(rank)),
        passport,
        coverage: coverage.into(),
        report: serde_json::json!({ "rank": rank }),
        file_name: format!("{rank}.geojson"),
        fingerprint: format!("{rank:064x}"),
        imported_at: now(),
        parts: vec![(PartKey::Main, vec![0, 255, 7]), (drawing(), format!("dessin {rank}").into_bytes())],
    }
}

fn drawing() -> PartKey {
    PartKey::Drawing("66".parse().unwrap())
}

async fn write(opened: &Opened, new: &NewDataset) {
    let tx = opened.store.write().await.unwrap();
    tx.replace_dataset(new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn state(opened: &Opened) -> (Vec<u128>, usize, i64) {
    let tx = opened.store.read().await.unwrap();
    let ids = tx.datasets().await.unwrap().iter().map(|row| row.id.0.as_u128()).collect();
    let parts = opened.db.texts("SELECT part FROM dataset_part").await.len();
    (ids, parts, tx.reference_revision().await.unwrap())
}

#[tokio::test]
async fn a_dataset_comes_back_as_it_was_written() {
    let opened = opened().await;
    let new = dataset(1, 2026, "66");
    write(&opened, &new).await;
    let expected = DatasetRow {
        id: new.id,
        passport: new.passport.clone(),
        coverage: "66".into(),
        report: new.report.clone(),
        file_name: "1.geojson".into(),
        fingerprint: new.fingerprint.clone(),
        imported_at: now(),
    };
    let tx = opened.store.read().await.unwrap();
    assert_eq!(tx.datasets().await.unwrap(), [expected]);
    assert_eq!(tx.dataset_part(new.id, PartKey::Main).await.unwrap(), Some(vec![0, 255, 7]));
    let absent = PartKey::Drawing("11".parse().unwrap());
    assert_eq!(tx.dataset_part(new.id, absent).await.unwrap(), None);
}

#[tokio::test]
async fn the_same_identity_replaces_and_another_year_or_coverage_stays_beside() {
    let opened = opened().await;
    write(&opened, &dataset(1, 2025, "66")).await;
    write(&opened, &dataset(2, 2025, "66")).await;
    assert_eq!(state(&opened).await, (vec![2], 2, 2));
    write(&opened, &dataset(3, 2026, "66")).await;
    write(&opened, &dataset(4, 2025, "11")).await;
    assert_eq!(state(&opened).await, (vec![2, 3, 4], 6, 4));
}

#[tokio::test]
async fn removing_a_dataset_removes_its_content_and_counts_as_a_change() {
    let opened = opened().await;
    write(&opened, &dataset(1, 2025, "66")).await;
    write(&opened, &dataset(2, 2026, "66")).await;
    let tx = opened.store.write().await.unwrap();
    assert!(tx.remove_dataset(DatasetId(id(1))).await.unwrap());
    assert!(!tx.remove_dataset(DatasetId(id(1))).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(state(&opened).await, (vec![2], 2, 3));
}

#[tokio::test]
async fn a_part_is_rewritten_and_a_fingerprint_recognised_for_its_kind_and_year() {
    let opened = opened().await;
    let new = dataset(1, 2026, "66");
    write(&opened, &new).await;
    let tx = opened.store.write().await.unwrap();
    tx.write_part(new.id, drawing(), b"neuf".to_vec()).await.unwrap();
    assert_eq!(tx.dataset_part(new.id, drawing()).await.unwrap(), Some(b"neuf".to_vec()));
    assert!(tx.has_fingerprint(Kind::CommuneContours, 2026, &new.fingerprint).await.unwrap());
    assert!(!tx.has_fingerprint(Kind::CommuneContours, 2025, &new.fingerprint).await.unwrap());
    assert!(!tx.has_fingerprint(Kind::IrisContours, 2026, &new.fingerprint).await.unwrap());
    assert!(!tx.has_fingerprint(Kind::CommuneContours, 2026, "autre").await.unwrap());
    assert_eq!(tx.datasets().await.unwrap().len(), 1);
    let orphan = tx.write_part(DatasetId(id(9)), PartKey::Main, vec![1]).await;
    assert!(matches!(orphan, Err(StorageError::BrokenLink)), "{orphan:?}");
}

#[tokio::test]
async fn a_passport_that_cannot_be_read_is_inconsistent() {
    let opened = opened().await;
    write(&opened, &dataset(1, 2026, "66")).await;
    opened.db.run("UPDATE dataset SET passport = '{}'").await;
    let read = opened.store.read().await.unwrap().datasets().await;
    assert!(matches!(read, Err(StorageError::Inconsistent { table: "dataset", .. })), "{read:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_imports_at_once_count_forty_changes() {
    let opened = opened().await;
    let mut writers = tokio::task::JoinSet::new();
    for rank in 1..=40 {
        let store = opened.store.clone();
        writers.spawn(async move {
            let tx = store.write().await?;
            tx.replace_dataset(&dataset(rank, 2026, &format!("{rank}"))).await?;
            tx.commit().await
        });
    }
    let failed: Vec<_> = writers.join_all().await.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let (ids, parts, revision) = state(&opened).await;
    assert_eq!((ids.len(), parts, revision), (40, 80, 40));
}
