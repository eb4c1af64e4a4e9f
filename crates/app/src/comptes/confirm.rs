//! Proving again who one is, before money or rights.

use secrecy::SecretString;
use security::password::Verdict;

use super::Visitor;
use super::factors::Proof;
use super::tries::Tries;
use crate::{App, AppError};

impl App {
    /// Confirms a session with the password of its owner.
    ///
    /// A weak session does not become strong this way: it is asked for its second factor instead.
    ///
    /// # Errors
    /// When the session is weak, or the database does not answer.
    pub async fn confirm_password(
        &self,
        visitor: &Visitor,
        password: SecretString,
    ) -> Result<Proof, AppError> {
        if !visitor.session.strong {
            return Err(super::second_factor().into());
        }
        let stored = visitor.account.password_hash.clone();
        let verdict = self.verify_password(password, stored).await?;
        let now = self.now();
        let tx = self.store.write().await?;
        let mut tries = Tries::load(&tx, Some(visitor.account.id), "", now).await?;
        if let Some(until) = tries.locked_until(now)? {
            return Ok(Proof::Locked { until });
        }
        if verdict != Verdict::Wrong {
            return self.accept(tx, visitor, "password").await;
        }
        let locked = tries.wrong(&tx, now).await?;
        tx.commit().await?;
        Ok(locked.map_or(Proof::Wrong, |until| Proof::Locked { until }))
    }

    /// Confirms the session of an invented person, who has no password. Elsewhere this door does not exist.
    ///
    /// # Errors
    /// [`AppError::NotFound`] outside a demonstration, or when the account is not an invented one.
    pub async fn confirm_demo(&self, visitor: &Visitor) -> Result<Proof, AppError> {
        if !self.settings.demo || !visitor.account.fictitious || !visitor.session.strong {
            return Err(AppError::NotFound);
        }
        self.accept(self.store.write().await?, visitor, "demo").await
    }

    /// Whether the owner of this session may confirm without a proof: an invented person of a demonstration.
    pub fn confirms_freely(&self, visitor: &Visitor) -> bool {
        self.settings.demo && visitor.account.fictitious
    }

    /// Puts the end of a session off, as any request does. Reading the page already did it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prolong_session(&self, visitor: &Visitor) -> Result<jiff::Timestamp, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        tx.touch_session(visitor.session.id, now).await?;
        tx.commit().await?;
        let rules = &domain::securite::rules()?.session;
        let ends = |from: jiff::Timestamp, by| from.saturating_add(by).unwrap_or(from);
        Ok(ends(now, rules.idle).min(ends(visitor.session.created_at, rules.absolute)))
    }
}
