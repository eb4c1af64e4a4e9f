//! Memberships: asked for, decided, paid, renewed, left and taken back.

use std::collections::BTreeMap;

use app::communaute::adhesions::{AdhesionError, Decision, Demandeur, NewAdhesion};
use domain::authz::{DecideAdhesions, ManageAdhesions, Participer, ReadAdhesions};
use domain::communaute::adhesions::{
    AdhesionState, Bareme, Categorie, Identite, Montant, MotifSortie, MoyenPaiement, Paiement, Verification,
};
use domain::communaute::{CanalKind, Statut};
use domain::ids::{AdhesionId, CptsId};
use testkit::TestApp;

use super::gouvernance::{member, proof};

fn identity(rpps: Option<&str>) -> Identite {
    Identite {
        nom: "Exemple".into(),
        prenom: "Dominique".into(),
        profession: Some("60".into()),
        rpps: rpps.map(str::to_owned),
        courriel: Some("dominique@exemple.test".into()),
    }
}

fn demand(identite: Identite, annee: i16) -> NewAdhesion {
    NewAdhesion {
        demandeur: Demandeur::Declare(identite),
        annee,
        verifications: Verification::ALL.to_vec(),
        categorie: None,
        complete: true,
        source: "essai".into(),
    }
}

async fn scale(app: &TestApp, cpts: CptsId, cents: i64) {
    let year = app.today().year();
    let montants = BTreeMap::from([(year, Montant { cents, decide: app.today() })]);
    let usual = Categorie { cle: "usuelle".into(), nom: "Professionnels".into(), montants };
    app.set_bareme(&proof(cpts), Bareme { categories: vec![usual] }).await.unwrap();
}

async fn accepted(app: &TestApp, cpts: CptsId) -> AdhesionId {
    let asks = proof::<ManageAdhesions>(cpts);
    let id = app.request_adhesion(&asks, demand(identity(None), app.today().year())).await.unwrap();
    let board = proof::<DecideAdhesions>(cpts);
    app.decide_adhesions(&board, &[id], Decision::Accepter(app.today())).await.unwrap();
    id
}

#[tokio::test]
async fn a_request_is_decided_and_the_person_becomes_a_member() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    scale(&app, cpts, 3000).await;
    let (asks, year) = (proof::<ManageAdhesions>(cpts), app.today().year());
    let missing = NewAdhesion { verifications: vec![Verification::Charte], ..demand(identity(None), year) };
    let error = app.request_adhesion(&asks, missing).await.unwrap_err();
    assert!(matches!(error, AdhesionError::Unchecked(ref left) if left.len() == 3), "{error}");
    let id = app.request_adhesion(&asks, demand(identity(None), year)).await.unwrap();
    let board = proof::<DecideAdhesions>(cpts);
    let silent = app.decide_adhesions(&board, &[id], Decision::Refuser(app.today(), " ")).await.unwrap_err();
    assert!(matches!(silent, AdhesionError::NoReason));
    app.decide_adhesions(&board, &[id], Decision::Accepter(app.today())).await.unwrap();
    let twice = app.decide_adhesions(&board, &[id], Decision::Accepter(app.today())).await.unwrap_err();
    assert!(matches!(twice, AdhesionError::Decided));
    let known = app.adhesions(&proof::<ReadAdhesions>(cpts)).await.unwrap();
    let one = known.get(id).unwrap();
    let personne = known.annuaire.get(one.personne).unwrap();
    assert_eq!((personne.statut, one.state), (Statut::Adherent, AdhesionState::Acceptee));
    assert_eq!(one.fiche.verifications.values().collect::<Vec<_>>(), vec![&app.today(); 4]);
    assert_eq!(personne.canal(CanalKind::Courriel).unwrap().valeur, "dominique@exemple.test");
    let mail = app.mail_text(&format!("adhesion:{id}")).await;
    assert!(mail.contains("acceptée") && mail.contains("30,00"), "{mail}");
    assert_eq!(app.certificat(&proof(cpts), id).await.unwrap().nom, "Dominique Exemple");
}

