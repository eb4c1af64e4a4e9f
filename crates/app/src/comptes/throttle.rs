//! Limits by network address, account or organisation.

use std::borrow::Borrow;

use domain::securite::Limit;
use security::token::TokenHash;
use storage::Counter;

use crate::{App, AppError};

impl App {
    /// Counts one more time for `who`, unless the limit is reached.
    ///
    /// `who` is a network address, an account, an organisation: only its hash is kept.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when the limit is reached; or the database does not answer.
    pub async fn within_limit(&self, limit: impl Borrow<Limit>, who: &str) -> Result<(), AppError> {
        self.within_limit_of(limit, who, 1).await
    }

    /// Counts several times at once for `who`: all of them, or none when the limit would be passed.
    ///
    /// # Errors
    /// As [`App::within_limit`].
    pub async fn within_limit_of(
        &self,
        limit: impl Borrow<Limit>,
        who: &str,
        times: u32,
    ) -> Result<(), AppError> {
        let limit = limit.borrow();
        let now = self.now();
        let key = format!("{}:{}", limit.code, TokenHash::of(who).as_str());
        let tx = self.store.write().await?;
        let mut counter = tx.counter(&key, now).await?;
        let ends = counter.since.saturating_add(limit.per()).unwrap_or(now);
        // A window that starts in the future was written by a clock that was wrong.
        if ends <= now || counter.since > now {
            counter = Counter { hits: 0, since: now };
        }
        if counter.hits.saturating_add(times) > limit.count {
            let ends = counter.since.saturating_add(limit.per()).unwrap_or(now);
            return Err(AppError::TooMany { retry_at: ends });
        }
        counter.hits += times;
        tx.save_counter(&key, counter).await?;
        Ok(tx.commit().await?)
    }
}
