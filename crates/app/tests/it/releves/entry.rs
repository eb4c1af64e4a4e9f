//! One value at a time.

use app::AppError;
use app::diagnostic::{Entry, ReleveError};
use domain::diagnostic::Saisie;
use domain::diagnostic::controles::saisie::{Alerte, Refus};
use domain::diagnostic::releve::{history, standing};
use domain::ids::{PieceId, ReleveId};
use serde_json::json;
use testkit::{TestApp, units};

use super::{edits, entry, reads, saisie, uzes};
use crate::audited;

const SANS_MT: [&str; 7] = ["sans_mt", "territoire", "", "2018", "8,1", "", ""];

#[tokio::test]
async fn a_value_is_recorded_corrected_withdrawn_and_taken_back_without_losing_anything() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let first = app.record_releve(&edits(cpts), entry(saisie(made, SANS_MT))).await.unwrap();
    let better = Saisie { value: Some(8.2), ..saisie(made, SANS_MT) };
    let second = app.correct_releve(&edits(cpts), (first, "Erreur de recopie"), entry(better)).await.unwrap();
    let third = app.withdraw_releve(&edits(cpts), second, "Document périmé").await.unwrap();
    let all = app.releves(&reads(cpts)).await.unwrap();
    assert_eq!(standing(&all), Vec::<&domain::diagnostic::Releve>::new());
    let back = Saisie { value: Some(8.1), ..saisie(made, SANS_MT) };
    let fourth = app.correct_releve(&edits(cpts), (third, "Retour au premier"), entry(back)).await.unwrap();
    let all = app.releves(&reads(cpts)).await.unwrap();
    let chain: Vec<(ReleveId, Option<f64>, Option<&str>)> =
        history(&all, second).iter().map(|one| (one.id, one.saisie.value, one.reason.as_deref())).collect();
    let expected = [
        (fourth, Some(8.1), Some("Retour au premier")),
        (third, None, Some("Document périmé")),
        (second, Some(8.2), Some("Erreur de recopie")),
        (first, Some(8.1), None),
    ];
    assert_eq!(chain, expected);
    assert_eq!(standing(&all).len(), 1);
    assert_eq!(all[0].author, *edits(cpts).author());
}

#[tokio::test]
async fn the_journal_says_what_was_done_and_no_free_text() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let first = app.record_releve(&edits(cpts), entry(saisie(made, SANS_MT))).await.unwrap();
    app.withdraw_releve(&edits(cpts), first, "Vu avec une personne").await.unwrap();
    let acts = audited(&app, cpts).await;
    let last: Vec<_> =
        acts.iter().rev().take(2).map(|act| (act.action.as_str(), act.changes.clone())).collect();
    let common =
        |act: &str| json!({ act: true, "indicateur": "sans_mt", "lieu": "territoire", "periode": "2018" });
    assert_eq!(last, [("diagnostic.edit", common("withdrawn")), ("diagnostic.edit", common("recorded"))]);
}

#[tokio::test]
async fn the_second_of_two_corrections_of_the_same_value_is_a_conflict() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let first = app.record_releve(&edits(cpts), entry(saisie(made, SANS_MT))).await.unwrap();
    let with = |value| entry(Saisie { value: Some(value), ..saisie(made, SANS_MT) });
    let (proof, other) = (edits(cpts), edits(cpts));
    let (one, two) = tokio::join!(
        app.correct_releve(&proof, (first, "Page 3"), with(8.2)),
        app.correct_releve(&other, (first, "Page 4"), with(8.3)),
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let lost = one.err().or(two.err()).unwrap();
    assert!(matches!(lost, ReleveError::Replaced), "{lost:?}");
    let withdrawn = app.withdraw_releve(&edits(cpts), first, "Trop tard").await;
    assert!(matches!(withdrawn, Err(ReleveError::Replaced)));
}

