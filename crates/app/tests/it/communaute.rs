//! The whole way of a community, as a new coordinator goes it: a messy spreadsheet, a campaign through a real mail
//! server, answers, a meeting in a full room, and the tables of the letter without a number typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use app::communaute::imports::Tous;
use app::communaute::mobilisation::{CampagneInput, TableDemandee};
use app::communaute::presences::{Envoi, Qui};
use app::communaute::reunions::NewReunion;
use app::{App, Clock as _};
use domain::authz::{
    Allowed, EditGroupes, ManagePresences, Permission, ReadMobilisation, ReadTerritoire, Role,
};
use domain::communaute::mobilisation::{CampagneCanal, Colonne, Reponse, Selection};
use domain::communaute::{CanalKind, Personne, Statut};
use domain::ids::{CptsId, ReunionId};
use jiff::SignedDuration;
use testkit::tableur::tableur;
use testkit::{SteppingClock, TestApp, now, person};
use tokio::task::JoinSet;

use crate::mail::{Server, send_all, smtp};

/// Answers to the campaign, and those among them that say yes.
const ANSWERS: usize = 96;
const WILLING: usize = 65;
/// People in the room.
const PRESENT: usize = 80;

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn people(app: &App, cpts: CptsId) -> Vec<Personne> {
    app.annuaire(&may(cpts)).await.unwrap().iter().cloned().collect()
}

fn mail(one: &Personne) -> String {
    one.canal(CanalKind::Courriel).unwrap().valeur.clone()
}

/// Reads the spreadsheet, joins every doubtful line to the sheet that is proposed, and keeps it.
async fn import(app: &App, cpts: CptsId, bytes: Vec<u8>) {
    let id = app.read_import(&may(cpts), ("annuaire.xlsx", bytes)).await.unwrap();
    app.decide_import(&may(cpts), id, (BTreeMap::new(), Some(Tous::Rattacher))).await.unwrap();
    app.apply_import(&may(cpts), id).await.unwrap();
}

/// Writes to everybody; the personal link of each address.
async fn campaign(
    app: &App,
    cpts: CptsId,
    (server, clock, reunion): (&Server, &SteppingClock, ReunionId),
) -> BTreeMap<String, String> {
    let input = CampagneInput {
        nom: "Premier envoi".into(),
        canal: CampagneCanal::Courriel,
        but: "Recueillir les intentions".into(),
        objet: "Un projet de CPTS chez vous".into(),
        message: "Nous préparons un projet.".into(),
        selection: Selection::default(),
        reunion: Some(reunion),
    };
    let id = app.create_campagne(&may(cpts), &input).await.unwrap();
    app.launch_campagne(&may(cpts), id).await.unwrap();
    send_all(app, clock).await;
    let read = |message: &serde_json::Value| {
        let text = message["text"].as_str().unwrap();
        let link = text.lines().find(|line| line.contains("/campagne/") && !line.ends_with("/opposition"));
        let token = link.unwrap().trim().rsplit('/').next().unwrap().to_owned();
        (message["headers"]["to"].as_str().unwrap().to_lowercase(), token)
    };
    server.read_all(&server.arrived()).iter().map(read).collect()
}

