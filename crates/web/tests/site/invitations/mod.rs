//! Invitations as their holders meet them: by link, by printed code, too late, twice, as somebody else.

mod accounts;
mod known;
mod over;

use app::organisations::{InvitationRow, InvitationState, NewInvitation, Sent, Way};
use domain::authz::{Actor, Allowed, ManageRoles, Permission, ReadPersonnes, Role, Standing};
use domain::ids::{CptsId, InvitationId, UserId};
use domain::texte::Email;
use jiff::SignedDuration;
use testkit::{Answer, Seat, TestApp};

use super::browser::{Door, PASSWORD};

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

/// Each way, and how many days it works.
fn ways() -> [(Way, i64); 2] {
    let rules = domain::securite::rules().unwrap();
    let days = |life: SignedDuration| life.as_hours() / 24;
    [(by_link(), days(rules.invitation_life)), (Way::Printed, days(rules.printed_code_life))]
}
