//! Quorum, second call, proxies.

use super::*;

#[tokio::test]
async fn a_vote_without_quorum_does_not_open_and_its_trace_is_kept() {
    let ground = Ground::new((8, 3), rules((1, 2), 0)).await;
    let vote = ground.prepared(Mode::Nominal).await;
    let error = ground.app.open_vote(&ground.edits(), vote).await.unwrap_err();
    let GouvernanceError::Quorum(quorum) = error else { panic!("{error}") };
    assert_eq!((quorum.comptes(), quorum.requis, quorum.inscrits), (3, 4, 8));
    ground.app.note_no_quorum(&ground.edits(), vote).await.unwrap();
    let (kept, _) = ground.app.vote(&ground.edits(), vote).await.unwrap();
    let result = kept.fiche.resultat.unwrap();
    assert!(result.carence && !result.is_valid() && kept.state == VoteState::Clos);
    let minutes =
        ground.app.minutes_of_votes(&proof::<ReadGouvernance>(ground.cpts), ground.reunion).await.unwrap();
    let texts: Vec<String> = paragraphes(&minutes).into_iter().flat_map(|part| part.textes).collect();
    let sentence = "Non valable\u{a0}: quorum non atteint (3 sur 4 requis).";
    assert!(texts.iter().any(|text| text.contains(sentence)), "{texts:?}");
}

#[tokio::test]
async fn a_quorum_that_was_lost_when_the_vote_closes_makes_it_void() {
    let ground = Ground::new((4, 1), rules((1, 2), 0)).await;
    let mut second = comes(&ground.app, ground.cpts, ground.reunion, ground.members[1]).await;
    let vote = ground.opened(Mode::Nominal).await;
    ground.casts(vote, (0, 0), "pour").await.unwrap();
    // The secretary refuses a presence that should not have been counted.
    second.state = PresenceState::Refusee;
    let tx = ground.app.store().write().await.unwrap();
    tx.save_presence(&proof::<ManagePresences>(ground.cpts), &second).await.unwrap();
    tx.commit().await.unwrap();
    let kept = ground.closed(vote).await;
    let result = kept.fiche.resultat.unwrap();
    assert!(!result.is_valid() && result.voix("pour") == 1);
}

#[tokio::test]
async fn a_second_call_needs_no_quorum() {
    let ground = Ground::new((8, 1), rules((1, 2), 0)).await;
    let vote = ground.prepared(Mode::Nominal).await;
    let both = (&ground.edits(), &proof(ground.cpts));
    ground.app.set_second_call(both, ground.reunion, true).await.unwrap();
    ground.app.open_vote(&ground.edits(), vote).await.unwrap();
}

#[tokio::test]
async fn proxies_are_refused_with_their_reason() {
    let ground = Ground::new((8, 2), rules((0, 1), 2)).await;
    assert_eq!(refused(ground.gives(4, 4).await), Refus::Soi);
    assert_eq!(refused(ground.gives(0, 1).await), Refus::DonneurPresent);
    ground.gives(2, 0).await.unwrap();
    ground.gives(3, 0).await.unwrap();
    assert_eq!(refused(ground.gives(4, 0).await), Refus::Trop(2), "a proxy too many");
    assert_eq!(refused(ground.gives(2, 1).await), Refus::Deja);
    assert_eq!(refused(ground.gives(5, 3).await), Refus::PorteurDonne, "a chain");
    ground.gives(5, 6).await.unwrap();
    assert_eq!(refused(ground.gives(6, 1).await), Refus::DonneurPorte, "a chain the other way");
    let stranger = NewProcuration {
        reunion: ground.reunion,
        donneur: domain::ids::PersonneId(ground.app.unknown_id()),
        porteur: ground.members[1],
        moyen: MoyenProcuration::Papier,
    };
    let result = ground.app.give_procuration(&ground.edits(), stranger).await;
    assert_eq!(refused(result), Refus::DonneurNonMembre);
    let seance = ground.app.seance(&ground.edits(), ground.reunion).await.unwrap();
    assert_eq!(
        (seance.quorum.presents, seance.quorum.representes),
        (2, 2),
        "the holder of the third is away"
    );
}

#[tokio::test]
async fn a_proxy_counts_for_its_giver_and_is_kept_once_it_served() {
    let ground = Ground::new((4, 1), rules((0, 1), 1)).await;
    let proxy = ground.gives(1, 0).await.unwrap();
    let absent = ground.gives(2, 3).await.unwrap();
    let vote = ground.opened(Mode::Nominal).await;
    ground.casts(vote, (0, 1), "contre").await.unwrap();
    ground.casts(vote, (0, 0), "pour").await.unwrap();
    assert_eq!(refused(ground.casts(vote, (3, 2), "pour").await), Refus::PorteurAbsent);
    let (_, signed) = ground.app.vote(&ground.edits(), vote).await.unwrap();
    let given = signed.iter().find(|one| one.personne == ground.members[1]).unwrap();
    assert_eq!((given.par, given.choix.as_slice()), (Some(ground.members[0]), &["contre".to_owned()][..]));
    let back = ground.app.take_back_procuration(&ground.edits(), proxy, None).await;
    assert_eq!(refused(back), Refus::DejaVote);
    ground.app.take_back_procuration(&ground.edits(), absent, Some(ground.members[2])).await.unwrap();
    let other = ground.app.take_back_procuration(&ground.edits(), proxy, Some(ground.members[3])).await;
    assert!(matches!(other, Err(GouvernanceError::App(AppError::NotFound))), "somebody else's");
}

#[tokio::test]
async fn nobody_votes_for_who_came_after_all() {
    let ground = Ground::new((3, 1), rules((0, 1), 1)).await;
    ground.gives(1, 0).await.unwrap();
    comes(&ground.app, ground.cpts, ground.reunion, ground.members[1]).await;
    let vote = ground.opened(Mode::Nominal).await;
    assert_eq!(refused(ground.casts(vote, (0, 1), "pour").await), Refus::DonneurPresent);
    ground.casts(vote, (1, 1), "pour").await.unwrap();
    assert!(matches!(ground.casts(vote, (2, 2), "pour").await, Err(GouvernanceError::Absent)));
}
