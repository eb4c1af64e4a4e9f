//! Safety of accounts, read from `data/securite.toml`: passwords, sessions, lock-out, limits, lives of links.

mod mot_de_passe;
mod table;
mod verrou;

pub use mot_de_passe::{CommonPasswords, Lack, PasswordClass, PasswordProblem, PasswordRules};
pub use table::{Limit, SecurityRules, Setting, Unit, rules};
pub use verrou::{Lock, LockoutRules, SessionRules, SessionState};

use jiff::{SignedDuration, Timestamp};

use crate::source::RulesError;

/// Checks a password by the rules in force: see [`PasswordRules::check`].
///
/// # Errors
/// Outside, when the table that ships with the program is malformed; inside, what is wrong with the password.
pub fn check_password(
    password: &str,
    personal: &[&str],
) -> Result<Result<(), PasswordProblem>, &'static RulesError> {
    Ok(rules()?.password.check(password, personal))
}

/// Whether one may try now, by the rules in force: see [`LockoutRules::lock`].
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn lockout(failures: u32, since_last: SignedDuration) -> Result<Lock, &'static RulesError> {
    Ok(rules()?.lockout.lock(failures, since_last))
}

/// The state of a session, by the rules in force: see [`SessionRules::state`].
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn session_state(
    created: Timestamp,
    last_seen: Timestamp,
    confirmed: Option<Timestamp>,
    now: Timestamp,
) -> Result<SessionState, &'static RulesError> {
    Ok(rules()?.session.state(created, last_seen, confirmed, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_ways_apply_the_rules_in_force() {
        let now: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        assert_eq!(check_password("Tr0ttoir&Lune", &[]).unwrap(), Ok(()));
        assert_eq!(lockout(5, SignedDuration::ZERO).unwrap(), Lock::Until(SignedDuration::from_mins(1)));
        assert!(matches!(
            session_state(now, now, Some(now), now).unwrap(),
            SessionState::Live { fresh: true, .. }
        ));
    }
}
