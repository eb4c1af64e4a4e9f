//! From needs to first actions.

use app::AppError;
use app::communaute::questionnaires::NewDifficulte;
use app::objectifs::{NewObjectif, ObjectifError, Under};
use domain::authz::{Allowed, EditObjectifs, EditQuestionnaires, ReadObjectifs, ReadQuestionnaires, Role};
use domain::ids::{CptsId, DifficulteId, ObjectifId};
use domain::objectifs::{Niveau, RefusObjectif, Saisie};
use testkit::{TestApp, person};

fn edits(cpts: CptsId) -> Allowed<EditObjectifs> {
    person(Role::Pilote, cpts).authorize(cpts).unwrap()
}

fn reads(cpts: CptsId) -> Allowed<ReadObjectifs> {
    person(Role::Membre, cpts).authorize(cpts).unwrap()
}

async fn difficulte(app: &TestApp, cpts: CptsId, texte: &str) -> DifficulteId {
    let edit: Allowed<EditQuestionnaires> = person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let read: Allowed<ReadQuestionnaires> = person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let new =
        NewDifficulte { texte: texte.into(), themes: vec!["sortie".into()], ..NewDifficulte::default() };
    app.add_difficulte((&edit, &read), &new).await.unwrap()
}

/// What a difficulty became, by its own words.
async fn became(app: &TestApp, cpts: CptsId, id: DifficulteId) -> Vec<(String, String)> {
    let read: Allowed<ReadQuestionnaires> = person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let all = app.difficultes(&read).await.unwrap();
    let one = all.into_iter().find(|one| one.difficulte.id == id).unwrap().difficulte;
    one.fiche.devenu.into_iter().map(|line| (line.nature, line.libelle)).collect()
}

fn said(texte: &str) -> Saisie {
    Saisie { texte: texte.into(), ..Saisie::default() }
}

async fn add(app: &TestApp, cpts: CptsId, (under, texte): (Under, &str)) -> ObjectifId {
    let new = NewObjectif { under, saisie: said(texte) };
    app.add_objectif(&edits(cpts), &new).await.unwrap()
}

/// One of each level under a mission, the general one first.
async fn thread(app: &TestApp, cpts: CptsId, mission: &str) -> [ObjectifId; 4] {
    let general = add(app, cpts, (Under::Mission(mission.into()), "Éviter les ruptures")).await;
    let specifique = add(app, cpts, (Under::Objectif(general), "Fiabiliser les sorties")).await;
    let operationnel = add(app, cpts, (Under::Objectif(specifique), "Obtenir une lettre de sortie")).await;
    let action = add(app, cpts, (Under::Objectif(operationnel), "Réunir l'hôpital et la ville")).await;
    [general, specifique, operationnel, action]
}

#[tokio::test]
async fn a_need_becomes_an_action_and_says_so_both_ways() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let need = difficulte(&app, cpts, "Sorties du vendredi sans lettre").await;
    let fil = app.fil(&reads(cpts)).await.unwrap();
    assert_eq!((fil.sans_reponse.len(), fil.avec_reponse), (1, 0));
    assert_eq!(fil.sans_reponse[0].mission.as_deref(), Some("parcours"), "its theme suggests a mission");
    let [.., action] = thread(&app, cpts, "parcours").await;
    let saisie = Saisie { difficultes: vec![need], ..said("Réunir l'hôpital et la ville") };
    app.save_objectif(&edits(cpts), (action, 1), &saisie).await.unwrap();
    let line = ("action".to_owned(), "Réunir l'hôpital et la ville".to_owned());
    assert_eq!(became(&app, cpts, need).await, [line]);
    let fil = app.fil(&reads(cpts)).await.unwrap();
    assert_eq!((fil.sans_reponse.len(), fil.avec_reponse), (0, 1));
    let lines = fil.mission("parcours").unwrap().lignes();
    let levels: Vec<Niveau> = lines.iter().map(|one| one.niveau).collect();
    assert_eq!(levels, [Niveau::General, Niveau::Specifique, Niveau::Operationnel, Niveau::Action]);
    assert_eq!(lines[3].besoins[0].id, need);
    // Worded otherwise, the difficulty says it otherwise; answering nothing, it says nothing.
    let saisie = Saisie { texte: "Réunir l'hôpital".into(), ..saisie };
    app.save_objectif(&edits(cpts), (action, 2), &saisie).await.unwrap();
    assert_eq!(became(&app, cpts, need).await, [("action".to_owned(), "Réunir l'hôpital".to_owned())]);
    app.save_objectif(&edits(cpts), (action, 3), &said("Réunir l'hôpital")).await.unwrap();
    assert_eq!(became(&app, cpts, need).await, []);
}

