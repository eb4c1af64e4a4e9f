//! What is written is read back the same.

use domain::ids::{CptsId, TerritoireId, VarianteId};
use domain::territoire::DeclaredPopulation;
use storage::{AuditEntry, Change, Cpts};
use testkit::{now, operates, perimeter, reads};

use super::{coordinator, id, opened, two_cpts};

#[tokio::test]
async fn cpts_are_listed_by_name_whatever_the_accents() {
    let opened = opened().await;
    let tx = opened.store.write().await.unwrap();
    let named = |rank, name: &str| Cpts { id: CptsId(id(rank)), name: name.into(), fictitious: rank == 1 };
    for one in [named(1, "Zéphyr"), named(2, "Étang"), named(3, "bocage"), named(4, "Fenouillèdes")] {
        tx.add_cpts(&one, now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let names: Vec<String> = tx.cpts_list().await.unwrap().into_iter().map(|cpts| cpts.name).collect();
    assert_eq!(names, ["bocage", "Étang", "Fenouillèdes", "Zéphyr"]);
    assert_eq!(tx.cpts(CptsId(id(1))).await.unwrap(), Some(named(1, "Zéphyr")));
    assert_eq!(tx.cpts(CptsId(id(9))).await.unwrap(), None);
}

#[tokio::test]
async fn a_territory_comes_back_with_its_variants_oldest_first() {
    let opened = two_cpts().await;
    let tx = opened.store.read().await.unwrap();
    let all = tx.territoires(&reads(CptsId(id(1)))).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].id, all[0].name.as_str()), (TerritoireId(id(10)), "Val"));
    let variantes: Vec<_> =
        all[0].variantes.iter().map(|v| (v.name.as_str(), v.is_reference, v.revision)).collect();
    assert_eq!(variantes, [("Variante A", true, 1), ("Variante B", false, 1)]);
    assert_eq!(all[0].variantes[1].perimeter, perimeter(&["660280101", "66186"]));
    assert_eq!(all[0].variantes[1].declared, None);
}

#[tokio::test]
async fn a_name_and_a_declared_population_are_written_and_removed() {
    let opened = two_cpts().await;
    let (proof, territoire) = (coordinator(1), TerritoireId(id(10)));
    let declared =
        |year| DeclaredPopulation { inhabitants: 47_617, year, source: "Lettre d'intention".into() };
    for wanted in [Some(declared(Some(2017))), Some(declared(None)), None] {
        let tx = opened.store.write().await.unwrap();
        let found = tx.territoire_to_edit(&proof, territoire).await.unwrap().unwrap();
        let mut changed = found.variantes[0].clone();
        (changed.name, changed.declared) = ("Bassin de vie".into(), wanted);
        tx.save_variante(&proof, &changed).await.unwrap();
        tx.commit().await.unwrap();
        let tx = opened.store.read().await.unwrap();
        let read = tx.territoire(&reads(CptsId(id(1))), territoire).await.unwrap().unwrap();
        assert_eq!(read.variantes[0], changed);
        assert_eq!(read.variantes[1].name, "Variante B");
    }
}

#[tokio::test]
async fn the_last_revision_is_the_perimeter_and_the_others_stay() {
    let opened = two_cpts().await;
    let (proof, variante) = (coordinator(1), VarianteId(id(101)));
    let tx = opened.store.write().await.unwrap();
    tx.add_revision(&proof, variante, 2, (&perimeter(&["66136", "66028"]), now())).await.unwrap();
    assert_eq!(tx.revision_to_restore(&proof, variante, 1).await.unwrap(), Some(perimeter(&["66136"])));
    assert_eq!(tx.revision_to_restore(&proof, variante, 3).await.unwrap(), None);
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let revisions = tx.revisions(&reads(CptsId(id(1))), variante).await.unwrap();
    let found: Vec<_> = revisions.iter().map(|r| (r.number, &r.author, r.at, r.perimeter.len())).collect();
    let author = proof.author();
    assert_eq!(found, [(1, author, now(), 1), (2, author, now(), 2)]);
    let read = tx.territoire(&reads(CptsId(id(1))), TerritoireId(id(10))).await.unwrap().unwrap();
    assert_eq!((read.variantes[0].revision, read.variantes[0].perimeter.len()), (2, 2));
}

