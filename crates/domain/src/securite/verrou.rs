//! When a session ends, and how long a door stays shut after wrong tries.

use jiff::{SignedDuration, Timestamp};

/// Limits of a session.
#[derive(Clone, Debug)]
pub struct SessionRules {
    /// Without activity.
    pub idle: SignedDuration,
    /// With activity.
    pub absolute: SignedDuration,
    /// Age at which a confirmation no longer opens money and rights.
    pub confirmation: SignedDuration,
    /// How long before its end the person is warned.
    pub warning: SignedDuration,
    /// How long an ended session stays in its owner's list.
    pub listed: SignedDuration,
}

/// What a session is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// It serves.
    Live {
        /// When it ends if nothing more is done.
        ends_at: Timestamp,
        /// Whether the person was confirmed recently enough for money and rights.
        fresh: bool,
    },
    /// Ended for want of activity: signing in again brings the person back to the same page.
    Idle,
    /// Ended by its age.
    Expired,
}

impl SessionRules {
    /// The state of a session, from when it was opened, last used and last confirmed (password or second factor).
    pub fn state(
        &self,
        created: Timestamp,
        last_seen: Timestamp,
        confirmed: Option<Timestamp>,
        now: Timestamp,
    ) -> SessionState {
        let expires = later(created, self.absolute);
        let idles = later(last_seen, self.idle);
        if expires <= now {
            return SessionState::Expired;
        }
        if idles <= now {
            return SessionState::Idle;
        }
        // Two servers may differ by a second: a confirmation slightly ahead of `now` is recent; far ahead, it is wrong.
        let fresh = confirmed.is_some_and(|at| now.duration_since(at).abs() < self.confirmation);
        SessionState::Live { ends_at: expires.min(idles), fresh }
    }
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// What wrong tries cost.
#[derive(Clone, Debug)]
pub struct LockoutRules {
    /// Wrong tries before the first wait.
    pub tries: u32,
    /// First wait; each further wrong try doubles it.
    pub first_wait: SignedDuration,
    /// No wait is longer.
    pub longest_wait: SignedDuration,
    /// Age at which wrong tries no longer count.
    pub forgotten_after: SignedDuration,
}

/// Whether one may try now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Yes.
    Open,
    /// No: so long remains to wait.
    Until(SignedDuration),
}

impl LockoutRules {
    /// Whether one may try after so many wrong tries in a row, the last one `since_last` ago.
    pub fn lock(&self, failures: u32, since_last: SignedDuration) -> Lock {
        // A clock that was set back must not shut the door for longer than the wait.
        let since_last = since_last.max(SignedDuration::ZERO);
        if failures < self.tries || since_last >= self.forgotten_after {
            return Lock::Open;
        }
        let doubled = 2_i32.checked_pow(failures - self.tries).and_then(|n| self.first_wait.checked_mul(n));
        let wait = doubled.map_or(self.longest_wait, |wait| wait.min(self.longest_wait));
        match wait - since_last {
            rest if rest > SignedDuration::ZERO => Lock::Until(rest),
            _ => Lock::Open,
        }
    }

    /// How many wrong tries still count, when the last one was `since_last` ago.
    pub fn counted(&self, failures: u32, since_last: SignedDuration) -> u32 {
        if since_last >= self.forgotten_after { 0 } else { failures }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules;
    use super::*;

    fn minutes(count: i64) -> SignedDuration {
        SignedDuration::from_mins(count)
    }

    #[test]
    fn waits_double_up_to_an_hour_and_are_forgotten_after_a_day() {
        let rules = &rules().unwrap().lockout;
        let lock = |failures, since| rules.lock(failures, since);
        assert_eq!(lock(0, minutes(0)), Lock::Open);
        assert_eq!(lock(4, minutes(0)), Lock::Open);
        for (failures, wait) in [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (500, 60)] {
            assert_eq!(lock(failures, minutes(0)), Lock::Until(minutes(wait)), "{failures}");
            assert_eq!(lock(failures, minutes(wait)), Lock::Open, "{failures}");
        }
        assert_eq!(lock(8, minutes(3)), Lock::Until(minutes(5)));
        assert_eq!(lock(u32::MAX, minutes(24 * 60)), Lock::Open);
        assert_eq!(lock(5, minutes(-30)), Lock::Until(minutes(1)), "the clock was set back");
        assert_eq!((rules.counted(7, minutes(24 * 60)), rules.counted(7, minutes(60))), (0, 7));
    }

    #[test]
    fn a_session_ends_by_rest_or_by_age() {
        let rules = &rules().unwrap().session;
        let created: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let at = |count| created.checked_add(minutes(count)).unwrap();
        let state = |last_seen, confirmed, now| rules.state(created, at(last_seen), confirmed, at(now));
        let live = |ends, fresh| SessionState::Live { ends_at: at(ends), fresh };
        assert_eq!(state(0, Some(created), 14), live(60, true));
        assert_eq!(state(0, Some(created), 15), live(60, false));
        assert_eq!(state(0, None, 1), live(60, false));
        assert_eq!(state(0, Some(at(2)), 1), live(60, true), "another server's clock is ahead");
        assert_eq!(state(0, Some(at(600)), 1), live(60, false));
        assert_eq!(state(0, None, 59), live(60, false));
        assert_eq!(state(0, None, 60), SessionState::Idle);
        assert_eq!(state(700, None, 719), live(720, false));
        assert_eq!(state(719, None, 720), SessionState::Expired);
        assert_eq!(state(0, None, 2_000), SessionState::Expired);
        assert_eq!(
            rules.state(Timestamp::MAX, Timestamp::MAX, None, created),
            SessionState::Live { ends_at: Timestamp::MAX, fresh: false }
        );
    }
}
