//! Who has an account already, who is signed in as someone else, and two tabs.

use app::organisations::{InvitationState, Way};
use axum::http::StatusCode;
use domain::authz::Role;
use domain::texte::Email;

use super::super::browser::{Browser, EMAIL, PASSWORD};
use super::{House, INVITED, asks_for_a_factor, by_link, form, right, ways};

/// Someone with an account and a second factor, in their browser.
async fn camille(house: &House) -> Browser<'_> {
    house.door.person(EMAIL).await;
    let browser = house.door.browser();
    browser.enter(&house.door).await;
    browser
}

#[tokio::test]
async fn a_link_for_someone_else_is_accepted_after_confirming_only() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(by_link()).await, camille(&house).await);
    let page = browser.get(&letter.path).await.text();
    for said in [
        "envoyée à une autre adresse que la vôtre",
        "Vous êtes dans le compte de Camille Exemple",
        "Me déconnecter d'abord",
        "Accepter avec ce compte",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains(INVITED), "the address of the other person is not shown");
    let accept = format!("{}/accepter", letter.path);
    let answer = browser.post(&accept, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.held().await.is_empty());
    assert_eq!(browser.post(&accept, &[("confirmer", "oui")]).await.location(), house.home());
    assert_eq!(house.held().await, [(EMAIL.to_owned(), Role::Membre)]);
    assert_eq!(browser.get(&house.home()).await.status, StatusCode::OK, "at once");
}

#[tokio::test]
async fn who_is_signed_in_can_leave_and_come_back_to_the_invitation() {
    for (way, _) in ways() {
        let house = House::new().await;
        let (letter, browser) = (house.invite(way).await, camille(&house).await);
        let page = browser.get(&letter.path).await.text();
        assert!(page.contains("Vous êtes dans le compte de Camille Exemple"), "{page}");
        let left = browser.post("/deconnexion", &[("suite", &letter.path)]).await;
        assert_eq!(left.location(), letter.path);
        assert!(browser.get(&letter.path).await.text().contains("Créer mon compte"));
    }
}

