//! People of the community: added, corrected, merged and separated, removed, erased.

use std::collections::BTreeSet;

use app::AppError;
use app::communaute::{FusionError, Merge, NewPerson, PersonneError};
use domain::authz::{Allowed, EditCommunaute, Permission, ReadCommunaute, ReadPersonnes, Role};
use domain::communaute::doublons::Raison;
use domain::communaute::fusion::{ChampFusion, Irreversible};
use domain::communaute::saisie::{Alerte, Probleme, SaisieCanal, SaisiePersonne};
use domain::communaute::{Accord, CanalKind, Etape, Statut};
use domain::ids::{CptsId, PersonneId};
use jiff::civil::date;
use storage::AuditEntry;
use testkit::{Seat, TestApp, person};

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn edits(cpts: CptsId) -> Allowed<EditCommunaute> {
    may(cpts)
}

fn reads(cpts: CptsId) -> Allowed<ReadCommunaute> {
    may(cpts)
}

fn typed(nom: &str, prenom: &str) -> SaisiePersonne {
    SaisiePersonne { nom: nom.into(), prenom: prenom.into(), ..SaisiePersonne::default() }
}

fn new(saisie: SaisiePersonne) -> NewPerson {
    NewPerson { saisie, etape: None }
}

async fn added(app: &TestApp, cpts: CptsId, saisie: SaisiePersonne) -> PersonneId {
    app.add_person(&edits(cpts), new(saisie)).await.unwrap().0
}

async fn last(app: &TestApp, cpts: CptsId) -> AuditEntry {
    super::audited(app, cpts).await.pop().unwrap()
}

#[tokio::test]
async fn a_person_is_added_once_and_the_journal_names_nobody() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let with_number = SaisiePersonne {
        rpps: "10101234564".into(),
        adeli: "661234567".into(),
        canaux: vec![SaisieCanal::new(CanalKind::Courriel, "c.exemple@exemple.test")],
        ..typed("Exemple", "Camille")
    };
    let (id, alertes) = app.add_person(&edits(cpts), new(with_number.clone())).await.unwrap();
    assert_eq!(alertes, [Alerte::Adeli]);
    let one = app.personne(&reads(cpts), id).await.unwrap();
    assert_eq!((one.statut, one.fiche.parcours.len(), one.version), (Statut::Repere, 1, 1));
    let entry = last(&app, cpts).await;
    assert_eq!((entry.subject_kind.as_str(), entry.subject_id), ("personne", id.to_string()));
    assert!(!entry.changes.to_string().to_lowercase().contains("exemple"));
    let again = app.add_person(&edits(cpts), new(with_number)).await.unwrap_err();
    assert!(matches!(again, PersonneError::NumberTaken(other) if other == id));
    let wrong = SaisiePersonne { rpps: "10003456785".into(), ..typed("", "") };
    let PersonneError::Refused(refus) = app.add_person(&edits(cpts), new(wrong)).await.unwrap_err() else {
        panic!("a wrong key must not pass");
    };
    assert!(refus.iter().any(|one| matches!(one.probleme, Probleme::Rpps(_))) && refus.len() == 2);
    assert_eq!(app.annuaire(&reads(cpts)).await.unwrap().iter().count(), 1);
}

#[tokio::test]
async fn a_double_in_another_spelling_is_asked_about_and_the_answer_is_remembered() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = added(&app, cpts, typed("D'Exemple-Lévêque", "Anne Marie")).await;
    let twice = typed("ANNE-MARIE", "D EXEMPLE LEVEQUE");
    let PersonneError::Doubles(near) = app.add_person(&edits(cpts), new(twice.clone())).await.unwrap_err()
    else {
        panic!("a double must not pass silently");
    };
    assert_eq!((near[0].id, &near[0].raisons[..]), (id, &[Raison::Nom][..]));
    let said = SaisiePersonne { confirmes: vec![NewPerson::apart_key(id)], ..twice };
    let other = added(&app, cpts, said).await;
    assert_eq!(counted(&app, cpts).await, 0);
    app.set_apart(&edits(cpts), (other, id), false).await.unwrap();
    assert_eq!(counted(&app, cpts).await, 1);
    assert_eq!(counted(&app, cpts).await, 1, "asked again when nothing changed");
    app.edit_person(&edits(cpts), (other, 1), &typed("Toute", "Autre")).await.unwrap();
    assert_eq!(counted(&app, cpts).await, 0, "a sheet that changed is compared again");
    app.edit_person(&edits(cpts), (other, 2), &typed("D'Exemple-Lévêque", "Anne-Marie")).await.unwrap();
    app.set_apart(&edits(cpts), (id, other), true).await.unwrap();
    assert_eq!(counted(&app, cpts).await, 0);
    let elsewhere = app.tenant("CPTS de l'Autre").await;
    assert_eq!(counted(&app, elsewhere).await, 0);
}

