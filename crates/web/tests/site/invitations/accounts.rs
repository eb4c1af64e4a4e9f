//! A new account: name, address, password, and nothing before the second factor.

use app::organisations::{InvitationState, Way};
use axum::http::StatusCode;
use domain::authz::{Author, ReadJournal, ReadPersonnes, Role};
use serde_json::json;

use super::super::browser::{EMAIL, PASSWORD};
use super::{House, INVITED, asks_for_a_factor, by_link, form, right};

#[tokio::test]
async fn a_link_gives_an_account_and_a_role_and_a_second_factor_comes_before_any_data() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(by_link()).await, house.door.browser());
    let page = browser.get(&letter.path).await.text();
    assert!(page.contains("Personne de test vous invite") && page.contains("«\u{a0}Membre\u{a0}»"), "{page}");
    assert!(page.contains("CPTS du Val") && page.contains(INVITED));
    assert!(!page.contains("name=\"courriel\""), "the address is the one of the invitation");

    let answer = browser.post(&letter.path, &right()).await;
    assert!(asks_for_a_factor(&answer), "{} {}", answer.status, answer.location());
    assert_eq!(house.held().await, [(INVITED.to_owned(), Role::Membre)], "not the address that was typed");
    for page in ["", "/territoires", "/organisation"] {
        let answer = browser.get(&format!("{}{page}", house.home())).await;
        assert!(asks_for_a_factor(&answer), "{page}: {}", answer.status);
        assert!(!answer.text().contains("CPTS du Val"));
    }
    browser.set_up(&house.door).await;
    assert_eq!(browser.get(&house.home()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_journal_says_who_accepted_what_and_who_had_invited() {
    let house = House::new().await;
    let letter = house.invite(Way::Printed).await;
    house.door.browser().post(&letter.path, &right()).await;
    let all = house.app().people(&house.proof::<ReadPersonnes>()).await.unwrap();
    let user = all.iter().find(|person| person.user != house.coordination).unwrap().user;
    let proof = house.proof::<ReadJournal>();
    let journal = house.app().journal(&proof, &app::JournalFilter::default(), 1).await.unwrap();
    let of = |action: &str| journal.entries.iter().find(|entry| entry.action == action).unwrap();
    let (invited, accepted) = (of("roles.manage"), of("invitation.accept"));
    assert_eq!(invited.author, Author::Person(house.coordination));
    assert_eq!(accepted.author, Author::Person(user));
    assert_eq!(invited.subject_id, accepted.subject_id);
    let inviter = Author::Person(house.coordination).to_string();
    assert_eq!(accepted.changes, json!({ "role": "membre", "user": user, "invited_by": inviter }));
    assert!(matches!(journal.chain, app::Chain::Whole { .. }));
}

#[tokio::test]
async fn a_printed_code_is_typed_as_one_likes_and_the_person_gives_their_address() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(Way::Printed).await, house.door.browser());
    let code = letter.path.rsplit('/').next().unwrap().to_owned();
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let answer = browser.post("/invitation", &[("code", &typed)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let path = answer.location().to_owned();
    assert!(browser.get(&path).await.text().contains("name=\"courriel\""));

    let wrong = browser.post(&path, &form("Dominique Exemple", "d.exemple", PASSWORD)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("value=\"d.exemple\"") && text.contains("n'est pas complète"), "{text}");
    assert!(!text.contains(PASSWORD), "a password does not come back");
    assert!(asks_for_a_factor(&browser.post(&path, &right()).await));
    assert_eq!(house.held().await, [("d.exemple@exemple.test".to_owned(), Role::Membre)]);
}

#[tokio::test]
async fn a_code_with_the_address_of_an_account_leads_to_signing_in() {
    let house = House::new().await;
    house.door.person(EMAIL).await;
    let letter = house.invite(Way::Printed).await;
    let answer = house.door.browser().post(&letter.path, &form("Camille", EMAIL, PASSWORD)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("Cette adresse a déjà un compte. Connectez-vous, puis acceptez."), "{text}");
    assert!(text.contains("value=\"Camille\"") && text.contains(&format!("value=\"{EMAIL}\"")));
    assert_eq!(house.state(letter.id).await, InvitationState::Waiting, "it still works");
}

#[tokio::test]
async fn a_weak_password_says_what_is_missing_and_keeps_the_name() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(by_link()).await, house.door.browser());
    for (password, said) in [
        ("Court1&", "trop court ou trop simple. Ajoutez 5\u{a0}caractères"),
        ("", "trop court ou trop simple"),
        ("Dominique&2026", "contient votre nom ou votre adresse"),
    ] {
        let answer = browser.post(&letter.path, &form("Dominique d'Exemple", "", password)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.text();
        assert!(text.contains(said), "{password}: {text}");
        assert!(text.contains("value=\"Dominique d'Exemple\""), "{text}");
        assert!(password.is_empty() || !text.contains(&format!("\"{password}\"")));
    }
    assert!(house.held().await.is_empty());
    let answer = browser.post(&letter.path, &form("", "", PASSWORD)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a name is needed");
}

#[tokio::test]
async fn a_social_security_number_in_the_name_is_refused() {
    let house = House::new().await;
    let (letter, browser) = (house.invite(by_link()).await, house.door.browser());
    let answer = browser.post(&letter.path, &form("Dominique 1 85 05 75 123 456 73", "", PASSWORD)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("Dominique [numéro retiré]") && !text.contains("123 456"), "{text}");
    assert!(!text.contains(PASSWORD), "a password is not written on a page");
    assert!(house.held().await.is_empty());
    // What the page sends again lacks the password, which is asked again.
    let again = browser.post(&letter.path, &[("nom", "Dominique")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("value=\"Dominique\"") && again.text().contains("mot_de_passe"));
}

#[tokio::test]
async fn codes_are_not_guessed_at_leisure() {
    let house = House::new().await;
    let browser = house.door.browser();
    let mut last = StatusCode::OK;
    for _ in 0..40 {
        last = browser.post("/invitation", &[("code", "ACDE-FGHJ-KMNP")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
