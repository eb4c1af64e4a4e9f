//! Invitations that do not work: unknown, too old, used, taken back, sent again, bounced.

use app::organisations::{InvitationRow, InvitationState};
use axum::http::StatusCode;

use super::{House, Letter, asks_for_a_factor, by_link, right, ways};

#[tokio::test]
async fn an_invitation_that_does_not_exist_is_not_accepted() {
    let house = House::new().await;
    for path in ["/invitation/inconnue", "/invitation/ACDE-FGHJ-KMNP"] {
        let browser = house.door.browser();
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.post(path, &right()).await.status, StatusCode::NOT_FOUND);
    }
    assert!(house.held().await.is_empty());
}

/// An invitation that works no more says so with a sentence, and its form changes nothing.
async fn is_over(house: &House, letter: &Letter, sentence: &str) {
    let browser = house.door.browser();
    let page = browser.get(&letter.path).await;
    assert_eq!(page.status, StatusCode::GONE, "{}", page.text());
    assert!(page.text().contains(sentence) && page.text().contains("Personne de test"), "{}", page.text());
    let before = house.held().await;
    let answer = browser.post(&letter.path, &right()).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, letter.path.as_str()));
    assert_eq!(house.held().await, before);
    assert!(browser.token().await.is_empty(), "no session is open");
}

#[tokio::test]
async fn an_expired_invitation_says_since_when_and_whom_to_ask() {
    for (way, days) in ways() {
        let house = House::new().await;
        let letter = house.invite(way).await;
        house.door.clock.minutes(days * 24 * 60 - 1);
        assert_eq!(
            house.door.browser().get(&letter.path).await.status,
            StatusCode::OK,
            "until its last minute"
        );
        house.door.clock.minutes(1);
        is_over(&house, &letter, "Cette invitation a expiré le").await;
    }
}

#[tokio::test]
async fn a_used_or_revoked_invitation_says_so() {
    for (way, _) in ways() {
        let house = House::new().await;
        let used = house.invite(way.clone()).await;
        assert!(asks_for_a_factor(&house.door.browser().post(&used.path, &right()).await));
        is_over(&house, &used, "Cette invitation a déjà servi").await;
        assert_eq!(house.state(used.id).await, InvitationState::Accepted);
        let revoked = house.invite(way).await;
        house.app().revoke_invitation(&house.proof(), revoked.id).await.unwrap();
        is_over(&house, &revoked, "Cette invitation a été retirée").await;
    }
}

#[tokio::test]
async fn an_invitation_that_is_sent_again_replaces_the_former_one() {
    for (way, _) in ways() {
        let house = House::new().await;
        let former = house.invite(way).await;
        house.door.clock.minutes(1);
        let made = house.app().resend_invitation(&house.proof(), former.id).await.unwrap();
        let letter = house.letter(made.id, made.sent).await;
        assert_ne!(letter.path, former.path);
        assert_eq!(house.door.browser().get(&former.path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.door.browser().get(&letter.path).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_e_mail_that_bounced_shows_beside_its_invitation_and_can_leave_again() {
    let house = House::new().await;
    let letter = house.invite(by_link()).await;
    let about = InvitationRow::about(letter.id);
    let row = house.app().store().read().await.unwrap().last_mail_about(&about).await.unwrap().unwrap();
    let tx = house.app().store().write().await.unwrap();
    tx.mail_refused(row.id, testkit::now(), "550").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.state(letter.id).await, InvitationState::Refused);
    // The person may still hold the address by another way.
    assert_eq!(house.door.browser().get(&letter.path).await.status, StatusCode::OK);
    house.door.clock.minutes(1);
    house.app().resend_invitation(&house.proof(), letter.id).await.unwrap();
    assert_eq!(house.state(letter.id).await, InvitationState::Waiting);
}