#[tokio::test]
async fn a_known_number_leads_to_its_sheet_which_is_not_changed() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let asks = proof::<ManageAdhesions>(cpts);
    let number = "10000000066";
    let rpps = domain::texte::Rpps::parse(number);
    let Ok(rpps) = rpps else { panic!("{rpps:?}") };
    let first = app.request_adhesion(&asks, demand(identity(Some(rpps.as_str())), 2026)).await.unwrap();
    let other = Identite { nom: "Autrenom".into(), ..identity(Some(rpps.as_str())) };
    let again = app.request_adhesion(&asks, demand(other.clone(), 2026)).await.unwrap_err();
    assert!(matches!(again, AdhesionError::Already(id) if id == first), "{again}");
    app.request_adhesion(&asks, demand(other, 2027)).await.unwrap();
    let known = app.adhesions(&asks).await.unwrap();
    assert_eq!(known.annuaire.iter().count(), 1);
    assert_eq!(known.annuaire.iter().next().unwrap().nom, "Exemple");
}

#[tokio::test]
async fn dues_are_paid_in_parts_and_a_slip_is_taken_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    scale(&app, cpts, 3000).await;
    let (id, manages) = (accepted(&app, cpts).await, proof::<ManageAdhesions>(cpts));
    let pays = |cents: i64| {
        let le = app.today();
        Paiement { le, moyen: MoyenPaiement::Cheque, cents, reference: "0012".into() }
    };
    app.record_payment(&manages, id, pays(1000)).await.unwrap();
    let left = |known: app::communaute::adhesions::AdhesionsLues| known.get(id).unwrap().left_cents();
    assert_eq!(left(app.adhesions(&manages).await.unwrap()), Some(2000));
    app.record_payment(&manages, id, pays(2000)).await.unwrap();
    assert!(app.adhesions(&manages).await.unwrap().get(id).unwrap().is_settled());
    let error = app.record_payment(&manages, id, pays(-4000)).await.unwrap_err();
    assert!(matches!(error, AdhesionError::TooMuchBack));
    app.record_payment(&manages, id, pays(-2000)).await.unwrap();
    assert_eq!(left(app.adhesions(&manages).await.unwrap()), Some(2000));
    let sent = app.remind_dues(&manages, app.today().year()).await.unwrap();
    assert_eq!((sent.sent, sent.without_address), (1, 0));
    assert!(app.mail_text(&format!("rappel:{id}")).await.contains("20,00"));
    let receipt = app.recu(&proof(cpts), id).await.unwrap();
    assert_eq!((receipt.paiements.len(), receipt.paye.as_str()), (3, "10,00\u{202f}€"));
    let nothing = app.record_payment(&manages, id, pays(0)).await.unwrap_err();
    assert!(matches!(nothing, AdhesionError::NoAmount));
}

#[tokio::test]
async fn a_member_renews_in_one_tap_and_somebody_else_asks() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let me = member(&app, cpts, "Exemple").await;
    let year = app.today().year() + 1;
    let mine = proof::<Participer>(cpts);
    let id = app.renew(&mine, (me, year), demand(identity(None), year)).await.unwrap();
    let known = app.adhesions(&mine).await.unwrap();
    assert_eq!(known.get(id).unwrap().state, AdhesionState::Acceptee);
    assert!(known.renewals(year)[0].adhesion.is_some());
    let again = app.renew(&mine, (me, year), demand(identity(None), year)).await.unwrap_err();
    assert!(matches!(again, AdhesionError::Already(_)));
    let sent = app.call_renewals(&proof(cpts), year).await.unwrap();
    assert_eq!((sent.sent, sent.without_address), (0, 0), "who renewed is not written to");
    let sent = app.call_renewals(&proof(cpts), year + 1).await.unwrap();
    assert_eq!((sent.sent, sent.without_address), (0, 1));
}

#[tokio::test]
async fn a_departure_is_noted_and_taken_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let (id, manages) = (accepted(&app, cpts).await, proof::<ManageAdhesions>(cpts));
    let tomorrow = app.today().tomorrow().unwrap();
    let error = app.leave_association(&manages, id, (tomorrow, MotifSortie::Demission)).await.unwrap_err();
    assert!(matches!(error, AdhesionError::Day));
    app.leave_association(&manages, id, (app.today(), MotifSortie::Demission)).await.unwrap();
    let status = |known: app::communaute::adhesions::AdhesionsLues| {
        let one = known.get(id).unwrap().personne;
        known.annuaire.get(one).unwrap().statut
    };
    assert_eq!(status(app.adhesions(&manages).await.unwrap()), Statut::Sorti);
    app.undo_leave_association(&manages, id).await.unwrap();
    assert_eq!(status(app.adhesions(&manages).await.unwrap()), Statut::Adherent);
    let nobody = app.undo_leave_association(&manages, id).await.unwrap_err();
    assert!(matches!(nobody, AdhesionError::NotRunning));
}
