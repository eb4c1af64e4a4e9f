//! Time and identifiers that are the same at every run.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use app::{Clock, Ids};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// The instant of every test, as it is written: ten in the morning in Paris.
pub const NOW: &str = "2026-11-22T09:00:00Z";

/// The instant of every test.
pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A clock that starts at [`NOW`] and moves when the test says so.
#[derive(Debug)]
pub struct SteppingClock(AtomicI64);

impl Default for SteppingClock {
    fn default() -> Self {
        Self(AtomicI64::new(now().as_microsecond()))
    }
}

impl SteppingClock {
    /// Time passes; it goes back with a negative duration.
    pub fn step(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }

    /// So many minutes pass.
    pub fn minutes(&self, count: i64) {
        self.step(SignedDuration::from_mins(count));
    }
}

impl Clock for SteppingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Identifiers one after the other. Two families never meet.
#[derive(Debug)]
pub struct SequentialIds {
    family: u32,
    next: AtomicU64,
}

impl SequentialIds {
    /// The identifiers of a family, from 1.
    pub fn new(family: u32) -> Self {
        Self { family, next: AtomicU64::new(1) }
    }
}

impl Ids for SequentialIds {
    fn next(&self) -> Uuid {
        let rank = self.next.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128((u128::from(self.family) << 96) | u128::from(rank))
    }
}
