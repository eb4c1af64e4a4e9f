//! One's own sessions: listed, and ended one by one or all at once.

use domain::authz::Myself;
use domain::ids::SessionId;
use domain::securite::{self, SessionState};
use jiff::Timestamp;
use serde_json::json;

use super::signin::CLOSE;
use crate::{App, AppError};

/// A session that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Identifier.
    pub id: SessionId,
    /// What the person recognises: `Firefox sur Windows`.
    pub device: String,
    /// Since when.
    pub since: Timestamp,
    /// Last request.
    pub last_seen: Timestamp,
}

impl App {
    /// One's own open sessions, the last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_sessions(&self, proof: &Myself) -> Result<Vec<OpenSession>, AppError> {
        let (now, rules) = (self.now(), &securite::rules()?.session);
        let rows = self.store.read().await?.own_sessions(proof).await?;
        let open = rows.into_iter().filter(|row| {
            let state = rules.state(row.created_at, row.last_seen_at, Some(row.confirmed_at), now);
            row.ended_at.is_none() && matches!(state, SessionState::Live { .. })
        });
        let seen = open.map(|row| OpenSession {
            id: row.id,
            device: row.device,
            since: row.created_at,
            last_seen: row.last_seen_at,
        });
        Ok(seen.collect())
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when none of one's own is open under this id.
    pub async fn end_own_session(&self, proof: &Myself, id: SessionId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.end_session(proof.user(), id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit_door(proof.author(), None, CLOSE, self.change("session", id, json!({}))).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all of one's own sessions but this one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_other_sessions(&self, proof: &Myself, this: SessionId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let ended = tx.end_sessions(proof.user(), Some(this), self.now()).await?;
        let change = self.change("account", proof.user(), json!({ "sessions_ended": ended }));
        tx.audit_door(proof.author(), None, CLOSE, change).await?;
        Ok(tx.commit().await?)
    }
}
