//! Wrong tries, of an account or of an address that has none: both wait alike, so that waiting tells nothing.

use domain::ids::UserId;
use domain::securite::{self, Lock};
use jiff::{SignedDuration, Timestamp};
use security::token::TokenHash;
use storage::{Account, Counter, WriteTx};

use crate::AppError;

/// Whose tries are counted, locked until the end of the transaction.
pub(crate) enum Tries {
    /// Of an account.
    Account(Box<Account>),
    /// Of an address without account, under a key that holds its hash.
    Address(String, Counter),
}

impl Tries {
    /// The tries of an account, or of the address that was typed.
    pub(crate) async fn load(
        tx: &WriteTx,
        user: Option<UserId>,
        typed: &str,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        if let Some(user) = user {
            let account = tx.account_to_edit(user).await?.filter(Account::is_open);
            return Ok(Self::Account(Box::new(account.ok_or(AppError::NotFound)?)));
        }
        let key = format!("inconnu:{}", TokenHash::of(typed).as_str());
        let counter = tx.counter(&key, now).await?;
        Ok(Self::Address(key, counter))
    }

    fn failures(&self) -> (u32, Option<Timestamp>) {
        match self {
            Self::Account(account) => (account.failed_attempts, account.last_failed_at),
            Self::Address(_, counter) => (counter.hits, Some(counter.since)),
        }
    }

    /// Until when one must wait, if one must.
    pub(crate) fn locked_until(&self, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
        let (failures, last) = self.failures();
        Ok(match securite::lockout(failures, since(last, now))? {
            Lock::Open => None,
            Lock::Until(rest) => Some(now.saturating_add(rest).unwrap_or(now)),
        })
    }

    /// Counts a wrong try and says until when one must wait, if one must.
    pub(crate) async fn wrong(
        &mut self,
        tx: &WriteTx,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, AppError> {
        let (failures, last) = self.failures();
        let counted = securite::rules()?.lockout.counted(failures, since(last, now)).saturating_add(1);
        match self {
            Self::Account(account) => {
                (account.failed_attempts, account.last_failed_at) = (counted, Some(now));
                tx.save_attempts(account).await?;
            }
            Self::Address(key, counter) => {
                *counter = Counter { hits: counted, since: now };
                tx.save_counter(key, *counter).await?;
            }
        }
        self.locked_until(now)
    }
}

/// Forgets the wrong tries of someone who proved who they are.
pub(crate) async fn forgive(tx: &WriteTx, account: &mut Account) -> Result<(), AppError> {
    (account.failed_attempts, account.last_failed_at) = (0, None);
    Ok(tx.save_attempts(account).await?)
}

fn since(last: Option<Timestamp>, now: Timestamp) -> SignedDuration {
    last.map_or(SignedDuration::ZERO, |last| now.duration_since(last))
}
