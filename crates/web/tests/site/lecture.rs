//! The community as it is read: its door, participation, the ceiling, who is missing, one's own page.

use app::communaute::CommunauteFictive;
use axum::http::StatusCode;
use domain::authz::{Allowed, EditCommunaute, EditGroupes, ReadPersonnes, Role};
use domain::communaute::{
    Exercice, Fiche, Fonction, Groupe, GroupeFiche, GroupeKind, Mandat, Moyen, Personne, Presence,
    PresenceFiche, PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, GroupeId, MandatId, PersonneId, PresenceId, ReunionId, UserId};
use jiff::SignedDuration;
use testkit::{Seat, TestSite};

use super::site;

fn board(cpts: CptsId) -> Option<Seat> {
    Some(Seat::Cpts(cpts, Role::Bureau))
}

fn somebody(site: &TestSite, user: Option<UserId>) -> Personne {
    Personne {
        id: PersonneId(site.app.unknown_id()),
        nom: "Clairbois-Fictif".into(),
        prenom: "Maxime".into(),
        rpps: None,
        profession: Some("60".into()),
        statut: Statut::Interesse,
        user,
        fiche: Fiche {
            exercices: vec![Exercice { commune: "96001".parse().ok(), ..Exercice::default() }],
            ..Fiche::default()
        },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

/// One person in one group, with a meeting that was held and one to come.
fn community(site: &TestSite, user: Option<UserId>) -> CommunauteFictive {
    let (now, personne) = (testkit::now(), somebody(site, user));
    let groupe = Groupe {
        id: GroupeId(site.app.unknown_id()),
        nom: "Accès aux soins".into(),
        kind: GroupeKind::Travail,
        fiche: GroupeFiche::default(),
        created_at: now,
        version: 1,
        removed_at: None,
    };
    let mandat = Mandat {
        id: MandatId(site.app.unknown_id()),
        groupe: groupe.id,
        personne: personne.id,
        fonction: Fonction::Pilote,
        depuis: "2020-01-01".parse().unwrap(),
        jusque: None,
    };
    let meeting = |titre: &str, hours: i64, state| Reunion {
        id: ReunionId(site.app.unknown_id()),
        groupe: Some(groupe.id),
        kind: ReunionKind::Groupe,
        titre: titre.into(),
        state,
        debut: now.checked_add(SignedDuration::from_hours(hours)).ok(),
        fin: now.checked_add(SignedDuration::from_hours(hours + 2)).ok(),
        fiche: ReunionFiche::default(),
        created_at: now,
        version: 1,
        removed_at: None,
    };
    let held = meeting("Réunion tenue", -3, ReunionState::Tenue);
    let presence = Presence {
        id: PresenceId(site.app.unknown_id()),
        reunion: held.id,
        personne: Some(personne.id),
        moyen: Moyen::Qr,
        state: PresenceState::Comptee,
        arrivee: held.debut.unwrap(),
        depart: None,
        jeton: "un".into(),
        recue_at: now,
        fiche: PresenceFiche::default(),
    };
    CommunauteFictive {
        personnes: vec![personne],
        mandats: vec![mandat],
        reunions: vec![held, meeting("Réunion à venir", 48, ReunionState::Prevue)],
        groupes: vec![groupe],
        presences: vec![presence],
        ..CommunauteFictive::default()
    }
}

async fn furnish(site: &TestSite, cpts: CptsId, user: Option<UserId>) {
    let bureau = testkit::person(Role::Bureau, cpts);
    let people: Allowed<EditCommunaute> = bureau.authorize(cpts).unwrap();
    let groups: Allowed<EditGroupes> = bureau.authorize(cpts).unwrap();
    let invented = community(site, user);
    site.app.add_fictitious_community((&people, &groups), &invented).await.unwrap();
}

#[tokio::test]
async fn the_door_of_an_empty_community_says_what_to_do_first() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/communaute");
    let empty = site.coordinator(cpts).get(&path).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.shows("La communauté est encore vide.") && empty.shows("Importer un tableur"));
    furnish(&site, cpts, None).await;
    let full = site.coordinator(cpts).get(&path).await.text();
    assert!(full.contains("Réunion à venir") && full.contains("Intéressés"));
    assert_eq!(site.member(cpts).get(&path).await.status, StatusCode::FORBIDDEN);
    let menu = site.member(cpts).get(&format!("/c/{cpts}/moi")).await.text();
    assert!(menu.contains("Mon espace") && !menu.contains(">Communauté<"), "the menu follows the rights");
}

