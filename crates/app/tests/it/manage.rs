//! Naming, choosing, removing, declaring.

use app::AppError;
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{DeclaredPopulation, NameError};
use serde_json::json;
use testkit::{TestApp, edits, reads};

use super::{audited, last_act, variante};

#[tokio::test]
async fn the_reference_moves_from_one_variant_to_another() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let first = app.plot(cpts, "Plaine", &[]).await;
    let second = app.variante(cpts, first, "B").await;
    app.choose_reference(&edits(cpts), (second.territoire, second.variante)).await.unwrap();
    assert!(!variante(&app, cpts, first).await.is_reference);
    assert!(variante(&app, cpts, second).await.is_reference);
    let (_, id, changes) = last_act(&app, cpts).await;
    assert_eq!(id, second.variante.to_string());
    assert_eq!(changes, json!({ "reference": true, "before": first.variante }));
}

#[tokio::test]
async fn a_variant_is_renamed_unless_the_name_is_taken_or_wrong() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let first = app.plot(cpts, "Plaine", &[]).await;
    let ids = (first.territoire, first.variante);
    app.variante(cpts, first, "B").await;
    app.rename_variante(&edits(cpts), ids, " Bassin  de vie ").await.unwrap();
    assert_eq!(variante(&app, cpts, first).await.name, "Bassin de vie");
    let (_, _, changes) = last_act(&app, cpts).await;
    assert_eq!(changes, json!({ "name": "Bassin de vie", "before": "Variante A" }));
    // Its own name is not taken by somebody else.
    app.rename_variante(&edits(cpts), ids, "Bassin de vie").await.unwrap();
    for (name, expected) in [("B", NameError::Taken), ("", NameError::Empty)] {
        let refused = app.rename_variante(&edits(cpts), ids, name).await;
        assert!(matches!(&refused, Err(AppError::Name(error)) if *error == expected), "{refused:?}");
    }
    assert_eq!(variante(&app, cpts, first).await.name, "Bassin de vie");
}

#[tokio::test]
async fn a_declared_population_is_written_then_removed() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &[]).await;
    let ids = (made.territoire, made.variante);
    let declared = DeclaredPopulation { inhabitants: 47_617, year: Some(2017), source: "Lettre".into() };
    app.declare_population(&edits(cpts), ids, Some(declared.clone())).await.unwrap();
    assert_eq!(variante(&app, cpts, made).await.declared, Some(declared.clone()));
    let (_, _, changes) = last_act(&app, cpts).await;
    assert_eq!(changes, json!({ "declared": declared, "before": null }));
    app.declare_population(&edits(cpts), ids, None).await.unwrap();
    assert_eq!(variante(&app, cpts, made).await.declared, None);
}

#[tokio::test]
async fn the_reference_cannot_be_removed_but_the_other_variants_can_and_come_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let first = app.plot(cpts, "Plaine", &[]).await;
    let second = app.variante(cpts, first, "B").await;
    let refused = app.remove_variante(&edits(cpts), (first.territoire, first.variante)).await;
    assert!(matches!(refused, Err(AppError::StillReference(_))), "{refused:?}");
    let ids = (second.territoire, second.variante);
    app.remove_variante(&edits(cpts), ids).await.unwrap();
    assert_eq!(last_act(&app, cpts).await.2, json!({ "removed": "B" }));
    let read = app.revisions(&reads(cpts), ids).await;
    assert!(matches!(read, Err(AppError::NotFound)), "{read:?}");
    let again = app.remove_variante(&edits(cpts), ids).await;
    assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
    app.restore_variante(&edits(cpts), ids).await.unwrap();
    assert_eq!(last_act(&app, cpts).await.2, json!({ "restored": true }));
    assert_eq!(variante(&app, cpts, second).await.name, "B");
}

#[tokio::test]
async fn a_removed_name_that_was_taken_meanwhile_does_not_come_back_twice() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let first = app.plot(cpts, "Plaine", &[]).await;
    let second = app.variante(cpts, first, "B").await;
    app.remove_variante(&edits(cpts), (second.territoire, second.variante)).await.unwrap();
    app.variante(cpts, first, "B").await;
    let refused = app.restore_variante(&edits(cpts), (second.territoire, second.variante)).await;
    assert!(matches!(refused, Err(AppError::Name(NameError::Taken))), "{refused:?}");
    app.remove_territoire(&edits(cpts), first.territoire).await.unwrap();
    app.plot(cpts, "Plaine", &[]).await;
    let refused = app.restore_territoire(&edits(cpts), first.territoire).await;
    assert!(matches!(refused, Err(AppError::Name(NameError::Taken))), "{refused:?}");
    assert_eq!(app.territoires(&reads(cpts)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_territory_is_removed_and_comes_back_with_its_variants() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["66136"]).await;
    app.variante(cpts, made, "B").await;
    let before = app.territoires(&reads(cpts)).await.unwrap();
    app.remove_territoire(&edits(cpts), made.territoire).await.unwrap();
    assert_eq!(last_act(&app, cpts).await.2, json!({ "removed": "Plaine" }));
    assert!(app.territoires(&reads(cpts)).await.unwrap().is_empty());
    app.restore_territoire(&edits(cpts), made.territoire).await.unwrap();
    assert_eq!(app.territoires(&reads(cpts)).await.unwrap(), before);
}

#[tokio::test]
async fn what_is_unknown_or_belongs_to_another_cpts_is_not_found_and_not_audited() {
    let app = TestApp::new().await;
    let (a, b) = (app.tenant("A").await, app.tenant("B").await);
    let own = app.plot(a, "Plaine", &[]).await;
    let foreign = app.plot(b, "Ailleurs", &[]).await;
    let spare = app.variante(b, foreign, "B").await;
    let proof = edits(a);
    let acts = (audited(&app, a).await, audited(&app, b).await);
    for ids in [
        (foreign.territoire, spare.variante),
        (own.territoire, spare.variante),
        (own.territoire, VarianteId(app.unknown_id())),
        (TerritoireId(app.unknown_id()), own.variante),
    ] {
        let refusals = [
            app.choose_reference(&proof, ids).await,
            app.rename_variante(&proof, ids, "Autre").await,
            app.declare_population(&proof, ids, None).await,
            app.remove_variante(&proof, ids).await,
            app.restore_variante(&proof, ids).await,
        ];
        assert!(refusals.iter().all(|one| matches!(one, Err(AppError::NotFound))), "{refusals:?}");
    }
    for id in [foreign.territoire, TerritoireId(app.unknown_id())] {
        let refusals = [app.remove_territoire(&proof, id).await, app.restore_territoire(&proof, id).await];
        assert!(refusals.iter().all(|one| matches!(one, Err(AppError::NotFound))), "{refusals:?}");
        assert!(matches!(app.territoire(&reads(a), id).await, Err(AppError::NotFound)));
    }
    assert_eq!((audited(&app, a).await, audited(&app, b).await), acts);
}