#[tokio::test]
async fn removing_hides_what_is_under_and_bringing_back_brings_everything_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let need = difficulte(&app, cpts, "Aucun médecin traitant").await;
    let [general, specifique, _, action] = thread(&app, cpts, "acces").await;
    let saisie = Saisie { difficultes: vec![need], ..said("Recenser") };
    app.save_objectif(&edits(cpts), (action, 1), &saisie).await.unwrap();
    app.remove_objectif(&edits(cpts), specifique).await.unwrap();
    assert_eq!(became(&app, cpts, need).await, [], "what does not show answers nothing");
    assert_eq!(app.fil(&reads(cpts)).await.unwrap().sans_reponse.len(), 1);
    assert!(matches!(app.objectif(&reads(cpts), action).await, Err(AppError::NotFound)));
    let gone = app.objectifs_retires(&reads(cpts)).await.unwrap();
    assert_eq!(gone.iter().map(|one| one.id).collect::<Vec<_>>(), [specifique]);
    app.remove_objectif(&edits(cpts), general).await.unwrap();
    let early = app.restore_objectif(&edits(cpts), specifique).await;
    assert!(matches!(early, Err(ObjectifError::App(AppError::NotFound))), "it would stand under nothing");
    app.restore_objectif(&edits(cpts), general).await.unwrap();
    app.restore_objectif(&edits(cpts), specifique).await.unwrap();
    assert_eq!(became(&app, cpts, need).await.len(), 1);
    assert_eq!(app.objectif(&reads(cpts), action).await.unwrap().au_dessus.len(), 3);
}

#[tokio::test]
async fn objectives_change_places_and_take_what_is_under_them_along() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let [general, specifique, operationnel, action] = thread(&app, cpts, "acces").await;
    let other = add(&app, cpts, (Under::Mission("acces".into()), "Accueillir sans rendez-vous")).await;
    let order = async || {
        let fil = app.fil(&reads(cpts)).await.unwrap();
        fil.mission("acces").unwrap().objectifs.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert!(app.shift_objectif(&edits(cpts), other, false).await.unwrap());
    assert_eq!(order().await, [other, general]);
    assert!(!app.shift_objectif(&edits(cpts), other, false).await.unwrap(), "it is the first");
    // Under another one of the level above, of another mission: everything under it follows.
    let prevention = add(&app, cpts, (Under::Mission("prevention".into()), "Prévenir")).await;
    app.place_objectif(&edits(cpts), specifique, &Under::Objectif(prevention)).await.unwrap();
    let fil = app.fil(&reads(cpts)).await.unwrap();
    let moved: Vec<ObjectifId> =
        fil.mission("prevention").unwrap().lignes().iter().map(|one| one.id).collect();
    assert_eq!(moved, [prevention, specifique, operationnel, action]);
    for under in [Under::Objectif(operationnel), Under::Objectif(action), Under::Mission("crise".into())] {
        let wrong = app.place_objectif(&edits(cpts), specifique, &under).await;
        let Err(ObjectifError::Refused(fields)) = wrong else { panic!("{under:?}") };
        assert_eq!(fields, [("place", RefusObjectif::Place)]);
    }
}

#[tokio::test]
async fn wrong_inputs_are_refused_and_two_people_at_once_are_told() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let [general, .., action] = thread(&app, cpts, "acces").await;
    app.save_objectif(&edits(cpts), (general, 1), &said("Un texte")).await.unwrap();
    let late = app.save_objectif(&edits(cpts), (general, 1), &said("Un autre texte")).await;
    assert!(matches!(late, Err(ObjectifError::Replaced)));
    assert_eq!(app.objectif(&reads(cpts), general).await.unwrap().objectif.texte, "Un texte");
    let refused = async |under: Under, saisie: Saisie| match app
        .add_objectif(&edits(cpts), &NewObjectif { under, saisie })
        .await
    {
        Err(ObjectifError::Refused(all)) => all.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(Under::Objectif(action), said("Plus bas")).await, ("parent", RefusObjectif::Place));
    assert_eq!(
        refused(Under::Mission("rien".into()), said("Texte")).await,
        ("mission", RefusObjectif::Mission)
    );
    let foreign = Saisie { difficultes: vec![DifficulteId(app.unknown_id())], ..said("Texte") };
    assert_eq!(refused(Under::Mission("acces".into()), foreign).await.0, "difficulte");
    let nir = said("Patient 1 85 05 75 123 456 73");
    assert_eq!(refused(Under::Mission("acces".into()), nir).await.0, "texte");
}

#[tokio::test]
async fn another_cpts_reaches_nothing() {
    let app = TestApp::new().await;
    let (cpts, other) = (app.tenant("CPTS de test").await, app.tenant("CPTS voisine").await);
    let [general, ..] = thread(&app, cpts, "acces").await;
    let need = difficulte(&app, cpts, "Sorties sans lettre").await;
    assert!(app.fil(&reads(other)).await.unwrap().is_empty());
    assert!(matches!(app.objectif(&reads(other), general).await, Err(AppError::NotFound)));
    let removed = app.remove_objectif(&edits(other), general).await;
    assert!(matches!(removed, Err(ObjectifError::App(AppError::NotFound))));
    let saisie = Saisie { difficultes: vec![need], ..said("Texte") };
    let taken =
        app.add_objectif(&edits(other), &NewObjectif { under: Under::Mission("acces".into()), saisie }).await;
    assert!(matches!(taken, Err(ObjectifError::Refused(_))), "a need of another CPTS is unknown here");
    assert_eq!(became(&app, cpts, need).await, []);
}
