//! Accounts, sessions, who is asking.

mod accounts;
mod confirm;
mod demo;
mod factors;
mod identify;
mod names;
mod passkeys;
mod signin;
mod throttle;
mod tries;

pub use accounts::{NewPerson, Opened};
pub use factors::{Factors, Proof, SetUp, TotpSetup};
pub use identify::{Ended, Identified, Place, Visitor};
pub use names::Names;
pub use passkeys::{Answered, Ceremony};
pub use secrecy::SecretString;
pub use signin::{Credentials, DemoPerson, SignIn};
pub use storage::PasskeyRow;

pub(crate) use accounts::Entry;

/// What a weak session is answered.
pub(crate) fn second_factor() -> domain::authz::Denied {
    domain::authz::Denied {
        permission: domain::authz::Myself::KEY,
        why: domain::authz::Refusal::SecondFactor,
    }
}
