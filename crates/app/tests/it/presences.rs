//! Presences: one line a person whatever the ways, late scans that wait, the secretary, the sealed sheet.

use std::sync::Arc;

use app::AppError;
use app::communaute::presences::{
    Connu, Decision, Envoi, Format, Heures, Inconnue, Qui, Signature, SignerError,
};
use domain::authz::{Allowed, EditCommunaute, EditGroupes, ManagePresences, Permission, Role};
use domain::communaute::presences::{Jugement, Motif, Refus};
use domain::communaute::{
    Accord, Canal, CanalKind, Fiche, LienObjet, Moyen, Personne, PresenceState, Reunion, ReunionFiche,
    ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, PersonneId, ReunionId};
use jiff::{SignedDuration, Timestamp};
use testkit::{SteppingClock, TestApp, now, person};
use tokio::task::JoinSet;

use app::communaute::NewPersonalLink;

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// An application whose clock moves, a meeting that started two minutes ago, and its people.
struct Room {
    app: TestApp,
    clock: Arc<SteppingClock>,
    cpts: CptsId,
    reunion: ReunionId,
    people: Vec<PersonneId>,
}

fn sheet(app: &TestApp, rank: usize) -> Personne {
    let courriel = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("personne{rank}@exemple.test"),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: jiff::civil::date(2026, 1, 1),
    };
    Personne {
        id: PersonneId(app.unknown_id()),
        nom: format!("Fictif{rank}"),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some(if rank.is_multiple_of(2) { "10" } else { "60" }.into()),
        statut: Statut::Interesse,
        user: None,
        fiche: Fiche { canaux: vec![courriel], ..Fiche::default() },
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

fn meeting(app: &TestApp, debut: Timestamp, visio: bool) -> Reunion {
    Reunion {
        id: ReunionId(app.unknown_id()),
        groupe: None,
        kind: ReunionKind::Information,
        titre: "Réunion d'information".into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: Some(debut + SignedDuration::from_mins(120)),
        fiche: ReunionFiche {
            lieu: "Salle des fêtes".into(),
            visio: visio.then(|| "https://visio.exemple.test".into()),
            ..ReunionFiche::default()
        },
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

impl Room {
    async fn of(people: usize) -> Self {
        Self::with(people, false).await
    }

    async fn with(people: usize, visio: bool) -> Self {
        let clock = Arc::new(SteppingClock::default());
        let given = clock.clone();
        let app = TestApp::with(move |settings| settings.clock = given).await;
        let cpts = app.tenant("CPTS du Val").await;
        let one = meeting(&app, now() - SignedDuration::from_mins(2), visio);
        let sheets: Vec<Personne> = (0..people).map(|rank| sheet(&app, rank)).collect();
        let reunion = Reunion {
            fiche: ReunionFiche { invites: sheets.iter().map(|one| one.id).collect(), ..one.fiche },
            ..one
        };
        let tx = app.store().write().await.unwrap();
        tx.add_personnes(&proof::<EditCommunaute>(cpts), &sheets).await.unwrap();
        tx.add_reunion(&proof::<EditGroupes>(cpts), &reunion).await.unwrap();
        tx.commit().await.unwrap();
        let people = sheets.iter().map(|one| one.id).collect();
        Self { reunion: reunion.id, app, clock, cpts, people }
    }

    fn manage(&self) -> Allowed<ManagePresences> {
        proof(self.cpts)
    }

    async fn qr(&self) -> String {
        let screen = self.app.presence_screen(&self.manage(), self.reunion).await.unwrap();
        screen.codes.unwrap().adresse.rsplit('/').next().unwrap().to_owned()
    }

    async fn sign(&self, token: &str, rank: usize, jeton: &str) -> Result<Signature, SignerError> {
        sign(&self.app, token, rank, jeton).await
    }

    async fn state(&self) -> Vec<(String, PresenceState, i64)> {
        let sheet = self.app.feuille_presence(&self.manage(), (self.reunion, None)).await.unwrap().feuille;
        sheet.lignes.into_iter().map(|one| (one.nom, one.state, one.minutes)).collect()
    }
}

async fn sign(app: &app::App, token: &str, rank: usize, jeton: &str) -> Result<Signature, SignerError> {
    let (nom, preuve) = (format!("Fictif{rank}"), format!("personne{rank}@exemple.test"));
    let jeton = format!("jeton-de-telephone-{jeton}");
    let envoi = Envoi { jeton: &jeton, telephone: &jeton, adresse: "192.0.2.1" };
    app.sign_presence(token, Qui::Nom { nom: &nom, preuve: &preuve }, envoi).await
}

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
    let acts = super::audited(&room.app, room.cpts).await;
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
