//! Accounts, sessions, who is asking.

mod accept;
mod accounts;
mod confirm;
mod demo;
mod factors;
mod identify;
mod names;
mod own;
mod passkeys;
mod passwords;
mod reset;
mod sessions;
mod signin;
mod throttle;
mod tries;

pub use accept::{InvitationState, Joined, NewMember, SeenInvitation, is_for};
pub use accounts::{NewPerson, Opened};
pub use factors::{Factors, Proof, SetUp, TotpSetup};
pub use identify::{Ended, Identified, Place, Visitor};
pub use names::Names;
pub use own::{EmailChange, EmailDemand, EmailLink, PasswordChange};
pub use passkeys::{Answered, Ceremony};
pub use passwords::{Chosen, Welcome};
pub use reset::FactorsReset;
pub use secrecy::SecretString;
pub use sessions::OpenSession;
pub use signin::{Credentials, DemoPerson, SignIn};
pub use storage::{HeldRole, Offer, OwnRole, PasskeyRow};

pub(crate) use accounts::Entry;

/// What a weak session is answered.
pub(crate) fn second_factor() -> domain::authz::Denied {
    domain::authz::Denied {
        permission: domain::authz::Myself::KEY,
        why: domain::authz::Refusal::SecondFactor,
    }
}