#[tokio::test]
async fn a_territory_has_one_reference() {
    let opened = two_cpts().await;
    let tx = opened.store.write().await.unwrap();
    tx.set_reference(&coordinator(1), TerritoireId(id(10)), VarianteId(id(102))).await.unwrap();
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let read = tx.territoire(&reads(CptsId(id(1))), TerritoireId(id(10))).await.unwrap().unwrap();
    let references: Vec<_> = read.variantes.iter().filter(|v| v.is_reference).map(|v| v.id).collect();
    assert_eq!(references, [VarianteId(id(102))]);
    let other = tx.territoire(&reads(CptsId(id(2))), TerritoireId(id(20))).await.unwrap().unwrap();
    assert!(other.variantes[0].is_reference, "the reference of another territory does not move");
}

#[tokio::test]
async fn what_is_removed_is_not_read_and_comes_back_whole() {
    let opened = two_cpts().await;
    let (proof, territoire, variante) = (coordinator(1), TerritoireId(id(10)), VarianteId(id(102)));
    let count = async || {
        let tx = opened.store.read().await.unwrap();
        let all = tx.territoires(&reads(CptsId(id(1)))).await.unwrap();
        all.iter().map(|one| one.variantes.len()).collect::<Vec<_>>()
    };
    for (at, expected) in [(Some(now()), vec![1]), (None, vec![2])] {
        let tx = opened.store.write().await.unwrap();
        assert!(tx.set_variante_removed(&proof, (territoire, variante), at).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count().await, expected);
    }
    for (at, expected) in [(Some(now()), vec![]), (None, vec![2])] {
        let tx = opened.store.write().await.unwrap();
        assert!(tx.set_territoire_removed(&proof, territoire, at).await.unwrap());
        assert_eq!(tx.territoire_names(&proof).await.unwrap().len(), expected.len());
        tx.commit().await.unwrap();
        assert_eq!(count().await, expected);
    }
}

#[tokio::test]
async fn the_audit_log_says_who_did_what_most_recent_first() {
    let opened = two_cpts().await;
    let change = |rank, what: &str| Change {
        id: id(rank),
        at: now(),
        subject_kind: "variante",
        subject_id: "101".into(),
        changes: serde_json::json!({ "was": what }),
    };
    let tx = opened.store.write().await.unwrap();
    tx.audit(&coordinator(1), change(1, "first")).await.unwrap();
    tx.audit(&coordinator(1), change(2, "second")).await.unwrap();
    tx.audit_operation(&operates(), change(3, "operation")).await.unwrap();
    tx.commit().await.unwrap();
    let tx = opened.store.read().await.unwrap();
    let entries = tx.audit_entries(&reads(CptsId(id(1))), 10).await.unwrap();
    assert_eq!(entries.len(), 2, "acts on the instance belong to no CPTS");
    let expected = AuditEntry {
        seq: 2,
        at: now(),
        author: coordinator(1).author().clone(),
        action: "territoire.edit".into(),
        subject_kind: "variante".into(),
        subject_id: "101".into(),
        changes: serde_json::json!({ "was": "second" }),
        hash: entries[0].hash.clone(),
    };
    assert_eq!(entries[0], expected);
    assert_eq!(tx.audit_entries(&reads(CptsId(id(1))), 1).await.unwrap(), [expected]);
    let operations = opened.db.texts("SELECT action FROM audit_entry WHERE cpts_id IS NULL").await;
    assert_eq!(operations, ["instance.operate"]);
}
