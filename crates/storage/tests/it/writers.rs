//! Many writers at once.

use domain::ids::{CptsId, TerritoireId, VarianteId};
use storage::StorageError;
use testkit::{now, perimeter, reads};
use tokio::task::JoinSet;

use super::{coordinator, id, two_cpts};

const WRITERS: u32 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_writers_that_read_then_write_lose_nothing() {
    let opened = two_cpts().await;
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        let store = opened.store.clone();
        writers.spawn(async move {
            let (proof, territoire, variante) = (coordinator(1), TerritoireId(id(10)), VarianteId(id(101)));
            let tx = store.write().await?;
            let found = tx.territoire_to_edit(&proof, territoire).await?.unwrap();
            let next = found.variante(variante).unwrap().revision + 1;
            tx.add_revision(&proof, variante, next, (&perimeter(&["66136"]), now())).await?;
            tx.commit().await
        });
    }
    let results: Vec<Result<(), StorageError>> = writers.join_all().await;
    let failed: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let tx = opened.store.read().await.unwrap();
    let revisions = tx.revisions(&reads(CptsId(id(1))), VarianteId(id(101))).await.unwrap();
    let numbers: Vec<u32> = revisions.iter().map(|revision| revision.number).collect();
    assert_eq!(numbers, (1..=WRITERS + 1).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_never_take_the_same_name() {
    let opened = two_cpts().await;
    let mut writers = JoinSet::new();
    for rank in 0..10 {
        let store = opened.store.clone();
        writers.spawn(async move {
            let proof = coordinator(1);
            let tx = store.write().await.unwrap();
            if tx.territoire_names(&proof).await.unwrap().contains(&"Plaine".to_owned()) {
                return false;
            }
            tx.add_territoire(&proof, TerritoireId(id(1000 + rank)), "Plaine", now()).await.unwrap();
            tx.commit().await.unwrap();
            true
        });
    }
    let written = writers.join_all().await.into_iter().filter(|written| *written).count();
    assert_eq!(written, 1);
}

#[tokio::test]
async fn a_reader_sees_the_state_before_a_write_under_way_and_does_not_wait_for_it() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    tx.set_territoire_removed(&coordinator(1), TerritoireId(id(10)), Some(now())).await.unwrap();
    let reading = opened.store.read().await.unwrap();
    assert_eq!(reading.territoires(&reads(CptsId(id(1)))).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    let after = opened.store.read().await.unwrap();
    assert!(after.territoires(&reads(CptsId(id(1)))).await.unwrap().is_empty());
}

#[tokio::test]
async fn all_the_queries_of_a_reader_see_one_state() {
    let opened = two_cpts().await;
    let reading = opened.store.read().await.unwrap();
    let revisions = reading.revisions(&reads(CptsId(id(1))), VarianteId(id(101))).await.unwrap();
    let tx = opened.store.write().await.unwrap();
    tx.add_revision(&coordinator(1), VarianteId(id(101)), 2, (&perimeter(&["75056"]), now())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reading.revisions(&reads(CptsId(id(1))), VarianteId(id(101))).await.unwrap(), revisions);
    let territoire = reading.territoire(&reads(CptsId(id(1))), TerritoireId(id(10))).await.unwrap().unwrap();
    assert_eq!(territoire.variantes[0].revision, 1);
}
