//! The ceiling of the time asked: what a meeting to come would take beyond it, and what counts.

use app::communaute::lecture::Depassement;
use app::communaute::reunions::NewReunion;
use domain::authz::{EditParticipation, EditQuestionnaires, ManagePresences, ReadParticipation, Role};
use domain::communaute::Accord;
use domain::communaute::lecture::PlafondTemps;
use domain::communaute::questionnaires::EnvoiKind;
use domain::ids::ReunionId;
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan};

use super::reunions::{Bureau, at, by, edits, known};

async fn ceiling(b: &Bureau, minutes: Option<u32>) {
    b.app.set_plafond(&by::<EditParticipation>(b.cpts, Role::Bureau), minutes).await.unwrap();
}

/// How many people are beyond, how many are called, least and most minutes beyond.
async fn beyond(b: &Bureau, id: ReunionId) -> Vec<(usize, usize, (u32, u32))> {
    let found = b.app.depassements(&edits(b.cpts), id).await.unwrap();
    found.iter().map(|one| (one.personnes, one.appelees, one.minutes)).collect()
}

#[tokio::test]
async fn a_meeting_says_for_how_many_it_passes_the_ceiling_and_by_how_much() {
    let b = Bureau::new().await;
    let first = b.meeting("2026-12-03T19:00:00Z").await;
    let second = b.meeting("2026-12-17T19:00:00Z").await;
    assert_eq!(beyond(&b, second).await, [], "no ceiling was chosen");
    ceiling(&b, Some(120)).await;
    assert_eq!(beyond(&b, second).await, [(2, 2, (60, 60))]);
    assert_eq!(beyond(&b, first).await, [(2, 2, (60, 60))], "either of the two may move");
    let other = known(&b.app, b.cpts, "Invitee", (Accord::Inconnu, None)).await;
    b.app.invite_people(&edits(b.cpts), second, &[other]).await.unwrap();
    assert_eq!(beyond(&b, second).await, [(2, 3, (60, 60))], "who was asked for nothing else is below");
    assert_eq!(beyond(&b, b.meeting("2027-01-14T19:00:00Z").await).await, [], "each month is its own");
    b.app.cancel_reunion(&edits(b.cpts), first, "").await.unwrap();
    assert_eq!(beyond(&b, second).await, [], "a meeting that is given up asks for nothing");
    ceiling(&b, Some(90)).await;
    assert_eq!(beyond(&b, second).await, [], "exactly at the ceiling is not beyond");
    ceiling(&b, None).await;
    assert_eq!(beyond(&b, second).await, []);
}

#[tokio::test]
async fn each_proposed_date_says_what_it_would_cost() {
    let b = Bureau::new().await;
    ceiling(&b, Some(120)).await;
    let groupe = b.app.reunion(&edits(b.cpts), b.meeting("2026-12-03T19:00:00Z").await).await.unwrap().groupe;
    let new = NewReunion { groupe, ..NewReunion::default() };
    let id = b.app.create_reunion(&edits(b.cpts), new).await.unwrap();
    for day in ["2026-12-10T19:00:00Z", "2027-01-07T19:00:00Z"] {
        let debut = at(day);
        let times = (debut, debut + SignedDuration::from_mins(60));
        b.app.propose_date(&edits(b.cpts), id, times).await.unwrap();
    }
    let found = b.app.depassements(&edits(b.cpts), id).await.unwrap();
    let only = Depassement {
        proposition: Some(1),
        mois: date(2026, 12, 1),
        plafond: PlafondTemps { minutes: 120 },
        appelees: 2,
        personnes: 2,
        minutes: (30, 30),
    };
    assert_eq!(found, [only], "January has room");
}

#[tokio::test]
async fn a_questionnaire_and_an_evening_to_which_nobody_called_count_too() {
    let b = Bureau::new().await;
    ceiling(&b, Some(90)).await;
    let writes = by::<EditQuestionnaires>(b.cpts, Role::Coordinateur);
    let asked = b.app.create_questionnaire(&writes, ("guichet", "")).await.unwrap();
    let days = (b.app.today(), b.app.today().saturating_add(10.days()));
    b.app.open_questionnaire(&writes, asked, days).await.unwrap();
    b.app.send_questionnaire(&writes, asked, (EnvoiKind::Invitation, &[b.joignable])).await.unwrap();
    b.app.send_questionnaire(&writes, asked, (EnvoiKind::Relance, &[])).await.unwrap();
    let evening = b.meeting("2026-11-26T19:00:00Z").await;
    assert_eq!(beyond(&b, evening).await, [(1, 2, (2, 2))], "two minutes, a reminder asks for nothing more");
    let read = by::<ReadParticipation>(b.cpts, Role::Coordinateur);
    let charge = b.app.lecture_participation(&read).await.unwrap().charge;
    assert_eq!(charge.iter().map(|line| (line.personnes, line.minutes)).collect::<Vec<_>>(), [(2, 182)]);
    // Somebody who came to another meeting without being called gave their time all the same.
    let held = b.held().await;
    let guest = known(&b.app, b.cpts, "Venue", (Accord::Inconnu, None)).await;
    let manage = by::<ManagePresences>(b.cpts, Role::Coordinateur);
    b.app.mark_present(&manage, (held, &[guest]), None).await.unwrap();
    b.app.invite_people(&edits(b.cpts), evening, &[guest]).await.unwrap();
    let all = beyond(&b, evening).await;
    assert_eq!(all.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), [(3, 3)], "{all:?}");
}
