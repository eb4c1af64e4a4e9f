//! Contracts: who may prepare one, what a signature asks, what an avenant may change.

use std::sync::Arc;

use app::contrats::{AvenantTape, Complet, ContratError};
use app::organisations::Waiting;
use domain::aci::contrat::{Alerte, RefusSuivi, alertes};
use domain::aci::poste::Poste;
use domain::authz::{Allowed, EditContrat, Permission, ReadContrat, ReadJournal, Role, SignContrat};
use domain::ids::{ContratId, CptsId};
use domain::montant::Montant;
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{Seat, SteppingClock, TestApp, person, typed_terms};

const SIGNATURE: jiff::civil::Date = date(2025, 4, 15);

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

async fn place() -> (TestApp, CptsId) {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    (app, cpts)
}

async fn at(app: &TestApp, cpts: CptsId, id: ContratId) -> (ContratId, i64) {
    (id, app.contract_version(cpts, id).await)
}

#[tokio::test]
async fn statement_32_a_cpts_that_is_no_association_prepares_no_contract() {
    let (app, cpts) = place().await;
    let edits = may::<EditContrat>(cpts);
    let refused = app.begin_contrat(&edits, "", &typed_terms(SIGNATURE)).await;
    assert!(matches!(refused, Err(ContratError::Association)));
    assert!(app.contrats(&may::<ReadContrat>(cpts)).await.unwrap().0.is_empty(), "nothing is half-written");
    app.draft_contract(cpts, SIGNATURE).await;
    assert_eq!(app.contrats(&may::<ReadContrat>(cpts)).await.unwrap().0.len(), 1);
}

#[tokio::test]
async fn a_signature_asks_every_amount_that_no_source_gives() {
    let (app, cpts) = place().await;
    let id = app.draft_contract(cpts, SIGNATURE).await;
    let mut typed = typed_terms(SIGNATURE);
    typed.champs.insert("taille_5".into(), "T2".into());
    app.write_termes(&may(cpts), at(&app, cpts, id).await, &typed).await.unwrap();
    let signs = may::<SignContrat>(cpts);
    let refused = app.sign_contrat(&signs, at(&app, cpts, id).await).await;
    let Err(ContratError::Montants(missing)) = refused else { panic!("the amounts of the fifth year") };
    assert!(missing.iter().all(|(year, poste)| *year == 5 && *poste != Poste::EvenementCrise));
    // Of six missions, only the fonctionnement of the second class was read somewhere.
    assert_eq!(missing.len(), 11);
    let typed = |key: &str| if key == "crise_evenement" { String::new() } else { "1 000".to_owned() };
    app.write_montants(&may(cpts), at(&app, cpts, id).await, (5, false), typed).await.unwrap();
    app.sign_contrat(&signs, at(&app, cpts, id).await).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    let terms = lu.signes().unwrap();
    assert_eq!(
        terms.annee(1).unwrap().ordinaire(),
        Montant::euros(397_500 + 22_500),
        "the plan, the first year"
    );
    assert_eq!(terms.annee(2).unwrap().ordinaire(), Montant::euros(397_500));
    assert_eq!(terms.annee(2).unwrap().prudent(), Montant::euros(275_000));
    assert_eq!(terms.annee(5).unwrap().montant(&Poste::EvenementCrise), None, "not signed is not zero");
}

