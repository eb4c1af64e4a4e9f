//! Tells the workers of this process that a job was committed, so that they do not wait for their next look.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// Rings each time a transaction that enqueued jobs is committed. Another process looks every few seconds.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    rung: u64,
    waiting: Vec<Waker>,
}

impl Bell {
    pub(crate) fn ring(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.rung += 1;
        for waker in state.waiting.drain(..) {
            waker.wake();
        }
    }

    /// How many times it rang: to give to [`Bell::after`] once the work at hand is done.
    pub fn rung(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).rung
    }

    /// Ends when it rang more than `heard` times; what rang meanwhile is not lost.
    pub async fn after(&self, heard: u64) {
        poll_fn(|context| {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.rung > heard {
                return Poll::Ready(());
            }
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}
