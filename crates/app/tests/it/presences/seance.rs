//! Links, departures, the secretary, and the sheet that closes.

use super::*;

#[tokio::test]
async fn a_personal_link_signs_at_a_distance_and_only_counts_with_a_video_link() {
    for (visio, state) in [(true, PresenceState::Comptee), (false, PresenceState::AConfirmer)] {
        let room = Room::with(1, visio).await;
        let new = NewPersonalLink {
            objet: LienObjet::Reunion,
            sujet: room.reunion.to_string(),
            personne: Some(room.people[0]),
            expires_at: now() + SignedDuration::from_hours(48),
        };
        let tx = room.app.store().write().await.unwrap();
        let address = room.app.personal_link(&tx, &room.manage(), new).await.unwrap();
        tx.commit().await.unwrap();
        let token = address.rsplit('/').next().unwrap();
        let shown = room.app.presence_link(token).await.unwrap();
        assert_eq!(shown.connu, Connu::Telephone("Camille Fictif0".into()));
        assert_eq!(shown.jugement == Jugement::Comptee, visio);
        // The phone that opened the link is known at the code of the room.
        let door = room.app.presence_door(&room.qr().await, (None, Some(token))).await.unwrap();
        assert_eq!(door.connu, Connu::Telephone("Camille Fictif0".into()));
        let envoi = Envoi { jeton: "jeton-assez-long-1", telephone: "t", adresse: "192.0.2.1" };
        room.app.sign_at_distance(token, envoi).await.unwrap();
        assert_eq!(room.state().await[0].1, state);
        room.clock.minutes(60 * 5);
        assert!(matches!(room.app.presence_link(token).await, Err(SignerError::HorsHoraire(Some(_)))));
    }
}

#[tokio::test]
async fn a_phone_that_was_asked_to_remembers_its_owner_in_this_cpts_only() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let signed = room.sign(&token, 0, "a").await.unwrap();
    let kept = room.app.remember_phone(&signed.recu).await.unwrap();
    let door = room.app.presence_door(&token, (None, Some(&kept))).await.unwrap();
    assert_eq!(door.connu, Connu::Telephone("Camille Fictif0".into()));
    let other = room.app.tenant("CPTS des Monts").await;
    let theirs = meeting(&room.app, now(), false);
    let tx = room.app.store().write().await.unwrap();
    tx.add_reunion(&proof::<EditGroupes>(other), &theirs).await.unwrap();
    tx.commit().await.unwrap();
    let screen = room.app.presence_screen(&proof(other), theirs.id).await.unwrap().codes.unwrap();
    let door = room.app.presence_door(screen.adresse.rsplit('/').next().unwrap(), (None, Some(&kept))).await;
    assert_eq!(door.unwrap().connu, Connu::Personne);
}

#[tokio::test]
async fn leaving_is_said_once_during_the_meeting() {
    let room = Room::of(2).await;
    let token = room.qr().await;
    let one = room.sign(&token, 0, "a").await.unwrap();
    room.clock.minutes(30);
    room.app.leave_meeting(&one.recu).await.unwrap();
    room.clock.minutes(10);
    room.app.leave_meeting(&one.recu).await.unwrap();
    assert_eq!(room.state().await[0].2, 30);
    // Back in the room: the departure is over.
    room.sign(&room.qr().await, 0, "b").await.unwrap();
    assert_eq!(room.state().await[0].2, 118);
    room.clock.minutes(120);
    let over = room.app.leave_meeting(&one.recu).await;
    assert!(matches!(over, Err(AppError::PastDate)), "{over:?}");
}

#[tokio::test]
async fn the_secretary_marks_decides_corrects_and_each_act_is_in_the_journal_without_a_name() {
    let room = Room::of(3).await;
    let manage = room.manage();
    let seen = room.app.attendance(&manage, (room.reunion, "fictif2")).await.unwrap();
    assert_eq!((seen.attendues.len(), seen.trouvees.len()), (3, 1));
    let time = jiff::civil::time(10, 30, 0, 0);
    let count = room.app.mark_present(&manage, (room.reunion, &room.people[..2]), Some(time)).await.unwrap();
    assert_eq!(count, 2);
    // Seen twice: nothing changes.
    assert_eq!(
        room.app.mark_present(&manage, (room.reunion, &room.people[..1]), Some(time)).await.unwrap(),
        0
    );
    let outside = room.app.mark_present(
        &manage,
        (room.reunion, &room.people[2..]),
        Some(jiff::civil::time(3, 0, 0, 0)),
    );
    assert!(matches!(outside.await, Err(AppError::PastDate)));
    let nobody = [PersonneId(room.app.unknown_id())];
    let unknown = room.app.mark_present(&manage, (room.reunion, &nobody), None).await;
    assert!(matches!(unknown, Err(AppError::NotFound)));
    let sheet = room.app.feuille_presence(&manage, (room.reunion, None)).await.unwrap().feuille;
    let (one, two) = (sheet.lignes[0].presence, sheet.lignes[1].presence);
    let heures = Heures {
        arrivee: Some(jiff::civil::time(10, 15, 0, 0)),
        depart: Some(jiff::civil::time(11, 0, 0, 0)),
    };
    room.app.correct_times(&manage, (room.reunion, one), heures).await.unwrap();
    let backwards = Heures { arrivee: heures.depart, depart: heures.arrivee };
    let refused = room.app.correct_times(&manage, (room.reunion, one), backwards).await;
    assert!(matches!(refused, Err(AppError::PastDate)));
    let refuse = Decision::Refuser(Refus::Absente);
    assert_eq!(room.app.decide_presences(&manage, (room.reunion, &[two]), refuse).await.unwrap(), 1);
    // A scan of somebody who was refused does not bring them back.
    room.sign(&room.qr().await, 1, "b").await.unwrap();
    let said = room.state().await;
    assert_eq!(said[0], ("FICTIF0 Camille".to_owned(), PresenceState::Comptee, 45));
    assert_eq!(said[1].1, PresenceState::Refusee);
    let acts = crate::audited(&room.app, room.cpts).await;
    let acts: Vec<_> = acts.into_iter().filter(|act| act.subject_kind == "presence").collect();
    assert_eq!(acts.len(), 4, "two marked, one corrected, one refused");
    assert!(acts.iter().all(|act| !act.changes.to_string().contains("Fictif")));
}

