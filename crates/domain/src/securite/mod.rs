//! Safety of accounts, read from `data/securite.toml`: passwords, sessions, lock-out, limits, lives of links.

mod mot_de_passe;
mod table;
mod verrou;

pub use mot_de_passe::{Lack, PasswordClass, PasswordProblem, PasswordRules};
pub use table::{Limit, SecurityRules, Setting, Unit, rules};
pub use verrou::{Lock, LockoutRules, SessionRules, SessionState};