#[tokio::test]
async fn a_password_alone_does_not_accept() {
    let house = House::new().await;
    camille(&house).await;
    let (letter, weak) = (house.invite(Way::Printed).await, house.door.browser());
    weak.password(EMAIL, PASSWORD).await;
    let answer = weak.post(&format!("{}/accepter", letter.path), &[("confirmer", "oui")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("Donner votre second facteur"), "{}", answer.text());
    assert!(house.held().await.is_empty());
    let nobody = house.door.browser().post(&format!("{}/accepter", letter.path), &[]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn of_two_tabs_the_second_says_that_it_is_done() {
    for (way, _) in ways() {
        let house = House::new().await;
        let (letter, browser) = (house.invite(way).await, house.door.browser());
        browser.get(&letter.path).await;
        assert!(asks_for_a_factor(&browser.post(&letter.path, &right()).await));
        let second = browser.post(&letter.path, &right()).await;
        assert_eq!(second.location(), letter.path);
        let page = browser.get(&letter.path).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text().contains("Vous avez déjà accepté cette invitation"), "{}", page.text());
        assert_eq!(house.held().await.len(), 1);
    }
}

#[tokio::test]
async fn two_tabs_at_the_same_instant_make_one_account_and_one_role() {
    for (way, _) in ways() {
        let house = House::new().await;
        let letter = house.invite(way).await;
        let (one, two) = (house.door.browser(), house.door.browser());
        let (right, other) = (right(), form("Dominique Exemple", "autre@exemple.test", PASSWORD));
        let (a, b) = tokio::join!(one.post(&letter.path, &right), two.post(&letter.path, &other));
        let mut led = [a.location(), b.location()].map(|to| to == letter.path);
        led.sort_unstable();
        assert_eq!(led, [false, true], "{} {}", a.location(), b.location());
        assert_eq!(house.held().await.len(), 1);
        assert_eq!(
            house.app().db().texts("SELECT name FROM user_account").await.len(),
            2,
            "and the coordination"
        );
    }
}

#[tokio::test]
async fn two_tabs_of_who_is_signed_in_give_one_role() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(Way::Printed).await, camille(&house).await);
    let accept = format!("{}/accepter", letter.path);
    let (a, b) = tokio::join!(browser.post(&accept, &[]), browser.post(&accept, &[]));
    assert_eq!((a.status, b.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert!([&a, &b].iter().any(|answer| answer.location() == house.home()));
    let again = house.door.site.nobody().header("cookie", &browser.token().await).get(&letter.path).await;
    assert!(again.text().contains("Vous avez déjà accepté cette invitation"));
    assert_eq!(house.held().await, [(EMAIL.to_owned(), Role::Membre)]);
}

#[tokio::test]
async fn who_holds_the_role_already_does_not_hold_it_twice() {
    let house = House::new().await;
    let browser = camille(&house).await;
    for _ in 0..2 {
        let letter = house.invite(Way::Printed).await;
        assert_eq!(browser.post(&format!("{}/accepter", letter.path), &[]).await.location(), house.home());
        assert_eq!(house.state(letter.id).await, InvitationState::Accepted);
    }
    assert_eq!(house.held().await.len(), 1);
}

#[tokio::test]
async fn two_invitations_to_the_same_role_accepted_at_the_same_instant_give_it_once() {
    let house = House::new().await;
    let browser = camille(&house).await;
    let (one, two) = (house.invite(Way::Printed).await, house.invite(Way::Printed).await);
    let accept = [one, two].map(|letter| format!("{}/accepter", letter.path));
    let (a, b) = tokio::join!(browser.post(&accept[0], &[]), browser.post(&accept[1], &[]));
    assert_eq!((a.location(), b.location()), (&*house.home(), &*house.home()));
    assert_eq!(house.held().await.len(), 1);
}

#[tokio::test]
async fn an_account_that_was_closed_says_so_instead_of_asking_to_sign_in() {
    let house = House::new().await;
    let user = house.door.person(EMAIL).await;
    house.app().disable_account(&testkit::operates(), user).await.unwrap();
    let letter = house.invite(Way::Email(Email::parse(EMAIL).unwrap())).await;
    let answer = house.door.browser().post(&letter.path, &right()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("un compte qui a été fermé") && text.contains("Personne de test"), "{text}");
    assert!(house.held().await.is_empty());
}

#[tokio::test]
async fn an_address_that_has_an_account_signs_in_then_accepts() {
    let house = House::new().await;
    let secret = {
        house.door.person(EMAIL).await;
        house.door.browser().enter(&house.door).await
    };
    let letter = house.invite(Way::Email(Email::parse(EMAIL).unwrap())).await;
    let browser = house.door.browser();
    let page = browser.get(&letter.path).await.text();
    assert!(page.contains("Cette adresse a déjà un compte") && !page.contains("mot_de_passe"), "{page}");
    let forced = browser.post(&letter.path, &right()).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        forced.text().contains("Se connecter pour accepter"),
        "the form of an old page: {}",
        forced.text()
    );
    assert!(house.held().await.is_empty());

    let suite = ("suite", letter.path.as_str());
    let answer = browser.post("/connexion", &[suite, ("courriel", EMAIL), ("mot_de_passe", PASSWORD)]).await;
    assert!(asks_for_a_factor(&answer));
    let code = house.door.code(&secret);
    let answer = browser.post("/second-facteur", &[suite, ("code", &code)]).await;
    assert_eq!(answer.location(), letter.path);
    let page = browser.get(&letter.path).await.text();
    assert!(page.contains("Accepter l'invitation") && !page.contains("Me déconnecter d'abord"), "{page}");
    assert_eq!(browser.post(&format!("{}/accepter", letter.path), &[]).await.location(), house.home());
    assert_eq!(house.held().await, [(EMAIL.to_owned(), Role::Membre)]);
}