#[tokio::test]
async fn a_closed_sheet_does_not_change_and_a_correction_is_another_version_with_its_reason() {
    let room = Room::of(2).await;
    let manage = room.manage();
    let token = room.qr().await;
    room.sign(&token, 0, "a").await.unwrap();
    assert_eq!(room.app.close_attendance(&manage, room.reunion, "").await.unwrap(), 1);
    // Sent after the closing: received, and waiting.
    room.sign(&room.qr().await, 1, "b").await.unwrap();
    let first = room.app.feuille_presence(&manage, (room.reunion, Some(1))).await.unwrap();
    assert_eq!(first.feuille.lignes.len(), 1);
    let live = room.app.feuille_presence(&manage, (room.reunion, None)).await.unwrap().feuille;
    assert_eq!(live.lignes[1].motif.as_deref(), Some(Motif::FeuilleClose.key()));
    let without = room.app.close_attendance(&manage, room.reunion, " ").await;
    assert!(matches!(without, Err(AppError::Text(_))), "{without:?}");
    let confirm = (room.reunion, [live.lignes[1].presence]);
    room.app.decide_presences(&manage, (confirm.0, &confirm.1), Decision::Confirmer).await.unwrap();
    assert_eq!(room.app.close_attendance(&manage, room.reunion, "Une personne oubliée").await.unwrap(), 2);
    let same = room.app.close_attendance(&manage, room.reunion, "Encore").await;
    assert!(matches!(same, Err(AppError::Conflict)), "{same:?}");
    let second = room.app.feuille_presence(&manage, (room.reunion, Some(2))).await.unwrap();
    assert_eq!(
        (second.feuille.comptees(), second.version.unwrap().motif.as_deref()),
        (2, Some("Une personne oubliée"))
    );
    assert_eq!(room.app.feuille_presence(&manage, (room.reunion, Some(1))).await.unwrap(), first);
    for format in [Format::Pdf, Format::Csv, Format::Xlsx] {
        let bytes = room.app.attendance_file(&manage, (room.reunion, Some(2)), format).await.unwrap();
        assert!(bytes.len() > 100, "{format:?}");
    }
    let missing = room.app.feuille_presence(&manage, (room.reunion, Some(3))).await;
    assert!(matches!(missing, Err(AppError::NotFound)));
}

#[tokio::test]
async fn the_meeting_of_another_cpts_is_not_there_and_a_cancelled_one_is_closed() {
    let room = Room::of(1).await;
    let token = room.qr().await;
    let foreign: Allowed<ManagePresences> = proof(room.app.tenant("CPTS des Monts").await);
    assert!(matches!(room.app.presence_screen(&foreign, room.reunion).await, Err(AppError::NotFound)));
    assert!(matches!(room.app.attendance(&foreign, (room.reunion, "")).await, Err(AppError::NotFound)));
    let closed = room.app.close_attendance(&foreign, room.reunion, "").await;
    assert!(matches!(closed, Err(AppError::NotFound)));
    let marked = room.app.mark_present(&foreign, (room.reunion, &room.people), None).await;
    assert!(matches!(marked, Err(AppError::NotFound)));
    let edits = proof::<EditGroupes>(room.cpts);
    let tx = room.app.store().write().await.unwrap();
    let one = tx.reunion_to_edit(&edits, room.reunion).await.unwrap().unwrap();
    tx.save_reunion(&edits, &Reunion { state: ReunionState::Annulee, ..one }).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(room.sign(&token, 0, "a").await, Err(SignerError::HorsHoraire(None))));
}

#[tokio::test]
async fn a_general_meeting_waits_for_every_member_and_a_group_for_its_guests() {
    let room = Room::of(2).await;
    let waited = async |id| {
        let seen = room.app.attendance(&room.manage(), (id, "")).await.unwrap();
        seen.attendues.into_iter().map(|one| one.nom).collect::<Vec<_>>()
    };
    assert_eq!(waited(room.reunion).await, ["FICTIF0 Camille", "FICTIF1 Camille"]);
    let mut member = sheet(&room.app, 7);
    member.step(Statut::Adherent, jiff::civil::date(2024, 1, 1), None);
    let general =
        Reunion { kind: ReunionKind::Ago, ..meeting(&room.app, now() - SignedDuration::from_mins(2), false) };
    let tx = room.app.store().write().await.unwrap();
    tx.add_personnes(&proof::<EditCommunaute>(room.cpts), &[member]).await.unwrap();
    tx.add_reunion(&proof::<EditGroupes>(room.cpts), &general).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waited(general.id).await, ["FICTIF7 Camille"]);
}
