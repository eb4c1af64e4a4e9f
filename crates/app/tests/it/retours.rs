//! What was done by mistake about a meeting and is taken back: a cancellation, an invitation.

use app::AppError;
use app::communaute::reunions::ReunionError;
use domain::communaute::{Accord, LienObjet, Reponse, ReunionState};
use domain::ids::ReunionId;

use super::reunions::{Bureau, edits, known};

/// The token of the last link that was sent about a meeting.
async fn token(b: &Bureau, id: ReunionId) -> String {
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    let line = text.lines().find(|line| line.contains("/reunion/")).unwrap();
    line.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_meeting_cancelled_by_mistake_is_held_after_all_and_everybody_who_was_told_hears_it() {
    let b = Bureau::new().await;
    let (proof, id) = (edits(b.cpts), b.meeting("2026-12-17T19:00:00Z").await);
    b.app.convoke(&proof, id, false).await.unwrap();
    b.app.answer_for(&proof, (id, b.joignable), Reponse::Present).await.unwrap();
    let planned = b.app.revive_reunion(&proof, id).await;
    assert!(matches!(planned, Err(ReunionError::NotCancelled)));
    b.app.cancel_reunion(&proof, id, "La salle est fermée.").await.unwrap();
    let people = b.app.convoques(&proof, id).await.unwrap();
    let reunion = b.app.reunion(&proof, id).await.unwrap();
    assert!(!people.iter().any(|one| one.was_told(&reunion)), "nobody expects it any more");
    assert_eq!(b.app.revive_reunion(&proof, id).await.unwrap().envoyes, 1);
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    assert!(text.contains("Elle aura bien lieu.") && text.contains("17\u{a0}décembre"), "{text}");
    let reunion = b.app.reunion(&proof, id).await.unwrap();
    assert_eq!((reunion.state, reunion.fiche.sequence), (ReunionState::Prevue, 2));
    assert!(reunion.fiche.annulation.is_empty());
    let people = b.app.convoques(&proof, id).await.unwrap();
    let one = people.iter().find(|one| one.personne == b.joignable).unwrap();
    assert!(one.was_told(&reunion) && one.reponse() == Some(Reponse::Present), "the answer still stands");
}

#[tokio::test]
async fn a_meeting_whose_day_went_by_is_put_back_without_a_message() {
    let b = Bureau::new().await;
    let (proof, id) = (edits(b.cpts), b.meeting("2026-12-17T19:00:00Z").await);
    b.app.convoke(&proof, id, false).await.unwrap();
    b.app.cancel_reunion(&proof, id, "").await.unwrap();
    b.wait("2026-12-18T09:00:00Z");
    assert_eq!(b.app.revive_reunion(&proof, id).await.unwrap().envoyes, 0);
    assert_eq!(b.app.reunion(&proof, id).await.unwrap().state, ReunionState::Prevue);
}

#[tokio::test]
async fn somebody_invited_by_mistake_is_told_and_their_link_stops_working() {
    let b = Bureau::new().await;
    let (proof, id) = (edits(b.cpts), b.meeting("2026-12-17T19:00:00Z").await);
    let guest = known(&b.app, b.cpts, "Invitee", (Accord::Inconnu, None)).await;
    let silent = known(&b.app, b.cpts, "Discrete", (Accord::Inconnu, None)).await;
    b.app.invite_people(&proof, id, &[guest]).await.unwrap();
    b.app.convoke(&proof, id, true).await.unwrap();
    b.app.invite_people(&proof, id, &[silent]).await.unwrap();
    assert_eq!(b.app.uninvite(&proof, id, silent).await.unwrap().envoyes, 0, "nobody had written to them");
    let seated = b.app.uninvite(&proof, id, b.joignable).await;
    assert!(matches!(seated, Err(ReunionError::App(AppError::NotFound))), "a seat is not an invitation");
    let token = token(&b, id).await;
    let bearer = b.app.bearer(LienObjet::Reunion, &token).await.unwrap();
    let (of, still) = (bearer.lien.personne, b.joignable);
    assert_eq!(b.app.uninvite(&proof, id, guest).await.unwrap().envoyes, 1);
    let text = b.app.mail_text(&format!("reunion:{id}")).await;
    assert!(text.contains("plus attendu") && !text.contains("/reunion/"), "{text}");
    let after = b.app.bearer(LienObjet::Reunion, &token).await;
    match of == Some(guest) {
        true => assert!(matches!(after, Err(AppError::LinkOver)), "the link of the guest is over"),
        false => assert_eq!(after.unwrap().lien.personne, Some(still), "the link of another one still works"),
    }
    let people = b.app.convoques(&proof, id).await.unwrap();
    assert!(people.iter().all(|one| one.personne != guest && one.personne != silent));
    assert!(matches!(b.app.uninvite(&proof, id, guest).await, Err(ReunionError::App(AppError::NotFound))));
    // Invited again, the person is told again.
    b.app.invite_people(&proof, id, &[guest]).await.unwrap();
    assert_eq!(b.app.convoke(&proof, id, true).await.unwrap().envoyes, 1);
    b.wait("2026-12-17T19:30:00Z");
    let begun = b.app.uninvite(&proof, id, guest).await;
    assert!(matches!(begun, Err(ReunionError::Begun)), "it has begun");
}
