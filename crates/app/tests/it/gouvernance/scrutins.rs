//! Ballots: once, secret, with a declared interest, elections, a count in the room.

use super::*;

#[tokio::test]
async fn the_same_person_twice_at_once_votes_once() {
    let ground = Ground::new((3, 3), rules((0, 1), 0)).await;
    let vote = ground.opened(Mode::Secret).await;
    let (first, second, other) = tokio::join!(
        ground.casts(vote, (0, 0), "pour"),
        ground.casts(vote, (0, 0), "contre"),
        ground.casts(vote, (1, 1), "pour"),
    );
    other.unwrap();
    let refusals = [first, second].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refusals.len(), 1);
    assert!(matches!(refusals[0], GouvernanceError::AlreadyVoted), "{}", refusals[0]);
    let result = ground.closed(vote).await.fiche.resultat.unwrap();
    assert_eq!(result.votants, 2, "ballots are as many as voters");
}

#[tokio::test]
async fn a_secret_ballot_leads_to_nobody_and_its_result_waits_for_the_end() {
    let ground = Ground::new((3, 3), rules((0, 1), 0)).await;
    let vote = ground.opened(Mode::Secret).await;
    for (rank, choice) in ["pour", "contre", "pour"].iter().enumerate() {
        ground.casts(vote, (rank, rank), choice).await.unwrap();
    }
    let (open, signed) = ground.app.vote(&ground.edits(), vote).await.unwrap();
    assert!(open.fiche.resultat.is_none() && signed.iter().all(|one| one.choix.is_empty()));
    let kept = ground.closed(vote).await;
    let result = kept.fiche.resultat.unwrap();
    assert_eq!((result.voix("pour"), result.voix("contre"), result.adopte), (2, 1, Some(true)));
    assert_eq!(kept.fiche.empreinte.unwrap().len(), 64);
    // Neither the journal nor the list of who voted says what was chosen.
    for entry in crate::audited(&ground.app, ground.cpts).await {
        let text = entry.changes.to_string();
        assert!(!text.contains("\"pour\"") && !text.contains("\"contre\""), "{text}");
    }
    assert!(matches!(ground.casts(vote, (0, 0), "pour").await, Err(GouvernanceError::NotOpen)));
    let typed =
        NewBallot { pour: ground.members[0], choix: vec!["pour".into()], interet: false, retrait: false };
    assert!(ground.app.cast_for(&ground.edits(), vote, typed).await.is_err(), "nobody types a secret vote");
}

#[tokio::test]
async fn an_interest_is_declared_and_the_minutes_say_who_voted_all_the_same() {
    let ground = Ground::new((3, 3), rules((0, 1), 0)).await;
    let new = NewVote {
        question: "Fixer l'indemnité des pilotes".into(),
        forme: Forme::PourContre,
        mode: Mode::Secret,
        noms: Vec::new(),
        sieges: 1,
        remuneration: true,
        concernes: vec![ground.members[1]],
    };
    let vote = ground.app.prepare_vote(&ground.edits(), ground.reunion, new).await.unwrap();
    ground.app.open_vote(&ground.edits(), vote).await.unwrap();
    let ballot = |rank: usize, retrait: bool| NewBallot {
        pour: ground.members[rank],
        choix: if retrait { Vec::new() } else { vec!["pour".into()] },
        interet: true,
        retrait,
    };
    ground.app.cast(&ground.edits(), (vote, ground.members[0]), ballot(0, true)).await.unwrap();
    ground.app.cast(&ground.edits(), (vote, ground.members[1]), ballot(1, false)).await.unwrap();
    ground.casts(vote, (2, 2), "contre").await.unwrap();
    let kept = ground.closed(vote).await;
    let result = kept.fiche.resultat.unwrap();
    let flags = (
        result.votants,
        result.retraits,
        result.interets,
        result.interesses_votants,
        result.concernes_votants,
    );
    assert_eq!(flags, (2, 1, 2, 1, 1));
    let (_, signed) = ground.app.vote(&ground.edits(), vote).await.unwrap();
    assert_eq!(signed.iter().filter(|one| one.participation == Participation::Retrait).count(), 1);
}

#[tokio::test]
async fn who_is_elected_gets_a_dated_seat_once() {
    let ground = Ground::new((3, 3), rules((0, 1), 0)).await;
    let names = vec!["EXEMPLE00 Camille".to_owned(), "Camille Exemple01".into(), "Une Inconnue".into()];
    let new = NewVote {
        question: "Élire le conseil".into(),
        forme: Forme::Noms,
        mode: Mode::Secret,
        noms: names,
        sieges: 1,
        remuneration: false,
        concernes: Vec::new(),
    };
    let vote = ground.app.prepare_vote(&ground.edits(), ground.reunion, new).await.unwrap();
    ground.app.open_vote(&ground.edits(), vote).await.unwrap();
    for rank in 0..3 {
        ground.casts(vote, (rank, rank), if rank == 0 { "nom1" } else { "nom2" }).await.unwrap();
    }
    let kept = ground.closed(vote).await;
    assert_eq!(kept.elus().iter().map(|one| one.personne).collect::<Vec<_>>(), [Some(ground.members[1])]);
    let groupe = Groupe {
        id: GroupeId(ground.app.unknown_id()),
        nom: "Conseil".into(),
        kind: GroupeKind::Ca,
        fiche: GroupeFiche::default(),
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    let tx = ground.app.store().write().await.unwrap();
    tx.add_groupe(&proof(ground.cpts), &groupe).await.unwrap();
    tx.commit().await.unwrap();
    let seat =
        SeatElected { groupe: groupe.id, fonction: Fonction::Membre, depuis: date(2027, 1, 1), jusque: None };
    let both = || (proof::<EditGouvernance>(ground.cpts), proof::<EditGroupes>(ground.cpts));
    let (one, other) = both();
    assert_eq!(ground.app.seat_elected((&one, &other), vote, seat).await.unwrap(), 1);
    let again = ground.app.seat_elected((&one, &other), vote, seat).await;
    assert!(matches!(again, Err(GouvernanceError::NobodyElected)));
    let minutes = ground.app.minutes_of_votes(&one, ground.reunion).await.unwrap();
    assert_eq!(minutes.mandats[0].groupe, "Conseil");
}

#[tokio::test]
async fn a_room_cannot_count_more_votes_than_there_are() {
    let ground = Ground::new((3, 2), rules((0, 1), 0)).await;
    let vote = ground.opened(Mode::MainLevee).await;
    let counts = |pour: u32| [("pour".to_owned(), pour), ("abstention".to_owned(), 1)];
    let error = ground.app.count_room(&ground.edits(), vote, &counts(2)).await.unwrap_err();
    assert!(matches!(error, GouvernanceError::RoomCount { counted: 3, most: 2 }), "{error}");
    ground.app.count_room(&ground.edits(), vote, &counts(1)).await.unwrap();
    let result = ground.closed(vote).await.fiche.resultat.unwrap();
    assert_eq!((result.votants, result.exprimes, result.adopte), (2, 1, Some(true)));
}
