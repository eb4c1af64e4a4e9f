//! Accounts, sessions, what a person holds. Read at the door, before any proof exists: `app` alone calls this.

mod accept;
mod accounts;
mod external;
mod factors;
mod own_roles;
mod sessions;
pub(crate) mod standing;
mod throttle;
mod tokens;

pub use accept::{Invitation, Offer};
pub use accounts::{Account, NewAccount};
pub use external::{ExternalIdentity, NewExternalIdentity};
pub use factors::{FactorRows, PasskeyRow, TotpRow};
pub use own_roles::{HeldRole, OwnRole};
pub use sessions::{NewSession, SessionRow};
pub use throttle::Counter;
pub use tokens::{NewOneTimeToken, OneTimeToken};