#[tokio::test]
async fn a_signed_contract_changes_by_avenants_that_leave_past_years_alone() {
    let (app, cpts) = place().await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    let (edits, signs) = (may::<EditContrat>(cpts), may::<SignContrat>(cpts));
    let refused = app.write_termes(&edits, at(&app, cpts, id).await, &typed_terms(SIGNATURE)).await;
    assert!(matches!(refused, Err(ContratError::SansBrouillon)));
    assert!(matches!(app.remove_contrat(&edits, (id, true)).await, Err(ContratError::Signe)));
    app.begin_avenant(&edits, at(&app, cpts, id).await).await.unwrap();
    let twice = app.begin_avenant(&edits, at(&app, cpts, id).await).await;
    assert!(matches!(twice, Err(ContratError::Signe)));
    // The day of the signature does not move, whatever is typed.
    let moved = typed_terms(date(2024, 1, 1));
    app.write_termes(&edits, at(&app, cpts, id).await, &moved).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    assert_eq!(lu.contrat.fiche.brouillon.as_ref().unwrap().signature, SIGNATURE);
    let amounts = |key: &str| if key == "crise_evenement" { String::new() } else { "2 000".to_owned() };
    app.write_montants(&edits, at(&app, cpts, id).await, (1, false), amounts).await.unwrap();
    let said = |effet_le| AvenantTape { signe_le: date(2026, 6, 1), effet_le, objet: "Montants".into() };
    let late = app.sign_avenant(&signs, at(&app, cpts, id).await, said(date(2026, 6, 1))).await;
    assert!(matches!(late, Err(ContratError::AnneePassee(1))));
    let early = app.sign_avenant(&signs, at(&app, cpts, id).await, said(date(2025, 4, 14))).await;
    assert!(matches!(early, Err(ContratError::Signature)));
    app.sign_avenant(&signs, at(&app, cpts, id).await, said(date(2025, 6, 1))).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    assert_eq!((lu.versions.len(), lu.versions[1].numero), (2, 1));
    assert_eq!(
        lu.versions[0].termes.annee(1).unwrap().montant(&Poste::Fonctionnement),
        Some(Montant::euros(75_000))
    );
}

#[tokio::test]
async fn what_happens_is_recorded_once_with_its_trace_and_two_people_are_told() {
    let (app, cpts) = place().await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    let edits = may::<EditContrat>(cpts);
    let seen = at(&app, cpts, id).await;
    app.start_mission(&edits, seen, "acces", (date(2025, 10, 1), None)).await.unwrap();
    let stale = app.note_complet(&edits, seen, Complet::Le(date(2025, 5, 2))).await;
    assert!(matches!(stale, Err(ContratError::Replaced)));
    let twice = app.start_mission(&edits, at(&app, cpts, id).await, "acces", (date(2025, 11, 1), None)).await;
    assert!(matches!(twice, Err(ContratError::Suivi(RefusSuivi::Commencee(_)))));
    let plan = app.note_plan_crise(&edits, at(&app, cpts, id).await, (date(2025, 12, 1), None, false)).await;
    assert!(matches!(plan, Err(ContratError::Suivi(RefusSuivi::PasCommencee))));
    let none = app.note_crise(&edits, at(&app, cpts, id).await, (date(2025, 12, 1), " ", false)).await;
    assert!(matches!(none, Err(ContratError::Suivi(RefusSuivi::Libelle))));
    app.note_crise(&edits, at(&app, cpts, id).await, (date(2025, 12, 1), "Inondation", false)).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    assert_eq!(lu.suivi().crises.len(), 1);
    let pressing = alertes(&lu, app.today()).unwrap();
    assert_eq!(pressing[0].0, Alerte::RisqueReprise, "pathways, prevention and crisis did not start in time");
    // The coordination reads it when it opens the CPTS, as one thing; a member is not asked.
    let waits = async |role| {
        let actor = person(role, cpts);
        app.home(&actor.authorize(cpts).unwrap(), &actor).await.unwrap().waiting
    };
    let gravest = Waiting::ContratPresse {
        contrat: id,
        titre: lu.contrat.titre.clone(),
        alerte: pressing[0].0,
        horloge: pressing[0].1.clone(),
        autres: pressing.len() - 1,
    };
    assert_eq!(waits(Role::Coordinateur).await.iter().filter(|one| **one == gravest).count(), 1);
    assert!(!waits(Role::Membre).await.contains(&gravest));
    let journal = app.journal(&may::<ReadJournal>(cpts), &app::JournalFilter::default(), 1).await.unwrap();
    let about = journal.entries.iter().filter(|line| line.subject_kind == "contrat").count();
    assert_eq!(about, 4, "begun, signed, a mission, a crisis");
}

