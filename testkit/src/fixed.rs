//! Time and identifiers that are the same at every run.

use std::sync::atomic::{AtomicU64, Ordering};

use app::Ids;
use jiff::Timestamp;
use uuid::Uuid;

/// The instant of every test, as it is written: ten in the morning in Paris.
pub const NOW: &str = "2026-11-22T09:00:00Z";

/// The instant of every test.
pub fn now() -> Timestamp {
    NOW.parse().unwrap()
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
