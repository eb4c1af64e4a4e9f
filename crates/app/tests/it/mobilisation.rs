//! Mobilisation: a campaign from its preparation to the table of the letter, through a real mail server.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::communaute::mobilisation::{
    CampagneError, CampagneInput, DeclarationInput, IssueAppel, ReponseRelais, TableDemandee,
};
use app::{App, AppError};
use domain::authz::{Allowed, EditCommunaute, Permission, ReadMobilisation, ReadTerritoire, Role};
use domain::communaute::mobilisation::{CampagneCanal, Colonne, Ecart, Issue, Lieu, Reponse, Selection};
use domain::communaute::{Accord, Canal, CanalKind, Exercice, Fiche, Personne, Statut};
use domain::ids::{CampagneId, CptsId, PersonneId};
use domain::texte::Email;
use jiff::SignedDuration;
use testkit::{SteppingClock, TestApp, person};

use crate::mail::{Server, send_all, smtp};

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn canal(kind: CanalKind, valeur: String) -> Canal {
    Canal {
        kind,
        valeur,
        accord: Accord::Inconnu,
        rebond: None,
        source: "Annuaire RPPS".into(),
        depuis: jiff::civil::date(2026, 1, 5),
    }
}

/// Somebody of the register: every fourth is a doctor, a nurse, a midwife or a physiotherapist.
fn somebody(app: &TestApp, rank: usize) -> Personne {
    let (profession, specialite) = [("10", Some("SM54")), ("60", None), ("50", None), ("70", None)][rank % 4];
    let place = Exercice { commune: ["96001", "96002"][rank % 2].parse().ok(), ..Exercice::default() };
    let mut one = Personne {
        id: PersonneId(app.unknown_id()),
        nom: format!("Exemple{rank}"),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some(profession.into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche {
            specialite: specialite.map(str::to_owned),
            exercices: vec![place],
            canaux: vec![
                canal(CanalKind::Courriel, format!("pro{rank}@exemple.test")),
                canal(CanalKind::Telephone, format!("+3342603{rank:04}")),
                canal(CanalKind::Postal, format!("{rank} rue des Essais, 96001 Valserre")),
            ],
            source: "Annuaire RPPS".into(),
            ..Fiche::default()
        },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Repere, jiff::civil::date(2026, 1, 5), None);
    one
}

async fn add(app: &App, cpts: CptsId, people: &[Personne]) {
    let tx = app.store().write().await.unwrap();
    tx.add_personnes(&proof::<EditCommunaute>(cpts), people).await.unwrap();
    tx.commit().await.unwrap();
}

fn input(canal: CampagneCanal) -> CampagneInput {
    CampagneInput {
        nom: "Premier envoi".into(),
        canal,
        but: "Recueillir les intentions".into(),
        objet: "Un projet de CPTS chez vous".into(),
        message: "Nous préparons un projet.\n\nVotre avis compte.".into(),
        selection: Selection::default(),
        reunion: None,
    }
}

pub(super) async fn made(app: &App, cpts: CptsId, canal: CampagneCanal) -> CampagneId {
    app.create_campagne(&proof(cpts), &input(canal)).await.unwrap()
}

async fn people(app: &App, cpts: CptsId) -> Vec<Personne> {
    let tx = app.store().read().await.unwrap();
    tx.annuaire(&proof::<ReadMobilisation>(cpts)).await.unwrap().iter().cloned().collect()
}

/// The personal token in a message.
fn token(text: &str) -> String {
    let line = text.lines().find(|line| line.contains("/campagne/") && !line.ends_with("/opposition"));
    line.unwrap().trim().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn two_hundred_are_written_to_ninety_six_answer_and_the_table_is_right() {
    let Some(server) = Server::start() else { return };
    let (clock, port) = (Arc::new(SteppingClock::default()), server.port);
    let given = clock.clone();
    let app = TestApp::with(move |settings| {
        settings.clock = given;
        settings.smtp = Some(smtp(port));
    })
    .await;
    let cpts = app.tenant("CPTS du Test").await;
    let mut all: Vec<Personne> = (0..200).map(|rank| somebody(&app, rank)).collect();
    // Left out, each for a reason; refused by the server.
    all[4].fiche.canaux.clear();
    all[8].fiche.canaux[0].accord = Accord::Refuse;
    all[12].fiche.canaux[0].rebond = Some(jiff::civil::date(2026, 2, 1));
    all[16].fiche.canaux[0].valeur = "refuse@exemple.test".into();
    add(&app, cpts, &all).await;
    app.plot(cpts, "Vallée", &["96001", "96002"]).await;
    let id = made(&app, cpts, CampagneCanal::Courriel).await;
    assert_eq!(app.launch_campagne(&proof(cpts), id).await.unwrap(), (197, 3));
    // Sending is prepared by a job, then each message leaves by its own.
    send_all(&app, &clock).await;
    assert_eq!(server.arrived().len(), 196);

    let lue = app.campagne(&proof(cpts), id).await.unwrap();
    assert_eq!((lue.bilan.retenus, lue.bilan.contactes, lue.bilan.revenus), (197, 196, 1));
    assert_eq!(lue.bilan.ecartes, [1, 1, 1]);
    let refused = people(&app, cpts).await.into_iter().find(|one| one.nom == "Exemple16").unwrap();
    assert!(refused.fiche.canaux[0].rebond.is_some() && refused.statut == Statut::Repere);

    let files = server.arrived();
    let messages: Vec<String> =
        files.iter().map(|file| server.read(file)["text"].as_str().unwrap().replace("\r\n", "\n")).collect();
    assert!(messages[0].contains("CPTS du Test") && messages[0].contains("/opposition"), "{}", messages[0]);
    // The address that mail programs offer to leave a list is the one that the text gives.
    let header = server.read(&files[0])["headers"]["list-unsubscribe"].as_str().unwrap().to_owned();
    let object = header.trim_start_matches('<').trim_end_matches('>');
    assert!(messages[0].lines().any(|line| line == object) && object.ends_with("/opposition"), "{header}");
    let tokens: BTreeSet<String> = messages.iter().map(|text| token(text)).collect();
    assert_eq!(tokens.len(), 196, "each has a link of their own");
    for (rank, token) in tokens.iter().take(96).enumerate() {
        let reponse =
            if rank < 60 { Reponse::Interesse } else { [Reponse::PeutEtre, Reponse::Non][rank % 2] };
        app.answer_campagne(token, reponse).await.unwrap();
    }

    let lue = app.campagne(&proof(cpts), id).await.unwrap();
    assert_eq!((lue.bilan.repondu(), lue.bilan.reponse(Reponse::Interesse)), (96, 60));
    let proofs = (&proof::<ReadMobilisation>(cpts), &proof::<ReadTerritoire>(cpts));
    let whole = app.table_mobilisation(proofs, TableDemandee::default()).await.unwrap().table;
    let count = |colonne| whole.total(|line| line.avec(colonne));
    assert_eq!(
        (count(Colonne::Identifies), count(Colonne::Contactes), count(Colonne::Souhaitants)),
        (200, 196, 60)
    );
    assert_eq!(whole.ligne("infirmier").unwrap().comptes.avec(Colonne::Identifies), 50);
    assert_eq!(whole.provenances.len(), 1);
    assert_eq!((whole.provenances[0].campagne, whole.provenances[0].contactes), (Some(id), 196));
    let asked = TableDemandee { territoire: None, sans: "96001".parse().ok() };
    let without = app.table_mobilisation(proofs, asked).await.unwrap().table;
    for colonne in Colonne::ALL {
        let sans = without.total(|line| line.sans(*colonne));
        let commune = without.total(|line| line.at(Lieu::Commune, *colonne));
        assert_eq!(sans + commune, count(*colonne));
    }
    assert_eq!(without.total(|line| line.sans(Colonne::Identifies)), 100);
    assert_eq!(whole.ligne("infirmier").unwrap().declares, None, "nobody declared anything: not zero");

    let history = app.historique_mobilisation(&proof(cpts)).await.unwrap();
    assert_eq!(history.campagnes[0].listings, [("Annuaire RPPS".to_owned(), 196)]);
}

async fn stepping() -> (TestApp, Arc<SteppingClock>, CptsId) {
    let clock = Arc::new(SteppingClock::default());
    let given = clock.clone();
    let app = TestApp::with(move |settings| settings.clock = given).await;
    let cpts = app.tenant("CPTS du Test").await;
    (app, clock, cpts)
}

#[tokio::test]
async fn a_selection_is_frozen_when_the_campaign_is_launched() {
    let (app, _, cpts) = stepping().await;
    let id = made(&app, cpts, CampagneCanal::Courriel).await;
    let refused = app.launch_campagne(&proof(cpts), id).await;
    assert!(matches!(refused, Err(CampagneError::Nobody)));
    let silent = CampagneInput { message: String::new(), ..input(CampagneCanal::Courriel) };
    app.edit_campagne(&proof(cpts), (id, 1), &silent).await.unwrap();
    add(&app, cpts, &[somebody(&app, 1), somebody(&app, 2)]).await;
    assert!(matches!(app.launch_campagne(&proof(cpts), id).await, Err(CampagneError::NoText)));
    let late = app.edit_campagne(&proof(cpts), (id, 1), &input(CampagneCanal::Courriel)).await;
    assert!(matches!(late, Err(CampagneError::App(AppError::Conflict))));
    app.edit_campagne(&proof(cpts), (id, 2), &input(CampagneCanal::Courriel)).await.unwrap();
    app.launch_campagne(&proof(cpts), id).await.unwrap();

    add(&app, cpts, &[somebody(&app, 3)]).await;
    assert_eq!(app.campagne_sollicites(&proof(cpts), id).await.unwrap().1.len(), 2);
    let changed = app.edit_campagne(&proof(cpts), (id, 4), &input(CampagneCanal::Courriel)).await;
    assert!(matches!(changed, Err(CampagneError::Frozen)));
    assert!(matches!(app.launch_campagne(&proof(cpts), id).await, Err(CampagneError::Frozen)));
    assert!(matches!(app.remove_campagne(&proof(cpts), id).await, Err(CampagneError::Frozen)));

    let other = app.tenant("CPTS voisine").await;
    assert!(matches!(app.campagne(&proof(other), id).await, Err(AppError::NotFound)));
    assert!(matches!(
        app.close_campagne(&proof(other), id).await,
        Err(CampagneError::App(AppError::NotFound))
    ));
}

#[tokio::test]
async fn only_who_did_not_answer_is_reminded_and_not_too_soon() {
    let Some(server) = Server::start() else { return };
    let port = server.port;
    let clock = Arc::new(SteppingClock::default());
    let given = clock.clone();
    let app = TestApp::with(move |settings| {
        settings.clock = given;
        settings.smtp = Some(smtp(port));
    })
    .await;
    let cpts = app.tenant("CPTS du Test").await;
    add(&app, cpts, &[somebody(&app, 1), somebody(&app, 2), somebody(&app, 3)]).await;
    let id = made(&app, cpts, CampagneCanal::Courriel).await;
    app.launch_campagne(&proof(cpts), id).await.unwrap();
    while app.run_due_jobs().await.unwrap().done > 0 {}
    let first = server.read(&server.arrived()[0])["text"].as_str().unwrap().to_owned();
    let link = token(&first);
    app.answer_campagne(&link, Reponse::Non).await.unwrap();
    assert!(matches!(app.remind_campagne(&proof(cpts), id).await, Err(CampagneError::NobodyToRemind)));
    clock.step(SignedDuration::from_hours(24 * 10));
    assert_eq!(app.remind_campagne(&proof(cpts), id).await.unwrap(), 2);
    while app.run_due_jobs().await.unwrap().done > 0 {}
    assert_eq!(server.arrived().len(), 5);
    assert!(matches!(app.remind_campagne(&proof(cpts), id).await, Err(CampagneError::NobodyToRemind)));
    app.close_campagne(&proof(cpts), id).await.unwrap();
    assert!(matches!(app.remind_campagne(&proof(cpts), id).await, Err(CampagneError::NotRunning)));
    app.answer_campagne(&link, Reponse::Interesse).await.unwrap();
    assert_eq!(app.campagne(&proof(cpts), id).await.unwrap().bilan.reponse(Reponse::Interesse), 1);
    clock.step(SignedDuration::from_hours(24 * 400));
    assert!(matches!(app.open_campagne(&link).await, Err(AppError::LinkOver)));
}

#[tokio::test]
async fn an_objection_closes_the_channels_and_the_next_campaign_says_so() {
    let (app, _, cpts) = stepping().await;
    add(&app, cpts, &[somebody(&app, 1)]).await;
    let id = made(&app, cpts, CampagneCanal::Telephone).await;
    app.launch_campagne(&proof(cpts), id).await.unwrap();
    let one = app.campagne_sollicites(&proof(cpts), id).await.unwrap().1.remove(0).sollicitation.id;
    app.note_call(&proof(cpts), one, IssueAppel::Issue(Issue::Message)).await.unwrap();
    assert_eq!(people(&app, cpts).await[0].statut, Statut::Contacte);
    app.note_call(&proof(cpts), one, IssueAppel::Reponse(Reponse::Opposition)).await.unwrap();
    let next = made(&app, cpts, CampagneCanal::Courriel).await;
    let (_, choix, _) = app.campagne_choix(&proof(cpts), next).await.unwrap();
    assert_eq!((choix.retenus.len(), choix.ecartes[0].1), (0, Ecart::Opposition));
    // Changing one's mind gives the channels back.
    app.note_answer(&proof(cpts), one, Reponse::Interesse).await.unwrap();
    let (_, choix, _) = app.campagne_choix(&proof(cpts), next).await.unwrap();
    assert_eq!(choix.retenus.len(), 1);
    let sheet = people(&app, cpts).await.remove(0);
    assert_eq!(sheet.statut, Statut::Interesse);
    assert_eq!(sheet.fiche.parcours.last().unwrap().motif.as_deref(), Some("Premier envoi"));
}

fn typed(nom: &str, reponse: Reponse) -> ReponseRelais {
    ReponseRelais {
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        courriel: Email::parse("nouvelle@exemple.test").ok(),
        profession: Some("60".into()),
        commune: "96002".parse().ok(),
        reponse,
    }
}

#[tokio::test]
async fn a_relay_gives_no_list_and_who_answers_is_found_or_added_once() {
    let (app, _, cpts) = stepping().await;
    add(&app, cpts, &[somebody(&app, 1)]).await;
    let id = made(&app, cpts, CampagneCanal::Relais).await;
    assert!(matches!(app.campagne_kit(&proof(cpts), id).await, Err(CampagneError::NotRunning)));
    app.launch_campagne(&proof(cpts), id).await.unwrap();
    let kit = app.campagne_kit(&proof(cpts), id).await.unwrap();
    assert!(kit.courriel.text.contains(&kit.lien) && kit.qr.starts_with("<svg"));
    let token = kit.lien.rsplit('/').next().unwrap().to_owned();
    assert_eq!(app.open_campagne(&token).await.unwrap().nom, None);

    let unknown = app.answer_relais(&token, &typed("Nouvelle", Reponse::Interesse)).await.unwrap().unwrap();
    let own = unknown.rsplit('/').next().unwrap();
    assert_eq!(app.open_campagne(own).await.unwrap().reponse, Some(Reponse::Interesse));
    let again = app.answer_relais(&token, &typed("Nouvelle", Reponse::Interesse)).await.unwrap();
    assert!(again.is_some());
    let all = people(&app, cpts).await;
    assert_eq!(all.len(), 2, "once");
    let new = all.iter().find(|one| one.nom == "Nouvelle").unwrap();
    assert_eq!((new.statut, new.fiche.source.as_str()), (Statut::Interesse, "Premier envoi"));
    // The same name and the same profession: the sheet that was there.
    app.answer_relais(&token, &typed("EXEMPLE1", Reponse::Non)).await.unwrap();
    assert_eq!(people(&app, cpts).await.len(), 2);
    let kept = app.answer_relais(&token, &typed("Inconnue", Reponse::Opposition)).await.unwrap();
    assert_eq!((kept, people(&app, cpts).await.len()), (None, 2));

    let declared = DeclarationInput {
        relais: "CPAM d'exemple".into(),
        date: jiff::civil::date(2026, 10, 3),
        source: "courriel du 4 octobre".into(),
        ligne: Some("infirmier".into()),
        nombre: 45,
    };
    app.declare_relay(&proof(cpts), id, &declared).await.unwrap();
    let proofs = (&proof::<ReadMobilisation>(cpts), &proof::<ReadTerritoire>(cpts));
    let table = app.table_mobilisation(proofs, TableDemandee::default()).await.unwrap().table;
    let nurses = table.ligne("infirmier").unwrap();
    assert_eq!((nurses.declares, nurses.comptes.avec(Colonne::Contactes)), (Some(45), 2));
    assert_eq!(table.ligne("sage_femme").unwrap().declares, None);
    app.withdraw_declaration(&proof(cpts), (id, 0)).await.unwrap();
    let table = app.table_mobilisation(proofs, TableDemandee::default()).await.unwrap().table;
    assert_eq!(table.ligne("infirmier").unwrap().declares, None);
    assert!(app.campagne_affiche(&proof(cpts), id).await.unwrap().starts_with(b"%PDF"));
}

#[tokio::test]
async fn letters_are_printed_once_and_their_short_code_answers() {
    let (app, clock, cpts) = stepping().await;
    add(&app, cpts, &[somebody(&app, 1), somebody(&app, 2)]).await;
    let id = made(&app, cpts, CampagneCanal::Courrier).await;
    app.launch_campagne(&proof(cpts), id).await.unwrap();
    assert!(app.print_letters(&proof(cpts), id).await.unwrap().starts_with(b"%PDF"));
    let lue = app.campagne(&proof(cpts), id).await.unwrap();
    assert_eq!((lue.bilan.contactes, lue.bilan.relances), (2, 0));
    app.print_letters(&proof(cpts), id).await.unwrap();
    assert_eq!(app.campagne(&proof(cpts), id).await.unwrap().bilan.relances, 0, "printed again the same day");
    clock.step(SignedDuration::from_hours(48));
    assert!(matches!(app.print_letters(&proof(cpts), id).await, Err(CampagneError::Nobody)));
    let one = app.campagne_sollicites(&proof(cpts), id).await.unwrap().1.remove(0).sollicitation.id;
    app.note_bounce(&proof(cpts), one).await.unwrap();
    let lue = app.campagne(&proof(cpts), id).await.unwrap();
    assert_eq!((lue.bilan.contactes, lue.bilan.revenus), (1, 1));
    assert!(matches!(app.open_campagne("ABCD-EFGH-JKMN").await, Err(AppError::NotFound)));
}