/// Eighty phones scan the code of the screen at the same time.
async fn full_room(app: &App, cpts: CptsId, reunion: ReunionId, there: &[Personne]) {
    let screen = app.presence_screen(&may::<ManagePresences>(cpts), reunion).await.unwrap();
    let token = screen.codes.unwrap().adresse.rsplit('/').next().unwrap().to_owned();
    let mut phones = JoinSet::new();
    for (rank, one) in there.iter().enumerate() {
        let (app, token, nom, preuve) = (app.clone(), token.clone(), one.nom_texte(), mail(one));
        phones.spawn(async move {
            let jeton = format!("jeton-de-telephone-{rank}");
            let envoi = Envoi { jeton: &jeton, telephone: &jeton, adresse: "192.0.2.1" };
            app.sign_presence(&token, Qui::Nom { nom: &nom, preuve: &preuve }, envoi)
                .await
                .map(|one| one.deja)
        });
    }
    let answers = phones.join_all().await;
    assert!(answers.iter().all(|one| matches!(one, Ok(false))), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn from_a_messy_list_to_the_tables_of_the_letter_without_typing_a_number() {
    let Some(server) = Server::start() else { return };
    let house = TestApp::with_reference().await;
    let (clock, port) = (Arc::new(SteppingClock::default()), server.port);
    let given = clock.clone();
    let app = house
        .other_process_with(move |settings| {
            settings.clock = given;
            settings.smtp = Some(smtp(port));
        })
        .await;
    let cpts = house.tenant("CPTS du Val").await;
    let atlas = &app.reference().atlas;
    let communes: Vec<_> = atlas
        .communes()
        .iter()
        .filter(|one| {
            one.postcodes.first().is_some_and(|postcode| atlas.locate(postcode, &one.name).is_some())
        })
        .take(12)
        .collect();
    let codes: Vec<String> = communes.iter().map(|one| one.code.to_string()).collect();
    house.plot(cpts, "Val", &codes.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let places: Vec<_> = communes.iter().map(|one| (one.postcodes[0].clone(), one.name.clone())).collect();
    let messy = tableur(&places);
    import(&app, cpts, messy.xlsx()).await;
    let imported = people(&app, cpts).await;
    assert_eq!(imported.len(), messy.verite.personnes);
    let is = |one: &Personne, known: &[Statut]| known.contains(&one.statut);
    let already: BTreeSet<_> = imported
        .iter()
        .filter(|one| is(one, &[Statut::Interesse, Statut::Adherent]))
        .map(|one| one.id)
        .collect();
    // Whom the list says to have refused is written to no more.
    let solicited: Vec<_> = imported.iter().filter(|one| !is(one, &[Statut::Sorti])).collect();
    assert!(solicited.len() > 200 && solicited.len() < imported.len());

    let debut = now() + SignedDuration::from_hours(48);
    let new = NewReunion {
        groupe: None,
        kind: None,
        titre: "Réunion d'information".into(),
        horaire: Some((debut, debut + SignedDuration::from_mins(120))),
        lieu: "Salle des fêtes".into(),
        visio: String::new(),
        invites: Vec::new(),
        envoi_manuel: true,
    };
    let reunion = app.create_reunion(&may::<EditGroupes>(cpts), new).await.unwrap();
    let links = campaign(&app, cpts, (&server, &clock, reunion)).await;
    assert_eq!(links.len(), solicited.len(), "each address has its own link");

    // Sixty-five say yes; the others say no or maybe, and none of these had said yes on the list.
    let (yes, no): (Vec<&Personne>, Vec<_>) = solicited.iter().partition(|one| !already.contains(&one.id));
    let (willing, rest) = yes.split_at(WILLING);
    let others = &rest[..ANSWERS - WILLING];
    for one in willing {
        app.answer_campagne(&links[&mail(one)], Reponse::Interesse).await.unwrap();
    }
    for (rank, one) in others.iter().enumerate() {
        let reponse = [Reponse::Non, Reponse::PeutEtre][rank % 2];
        app.answer_campagne(&links[&mail(one)], reponse).await.unwrap();
    }
    assert_eq!(no.len(), already.len());

    clock.step((debut + SignedDuration::from_mins(5)).duration_since(clock.now()));
    let there: Vec<Personne> = solicited.iter().take(PRESENT).map(|one| (*one).clone()).collect();
    full_room(&app, cpts, reunion, &there).await;

    let proofs = (&may::<ReadMobilisation>(cpts), &may::<ReadTerritoire>(cpts));
    let table = app.table_mobilisation(proofs, TableDemandee::default()).await.unwrap().table;
    let total = |colonne| table.total(|line| line.avec(colonne));
    assert_eq!(total(Colonne::Identifies), solicited.len());
    assert_eq!(total(Colonne::Contactes), solicited.len());
    assert_eq!(total(Colonne::Souhaitants), already.len() + WILLING);
    let apart = TableDemandee { territoire: None, sans: codes[0].parse().ok() };
    let without = app.table_mobilisation(proofs, apart).await.unwrap().table;
    let there_only = solicited.iter().filter(|one| one.commune(app.today()) == codes[0].parse().ok()).count();
    assert_eq!(without.total(|line| line.sans(Colonne::Identifies)), solicited.len() - there_only);

    let history = app.historique_mobilisation(&may(cpts)).await.unwrap();
    assert_eq!(history.campagnes[0].bilan.repondu(), ANSWERS);
    let met = &history.reunions[0];
    assert_eq!((met.invites, met.presents, met.presents_invites), (solicited.len(), PRESENT, PRESENT));
}
