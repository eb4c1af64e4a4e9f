//! One's own account: name, address, password, roles; the second factor that the coordination removes.

use axum::http::StatusCode;
use domain::authz::Role;
use domain::ids::{CptsId, UserId};
use testkit::{Answer, operates};

use super::browser::{Browser, Door, EMAIL, PASSWORD};

const OTHER: &str = "dominique@exemple.test";
const NEW_PASSWORD: &str = "Lampe&Nuage-77";

/// Someone of this address, signed in with an application.
pub async fn signed<'a>(door: &'a Door, email: &str) -> Browser<'a> {
    let browser = door.browser();
    assert_eq!(browser.password(email, PASSWORD).await.location(), "/second-facteur");
    browser.set_up(door).await;
    browser
}

/// A second coordinator, and their browser.
async fn colleague(door: &Door, cpts: CptsId, role: Role) -> (UserId, Browser<'_>) {
    let user = door.person(OTHER).await;
    door.site.app.seat_in_cpts(&operates(), (cpts, user, role)).await.unwrap();
    (user, signed(door, OTHER).await)
}

/// The texts that left, by kind.
async fn mails(door: &Door, template: &str) -> usize {
    let sql = format!("SELECT template FROM mail WHERE template = '{template}'");
    door.site.app.db().texts(&sql).await.len()
}

/// The text of the only message to a new address.
async fn text_to_new_address(door: &Door) -> String {
    let sql = "SELECT about FROM mail WHERE template = 'nouvelle-adresse'";
    let about = door.site.app.db().texts(sql).await;
    door.site.app.mail_text(about.last().unwrap()).await
}

/// The page of the link that a message holds.
fn link_in(text: &str) -> String {
    let line = text.lines().find(|line| line.contains("/compte/courriel/")).unwrap();
    line.trim_start_matches("http://maillage.test").to_owned()
}

#[tokio::test]
async fn a_name_is_changed_and_an_empty_one_is_not() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let browser = signed(&door, EMAIL).await;
    assert!(browser.get("/compte/nom").await.text().contains("value=\"Camille Exemple\""));
    let answer = browser.post("/compte/nom", &[("nom", " ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Écrivez un nom."));
    let answer = browser.post("/compte/nom", &[("nom", "Camille Modèle")]).await;
    assert_eq!(answer.location(), "/compte?fait=nom");
    let page = browser.get("/compte?fait=nom").await.text();
    assert!(page.contains("Votre nom est enregistré.") && page.contains("Camille Modèle"));
}

#[tokio::test]
async fn an_address_changes_when_its_own_link_is_opened_by_its_own_account() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = signed(&door, EMAIL).await;
    let answer = browser.post("/compte/courriel", &[("courriel", "nouvelle@exemple.test")]).await;
    assert_eq!(answer.location(), "/compte?fait=courriel-demande");
    assert_eq!(mails(&door, "adresse-demandee").await, 1, "the present address is told");
    let link = link_in(&text_to_new_address(&door).await);

    let nobody = door.browser().get(&link).await;
    assert!(nobody.location().starts_with("/connexion?suite="));
    let (_, stranger) = colleague(&door, cpts, Role::Membre).await;
    for answer in [stranger.get(&link).await, stranger.post(&link, &[]).await] {
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("demandé par un autre compte"));
        assert!(!answer.text().contains("nouvelle@exemple.test"));
    }

    let page = browser.get(&link).await.text();
    assert!(page.contains("Votre compte portera l'adresse nouvelle@exemple.test."));
    assert!(browser.get("/compte").await.text().contains(EMAIL), "opening changes nothing");
    assert_eq!(browser.post(&link, &[]).await.location(), "/compte?fait=courriel");
    assert!(browser.get("/compte").await.text().contains("nouvelle@exemple.test"));
    assert_eq!(mails(&door, "adresse-changee").await, 1, "the former address is told");
    for answer in [browser.get(&link).await, browser.post(&link, &[]).await] {
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.text().contains("a déjà servi"));
    }
    let again = door.browser();
    assert_eq!(again.password(EMAIL, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.password("nouvelle@exemple.test", PASSWORD).await.location(), "/second-facteur");
}

