//! Phones that sign: many at once, twice, from home, with a wrong name, unknown.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_phones_at_once_make_forty_lines() {
    let room = Room::of(40).await;
    let token = room.qr().await;
    let mut phones = JoinSet::new();
    for rank in 0..40 {
        let (app, token) = ((*room.app).clone(), token.clone());
        phones.spawn(async move { sign(&app, &token, rank, &rank.to_string()).await.map(|one| one.deja) });
    }
    let answers = phones.join_all().await;
    assert!(answers.iter().all(|one| matches!(one, Ok(false))), "{answers:?}");
    let screen = room.app.presence_screen(&room.manage(), room.reunion).await.unwrap();
    assert_eq!((screen.comptees, screen.a_confirmer), (40, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_on_forty_scans_counts_once_with_the_earliest_arrival() {
    let room = Room::of(1).await;
    room.clock.minutes(10);
    let early = room.qr().await;
    room.clock.minutes(5);
    let late = room.qr().await;
    let mut phones = JoinSet::new();
    for rank in 0..7 {
        let (app, token) = ((*room.app).clone(), if rank % 2 == 0 { late.clone() } else { early.clone() });
        phones.spawn(async move { sign(&app, &token, 0, &rank.to_string()).await.map(|one| one.deja) });
    }
    let answers = phones.join_all().await;
    let first = answers.iter().filter(|one| matches!(one, Ok(false))).count();
    assert!(first == 1 && answers.iter().all(Result::is_ok), "{answers:?}");
    let ones = room.state().await;
    // The meeting started two minutes before the test, and lasts two hours: 120 - 12.
    assert_eq!(ones, [("FICTIF0 Camille".to_owned(), PresenceState::Comptee, 108)]);
}

#[tokio::test]
async fn the_same_scan_sent_twice_is_one_and_gives_the_same_receipt() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let first = room.sign(&token, 0, "a").await.unwrap();
    let again = room.sign(&token, 0, "a").await.unwrap();
    assert_eq!((first.recu, false, true), (again.recu, first.deja, again.deja));
    assert_eq!(room.state().await.len(), 1);
}

#[tokio::test]
async fn a_code_replayed_from_home_waits_and_one_kept_for_a_week_is_refused() {
    let room = Room::of(2).await;
    let token = room.qr().await;
    room.clock.minutes(11);
    room.sign(&token, 0, "a").await.unwrap();
    let sheet = room.app.feuille_presence(&room.manage(), (room.reunion, None)).await.unwrap().feuille;
    assert_eq!(sheet.lignes[0].state, PresenceState::AConfirmer);
    assert_eq!(sheet.lignes[0].motif.as_deref(), Some(Motif::Tardif.key()));
    let cadran = domain::communaute::presences::Cadran::of(&sheet, app::paris());
    assert_eq!(cadran.motif(&sheet.lignes[0]), "Envoi tardif\u{a0}: code affiché à 10:00, reçu à 10:11");
    // The same person signs again in the room: the presence counts, from then on.
    room.sign(&room.qr().await, 0, "b").await.unwrap();
    assert_eq!(room.state().await, [("FICTIF0 Camille".to_owned(), PresenceState::Comptee, 107)]);
    room.clock.minutes(60 * 24 * 7);
    assert!(matches!(room.sign(&token, 1, "c").await, Err(SignerError::TropTard)));
    assert!(matches!(room.app.presence_door(&token, (None, None)).await, Err(SignerError::TropTard)));
}

#[tokio::test]
async fn a_token_that_nobody_signed_opens_nothing() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let changed = format!("{}A", &token[..token.len() - 1]);
    for wrong in ["", "inconnu", changed.as_str(), &token[1..]] {
        if wrong == token {
            continue;
        }
        let answer = room.sign(wrong, 0, "a").await;
        assert!(matches!(answer, Err(SignerError::App(AppError::NotFound))), "{wrong}: {answer:?}");
    }
    let receipt = room.sign(&token, 0, "a").await.unwrap().recu;
    assert!(matches!(room.app.montre(&receipt), Err(AppError::NotFound)), "a receipt is no code");
    assert!(
        matches!(room.app.presence_receipt(&token).await, Err(AppError::NotFound)),
        "and a code no receipt"
    );
}