#[tokio::test]
async fn a_correction_needs_a_reason_and_a_change() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let first = app.record_releve(&edits(cpts), entry(saisie(made, SANS_MT))).await.unwrap();
    let same = || entry(saisie(made, SANS_MT));
    let without = app.correct_releve(&edits(cpts), (first, "  "), same()).await;
    assert!(matches!(without, Err(ReleveError::Refused(ref why)) if matches!(why[..], [Refus::Missing(_)])));
    let unchanged = app.correct_releve(&edits(cpts), (first, "Pour voir"), same()).await;
    assert!(matches!(unchanged, Err(ReleveError::Refused(ref why)) if why == &[Refus::Unchanged]));
    let nothing = app.withdraw_releve(&edits(cpts), first, "").await;
    assert!(matches!(nothing, Err(ReleveError::Refused(_))));
    assert_eq!(app.releves(&reads(cpts)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_values_are_refused_with_all_their_reasons_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let refused = async |saisie: Saisie| match app.record_releve(&edits(cpts), entry(saisie)).await {
        Err(ReleveError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    let wrong = saisie(made, ["sans_mt", "territoire", "", "2026", "140", "", ""]);
    assert_eq!(refused(wrong).await, [Refus::Future, Refus::RateOutOfRange(140.0)]);
    let unknown = saisie(made, ["sans_rien", "territoire", "", "2018", "14", "", ""]);
    assert_eq!(refused(unknown).await, [Refus::UnknownIndicator("sans_rien".into())]);
    let nowhere = saisie(made, ["sans_mt", "commune", "30999", "2018", "14", "", ""]);
    assert_eq!(refused(nowhere).await, [Refus::UnknownPlace]);
    let later = saisie(made, ["sans_mt", "territoire", "7", "2018", "14", "", ""]);
    assert_eq!(refused(later).await, [Refus::UnknownPlace], "a state of the perimeter that does not exist");
    assert_eq!(app.releves(&reads(cpts)).await.unwrap(), []);
}

#[tokio::test]
async fn a_rate_is_computed_when_only_its_parts_are_typed() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let parts = saisie(made, ["sans_mt", "territoire", "", "2018", "", "6 800", "84 000"]);
    app.record_releve(&edits(cpts), entry(parts)).await.unwrap();
    let value = app.releves(&reads(cpts)).await.unwrap()[0].saisie.value.unwrap();
    assert!((value - 8.095).abs() < 0.001, "{value}");
}

#[tokio::test]
async fn a_departement_total_is_kept_once_it_is_confirmed() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let theirs = saisie(made, ["sans_mt", "departement", "30", "2018", "9,5", "60 000", "631 579"]);
    app.record_releve(&edits(cpts), entry(theirs)).await.unwrap();
    let ours = saisie(made, ["sans_mt", "territoire", "", "2018", "9,5", "60 000", "631 579"]);
    let doubts = match app.record_releve(&edits(cpts), entry(ours.clone())).await {
        Err(ReleveError::ToConfirm(doubts)) => doubts,
        other => panic!("{other:?}"),
    };
    let keys: Vec<&str> = doubts.iter().map(Alerte::key).collect();
    assert_eq!(keys, ["departement", "habitants"]);
    let confirmed = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
    let half = Entry { saisie: ours.clone(), confirmed: confirmed(&keys[..1]) };
    assert!(matches!(app.record_releve(&edits(cpts), half).await, Err(ReleveError::ToConfirm(_))));
    let whole = Entry { saisie: ours, confirmed: confirmed(&keys) };
    app.record_releve(&edits(cpts), whole).await.unwrap();
}

#[tokio::test]
async fn a_value_of_an_earlier_perimeter_keeps_its_state_and_asks() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let place = (made.territoire, made.variante);
    let edit = app::territoire::Edit::Add(units(&["30007"]));
    app.compose(&testkit::edits(cpts), place, edit).await.unwrap();
    let old = saisie(made, SANS_MT);
    let asked = app.record_releve(&edits(cpts), entry(old.clone())).await;
    let expected = Alerte::OldPerimeter { recorded: 1, now: 2 };
    assert!(
        matches!(asked, Err(ReleveError::ToConfirm(ref doubts)) if doubts[..] == [expected]),
        "{asked:?}"
    );
    let entry = Entry { saisie: old.clone(), confirmed: vec!["perimetre".into()] };
    app.record_releve(&edits(cpts), entry).await.unwrap();
    assert_eq!(app.releves(&reads(cpts)).await.unwrap()[0].saisie.place, old.place);
}

#[tokio::test]
async fn another_cpts_neither_reads_nor_corrects_nor_cites() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let foreign = app.tenant("Autre CPTS").await;
    let first = app.record_releve(&edits(cpts), entry(saisie(made, SANS_MT))).await.unwrap();
    let piece = app
        .attach_piece::<domain::pieces::OfDiagnostic>(&edits(cpts), "lettre.pdf", b"%PDF-1.7 x".to_vec())
        .await
        .unwrap();
    assert_eq!(app.releves(&reads(foreign)).await.unwrap(), []);
    let missing =
        |error: ReleveError| assert!(matches!(error, ReleveError::App(AppError::NotFound)), "{error:?}");
    let department = saisie(made, ["sans_mt", "departement", "30", "2018", "9,5", "", ""]);
    missing(app.correct_releve(&edits(foreign), (first, "x"), entry(department.clone())).await.unwrap_err());
    missing(app.withdraw_releve(&edits(foreign), first, "x").await.unwrap_err());
    let cited = Saisie { document: Some(piece), ..department.clone() };
    missing(app.record_releve(&edits(foreign), entry(cited)).await.unwrap_err());
    let unknown = Saisie { document: Some(PieceId(app.unknown_id())), ..department };
    missing(app.record_releve(&edits(foreign), entry(unknown)).await.unwrap_err());
    let theirs = app.record_releve(&edits(foreign), entry(saisie(made, SANS_MT))).await;
    assert!(matches!(theirs, Err(ReleveError::Refused(ref why)) if why == &[Refus::UnknownPlace]));
}
