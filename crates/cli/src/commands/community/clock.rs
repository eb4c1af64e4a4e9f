//! A clock that can be told another instant: what the invented CPTS did last month is dated last month.

use std::sync::atomic::{AtomicI64, Ordering};

use app::{Clock, SystemClock};
use jiff::Timestamp;

/// The machine's clock, until it is told another instant.
#[derive(Debug, Default)]
pub struct StoryClock {
    /// Microseconds since 1970; 0 when nothing is told.
    told: AtomicI64,
}

impl StoryClock {
    /// Tells an instant: it stands until another one is told.
    pub fn tell(&self, at: Timestamp) {
        self.told.store(at.as_microsecond(), Ordering::SeqCst);
    }

    /// Comes back to the machine's clock.
    pub fn present(&self) {
        self.told.store(0, Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        // Two things told of one instant keep the order in which they are told.
        match self.told.load(Ordering::SeqCst) {
            0 => SystemClock.now(),
            _ => {
                let at = self.told.fetch_add(1, Ordering::SeqCst);
                Timestamp::from_microsecond(at).unwrap_or_else(|_| SystemClock.now())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_told_instant_stands_until_the_present_comes_back() {
        let clock = StoryClock::default();
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        clock.tell(at);
        assert_eq!(clock.now(), at);
        assert!(clock.now() > at && clock.now().as_second() == at.as_second());
        clock.present();
        assert!(clock.now().as_second() > at.as_second());
    }
}