#[tokio::test]
async fn nobody_is_told_whether_a_name_is_known_and_four_digits_cannot_be_guessed() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let envoi = Envoi { jeton: "jeton-assez-long-1", telephone: "", adresse: "192.0.2.1" };
    for (nom, preuve) in [("Fictif0", "1234"), ("Inexistant", "1234"), ("Fictif0", "pas une preuve")] {
        let answer = room.app.sign_presence(&token, Qui::Nom { nom, preuve }, envoi).await;
        assert!(matches!(answer, Err(SignerError::NonReconnue)), "{nom} {preuve}: {answer:?}");
    }
    let mut last = None;
    for digits in 0..20 {
        let preuve = format!("{digits:04}");
        last =
            Some(room.app.sign_presence(&token, Qui::Nom { nom: "fictif0", preuve: &preuve }, envoi).await);
    }
    assert!(matches!(last, Some(Err(SignerError::App(AppError::TooMany { .. })))), "{last:?}");
    assert!(room.state().await.is_empty());
}

#[tokio::test]
async fn somebody_unknown_waits_is_tied_or_gets_a_sheet() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let new = |nom: &str, jeton: &'static str| {
        let said = Inconnue { nom: nom.into(), prenom: "Lou".into(), profession: "60".into() };
        let envoi = Envoi { jeton, telephone: "", adresse: "192.0.2.1" };
        room.app.sign_presence(&token, Qui::Inconnue(said), envoi)
    };
    assert!(matches!(new("  ", "jeton-assez-long-0").await, Err(SignerError::SansNom)));
    new("Nouvelle", "jeton-assez-long-1").await.unwrap();
    new("nouvelle", "jeton-assez-long-2").await.unwrap();
    new("Autre", "jeton-assez-long-3").await.unwrap();
    room.sign(&token, 0, "a").await.unwrap();
    let manage = room.manage();
    let sheet = room.app.feuille_presence(&manage, (room.reunion, None)).await.unwrap().feuille;
    let of = |nom: &str| sheet.lignes.iter().find(|one| one.nom == nom).unwrap().presence;
    assert_eq!(sheet.lignes.len(), 3);
    let made = room
        .app
        .welcome_person((&manage, &proof(room.cpts)), (room.reunion, of("NOUVELLE Lou")))
        .await
        .unwrap();
    // « Autre » was the person who had already signed: two lines become one.
    room.app.tie_presence(&manage, (room.reunion, of("AUTRE Lou")), room.people[0]).await.unwrap();
    let sheet = room.app.feuille_presence(&manage, (room.reunion, None)).await.unwrap().feuille;
    let said: Vec<_> = sheet.lignes.iter().map(|one| (one.nom.as_str(), one.personne, one.state)).collect();
    assert_eq!(
        said,
        [
            ("AUTRE Lou", None, PresenceState::Refusee),
            ("FICTIF0 Camille", Some(room.people[0]), PresenceState::Comptee),
            ("NOUVELLE Lou", Some(made), PresenceState::Comptee),
        ]
    );
    let again =
        room.app.welcome_person((&manage, &proof(room.cpts)), (room.reunion, of("NOUVELLE Lou"))).await;
    assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
}

#[tokio::test]
async fn the_short_code_opens_its_meeting_while_it_is_said_and_a_little_later() {
    let room = Room::of(1).await;
    let code = room.app.presence_screen(&room.manage(), room.reunion).await.unwrap().codes.unwrap().court;
    let typed = format!(" {} {}", code[..3].to_lowercase(), &code[3..]);
    let token = room.app.spoken_code(&typed, "192.0.2.1").await.unwrap();
    assert_eq!(room.app.montre(&token).unwrap().moyen, Moyen::Code);
    room.sign(&token, 0, "a").await.unwrap();
    assert_eq!(room.state().await[0].1, PresenceState::Comptee);
    room.clock.minutes(5);
    assert!(room.app.spoken_code(&code, "192.0.2.1").await.is_ok(), "the code before is still accepted");
    room.clock.minutes(6);
    assert!(matches!(room.app.spoken_code(&code, "192.0.2.1").await, Err(AppError::NotFound)));
    let mut last = None;
    for rank in 0..210 {
        last = Some(room.app.spoken_code(&format!("{rank:06}"), "192.0.2.9").await);
    }
    assert!(matches!(last, Some(Err(AppError::TooMany { .. }))), "{last:?}");
}