/// How many pairs there are: the count and the list say the same.
async fn counted(app: &TestApp, cpts: CptsId) -> usize {
    let count = app.doublons_count(&reads(cpts)).await.unwrap();
    assert_eq!(count, app.doublons(&reads(cpts)).await.unwrap().len());
    count
}

#[tokio::test]
async fn two_people_who_correct_one_sheet_are_told() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let id = added(&app, cpts, typed("Exemple", "Camille")).await;
    app.edit_person(&edits(cpts), (id, 1), &typed("Exemple", "Camille-Anne")).await.unwrap();
    let late = app.edit_person(&edits(cpts), (id, 1), &typed("Exemple", "Dominique")).await.unwrap_err();
    assert!(matches!(late, PersonneError::Changed(now) if now.version == 2 && now.prenom == "Camille-Anne"));
    app.edit_person(&edits(cpts), (id, 2), &typed("Exemple", "Camille-Anne")).await.unwrap();
    assert_eq!(
        app.personne(&reads(cpts), id).await.unwrap().version,
        2,
        "nothing changed, nothing is written"
    );
}

#[tokio::test]
async fn steps_are_taken_for_several_people_and_corrected() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let ids = [
        added(&app, cpts, typed("Exemple", "Camille")).await,
        added(&app, cpts, typed("Modèle", "Dominique")).await,
    ];
    let etape = |statut, depuis| Etape { statut, depuis, motif: Some("réunion".into()) };
    let met = etape(Statut::Interesse, app.today());
    assert_eq!(app.step_people(&edits(cpts), &ids, &met).await.unwrap(), 2);
    assert_eq!(app.step_people(&edits(cpts), &ids, &met).await.unwrap(), 0);
    let early = etape(Statut::Contacte, date(2020, 1, 1));
    app.correct_step(&edits(cpts), (ids[0], 2), (1, Some(early))).await.unwrap();
    let one = app.personne(&reads(cpts), ids[0]).await.unwrap();
    assert_eq!((one.statut, one.fiche.parcours[0].statut), (Statut::Repere, Statut::Contacte));
    let stale = app.correct_step(&edits(cpts), (ids[0], 2), (0, None)).await;
    assert!(matches!(stale, Err(AppError::Conflict)));
    let future = etape(Statut::Sorti, app.today().tomorrow().unwrap());
    assert!(matches!(app.step_people(&edits(cpts), &ids, &future).await, Err(AppError::TooFar)));
}

/// Two sheets of one person: the second one has the number.
async fn two_sheets(app: &TestApp, cpts: CptsId) -> (PersonneId, PersonneId) {
    let one = added(app, cpts, typed("Exemple", "Camille")).await;
    let other = SaisiePersonne {
        rpps: "10101234564".into(),
        canaux: vec![SaisieCanal::new(CanalKind::Courriel, "c@exemple.test")],
        ..typed("Exempel", "Camille")
    };
    (one, added(app, cpts, other).await)
}

fn merge(one: PersonneId, other: PersonneId) -> Merge {
    Merge { gardee: (one, 1), autre: (other, 1), prises: BTreeSet::from([ChampFusion::Nom]) }
}

#[tokio::test]
async fn a_merge_gathers_two_sheets_and_is_taken_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let (one, other) = two_sheets(&app, cpts).await;
    let before = app.annuaire(&reads(cpts)).await.unwrap();
    let id = app.merge_people(&edits(cpts), &merge(one, other)).await.unwrap();
    let kept = app.personne(&reads(cpts), other).await.unwrap();
    assert_eq!((kept.id, kept.nom.as_str(), kept.rpps.is_some()), (one, "Exempel", true));
    assert_eq!((kept.fiche.canaux.len(), app.annuaire(&reads(cpts)).await.unwrap().iter().count()), (1, 1));
    assert_eq!(app.undo_merge(&edits(cpts), id).await.unwrap(), one);
    for sheet in app.annuaire(&reads(cpts)).await.unwrap().iter() {
        let known = before.sheet(sheet.id).unwrap();
        assert_eq!((&sheet.nom, &sheet.rpps, &sheet.fiche), (&known.nom, &known.rpps, &known.fiche));
    }
    let twice = app.undo_merge(&edits(cpts), id).await;
    assert!(matches!(twice, Err(FusionError::App(AppError::NotFound))));
    let stale = app.merge_people(&edits(cpts), &merge(one, other)).await;
    assert!(matches!(stale, Err(FusionError::Changed)));
}

