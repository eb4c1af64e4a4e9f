//! The proof of one CPTS reaches nothing of another one.

use domain::ids::{CptsId, TerritoireId, VarianteId};
use testkit::{now, perimeter, reads};

use super::{Opened, coordinator, id, two_cpts};

/// Everything that CPTS 1 holds.
async fn first(opened: &Opened) -> Vec<domain::territoire::Territoire> {
    opened.store.read().await.unwrap().territoires(&reads(CptsId(id(1)))).await.unwrap()
}

#[tokio::test]
async fn a_foreign_proof_reads_nothing() {
    let opened = two_cpts().await;
    let foreign = reads(CptsId(id(2)));
    let tx = opened.store.read().await.unwrap();
    let ids: Vec<_> = tx.territoires(&foreign).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, [TerritoireId(id(20))]);
    assert_eq!(tx.territoire(&foreign, TerritoireId(id(10))).await.unwrap(), None);
    assert_eq!(tx.revisions(&foreign, VarianteId(id(101))).await.unwrap(), []);
    assert_eq!(tx.audit_entries(&foreign, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_foreign_proof_finds_nothing_to_edit() {
    let opened = two_cpts().await;
    let before = first(&opened).await;
    let foreign = coordinator(2);
    let (territoire, variante) = (TerritoireId(id(10)), VarianteId(id(102)));
    let tx = opened.store.write().await.unwrap();
    assert_eq!(tx.territoire_to_edit(&foreign, territoire).await.unwrap(), None);
    assert_eq!(tx.revision_to_restore(&foreign, variante, 1).await.unwrap(), None);
    assert!(!tx.set_territoire_removed(&foreign, territoire, Some(now())).await.unwrap());
    assert!(!tx.set_variante_removed(&foreign, (territoire, variante), Some(now())).await.unwrap());
    tx.set_reference(&foreign, territoire, variante).await.unwrap();
    let mut changed = before[0].variantes[0].clone();
    changed.name = "Prise".into();
    tx.save_variante(&foreign, &changed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(first(&opened).await, before);
}

#[tokio::test]
async fn a_row_written_with_a_foreign_proof_is_not_seen_by_the_owner() {
    let opened = two_cpts().await;
    let before = first(&opened).await;
    let tx = opened.store.write().await.unwrap();
    let foreign = coordinator(2);
    tx.add_revision(&foreign, VarianteId(id(101)), 2, (&perimeter(&["75056"]), now())).await.unwrap();
    tx.add_variante(&foreign, &super::variante(902, 10, "Intruse", &["75056"])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(first(&opened).await, before);
}
