//! Invitations as their holders meet them: by link, by printed code, too late, twice, as somebody else.

use app::organisations::{InvitationRow, InvitationState, NewInvitation, Sent, Way};
use axum::http::StatusCode;
use domain::authz::{
    Actor, Allowed, Author, ManageRoles, Permission, ReadJournal, ReadPersonnes, Role, Standing,
};
use domain::ids::{CptsId, InvitationId, UserId};
use domain::texte::Email;
use jiff::SignedDuration;
use serde_json::json;
use testkit::{Answer, Seat, TestApp};

use super::browser::{Browser, Door, EMAIL, PASSWORD};

/// Whom the coordination invites; nobody here has this address yet.
const INVITED: &str = "dominique@exemple.test";

/// A CPTS and its coordination.
struct House {
    door: Door,
    cpts: CptsId,
    coordination: UserId,
}

/// An invitation that was sent.
struct Letter {
    id: InvitationId,
    path: String,
}

fn by_link() -> Way {
    Way::Email(Email::parse(INVITED).unwrap())
}

/// The form of a new account.
fn form<'a>(name: &'a str, email: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [("nom", name), ("courriel", email), ("mot_de_passe", password)]
}

fn right() -> [(&'static str, &'static str); 3] {
    form("Dominique Exemple", "d.exemple@exemple.test", PASSWORD)
}

impl House {
    async fn new() -> Self {
        let door = Door::new().await;
        let cpts = door.site.app.tenant("CPTS du Val").await;
        let coordination = door.site.app.seated(Seat::Cpts(cpts, Role::Coordinateur)).await;
        Self { door, cpts, coordination }
    }

    fn app(&self) -> &TestApp {
        &self.door.site.app
    }

    fn proof<P: Permission>(&self) -> Allowed<P> {
        let roles = vec![(self.cpts, Role::Coordinateur)];
        let standing = Standing { roles, strong: true, fresh: true, ..Standing::default() };
        Actor::person(self.coordination, standing).authorize(self.cpts).unwrap()
    }

    async fn invite(&self, way: Way) -> Letter {
        let new = NewInvitation { name: "Dominique Exemple".into(), role: Role::Membre, way };
        let made = self.app().invite(&self.proof(), &new).await.unwrap();
        self.letter(made.id, made.sent).await
    }

    /// What the person holds: the address in the e-mail, or the code of the letter.
    async fn letter(&self, id: InvitationId, sent: Sent) -> Letter {
        let path = match sent {
            Sent::Code(code) => format!("/invitation/{code}"),
            Sent::Email => {
                let text = self.app().mail_text(&InvitationRow::about(id)).await;
                let (_, rest) = text.split_once("http://maillage.test").unwrap();
                rest.split_whitespace().next().unwrap().to_owned()
            }
        };
        Letter { id, path }
    }

    /// Roles held now, by address.
    async fn held(&self) -> Vec<(String, Role)> {
        let people = self.app().people(&self.proof::<ReadPersonnes>()).await.unwrap();
        let others = people.into_iter().filter(|person| person.user != self.coordination);
        let roles = others.flat_map(|person| {
            let email = person.email.unwrap_or_default();
            person.roles.into_iter().map(move |role| (email.clone(), role.role))
        });
        roles.collect()
    }

    async fn state(&self, id: InvitationId) -> InvitationState {
        self.app().invitation(&self.proof::<ManageRoles>(), id).await.unwrap().1
    }

    fn home(&self) -> String {
        format!("/c/{}", self.cpts)
    }
}

/// Where an account that was just made is led, whatever it asks.
fn asks_for_a_factor(answer: &Answer) -> bool {
    answer.location().starts_with("/second-facteur?suite=")
}

async fn ways() -> [(Way, i64); 2] {
    let rules = domain::securite::rules().unwrap();
    let days = |life: SignedDuration| life.as_hours() / 24;
    [(by_link(), days(rules.invitation_life)), (Way::Printed, days(rules.printed_code_life))]
}

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
    for (way, days) in ways().await {
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
    for (way, _) in ways().await {
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
    for (way, _) in ways().await {
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
    for (way, _) in ways().await {
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
    for (way, _) in ways().await {
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
    for (way, _) in ways().await {
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
