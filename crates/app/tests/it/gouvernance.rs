//! Quorum, proxies, votes: what is refused, what is kept, what stays secret.

use app::AppError;
use app::communaute::gouvernance::{GouvernanceError, NewBallot, NewProcuration, NewVote, SeatElected};
use domain::authz::{
    Allowed, EditCommunaute, EditGouvernance, EditGroupes, ManagePresences, Permission, ReadGouvernance,
};
use domain::communaute::gouvernance::{
    Forme, Mode, MoyenProcuration, Part, Participation, Porteur, QuorumMode, Refus, RegleSeance, Reglement,
    VoteState, paragraphes,
};
use domain::communaute::{
    Fiche, Fonction, Groupe, GroupeFiche, GroupeKind, Moyen, Personne, Presence, PresenceFiche,
    PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, GroupeId, PersonneId, PresenceId, ReunionId, VoteId};
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{TestApp, now};

pub(super) fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    testkit::person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A member of the association since the first of January.
pub(super) async fn member(app: &TestApp, cpts: CptsId, nom: &str) -> PersonneId {
    let mut one = Personne {
        id: PersonneId(app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some("10".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche::default(),
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Adherent, date(2020, 1, 1), None);
    let tx = app.store().write().await.unwrap();
    tx.add_personne(&proof::<EditCommunaute>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// An ordinary assembly that began an hour ago.
pub(super) async fn assembly(app: &TestApp, cpts: CptsId) -> ReunionId {
    let debut = now() - SignedDuration::from_hours(1);
    let one = Reunion {
        id: ReunionId(app.unknown_id()),
        groupe: None,
        kind: ReunionKind::Ago,
        titre: "Assemblée".into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: Some(debut + SignedDuration::from_hours(3)),
        fiche: ReunionFiche::default(),
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    let tx = app.store().write().await.unwrap();
    tx.add_reunion(&proof::<EditGroupes>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

async fn comes(app: &TestApp, cpts: CptsId, reunion: ReunionId, personne: PersonneId) -> Presence {
    let one = Presence {
        id: PresenceId(app.unknown_id()),
        reunion,
        personne: Some(personne),
        moyen: Moyen::Secretaire,
        state: PresenceState::Comptee,
        arrivee: now() - SignedDuration::from_mins(50),
        depart: None,
        jeton: app.unknown_id().to_string(),
        recue_at: now(),
        fiche: PresenceFiche::default(),
    };
    let tx = app.store().write().await.unwrap();
    tx.add_presence(&proof::<ManagePresences>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one
}

fn rules(part: (u16, u16), proxies: u16) -> Reglement {
    let quorum = if part.0 == 0 { QuorumMode::Aucun } else { QuorumMode::Representes };
    let ago = RegleSeance {
        quorum,
        part: Part { num: part.0, den: part.1 },
        seconde_sans_quorum: true,
        ..RegleSeance::usual(ReunionKind::Ago)
    };
    Reglement {
        seances: vec![ago],
        procurations_max: proxies,
        porteur: Porteur::Adherent,
        ..Reglement::default()
    }
}

/// An assembly of some members of whom the first ones came, under rules.
struct Ground {
    app: TestApp,
    cpts: CptsId,
    reunion: ReunionId,
    members: Vec<PersonneId>,
}

impl Ground {
    async fn new((count, there): (usize, usize), rules: Reglement) -> Self {
        let app = TestApp::new().await;
        let cpts = app.tenant("CPTS du Val").await;
        app.set_reglement(&proof(cpts), rules).await.unwrap();
        let reunion = assembly(&app, cpts).await;
        let mut members = Vec::new();
        for rank in 0..count {
            members.push(member(&app, cpts, &format!("Exemple{rank:02}")).await);
        }
        for personne in &members[..there] {
            comes(&app, cpts, reunion, *personne).await;
        }
        Self { app, cpts, reunion, members }
    }

    fn edits(&self) -> Allowed<EditGouvernance> {
        proof(self.cpts)
    }

    async fn prepared(&self, mode: Mode) -> VoteId {
        let new = NewVote {
            question: "Approuvez-vous les comptes\u{202f}?".into(),
            forme: Forme::PourContre,
            mode,
            noms: Vec::new(),
            sieges: 1,
            remuneration: false,
            concernes: Vec::new(),
        };
        self.app.prepare_vote(&self.edits(), self.reunion, new).await.unwrap()
    }

    async fn opened(&self, mode: Mode) -> VoteId {
        let vote = self.prepared(mode).await;
        self.app.open_vote(&self.edits(), vote).await.unwrap();
        vote
    }

    async fn casts(
        &self,
        vote: VoteId,
        (who, pour): (usize, usize),
        choice: &str,
    ) -> Result<(), GouvernanceError> {
        let ballot = NewBallot {
            pour: self.members[pour],
            choix: vec![choice.into()],
            interet: false,
            retrait: false,
        };
        self.app.cast(&self.edits(), (vote, self.members[who]), ballot).await
    }

    async fn gives(
        &self,
        donneur: usize,
        porteur: usize,
    ) -> Result<domain::ids::ProcurationId, GouvernanceError> {
        let new = NewProcuration {
            reunion: self.reunion,
            donneur: self.members[donneur],
            porteur: self.members[porteur],
            moyen: MoyenProcuration::Papier,
        };
        self.app.give_procuration(&self.edits(), new).await
    }

    async fn closed(&self, vote: VoteId) -> domain::communaute::gouvernance::Vote {
        self.app.close_vote(&self.edits(), vote).await.unwrap();
        self.app.vote(&self.edits(), vote).await.unwrap().0
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, GouvernanceError>) -> Refus {
    match result.unwrap_err() {
        GouvernanceError::Procuration(refus) => refus,
        other => panic!("{other}"),
    }
}

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
    for entry in super::audited(&ground.app, ground.cpts).await {
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
