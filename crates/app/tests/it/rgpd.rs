//! Register, requests, breaches: what a CPTS keeps, and what the clocks say.

use app::rgpd::{Decision, LineContent, NewRequest, Origin, RgpdError, ViolationInput};
use domain::authz::{Actor, Allowed, Permission, Role};
use domain::ids::CptsId;
use domain::rgpd::demande::{Droit, EtatDemande};
use domain::rgpd::violation::EtatViolation;
use jiff::{SignedDuration, ToSpan};
use testkit::{TestApp, now, person};

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

#[tokio::test]
async fn a_cpts_changes_adds_and_removes_lines_of_its_register_and_no_other() {
    let app = TestApp::new().await;
    let (own, other) = (app.tenant("A").await, app.tenant("B").await);
    let proofs = (&may(own), &may(own));
    let before = app.registre(&may(own)).await.unwrap().lines;
    assert!(before.iter().all(|line| line.origin == Origin::Proposed && line.to_confirm.is_some()));
    let content = LineContent { purpose: "Ouvrir la porte".into(), ..before[0].content.clone() };
    app.save_traitement(proofs, Some(&before[0].key), content).await.unwrap();
    let new = LineContent { title: "Lettre".into(), purpose: "Informer".into(), ..LineContent::default() };
    let key = app.save_traitement(proofs, None, new).await.unwrap();
    app.set_without_object(proofs, &before[1].key, Some("Aucun adhérent encore")).await.unwrap();
    let after = app.registre(&may(own)).await.unwrap().lines;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!((after[0].origin, after[0].content.purpose.as_str()), (Origin::Changed, "Ouvrir la porte"));
    assert_eq!(after[1].content.reason, "Aucun adhérent encore");
    assert!(after[1].without_object && !after[0].without_object);
    assert!(after.iter().any(|line| line.key == key && line.origin == Origin::Own));
    app.set_without_object(proofs, &before[1].key, None).await.unwrap();
    assert!(!app.registre(&may(own)).await.unwrap().lines[1].without_object);
    assert_eq!(app.registre(&may(other)).await.unwrap().lines, before);
}

#[tokio::test]
async fn a_line_needs_a_title_a_purpose_and_to_exist() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let proofs = (&may(cpts), &may(cpts));
    let empty = app.save_traitement(proofs, None, LineContent::default()).await;
    assert!(matches!(empty, Err(RgpdError::Missing("titre"))), "{empty:?}");
    let content = LineContent { title: "A".into(), purpose: "B".into(), ..LineContent::default() };
    let unknown = app.save_traitement(proofs, Some("inconnu"), content).await;
    assert!(matches!(unknown, Err(RgpdError::App(app::AppError::NotFound))), "{unknown:?}");
    let no_reason = app.set_without_object(proofs, "comptes", Some(" ")).await;
    assert!(matches!(no_reason, Err(RgpdError::Missing("motif"))), "{no_reason:?}");
}

#[tokio::test]
async fn the_public_notice_names_nobody() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let sql = format!(
        "INSERT INTO association (cpts_id, dpo_name, dpo_email, changed_at, changed_by) \
         SELECT id, 'Camille Exemple', 'dpo@exemple.test', 0, 'test' FROM cpts WHERE name = '{}'",
        "A"
    );
    app.db().run(&sql).await;
    let own = app.registre(&may(cpts)).await.unwrap();
    assert_eq!(own.controller.dpo_name.as_deref(), Some("Camille Exemple"));
    let (_, public) = app.public_notice(cpts).await.unwrap();
    assert_eq!(public.controller.dpo_name, None);
}

fn request(droit: Droit, received_on: jiff::civil::Date) -> NewRequest<'static> {
    NewRequest { person: "Camille Exemple", user: None, droit, message: "", received_on }
}

#[tokio::test]
async fn requests_have_a_month_and_the_late_ones_come_first() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let today = app.today();
    let new = app.record_demande(&may(cpts), request(Droit::Acces, today)).await.unwrap();
    let old = request(Droit::Rectification, today.checked_sub(40.days()).unwrap());
    let late = app.record_demande(&may(cpts), old).await.unwrap();
    let lines = app.demandes(&may(cpts)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.row.id).collect::<Vec<_>>(), [late, new]);
    assert!(matches!(lines[0].state, EtatDemande::EnRetard { .. }));
    assert_eq!(lines[1].state, EtatDemande::EnCours { days_left: 30 });
    app.answer_demande(&may(cpts), late, "Corrigé.").await.unwrap();
    let lines = app.demandes(&may(cpts)).await.unwrap();
    assert_eq!(lines[1].row.id, late, "answered ones come last");
    let again = app.answer_demande(&may(cpts), late, "Encore.").await;
    assert!(matches!(again, Err(RgpdError::Answered)), "{again:?}");
    let tomorrow = app.record_demande(&may(cpts), request(Droit::Acces, today.tomorrow().unwrap())).await;
    assert!(matches!(tomorrow, Err(RgpdError::Future("recue"))), "{tomorrow:?}");
}