#[tokio::test]
async fn participation_is_read_and_the_board_alone_sets_a_ceiling() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/participation");
    assert!(site.coordinator(cpts).get(&path).await.shows("Aucune réunion à lire."));
    furnish(&site, cpts, None).await;
    let read = site.coordinator(cpts).get(&path).await.text();
    assert!(read.contains("2\u{a0}h\u{a0}00") && read.contains("pas fixé de plafond"));
    let ceiling = format!("{path}/plafond");
    assert_eq!(site.coordinator(cpts).get(&ceiling).await.status, StatusCode::FORBIDDEN);
    let board = site.client(board(cpts));
    for wrong in ["beaucoup", "2"] {
        let refused = board.post(&ceiling, &[("minutes", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(&format!("value=\"{wrong}\"")));
    }
    assert_eq!(board.post(&ceiling, &[("minutes", "60")]).await.status, StatusCode::SEE_OTHER);
    assert!(site.coordinator(cpts).get(&path).await.shows("Le plafond est dépassé"));
    assert_eq!(board.post(&ceiling, &[("minutes", "")]).await.status, StatusCode::SEE_OTHER);
    assert!(site.coordinator(cpts).get(&path).await.shows("pas fixé de plafond"));
    let csv = site.coordinator(cpts).get(&format!("/c/{cpts}/participation.csv")).await.text();
    assert!(csv.contains("Infirmier ou infirmière;1;1;120"), "{csv}");
    let book = site.coordinator(cpts).get(&format!("/c/{cpts}/participation.xlsx")).await;
    assert_eq!(book.status, StatusCode::OK);
}

#[tokio::test]
async fn who_is_missing_is_read_against_the_register_and_small_numbers_are_hidden_to_share() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/participation/communaute");
    assert!(site.coordinator(cpts).get(&path).await.shows("Aucun territoire de référence"));
    site.app.plot(cpts, "Territoire", &["96001", "96002"]).await;
    furnish(&site, cpts, None).await;
    let page = site.coordinator(cpts).get(&path).await.text();
    assert!(page.contains("Manquent encore") && page.contains("Médecins généralistes"));
    let shared = site.coordinator(cpts).get(&format!("{path}?partage=oui")).await.text();
    assert!(shared.contains("masqué") && shared.contains("Les petits nombres sont masqués"));
}

#[tokio::test]
async fn a_member_without_a_sheet_is_told_whom_to_ask_and_one_with_it_corrects_their_address() {
    let (site, cpts) = site().await;
    let path = format!("/c/{cpts}/moi");
    assert!(site.member(cpts).get(&path).await.shows("pas encore relié à votre fiche"));
    assert_eq!(site.member(cpts).get(&format!("{path}/carte")).await.status, StatusCode::NOT_FOUND);
    let reads: Allowed<ReadPersonnes> = testkit::person(Role::Bureau, cpts).authorize(cpts).unwrap();
    let people = site.app.people(&reads).await.unwrap();
    furnish(&site, cpts, people.first().map(|one| one.user)).await;
    let page = site.member(cpts).get(&path).await.text();
    assert!(
        page.contains("Réunion à venir") && page.contains("Dire que je viens") && page.contains("pilote")
    );
    let contact = format!("{path}/coordonnees");
    let wrong = [("courriel", "maxime"), ("telephone", "0612")];
    let refused = site.member(cpts).post(&contact, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("value=\"0612\"") && page.contains("pas complète"), "{page}");
    let right = [("courriel", "maxime@valmirande.test"), ("telephone", "06 12 34 56 78")];
    assert_eq!(site.member(cpts).post(&contact, &right).await.status, StatusCode::SEE_OTHER);
    let page = site.member(cpts).get(&path).await.text();
    assert!(page.contains("maxime@valmirande.test") && page.contains("06 12 34 56 78"), "{page}");
    let objects = [("courriel", "maxime@valmirande.test"), ("telephone", ""), ("opposition", "oui")];
    assert_eq!(site.member(cpts).post(&contact, &objects).await.status, StatusCode::SEE_OTHER);
    assert!(!site.member(cpts).get(&path).await.text().contains("maxime@valmirande.test"));
    assert_eq!(site.member(cpts).get(&format!("{path}/carte")).await.status, StatusCode::OK);
}
