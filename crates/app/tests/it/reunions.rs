//! Groups and meetings: who may change what, convocations once, dates moved, notes kept.

use std::sync::Arc;

use app::AppError;
use app::communaute::groupes::{GroupeError, GroupeInput, NewMandat};
use app::communaute::reunions::{Answer, NewDecision, NewReunion, OrdreChange, ReunionError, ReunionInput};
use domain::authz::{
    ActByLink, Actor, Allowed, EditGroupes, Participer, Permission, ReadGroupes, Role, Standing,
};
use domain::communaute::{
    Accord, Canal, CanalKind, Choix, DecisionKind, Fiche, Fonction, GroupeKind, LienObjet, Personne, Reponse,
    ReunionState, Statut,
};
use domain::ids::{CptsId, GroupeId, PersonneId, ReunionId, UserId};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use testkit::{Seat, SteppingClock, TestApp, person};

/// A CPTS with a bureau of two: one who can be written to and one who objected. The clock says 22 November 2026.
pub struct Bureau {
    pub app: TestApp,
    clock: Arc<SteppingClock>,
    pub cpts: CptsId,
    groupe: GroupeId,
    pub joignable: PersonneId,
    pub oppose: PersonneId,
}

pub fn by<P: Permission>(cpts: CptsId, role: Role) -> Allowed<P> {
    person(role, cpts).authorize(cpts).unwrap()
}