#[tokio::test]
async fn a_request_is_extended_once_with_a_reason_and_keeps_it_in_its_answer() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let id = app.record_demande(&may(cpts), request(Droit::Acces, app.today())).await.unwrap();
    let silent = app.extend_demande(&may(cpts), id, "").await;
    assert!(matches!(silent, Err(RgpdError::Missing("motif"))), "{silent:?}");
    let due = app.extend_demande(&may(cpts), id, "Archives à relire.").await.unwrap();
    assert_eq!(due.to_string(), "2027-02-22");
    let twice = app.extend_demande(&may(cpts), id, "Encore.").await;
    assert!(matches!(twice, Err(RgpdError::NotExtendable)), "{twice:?}");
    app.answer_demande(&may(cpts), id, "Voici la copie.").await.unwrap();
    let line = app.demande(&may(cpts), id).await.unwrap();
    assert_eq!(line.row.answer.as_deref(), Some("Archives à relire.\nVoici la copie."));
    let foreign = app.demande(&may(app.tenant("B").await), id).await;
    assert!(matches!(foreign, Err(app::AppError::NotFound)), "{foreign:?}");
}

fn breach() -> ViolationInput<'static> {
    ViolationInput {
        title: "Courriel mal adressé",
        facts: "Une liste est partie chez un tiers.",
        categories: "Adresses",
        people: Some(12),
        consequences: "",
        measures: "",
        happened_at: None,
        discovered_at: now() - SignedDuration::from_hours(10),
    }
}

#[tokio::test]
async fn a_breach_has_72_hours_then_a_decision_then_an_end() {
    let app = TestApp::new().await;
    let cpts = app.tenant("A").await;
    let proof = may(cpts);
    let id = app.record_violation(&proof, &breach()).await.unwrap();
    let line = app.violation(&proof, id).await.unwrap();
    assert_eq!(line.state, EtatViolation::ANotifier { hours_left: 62 });
    let undecided = app.decide_violation(&proof, id, Decision::Closed).await;
    assert!(matches!(undecided, Err(RgpdError::Undecided)), "{undecided:?}");
    let silent = app.decide_violation(&proof, id, Decision::NotRequired { reason: "" }).await;
    assert!(matches!(silent, Err(RgpdError::Missing("motif"))), "{silent:?}");
    let early = Decision::Notified { at: now() - SignedDuration::from_hours(20), reason: "" };
    let early = app.decide_violation(&proof, id, early).await;
    assert!(matches!(early, Err(RgpdError::Violation(_))), "{early:?}");
    app.decide_violation(&proof, id, Decision::Notified { at: now(), reason: "" }).await.unwrap();
    app.decide_violation(&proof, id, Decision::PeopleTold { at: now() }).await.unwrap();
    app.decide_violation(&proof, id, Decision::Closed).await.unwrap();
    let closed = app.correct_violation(&proof, id, &breach()).await;
    assert!(matches!(closed, Err(RgpdError::Closed)), "{closed:?}");
    let acts = super::audited(&app, cpts).await;
    let told: Vec<String> = acts.iter().map(|act| act.changes.to_string()).collect();
    assert_eq!(acts.len(), 4);
    assert!(told.iter().all(|text| !text.contains("liste")), "facts stay out of the trace: {told:?}");
}

#[tokio::test]
async fn a_late_notification_says_why_and_another_cpts_sees_nothing() {
    let app = TestApp::new().await;
    let (own, other) = (app.tenant("A").await, app.tenant("B").await);
    let late = ViolationInput { discovered_at: now() - SignedDuration::from_hours(80), ..breach() };
    let id = app.record_violation(&may(own), &late).await.unwrap();
    assert_eq!(app.violation(&may(own), id).await.unwrap().state, EtatViolation::EnRetard { hours: 8 });
    let silent = app.decide_violation(&may(own), id, Decision::Notified { at: now(), reason: "" }).await;
    assert!(matches!(silent, Err(RgpdError::Missing("motif"))), "{silent:?}");
    let said = Decision::Notified { at: now(), reason: "Découverte pendant un congé." };
    app.decide_violation(&may(own), id, said).await.unwrap();
    assert!(app.violations(&may(other)).await.unwrap().is_empty());
    let foreign = app.decide_violation(&may(other), id, Decision::Closed).await;
    assert!(matches!(foreign, Err(RgpdError::App(app::AppError::NotFound))), "{foreign:?}");
    assert!(Actor::system("x").authorize::<domain::authz::ManageViolations>(own).is_ok());
}
