//! Structures of the community, their agreements, and what the home says of those that end.

use app::AppError;
use app::communaute::{ConventionChange, StructureError};
use app::organisations::Waiting;
use domain::authz::{Allowed, EditCommunaute, Permission, ReadAccueil, ReadCommunaute, Role};
use domain::communaute::Convention;
use domain::communaute::saisie::SaisieStructure;
use domain::ids::{CptsId, StructureId};
use jiff::Span;
use testkit::{TestApp, person};

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn edits(cpts: CptsId) -> Allowed<EditCommunaute> {
    may(cpts)
}

fn reads(cpts: CptsId) -> Allowed<ReadCommunaute> {
    may(cpts)
}

fn typed(nom: &str) -> SaisieStructure {
    SaisieStructure {
        nom: nom.into(),
        kind: "clinique".into(),
        finess: "310021258".into(),
        ..SaisieStructure::default()
    }
}

async fn added(app: &TestApp, cpts: CptsId) -> StructureId {
    app.add_structure(&edits(cpts), &typed("Clinique d'exemple")).await.unwrap().0
}

#[tokio::test]
async fn a_structure_is_added_corrected_removed_and_restored() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = added(&app, cpts).await;
    let twice = app.add_structure(&edits(cpts), &typed("Autre")).await.unwrap_err();
    assert!(matches!(twice, StructureError::NumberTaken(other) if other == id));
    app.edit_structure(&edits(cpts), (id, 1), &typed("Clinique du Val")).await.unwrap();
    let late = app.edit_structure(&edits(cpts), (id, 1), &typed("Clinique")).await.unwrap_err();
    assert!(matches!(late, StructureError::Changed(now) if now.nom == "Clinique du Val"));
    app.remove_structure(&edits(cpts), id).await.unwrap();
    let other = app.add_structure(&edits(cpts), &typed("Autre")).await.unwrap().0;
    let back = app.restore_structure(&edits(cpts), id).await;
    assert!(matches!(back, Err(StructureError::NumberTaken(taken)) if taken == other));
    app.remove_structure(&edits(cpts), other).await.unwrap();
    app.restore_structure(&edits(cpts), id).await.unwrap();
    assert_eq!(app.structure(&reads(cpts), id).await.unwrap().removed_at, None);
    let elsewhere = app.tenant("CPTS des Monts").await;
    assert!(matches!(app.structure(&reads(elsewhere), id).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn an_agreement_that_ends_waits_on_the_home_until_it_is_signed_again() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = added(&app, cpts).await;
    let days = |count: i64| app.today().checked_add(Span::new().days(count)).unwrap();
    let convention =
        |fin| Convention { objet: "Prêt de salle".into(), signee: days(-400), fin, piece: None };
    let add = |fin| ConventionChange::Add(convention(fin));
    app.change_convention(&edits(cpts), (id, 1), add(Some(days(91)))).await.unwrap();
    let waits = async || {
        let actor = person(Role::Coordinateur, cpts);
        let home = app.home(&may::<ReadAccueil>(cpts), &actor).await.unwrap();
        let ends = |one: &Waiting| matches!(one, Waiting::ConventionEnds(one) if one.structure == id);
        home.waiting.iter().filter(|one| ends(one)).count()
    };
    assert_eq!(waits().await, 0, "too early");
    let nearer = ConventionChange::Replace(0, convention(Some(days(90))));
    app.change_convention(&edits(cpts), (id, 2), nearer).await.unwrap();
    assert_eq!(waits().await, 1);
    app.change_convention(&edits(cpts), (id, 3), ConventionChange::Replace(0, convention(Some(days(-1)))))
        .await
        .unwrap();
    let due = app.conventions_to_renew(&reads(cpts)).await.unwrap();
    assert_eq!((due.len(), due[0].expiree), (1, true));
    app.change_convention(&edits(cpts), (id, 4), add(Some(days(400)))).await.unwrap();
    assert_eq!(waits().await, 0, "another one took its place");
    app.change_convention(&edits(cpts), (id, 5), ConventionChange::Remove(0)).await.unwrap();
    assert_eq!(app.structure(&reads(cpts), id).await.unwrap().fiche.conventions.len(), 1);
}

#[tokio::test]
async fn an_agreement_that_contradicts_itself_is_refused() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = added(&app, cpts).await;
    let today = app.today();
    let convention = |objet: &str, fin| Convention { objet: objet.into(), signee: today, fin, piece: None };
    let change = async |version, new| app.change_convention(&edits(cpts), (id, version), new).await;
    let over = ConventionChange::Add(convention("Prêt", today.yesterday().ok()));
    assert!(matches!(change(1, over).await, Err(AppError::PastDate)));
    assert!(matches!(change(1, ConventionChange::Add(convention(" ", None))).await, Err(AppError::Text(_))));
    assert!(matches!(change(1, ConventionChange::Remove(0)).await, Err(AppError::NotFound)));
    assert!(matches!(change(9, ConventionChange::Remove(0)).await, Err(AppError::Conflict)));
}