#[tokio::test]
async fn an_address_that_cannot_serve_is_told_and_kept_typed() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    door.person(OTHER).await;
    let browser = signed(&door, EMAIL).await;
    for (typed, why) in [("camille@", "n'est pas complète"), (EMAIL, "C'est déjà votre adresse")] {
        let answer = browser.post("/compte/courriel", &[("courriel", typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(why) && answer.text().contains(&format!("value=\"{typed}\"")));
    }
    // Of an address that has an account the screen tells nothing: the message does, to its reader only.
    let answer = browser.post("/compte/courriel", &[("courriel", OTHER)]).await;
    assert_eq!(answer.location(), "/compte?fait=courriel-demande");
    let text = text_to_new_address(&door).await;
    assert!(text.contains("Un compte la porte déjà") && !text.contains("http"), "{text}");
    for rank in 0..2 {
        let email = format!("p{rank}@exemple.test");
        assert_eq!(browser.post("/compte/courriel", &[("courriel", &email)]).await.status, 303);
    }
    let answer = browser.post("/compte/courriel", &[("courriel", "p3@exemple.test")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Vous avez déjà demandé plusieurs liens. Réessayez à 11\u{a0}h"));
}

#[tokio::test]
async fn a_link_that_was_replaced_expired_or_overtaken_changes_nothing() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let browser = door.browser();
    let key = browser.enter(&door).await;
    browser.post("/compte/courriel", &[("courriel", "une@exemple.test")]).await;
    let first = link_in(&text_to_new_address(&door).await);
    browser.post("/compte/courriel", &[("courriel", OTHER)]).await;
    let second = link_in(&text_to_new_address(&door).await);
    assert_ne!(first, second);
    assert_eq!(browser.post(&first, &[]).await.status, StatusCode::GONE, "the last link is the only one");
    door.person(OTHER).await;
    let answer = browser.post(&second, &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Un autre compte porte maintenant cette adresse"));

    browser.post("/compte/courriel", &[("courriel", "trois@exemple.test")]).await;
    let third = link_in(&text_to_new_address(&door).await);
    door.clock.minutes(24 * 60);
    browser.password(EMAIL, PASSWORD).await;
    browser.post("/second-facteur", &[("code", &door.code(&key))]).await;
    assert_eq!(browser.get(&third).await.status, StatusCode::GONE);
    assert!(browser.get("/compte").await.text().contains(EMAIL));
}

#[tokio::test]
async fn address_password_and_roles_ask_for_a_recent_confirmation() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let (member, _) = colleague(&door, cpts, Role::Membre).await;
    let browser = signed(&door, EMAIL).await;
    let role = hidden_role(&browser.get("/compte").await);
    door.clock.minutes(16);
    for path in ["/compte/courriel", "/compte/mot-de-passe"] {
        assert!(browser.get(path).await.location().starts_with("/confirmer?suite="), "{path}");
    }
    let reset = format!("/c/{cpts}/organisation/personnes/{member}/second-facteur");
    for path in ["/compte/courriel", "/compte/mot-de-passe", &role, &reset] {
        let fields = [("courriel", "n@exemple.test"), ("mot_de_passe", NEW_PASSWORD)];
        let answer = browser.post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.text().contains("Confirmer votre identité") && !answer.text().contains(NEW_PASSWORD));
    }
    assert_eq!(mails(&door, "nouvelle-adresse").await, 0);
}

#[tokio::test]
async fn a_password_is_replaced_by_who_knows_it_and_ends_the_other_sessions() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let first = door.browser();
    let key = first.enter(&door).await;
    let browser = door.browser();
    browser.password(EMAIL, PASSWORD).await;
    assert_eq!(browser.post("/second-facteur", &[("code", &door.code(&key))]).await.location(), "/");
    let page = browser.get("/compte/mot-de-passe").await.text();
    assert!(page.contains("12 caractères avec majuscule") && page.contains("Ou une phrase de 7 mots"));
    assert!(page.contains("data-classes=\"12:4 14:3\" data-mots=\"7\""));

    let fields = |current, new| [("mot_de_passe_actuel", current), ("mot_de_passe", new)];
    let change = "/compte/mot-de-passe";
    for (current, new, why) in [
        ("Autre&Chose7", NEW_PASSWORD, "Ce mot de passe ne convient pas"),
        (PASSWORD, "Zq9!", "trop court ou trop simple"),
        (PASSWORD, "Camille&Lune7", "contient votre nom"),
    ] {
        let answer = browser.post(change, &fields(current, new)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(why), "{why}");
        assert!(!answer.text().contains(new) && !answer.text().contains(current), "no password comes back");
    }
    assert_eq!(first.get("/compte").await.status, StatusCode::OK);
    let answer = browser.post(change, &fields(PASSWORD, NEW_PASSWORD)).await;
    assert_eq!(answer.location(), "/compte?fait=mot-de-passe");
    assert_eq!(mails(&door, "mot-de-passe-change").await, 1);
    assert_eq!(browser.get("/compte").await.status, StatusCode::OK, "this session stays");
    assert!(first.get("/compte").await.location().starts_with("/connexion"), "the other one is over");
    let again = door.browser();
    assert_eq!(again.password(EMAIL, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.password(EMAIL, NEW_PASSWORD).await.location(), "/second-facteur");
}

#[tokio::test]
async fn wrong_current_passwords_count_for_the_lock() {
    let door = Door::new().await;
    door.seated(Role::Membre).await;
    let browser = signed(&door, EMAIL).await;
    let fields = |current| [("mot_de_passe_actuel", current), ("mot_de_passe", NEW_PASSWORD)];
    for _ in 0..5 {
        browser.post("/compte/mot-de-passe", &fields("Autre&Chose7")).await;
    }
    let answer = browser.post("/compte/mot-de-passe", &fields(PASSWORD)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Trop d'essais"), "the right one waits too");
}

/// The page where one leaves the first role of the account page.
fn hidden_role(answer: &Answer) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once("href=\"/compte/roles/").unwrap();
    format!("/compte/roles/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_role_is_left_at_once_unless_nobody_else_could_give_one() {
    let door = Door::new().await;
    let (_, cpts) = door.seated(Role::Coordinateur).await;
    let browser = signed(&door, EMAIL).await;
    let account = browser.get("/compte").await;
    assert!(account.text().contains("CPTS du Val") && account.text().contains("Depuis le"));
    let role = hidden_role(&account);
    assert!(browser.get(&role).await.text().contains("Vous allez quitter le rôle"));
    let answer = browser.post(&role, &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Vous êtes la dernière personne à pouvoir gérer les rôles"));

    let (_, colleague) = colleague(&door, cpts, Role::Coordinateur).await;
    assert_eq!(colleague.post(&role, &[]).await.status, StatusCode::NOT_FOUND, "another person's role");
    assert_eq!(browser.post(&role, &[]).await.location(), "/compte?fait=role");
    assert_eq!(browser.get(&format!("/c/{cpts}")).await.status, StatusCode::FORBIDDEN);
    assert!(browser.get("/compte").await.text().contains("terminé"));
    for answer in [browser.get(&role).await, browser.post(&role, &[]).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "it is over");
    }
    let journal = colleague.get(&format!("/c/{cpts}/organisation/journal")).await.text();
    assert!(journal.contains("a quitté un rôle"), "{journal}");
}

#[tokio::test]
async fn the_coordination_removes_a_lost_second_factor() {
    let door = Door::new().await;
    let (own, cpts) = door.seated(Role::Coordinateur).await;
    let browser = signed(&door, EMAIL).await;
    let (user, member) = colleague(&door, cpts, Role::Membre).await;
    let person = format!("/c/{cpts}/organisation/personnes/{user}");
    let reset = format!("{person}/second-facteur");
    assert!(browser.get(&person).await.text().contains(&reset), "the button is on the page");
    assert_eq!(member.get(&reset).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.post(&reset, &[]).await.status, StatusCode::FORBIDDEN);
    assert!(browser.get(&reset).await.text().contains("Vérifiez d'abord de vive voix"));
    assert_eq!(browser.post(&reset, &[]).await.location(), format!("{person}?fait=second-facteur"));

    assert!(member.get("/compte").await.location().starts_with("/connexion"), "sessions are over");
    assert_eq!(mails(&door, "second-facteur-retire").await, 1);
    let page = member.password(OTHER, PASSWORD).await;
    assert_eq!(page.location(), "/second-facteur");
    assert!(member.get("/second-facteur").await.text().contains("Choisir l'application"));
    let journal = browser.get(&format!("/c/{cpts}/organisation/journal")).await.text();
    assert!(journal.contains("une personne"), "{journal}");

    let refused = |path: String, why: &'static str| {
        let browser = &browser;
        async move {
            assert!(browser.get(&path).await.text().contains(why), "{why}");
            let answer = browser.post(&path, &[]).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{why}");
            assert!(answer.text().contains(why));
        }
    };
    refused(reset.clone(), "n'a pas de second facteur").await;
    refused(format!("/c/{cpts}/organisation/personnes/{own}/second-facteur"), "C'est votre compte").await;
    let other = door.site.app.tenant("CPTS des Monts").await;
    door.site.app.seat_in_cpts(&operates(), (other, user, Role::Membre)).await.unwrap();
    refused(reset, "maillage user reset").await;
    let stranger = door.person("ailleurs@exemple.test").await;
    let path = format!("/c/{cpts}/organisation/personnes/{stranger}/second-facteur");
    assert_eq!(browser.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
}