pub fn edits(cpts: CptsId) -> Allowed<EditGroupes> {
    by(cpts, Role::Coordinateur)
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub async fn known(
    app: &TestApp,
    cpts: CptsId,
    nom: &str,
    (accord, user): (Accord, Option<UserId>),
) -> PersonneId {
    let canal = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("{}@exemple.test", nom.to_lowercase()),
        accord,
        rebond: None,
        source: "essai".into(),
        depuis: date(2026, 1, 1),
    };
    let id = PersonneId(app.unknown_id());
    let sheet = Personne {
        id,
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: None,
        statut: Statut::Adherent,
        user,
        fiche: Fiche { canaux: vec![canal], ..Fiche::default() },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    let tx = app.store().write().await.unwrap();
    tx.add_personne(&edits(cpts), &sheet).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn member(groupe: GroupeId, personne: PersonneId, fonction: Fonction) -> NewMandat {
    NewMandat { groupe, personne, fonction, depuis: date(2026, 1, 1), jusque: None }
}

impl Bureau {
    pub async fn new() -> Self {
        let clock = Arc::new(SteppingClock::default());
        let given = clock.clone();
        let app = TestApp::with(move |settings| settings.clock = given).await;
        let cpts = app.tenant("CPTS du Val").await;
        let input = GroupeInput { nom: "Bureau", ..GroupeInput::default() };
        let groupe = app.create_group(&edits(cpts), GroupeKind::Bureau, &input).await.unwrap();
        let joignable = known(&app, cpts, "Joignable", (Accord::Inconnu, None)).await;
        let oppose = known(&app, cpts, "Oppose", (Accord::Refuse, None)).await;
        for (who, what) in [(joignable, Fonction::Presidence), (oppose, Fonction::Membre)] {
            app.seat(&edits(cpts), member(groupe, who, what)).await.unwrap();
        }
        Self { app, clock, cpts, groupe, joignable, oppose }
    }

    pub async fn meeting(&self, debut: &str) -> ReunionId {
        let debut = at(debut);
        let new = NewReunion {
            groupe: Some(self.groupe),
            horaire: Some((debut, debut + SignedDuration::from_mins(90))),
            lieu: "Salle des fêtes".into(),
            ..NewReunion::default()
        };
        self.app.create_reunion(&edits(self.cpts), new).await.unwrap()
    }

    /// Lets the clock come to an instant.
    pub fn wait(&self, until: &str) {
        use app::Clock as _;
        self.clock.step(at(until).duration_since(self.clock.now()));
    }

    /// How many e-mails about meetings there are.
    async fn mails(&self) -> usize {
        self.app.db().texts("SELECT template FROM mail WHERE template = 'reunion'").await.len()
    }

    pub async fn held(&self) -> ReunionId {
        let id = self.meeting("2026-11-22T08:00:00Z").await;
        self.app.close_reunion(&edits(self.cpts), id, true).await.unwrap();
        id
    }
}

fn denied(error: &AppError) -> bool {
    matches!(error, AppError::Denied(_))
}

#[tokio::test]
async fn a_pilot_changes_the_groups_they_lead_and_no_other() {
    let b = Bureau::new().await;
    let user = b.app.seated(Seat::Cpts(b.cpts, Role::Pilote)).await;
    let input = GroupeInput { nom: "Soins non programmés", ..GroupeInput::default() };
    let own = b.app.create_group(&edits(b.cpts), GroupeKind::Travail, &input).await.unwrap();
    let sheet = known(&b.app, b.cpts, "Pilote", (Accord::Inconnu, Some(user))).await;
    let standing = Standing { roles: vec![(b.cpts, Role::Pilote)], strong: true, ..Standing::default() };
    let pilot: Allowed<EditGroupes> = Actor::person(user, standing.clone()).authorize(b.cpts).unwrap();
    let input = GroupeInput { nom: "Autre nom", ..GroupeInput::default() };
    let refused = |made: Result<(), GroupeError>| matches!(made, Err(GroupeError::App(e)) if denied(&e));
    assert!(refused(b.app.save_group(&pilot, (own, 1), &input).await), "no seat yet");
    b.app.seat(&edits(b.cpts), member(own, sheet, Fonction::Pilote)).await.unwrap();
    b.app.save_group(&pilot, (own, 1), &input).await.unwrap();
    assert!(refused(b.app.save_group(&pilot, (b.groupe, 1), &input).await));
    assert!(refused(b.app.create_group(&pilot, GroupeKind::Travail, &input).await.map(|_| ())));
    let new = |groupe| NewReunion { groupe, ..NewReunion::default() };
    b.app.create_reunion(&pilot, new(Some(own))).await.unwrap();
    for other in [None, Some(b.groupe)] {
        let made = b.app.create_reunion(&pilot, new(other)).await;
        assert!(matches!(made, Err(ReunionError::App(e)) if denied(&e)), "{other:?}");
    }
    // Who also coordinates changes everything.
    let both = Standing { roles: vec![(b.cpts, Role::Pilote), (b.cpts, Role::Coordinateur)], ..standing };
    let both: Allowed<EditGroupes> = Actor::person(user, both).authorize(b.cpts).unwrap();
    b.app.save_group(&both, (b.groupe, 1), &GroupeInput { nom: "Le bureau", ..input }).await.unwrap();
}

#[tokio::test]
async fn a_seat_is_held_once_and_its_end_is_announced_before() {
    let b = Bureau::new().await;
    let again = b.app.seat(&edits(b.cpts), member(b.groupe, b.joignable, Fonction::Presidence)).await;
    assert!(matches!(again, Err(GroupeError::SeatHeld)));
    let wrong =
        NewMandat { jusque: Some(date(2025, 12, 31)), ..member(b.groupe, b.joignable, Fonction::Membre) };
    assert!(matches!(b.app.seat(&edits(b.cpts), wrong).await, Err(GroupeError::EndBeforeStart)));
    let read = by::<ReadGroupes>(b.cpts, Role::Membre);
    assert!(b.app.seats_ending(&read).await.unwrap().is_empty());
    let seat = b.app.group(&read, b.groupe).await.unwrap().sieges[0].mandat.clone();
    b.app.end_mandat(&edits(b.cpts), (b.groupe, seat.id), Some(date(2027, 1, 10))).await.unwrap();
    let ending = b.app.seats_ending(&read).await.unwrap();
    assert_eq!(ending[0].nom, "JOIGNABLE Camille");
    b.app.end_mandat(&edits(b.cpts), (b.groupe, seat.id), Some(date(2027, 6, 30))).await.unwrap();
    assert!(b.app.seats_ending(&read).await.unwrap().is_empty());
}

#[tokio::test]
async fn convocations_leave_at_their_delays_once_even_with_two_workers() {
    let b = Bureau::new().await;
    let id = b.meeting("2026-12-17T19:00:00Z").await;
    let other = {
        let clock = b.clock.clone();
        b.app.other_process_with(move |settings| settings.clock = clock).await
    };
    b.app.run_due_jobs().await.unwrap();
    assert_eq!(b.mails().await, 0, "not yet");
    for (day, mails) in
        [("2026-12-02T07:05:00Z", 1), ("2026-12-10T07:05:00Z", 1), ("2026-12-14T07:05:00Z", 2)]
    {
        b.wait(day);
        let (one, two) = tokio::join!(b.app.run_due_jobs(), other.run_due_jobs());
        one.unwrap();
        two.unwrap();
        b.clock.minutes(15);
        b.app.run_due_jobs().await.unwrap();
        assert_eq!(b.mails().await, mails, "{day}");
    }
    let people = b.app.convoques(&edits(b.cpts), id).await.unwrap();
    let oppose = people.iter().find(|one| one.personne == b.oppose).unwrap();
    assert!(!oppose.joignable && oppose.convocation.as_ref().unwrap().envois[0].sans_adresse);
}

#[tokio::test]
async fn a_date_that_moves_is_told_with_the_next_sequence_and_called_again_at_its_own_delays() {
    let b = Bureau::new().await;
    let id = b.meeting("2026-12-17T19:00:00Z").await;
    let proof = edits(b.cpts);
    assert_eq!(b.app.convoke(&proof, id, false).await.unwrap().envoyes, 1);
    b.app.answer_for(&proof, (id, b.joignable), Reponse::Present).await.unwrap();
    let debut = at("2027-01-21T19:00:00Z");
    let moved = b.app.set_date(&proof, id, (debut, debut + SignedDuration::from_mins(60))).await.unwrap();
    assert_eq!(moved.envoyes, 1);
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    assert!(text.contains("17\u{a0}décembre") && text.contains("21\u{a0}janvier"), "{text}");
    let people = b.app.convoques(&proof, id).await.unwrap();
    assert!(people.iter().all(|one| one.reponse().is_none()), "another date is another answer");
    assert_eq!(b.app.reunion(&proof, id).await.unwrap().fiche.sequence, 1);
    b.wait("2026-12-02T07:05:00Z");
    b.app.run_due_jobs().await.unwrap();
    assert_eq!(b.mails().await, 2, "the delays of the former date are over");
    b.wait("2027-01-06T07:05:00Z");
    b.app.run_due_jobs().await.unwrap();
    assert_eq!(b.mails().await, 3);
    b.app.cancel_reunion(&proof, id, "La salle est fermée.").await.unwrap();
    assert!(b.app.mail_text(&format!("reunion:{id}")).await.contains("La salle est fermée."));
    b.wait("2027-01-18T07:05:00Z");
    b.app.run_due_jobs().await.unwrap();
    assert_eq!(b.mails().await, 4, "nothing leaves after a cancellation");
}

/// The token of the last link that was sent about a meeting.
async fn token(b: &Bureau, id: ReunionId) -> String {
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    let line = text.lines().find(|line| line.contains("/reunion/")).unwrap();
    line.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_poll_is_answered_by_a_link_and_its_choice_makes_a_date() {
    let b = Bureau::new().await;
    let proof = edits(b.cpts);
    let new = NewReunion { groupe: Some(b.groupe), ..NewReunion::default() };
    let id = b.app.create_reunion(&proof, new).await.unwrap();
    for day in ["2026-12-14T19:00:00Z", "2026-12-15T19:00:00Z"] {
        let debut = at(day);
        b.app.propose_date(&proof, id, (debut, debut + SignedDuration::from_mins(60))).await.unwrap();
    }
    assert_eq!(b.app.send_poll(&proof, id).await.unwrap().envoyes, 1);
    let token = token(&b, id).await;
    let bearer = b.app.bearer(LienObjet::Reunion, &token).await.unwrap();
    let said = Answer::Choix([(1, Choix::Non), (2, Choix::Oui), (9, Choix::Oui)].into());
    b.app.answer_by_link(&bearer, &said).await.unwrap();
    let mine = b.app.reunion_by_link(&bearer).await.unwrap();
    let choix = mine.moi.convocation.unwrap().choix;
    assert_eq!(choix, [(1, Choix::Non), (2, Choix::Oui)].into(), "a date that nobody proposed is left out");
    b.app.choose_date(&proof, (id, 2)).await.unwrap();
    let reunion = b.app.reunion(&proof, id).await.unwrap();
    assert_eq!((reunion.state, reunion.debut), (ReunionState::Prevue, Some(at("2026-12-15T19:00:00Z"))));
    b.app.answer_by_link(&bearer, &Answer::Reponse(Reponse::Distance)).await.unwrap();
    let wrong = b.app.answer_by_link(&bearer, &said).await;
    assert!(matches!(wrong, Err(ReunionError::State(ReunionState::Prevue))));
    assert!(matches!(b.app.bearer(LienObjet::Vote, &token).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn two_people_who_write_at_once_erase_nothing_of_each_other() {
    let b = Bureau::new().await;
    let (proof, id) = (edits(b.cpts), b.meeting("2026-11-22T08:00:00Z").await);
    let other = by::<EditGroupes>(b.cpts, Role::Secretaire);
    b.app.write_notes(&proof, (id, 1), ("", "Approuvé à l'unanimité.")).await.unwrap();
    b.app.write_notes(&other, (id, 2), ("", "Deux demandes.")).await.unwrap();
    let late = b.app.write_notes(&other, (id, 1), ("", "Approuvé.")).await;
    assert!(matches!(late, Err(ReunionError::Overwritten(theirs)) if theirs == "Approuvé à l'unanimité."));
    b.app.write_notes(&other, (id, 1), ("Approuvé à l'unanimité.", "Les deux.")).await.unwrap();
    let points = b.app.reunion(&proof, id).await.unwrap().fiche.ordre_du_jour;
    assert_eq!((points[0].notes.as_str(), points[1].notes.as_str()), ("Les deux.", "Deux demandes."));
    b.app.change_agenda(&proof, id, OrdreChange::Move { cle: 2, up: true }).await.unwrap();
    b.app.write_notes(&proof, (id, 2), ("Deux demandes.", "Trois demandes.")).await.unwrap();
    let points = b.app.reunion(&proof, id).await.unwrap().fiche.ordre_du_jour;
    assert_eq!(points[0].notes, "Trois demandes.", "a point keeps its notes when it moves");
    let wrote = b.app.change_agenda(&proof, id, OrdreChange::Remove(2)).await;
    assert!(matches!(wrote, Err(ReunionError::State(_))), "what was written is not thrown away");
}

#[tokio::test]
async fn an_open_task_comes_back_on_the_next_agenda_and_whoever_does_it_says_so() {
    let b = Bureau::new().await;
    let (proof, read) = (edits(b.cpts), by::<ReadGroupes>(b.cpts, Role::Membre));
    let (first, next) = (b.held().await, b.meeting("2026-12-17T19:00:00Z").await);
    let user = b.app.seated(Seat::Cpts(b.cpts, Role::Membre)).await;
    let own = known(&b.app, b.cpts, "Membre", (Accord::Inconnu, Some(user))).await;
    let task = NewDecision {
        reunion: Some(first),
        groupe: None,
        point: Some(1),
        kind: DecisionKind::Tache,
        texte: "Appeler la mairie",
        qui: Some(own),
        pour_le: Some(date(2026, 12, 1)),
    };
    let task = b.app.note_decision(&proof, task).await.unwrap();
    assert_eq!(b.app.open_points(&read, next).await.unwrap()[0].id, task);
    b.app.change_agenda(&proof, next, OrdreChange::TakeUp(task)).await.unwrap();
    assert!(b.app.open_points(&read, next).await.unwrap().is_empty());
    let standing = Standing { roles: vec![(b.cpts, Role::Membre)], strong: true, ..Standing::default() };
    let me: Allowed<Participer> = Actor::person(user, standing.clone()).authorize(b.cpts).unwrap();
    let lines = b.app.tasks(&me).await.unwrap();
    assert!(lines[0].mienne && lines[0].groupe == "Bureau" && lines[0].qui == "MEMBRE Camille");
    b.app.set_done(&me, None, (task, true)).await.unwrap();
    let stranger = by::<Participer>(b.cpts, Role::Tresorier);
    assert!(matches!(b.app.set_done(&stranger, None, (task, false)).await, Err(AppError::NotFound)));
    assert!(b.app.tasks(&me).await.unwrap()[0].decision.faite_le.is_some());
}

#[tokio::test]
async fn a_calendar_shows_the_meetings_of_its_person_until_it_is_taken_back() {
    let b = Bureau::new().await;
    let user = b.app.seated(Seat::Cpts(b.cpts, Role::Membre)).await;
    let own = known(&b.app, b.cpts, "Membre", (Accord::Inconnu, Some(user))).await;
    let standing = Standing { roles: vec![(b.cpts, Role::Membre)], strong: true, ..Standing::default() };
    let me: Allowed<Participer> = Actor::person(user, standing).authorize(b.cpts).unwrap();
    let id = b.meeting("2026-12-17T19:00:00Z").await;
    let address = b.app.make_feed(&me).await.unwrap();
    let token = address.rsplit('/').next().unwrap();
    let at_work = &b.app;
    let feed = |bearer: app::communaute::Bearer| async move { at_work.feed(&bearer).await.unwrap() };
    let open = || b.app.bearer(LienObjet::Agenda, token);
    assert!(!feed(open().await.unwrap()).await.contains("VEVENT"), "not their group");
    b.app.seat(&edits(b.cpts), member(b.groupe, own, Fonction::Membre)).await.unwrap();
    let text = feed(open().await.unwrap()).await;
    assert!(text.contains(&id.to_string()) && text.contains("DTSTART:20261217T190000Z"), "{text}");
    let input = ReunionInput { titre: "Bureau élargi", ..ReunionInput::default() };
    b.app.save_reunion(&edits(b.cpts), id, &input).await.unwrap();
    let text = feed(open().await.unwrap()).await;
    assert!(text.contains("SEQUENCE:1") && text.contains("SUMMARY:Bureau élargi"), "{text}");
    b.app.revoke_feed(&me).await.unwrap();
    assert!(matches!(open().await, Err(AppError::LinkOver)));
}

#[tokio::test]
async fn a_link_of_one_cpts_shows_nothing_of_another() {
    let b = Bureau::new().await;
    let (other, id) = (b.app.tenant("CPTS des Monts").await, b.meeting("2026-12-17T19:00:00Z").await);
    let proof: Allowed<ActByLink> = Actor::guest(other, "x").authorize(other).unwrap();
    assert!(matches!(b.app.reunion(&proof, id).await, Err(AppError::NotFound)));
    assert!(matches!(b.app.convoques(&edits(other), id).await, Err(AppError::NotFound)));
    let moved = b.app.cancel_reunion(&edits(other), id, "").await;
    assert!(matches!(moved, Err(ReunionError::App(AppError::NotFound))));
}
