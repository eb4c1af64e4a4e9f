//! Breaches of personal data: the log and its 72 hours.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::delais::Delays;

/// What was decided about a breach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suite {
    /// Nothing yet: it counts as to be notified.
    ADecider,
    /// The CNIL was told.
    Notifiee {
        /// When.
        at: Timestamp,
    },
    /// No risk for persons: it stays in the log with its reason.
    NonRequise {
        /// Why, in French.
        reason: String,
    },
}

/// A breach in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// When it was discovered: the clock starts here.
    pub discovered_at: Timestamp,
    /// What was decided.
    pub suite: Suite,
}

/// Where a breach stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatViolation {
    /// To notify.
    ANotifier {
        /// Whole hours left, rounded down: 0 in the last hour.
        hours_left: i64,
    },
    /// Not notified in time: notify all the same, with the reasons of the delay.
    EnRetard {
        /// Whole hours since the deadline.
        hours: i64,
    },
    /// Notified.
    Notifiee {
        /// When.
        at: Timestamp,
        /// Whether it came after the deadline.
        late: bool,
    },
    /// Not required.
    NonRequise {
        /// Why, in French.
        reason: String,
    },
}

/// Why a decision about a breach is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViolationError {
    /// Not notifying must be justified.
    #[error("a reason is needed")]
    NoReason,
    /// Notified before it was discovered.
    #[error("the notification comes before the discovery")]
    BeforeDiscovery,
    /// What was notified stays notified.
    #[error("already notified")]
    AlreadyNotified,
}

impl Violation {
    /// A breach that was just written in the log.
    pub fn discovered(at: Timestamp) -> Self {
        Violation { discovered_at: at, suite: Suite::ADecider }
    }

    /// The last instant to notify.
    pub fn deadline(&self, delays: &Delays) -> Timestamp {
        self.discovered_at.checked_add(delays.breach).unwrap_or(Timestamp::MAX)
    }

    /// The CNIL was told; this may follow a first decision not to.
    ///
    /// # Errors
    /// When it was notified already, or before its discovery.
    pub fn notify(self, at: Timestamp) -> Result<Self, ViolationError> {
        if matches!(self.suite, Suite::Notifiee { .. }) {
            return Err(ViolationError::AlreadyNotified);
        }
        if at < self.discovered_at {
            return Err(ViolationError::BeforeDiscovery);
        }
        Ok(Violation { suite: Suite::Notifiee { at }, ..self })
    }

    /// No risk for persons: nothing to notify, and the log says why.
    ///
    /// # Errors
    /// Without a reason, or when it was notified already.
    pub fn not_required(self, reason: &str) -> Result<Self, ViolationError> {
        if matches!(self.suite, Suite::Notifiee { .. }) {
            return Err(ViolationError::AlreadyNotified);
        }
        match reason.trim() {
            "" => Err(ViolationError::NoReason),
            reason => Ok(Violation { suite: Suite::NonRequise { reason: reason.to_owned() }, ..self }),
        }
    }

    /// Where the breach stands at an instant.
    pub fn state(&self, delays: &Delays, now: Timestamp) -> EtatViolation {
        let deadline = self.deadline(delays);
        match &self.suite {
            Suite::Notifiee { at } => EtatViolation::Notifiee { at: *at, late: *at > deadline },
            Suite::NonRequise { reason } => EtatViolation::NonRequise { reason: reason.clone() },
            Suite::ADecider if now <= deadline => {
                EtatViolation::ANotifier { hours_left: deadline.duration_since(now).as_hours() }
            }
            Suite::ADecider => EtatViolation::EnRetard { hours: now.duration_since(deadline).as_hours() },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::super::delays;
    use super::*;

    fn start() -> Timestamp {
        // The clock of 27 March runs through the change to summer time: hours are hours.
        "2026-03-27T17:00:00Z".parse().unwrap()
    }

    fn after(minutes: i64) -> Timestamp {
        start().checked_add(SignedDuration::from_mins(minutes)).unwrap()
    }

    #[test]
    fn seventy_two_hours_run_from_the_discovery() {
        let state = |minutes| Violation::discovered(start()).state(delays().unwrap(), after(minutes));
        assert_eq!(state(0), EtatViolation::ANotifier { hours_left: 72 });
        assert_eq!(state(1), EtatViolation::ANotifier { hours_left: 71 });
        assert_eq!(state(72 * 60), EtatViolation::ANotifier { hours_left: 0 });
        assert_eq!(state(72 * 60 + 1), EtatViolation::EnRetard { hours: 0 });
        assert_eq!(state(80 * 60), EtatViolation::EnRetard { hours: 8 });
    }

    #[test]
    fn a_notification_says_whether_it_was_late() {
        for (minutes, late) in [(60, false), (72 * 60, false), (73 * 60, true)] {
            let at = after(minutes);
            let violation = Violation::discovered(start()).notify(at).unwrap();
            assert_eq!(
                violation.state(delays().unwrap(), after(99_999)),
                EtatViolation::Notifiee { at, late }
            );
            assert_eq!(violation.clone().notify(at), Err(ViolationError::AlreadyNotified));
            assert_eq!(violation.not_required("motif"), Err(ViolationError::AlreadyNotified));
        }
        let early = Violation::discovered(start()).notify(after(-1));
        assert_eq!(early, Err(ViolationError::BeforeDiscovery));
    }

    #[test]
    fn not_notifying_needs_a_reason_and_may_be_reconsidered() {
        let violation = Violation::discovered(start());
        assert_eq!(violation.clone().not_required("  "), Err(ViolationError::NoReason));
        let violation = violation.not_required(" Fichier chiffré. ").unwrap();
        assert_eq!(
            violation.state(delays().unwrap(), after(99_999)),
            EtatViolation::NonRequise { reason: "Fichier chiffré.".to_owned() }
        );
        assert!(violation.notify(after(60)).is_ok());
    }
}