#[tokio::test]
async fn the_start_of_a_mission_is_shown_by_a_document_of_the_vault_of_its_contract() {
    let (app, cpts) = place().await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    let edits = may::<EditContrat>(cpts);
    let held = app.an_evidence((cpts, id), ("Protocole", date(2025, 9, 28)), &[]).await;
    let early = app.prove_start(&edits, at(&app, cpts, id).await, "acces", Some(held)).await;
    assert!(matches!(early, Err(ContratError::Suivi(RefusSuivi::PasCommencee))));
    app.started_mission(cpts, (id, "acces"), date(2025, 10, 1)).await;
    let other = app.tenant("CPTS du Lac").await;
    let theirs = app.signed_contract(other, SIGNATURE).await;
    let foreign = app.an_evidence((other, theirs), ("Protocole", date(2025, 9, 28)), &[]).await;
    let refused = app.prove_start(&edits, at(&app, cpts, id).await, "acces", Some(foreign)).await;
    assert!(matches!(refused, Err(ContratError::Suivi(RefusSuivi::Preuve))));
    app.prove_start(&edits, at(&app, cpts, id).await, "acces", Some(held)).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    assert_eq!(lu.suivi().missions["acces"].preuve, Some(held));
    app.started_mission(cpts, (id, "crise"), date(2025, 10, 2)).await;
    let plan = (date(2025, 11, 3), Some(foreign), false);
    let refused = app.note_plan_crise(&edits, at(&app, cpts, id).await, plan).await;
    assert!(matches!(refused, Err(ContratError::Suivi(RefusSuivi::Preuve))));
    let plan = (date(2025, 11, 3), Some(held), false);
    app.note_plan_crise(&edits, at(&app, cpts, id).await, plan).await.unwrap();
    app.prove_start(&edits, at(&app, cpts, id).await, "acces", None).await.unwrap();
    let lu = app.contrat(&may::<ReadContrat>(cpts), id).await.unwrap();
    assert_eq!((lu.suivi().missions["acces"].preuve, lu.suivi().plan_crise[0].preuve), (None, Some(held)));
}

#[tokio::test]
async fn alerts_of_a_contract_leave_by_email_once_each_to_those_who_prepare_it() {
    // Sunday 22 November 2026: the limit of the access mission is 1 January 2027.
    let clock = Arc::new(SteppingClock::default());
    let moving = clock.clone();
    let app = TestApp::with(|settings| settings.clock = moving).await;
    let cpts = app.tenant("CPTS du Val").await;
    app.seated(Seat::Cpts(cpts, Role::Coordinateur)).await;
    app.seated(Seat::Cpts(cpts, Role::Membre)).await;
    let id = app.signed_contract(cpts, date(2026, 7, 1)).await;
    let elsewhere = app.tenant("CPTS du Lac").await;
    app.seated(Seat::Cpts(elsewhere, Role::Coordinateur)).await;
    let mails = "SELECT address FROM mail WHERE template = 'contrat_echeances'";
    let day = SignedDuration::from_hours(24);
    app.run_due_jobs().await.unwrap();
    assert!(app.db().texts(mails).await.is_empty(), "nobody is at the office");
    clock.step(day);
    app.run_due_jobs().await.unwrap();
    assert_eq!(app.db().texts(mails).await.len(), 1, "one e-mail, whoever does nothing about it gets none");
    let text = app.mail_text(&format!("contrat_echeances:{id}")).await;
    assert!(text.contains(&format!("/c/{cpts}/contrats/{id}/missions")), "{text}");
    assert!(text.contains("Accès aux soins") && text.contains("Crise sanitaire"), "{text}");
    clock.step(day);
    app.run_due_jobs().await.unwrap();
    assert_eq!(app.db().texts(mails).await.len(), 1, "once");
    // What started is not said any more: on 2 December, thirty days before, the crisis mission is alone.
    app.started_mission(cpts, (id, "acces"), date(2026, 11, 24)).await;
    clock.step(SignedDuration::from_hours(24 * 8));
    app.run_due_jobs().await.unwrap();
    assert_eq!(app.db().texts(mails).await.len(), 2);
    let text = app.mail_text(&format!("contrat_echeances:{id}")).await;
    assert!(text.contains("Crise sanitaire") && !text.contains("Accès aux soins"), "{text}");
    let journal = app.journal(&may::<ReadJournal>(cpts), &app::JournalFilter::default(), 1).await.unwrap();
    let by_job = journal.entries.iter().filter(|line| line.author.to_string() == app::contrats::ECHEANCES);
    assert_eq!(by_job.count(), 2);
}

#[tokio::test]
async fn a_contract_of_another_cpts_is_not_found() {
    let (app, cpts) = place().await;
    let id = app.signed_contract(cpts, SIGNATURE).await;
    let other = app.tenant("CPTS voisine").await;
    assert!(app.contrat(&may::<ReadContrat>(other), id).await.is_err());
    let started = app.start_mission(&may(other), (id, 2), "acces", (date(2025, 10, 1), None)).await;
    assert!(matches!(started, Err(ContratError::App(_))));
}
