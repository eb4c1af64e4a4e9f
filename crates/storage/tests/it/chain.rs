//! The trace: whatever is done to its lines outside the program shows, and many writers keep one chain.

use domain::authz::{ReadJournal, Role};
use domain::ids::CptsId;
use serde_json::json;
use storage::{Chain, Change, JournalFilter, Store};
use testkit::{now, operates, person};
use tokio::task::JoinSet;

use super::{Opened, coordinator, id, two_cpts};

fn reader(rank: u128) -> domain::authz::Allowed<ReadJournal> {
    let cpts = CptsId(id(rank));
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn change(rank: u128) -> Change {
    Change {
        id: id(5_000 + rank),
        at: now(),
        subject_kind: "variante",
        subject_id: rank.to_string(),
        changes: json!({ "name": format!("Été n° {rank}"), "units": rank as u64 }),
    }
}

/// Five lines in the chain of CPTS 1, two in that of CPTS 2.
async fn written() -> Opened {
    let opened = two_cpts().await;
    for rank in 0..7 {
        let tx = opened.store.write().await.unwrap();
        tx.audit(&coordinator(1 + rank / 5), change(rank)).await.unwrap();
        tx.commit().await.unwrap();
    }
    opened
}

async fn state(store: &Store) -> Chain {
    store.read().await.unwrap().verify_audit(&reader(1)).await.unwrap()
}

const OWN: &str = "scope = '00000000-0000-0000-0000-000000000001'";

#[tokio::test]
async fn a_chain_that_nobody_touched_is_whole() {
    let opened = written().await;
    let Chain::Whole { lines: 5, last } = state(&opened.store).await else { panic!("broken") };
    let lines = opened.store.read().await.unwrap().audit_chain(&reader(1)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(lines[4].hash, last);
    assert!(lines.windows(2).all(|pair| pair[1].previous == pair[0].hash));
}

#[tokio::test]
async fn each_way_to_falsify_a_chain_shows_where_it_starts() {
    let copy =
        "id, scope, seq, cpts_id, at, actor, action, subject_kind, subject_id, changes, previous, hash";
    let inserted = copy.replacen("id, scope, seq", "cpts_id, scope, 6", 1);
    let attacks: Vec<(String, u64)> = vec![
        (format!("UPDATE audit_entry SET changes = '{{}}' WHERE {OWN} AND seq = 3"), 3),
        (format!("UPDATE audit_entry SET actor = 'person:autre' WHERE {OWN} AND seq = 1"), 1),
        (format!("UPDATE audit_entry SET at = at + 1 WHERE {OWN} AND seq = 5"), 5),
        (format!("DELETE FROM audit_entry WHERE {OWN} AND seq = 2"), 2),
        (format!("DELETE FROM audit_entry WHERE {OWN} AND seq = 5"), 5),
        (format!("DELETE FROM audit_entry WHERE {OWN}"), 1),
        (
            format!(
                "INSERT INTO audit_entry ({copy}) SELECT {inserted} FROM audit_entry WHERE {OWN} AND seq = 5"
            ),
            6,
        ),
        (format!("DELETE FROM audit_head WHERE {OWN}"), 6),
        (format!("UPDATE audit_head SET seq = 4 WHERE {OWN}"), 6),
    ];
    for (sql, at) in attacks {
        let opened = written().await;
        opened.db.run(&sql).await;
        assert_eq!(state(&opened.store).await, Chain::Broken { at }, "{sql}");
    }
}

#[tokio::test]
async fn two_lines_that_changed_places_show() {
    let opened = written().await;
    // By way of a free rank: a rank is unique in its chain.
    for sql in ["seq = 99 WHERE seq = 4", "seq = 4 WHERE seq = 5", "seq = 5 WHERE seq = 99"] {
        opened.db.run(&format!("UPDATE audit_entry SET {sql} AND {OWN}")).await;
    }
    assert_eq!(state(&opened.store).await, Chain::Broken { at: 4 });
}

#[tokio::test]
async fn every_chain_of_the_instance_is_verified_even_without_its_head() {
    let opened = written().await;
    opened.db.run(&format!("DELETE FROM audit_head WHERE {OWN}")).await;
    let chains = opened.store.read().await.unwrap().verify_all_audits(&operates()).await.unwrap();
    let broken: Vec<_> = chains.iter().filter(|(_, chain)| matches!(chain, Chain::Broken { .. })).collect();
    assert_eq!(broken.len(), 1, "{chains:?}");
    assert_eq!(broken[0].0, id(1).to_string());
    assert_eq!(chains.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_writers_keep_one_chain() {
    let opened = two_cpts().await;
    let mut writers = JoinSet::new();
    for rank in 0..30 {
        let store = opened.store.clone();
        writers.spawn(async move {
            let tx = store.write().await.unwrap();
            tx.audit(&coordinator(1), change(rank)).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    writers.join_all().await;
    assert!(matches!(state(&opened.store).await, Chain::Whole { lines: 30, .. }));
}

#[tokio::test]
async fn the_journal_is_filtered_and_stays_inside_its_cpts() {
    let opened = written().await;
    let tx = opened.store.read().await.unwrap();
    let all = JournalFilter::default();
    assert_eq!(tx.journal_count(&reader(1), &all).await.unwrap(), 5);
    assert_eq!(tx.journal_count(&reader(2), &all).await.unwrap(), 2);
    let page = tx.journal(&reader(1), &all, (1, 2)).await.unwrap();
    assert_eq!(page.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [4, 3]);
    let (authors, kinds) = tx.journal_choices(&reader(1)).await.unwrap();
    assert_eq!((authors.len(), kinds), (1, vec!["variante".to_owned()]));
    let count = async |filter: JournalFilter| tx.journal_count(&reader(1), &filter).await.unwrap();
    assert_eq!(count(JournalFilter { author: Some(authors[0].clone()), ..all.clone() }).await, 5);
    assert_eq!(count(JournalFilter { author: Some("person:x".into()), ..all.clone() }).await, 0);
    assert_eq!(count(JournalFilter { kind: Some("role".into()), ..all.clone() }).await, 0);
    assert_eq!(count(JournalFilter { from: Some(now()), ..all.clone() }).await, 5);
    assert_eq!(count(JournalFilter { until: Some(now()), ..all.clone() }).await, 0);
}

/// The whole source of this crate: no statement changes or removes a line of the trace.
#[test]
fn nothing_in_this_crate_changes_or_removes_a_line() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for forbidden in ["entry::Entity::update", "entry::Entity::delete"] {
                assert!(!text.contains(forbidden), "{forbidden} in {}", path.display());
            }
        }
    }
}
