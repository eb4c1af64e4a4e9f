//! Changing a perimeter, going back, and doing it at the same time as others.

use app::AppError;
use app::territoire::{Composed, Edit};
use domain::ids::VarianteId;
use serde_json::json;
use testkit::{TestApp, edits, perimeter, reads, units};
use tokio::task::JoinSet;

use super::{audited, last_act, variante};

#[tokio::test]
async fn each_change_is_a_dated_revision_and_an_act() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["66136"]).await;
    let ids = (made.territoire, made.variante);
    let composed = app.compose(&edits(cpts), ids, Edit::Add(units(&["66028", "66136"]))).await.unwrap();
    assert_eq!(composed, Composed { added: units(&["66028"]), removed: vec![], before: 1, now: 2 });
    assert_eq!(
        last_act(&app, cpts).await,
        (
            "variante".into(),
            made.variante.to_string(),
            json!({ "revision": 2, "added": ["66028"], "removed": [] })
        )
    );
    let composed = app.compose(&edits(cpts), ids, Edit::Remove(units(&["66136"]))).await.unwrap();
    assert_eq!(composed, Composed { added: vec![], removed: units(&["66136"]), before: 2, now: 3 });
    let composed = app.compose(&edits(cpts), ids, Edit::Replace(units(&["66186"]))).await.unwrap();
    assert_eq!((composed.added, composed.removed), (units(&["66186"]), units(&["66028"])));
    let revisions = app.revisions(&reads(cpts), ids).await.unwrap();
    let sizes: Vec<_> =
        revisions.iter().map(|revision| (revision.number, revision.perimeter.len())).collect();
    assert_eq!(sizes, [(1, 1), (2, 2), (3, 1), (4, 1)]);
    assert!(revisions.iter().all(|revision| revision.at == testkit::now()));
}

#[tokio::test]
async fn undoing_a_change_is_restoring_the_revision_before() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["66136", "66028"]).await;
    let ids = (made.territoire, made.variante);
    let done = app.compose(&edits(cpts), ids, Edit::Replace(units(&["75056"]))).await.unwrap();
    let undone = app.compose(&edits(cpts), ids, Edit::Restore(done.before)).await.unwrap();
    assert_eq!((undone.before, undone.now), (2, 3));
    assert_eq!(variante(&app, cpts, made).await.perimeter, perimeter(&["66136", "66028"]));
    let again = app.compose(&edits(cpts), ids, Edit::Restore(undone.before)).await.unwrap();
    assert_eq!(again.now, 4);
    assert_eq!(variante(&app, cpts, made).await.perimeter, perimeter(&["75056"]));
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_no_trace() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["66136"]).await;
    let ids = (made.territoire, made.variante);
    for edit in [
        Edit::Add(units(&["66136"])),
        Edit::Add(vec![]),
        Edit::Remove(units(&["75056"])),
        Edit::Replace(units(&["66136"])),
        Edit::Restore(1),
    ] {
        let composed = app.compose(&edits(cpts), ids, edit).await.unwrap();
        assert_eq!(composed, Composed { added: vec![], removed: vec![], before: 1, now: 1 });
    }
    assert_eq!(app.revisions(&reads(cpts), ids).await.unwrap().len(), 1);
    assert_eq!(audited(&app, cpts).await.len(), 1);
}

#[tokio::test]
async fn an_unknown_variant_revision_or_owner_is_not_found() {
    let app = TestApp::new().await;
    let (a, b) = (app.tenant("A").await, app.tenant("B").await);
    let made = app.plot(a, "Plaine", &["66136"]).await;
    let foreign = app.plot(b, "Ailleurs", &["75056"]).await;
    let add = || Edit::Add(units(&["66028"]));
    for (ids, edit) in [
        ((made.territoire, VarianteId(app.unknown_id())), add()),
        ((made.territoire, foreign.variante), add()),
        ((foreign.territoire, foreign.variante), add()),
        ((foreign.territoire, made.variante), add()),
        ((made.territoire, made.variante), Edit::Restore(2)),
    ] {
        let refused = app.compose(&edits(a), ids, edit).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    let revisions = app.revisions(&reads(a), (made.territoire, foreign.variante)).await;
    assert!(matches!(revisions, Err(AppError::NotFound)), "{revisions:?}");
    assert_eq!(variante(&app, b, foreign).await.revision, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_who_compose_at_the_same_time_lose_nothing() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &[]).await;
    let other = app.other_process().await;
    let codes: Vec<String> = (1..=20).map(|rank| format!("660{rank:02}")).collect();
    let mut people = JoinSet::new();
    for (rank, code) in codes.iter().enumerate() {
        let (app, code) = (if rank % 2 == 0 { (*app).clone() } else { other.clone() }, code.clone());
        people.spawn(async move {
            app.compose(&edits(cpts), (made.territoire, made.variante), Edit::Add(units(&[&code]))).await
        });
    }
    let failed: Vec<AppError> = people.join_all().await.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let now = variante(&app, cpts, made).await;
    assert_eq!((now.perimeter, now.revision), (perimeter(&codes), 21));
}

#[tokio::test]
async fn adding_an_iris_narrows_a_whole_commune_and_removing_one_opens_it() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["96001", "96058"]).await;
    let ids = (made.territoire, made.variante);
    let narrowed = app.compose(&edits(cpts), ids, Edit::Add(units(&["960580101"]))).await.unwrap();
    assert_eq!((narrowed.added, narrowed.removed), (units(&["960580101"]), units(&["96058"])));
    let whole = app.compose(&edits(cpts), ids, Edit::Add(units(&["96058"]))).await.unwrap();
    assert_eq!((whole.added, whole.removed), (units(&["96058"]), units(&["960580101"])));
    let opened = app.compose(&edits(cpts), ids, Edit::Remove(units(&["960580101"]))).await.unwrap();
    assert_eq!(opened.removed, units(&["96058"]));
    assert_eq!(opened.added.len(), 19, "the nineteen other IRIS of the town");
    let now = variante(&app, cpts, made).await.perimeter;
    assert!(now.contains(units(&["96001"])[0]) && !now.covers(units(&["960580101"])[0]));
    let all = app.compose(&edits(cpts), ids, Edit::Remove(units(&["96058"]))).await.unwrap();
    assert_eq!(all.removed.len(), 19, "removing the town removes its IRIS");
}

#[tokio::test]
async fn removing_an_iris_that_is_not_known_does_not_touch_its_whole_commune() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["96058", "66136"]).await;
    let ids = (made.territoire, made.variante);
    // Perpignan has no IRIS in this installation; the town of the invented département has no IRIS 0999.
    let remove = Edit::Remove(units(&["661360101", "960580999"]));
    let composed = app.compose(&edits(cpts), ids, remove).await.unwrap();
    assert_eq!((composed.added, composed.removed), (vec![], vec![]));
}