#[tokio::test]
async fn a_merge_that_cannot_be_taken_back_says_why() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let (one, other) = two_sheets(&app, cpts).await;
    let id = app.merge_people(&edits(cpts), &merge(one, other)).await.unwrap();
    app.remove_person(&edits(cpts), one).await.unwrap();
    let gone = app.undo_merge(&edits(cpts), id).await;
    assert!(matches!(gone, Err(FusionError::Irreversible(Irreversible::Removed))));
    // The number is free while nobody's sheet stands; someone else takes it.
    let third = SaisiePersonne { rpps: "10101234564".into(), ..typed("Modèle", "Dominique") };
    let third = added(&app, cpts, third).await;
    let back = app.restore_person(&edits(cpts), one).await;
    assert!(matches!(back, Err(PersonneError::NumberTaken(other)) if other == third));
    app.remove_person(&edits(cpts), third).await.unwrap();
    app.restore_person(&edits(cpts), one).await.unwrap();
    assert_eq!(app.undo_merge(&edits(cpts), id).await.unwrap(), one);
}

#[tokio::test]
async fn an_objection_closes_every_channel_and_an_erased_sheet_is_empty() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let (one, other) = two_sheets(&app, cpts).await;
    app.oppose_person(&edits(cpts), other).await.unwrap();
    let sheet = app.personne(&reads(cpts), other).await.unwrap();
    assert_eq!((sheet.canal(CanalKind::Courriel), sheet.fiche.canaux[0].accord), (None, Accord::Refuse));
    app.lift_opposition(&edits(cpts), other).await.unwrap();
    assert_eq!(app.personne(&reads(cpts), other).await.unwrap().fiche.opposition, None);
    let versions = Merge { autre: (other, 3), ..merge(one, other) };
    app.merge_people(&edits(cpts), &versions).await.unwrap();
    app.erase_sheet(&edits(cpts), one).await.unwrap();
    let annuaire = app.annuaire(&reads(cpts)).await.unwrap();
    for id in [one, other] {
        let sheet = annuaire.sheet(id).unwrap();
        assert!(sheet.is_erased() && sheet.rpps.is_none(), "the sheet merged into it is emptied too");
    }
    assert_eq!(app.fusions(&reads(cpts)).await.unwrap(), [], "what a merge remembered is gone too");
    assert!(app.restore_person(&edits(cpts), one).await.is_err());
}

#[tokio::test]
async fn a_sheet_is_tied_to_an_account_whose_address_it_has() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let user = app.seated(Seat::Cpts(cpts, Role::Membre)).await;
    let people: Allowed<ReadPersonnes> = may(cpts);
    let email = app.person(&people, user).await.unwrap().email.unwrap();
    let with = |address: &str| SaisiePersonne {
        canaux: vec![SaisieCanal::new(CanalKind::Courriel, address)],
        ..typed("Exemple", "Camille")
    };
    let id = added(&app, cpts, with(&email.to_uppercase())).await;
    let one = app.personne(&reads(cpts), id).await.unwrap();
    assert_eq!(app.accounts_for(&people, &one).await.unwrap()[0].user, user);
    app.link_account((&edits(cpts), &people), (id, 1), Some(user)).await.unwrap();
    assert_eq!(app.personne(&reads(cpts), id).await.unwrap().user, Some(user));
    let other = added(&app, cpts, typed("Modèle", "Dominique")).await;
    let stranger = app.link_account((&edits(cpts), &people), (other, 1), Some(user)).await;
    assert!(matches!(stranger, Err(AppError::NotFound)));
    app.link_account((&edits(cpts), &people), (id, 2), None).await.unwrap();
    assert_eq!(app.personne(&reads(cpts), id).await.unwrap().user, None);
}

#[tokio::test]
async fn another_cpts_sees_nobody() {
    let app = TestApp::new().await;
    let (cpts, elsewhere) = (app.tenant("CPTS du Val").await, app.tenant("CPTS des Monts").await);
    let (one, other) = two_sheets(&app, cpts).await;
    assert!(matches!(app.personne(&reads(elsewhere), one).await, Err(AppError::NotFound)));
    assert!(matches!(app.remove_person(&edits(elsewhere), one).await, Err(AppError::NotFound)));
    assert!(matches!(app.erase_sheet(&edits(elsewhere), one).await, Err(AppError::NotFound)));
    let merged = app.merge_people(&edits(elsewhere), &merge(one, other)).await;
    assert!(matches!(merged, Err(FusionError::App(AppError::NotFound))));
    // The same number may stand in two CPTS: each knows its own people.
    let same = SaisiePersonne { rpps: "10101234564".into(), ..typed("Exempel", "Camille") };
    added(&app, elsewhere, same).await;
}
