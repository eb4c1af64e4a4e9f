//! Creating CPTS, territories and variants.

use app::AppError;
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::NameError;
use serde_json::json;
use testkit::{TestApp, edits, operates, perimeter, reads};

use super::{audited, last_act, variante};

#[tokio::test]
async fn a_cpts_is_created_by_a_command_and_audited() {
    let app = TestApp::new().await;
    let made = app.create_cpts(&operates(), "  CPTS   du Val ", true).await.unwrap();
    assert_eq!((made.name.as_str(), made.fictitious), ("CPTS du Val", true));
    assert_eq!(app.cpts_list().await.unwrap(), std::slice::from_ref(&made));
    assert_eq!(app.cpts(made.id).await.unwrap(), made);
    let rows = app.db().texts("SELECT action || ' ' || actor || ' ' || changes FROM audit_entry").await;
    assert_eq!(rows, [r#"instance.operate test {"name":"CPTS du Val"}"#]);
    let refused = app.create_cpts(&operates(), " ", true).await;
    assert!(matches!(refused, Err(AppError::Name(NameError::Empty))), "{refused:?}");
    let unknown = app.cpts(domain::ids::CptsId(app.unknown_id())).await;
    assert!(matches!(unknown, Err(AppError::NotFound)), "{unknown:?}");
}

#[tokio::test]
async fn a_territory_starts_with_a_reference_variant_and_is_audited() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let units = perimeter(&["66136", "660280101"]);
    let made = app.create_territoire(&edits(cpts), " Plaine  sud ", "Départ", units.clone()).await.unwrap();
    let found = app.territoire(&reads(cpts), made.territoire).await.unwrap();
    assert_eq!(found.name, "Plaine sud");
    let first = &found.variantes[0];
    assert_eq!((first.id, first.name.as_str(), first.revision), (made.variante, "Départ", 1));
    assert!(first.is_reference);
    assert_eq!(first.perimeter, units);
    assert_eq!(
        last_act(&app, cpts).await,
        (
            "territoire".into(),
            made.territoire.to_string(),
            json!({ "created": "Plaine sud", "variante": "Départ", "units": 2 })
        )
    );
    assert_eq!(app.territoires(&reads(cpts)).await.unwrap(), [found]);
}

#[tokio::test]
async fn a_territory_needs_names_that_nobody_has_and_nothing_is_written_otherwise() {
    let app = TestApp::new().await;
    let (a, b) = (app.tenant("A").await, app.tenant("B").await);
    app.plot(a, "Plaine", &[]).await;
    let long = "é".repeat(121);
    for (name, variante, expected) in [
        ("", "A", NameError::Empty),
        ("Monts", " ", NameError::Empty),
        (&long, "A", NameError::TooLong),
        (" Plaine ", "A", NameError::Taken),
    ] {
        let refused = app.create_territoire(&edits(a), name, variante, perimeter(&[])).await;
        assert!(matches!(&refused, Err(AppError::Name(error)) if *error == expected), "{name}: {refused:?}");
    }
    assert_eq!(app.territoires(&reads(a)).await.unwrap().len(), 1);
    assert_eq!(audited(&app, a).await.len(), 1);
    // The names of another CPTS are its own.
    app.plot(b, "Plaine", &[]).await;
}

#[tokio::test]
async fn a_variant_is_empty_or_a_copy_and_takes_the_next_free_letter() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Plaine", &["66136"]).await;
    let copy = app.create_variante(&edits(cpts), made.territoire, " ", Some(made.variante)).await.unwrap();
    let found = variante(&app, cpts, copy).await;
    assert_eq!((found.name.as_str(), found.is_reference, found.revision), ("Variante B", false, 1));
    assert_eq!(found.perimeter, perimeter(&["66136"]));
    let (kind, id, changes) = last_act(&app, cpts).await;
    assert_eq!((kind.as_str(), id), ("variante", copy.variante.to_string()));
    assert_eq!(changes, json!({ "created": "Variante B", "copied_from": made.variante }));
    let empty = app.create_variante(&edits(cpts), made.territoire, "Large", None).await.unwrap();
    assert!(variante(&app, cpts, empty).await.perimeter.is_empty());
}

#[tokio::test]
async fn a_variant_is_refused_without_its_territory_its_model_or_a_free_name() {
    let app = TestApp::new().await;
    let (a, b) = (app.tenant("A").await, app.tenant("B").await);
    let made = app.plot(a, "Plaine", &["66136"]).await;
    let foreign = app.plot(b, "Ailleurs", &["75056"]).await;
    let taken = app.create_variante(&edits(a), made.territoire, "Variante A", None).await;
    assert!(matches!(taken, Err(AppError::Name(NameError::Taken))), "{taken:?}");
    let unknown = TerritoireId(app.unknown_id());
    for (territoire, copied) in [
        (unknown, None),
        (foreign.territoire, None),
        (made.territoire, Some(VarianteId(app.unknown_id()))),
        (made.territoire, Some(foreign.variante)),
    ] {
        let refused = app.create_variante(&edits(a), territoire, "Autre", copied).await;
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    assert_eq!(app.territoire(&reads(a), made.territoire).await.unwrap().variantes.len(), 1);
}
