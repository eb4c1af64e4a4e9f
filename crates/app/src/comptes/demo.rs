//! The door of the demonstration: the people of the invented CPTS come in without a password.

use domain::ids::UserId;

use super::{Entry, Opened};
use crate::{App, AppError};

/// Key of the trace that a demonstration session leaves.
const KEY: &str = "session.demo";

impl App {
    /// Opens a session for an invented person. Elsewhere than in a demonstration this door does not exist.
    ///
    /// # Errors
    /// [`AppError::NotFound`] outside a demonstration, or when the account is not an invented one.
    pub async fn enter_demo(&self, user: UserId, device: &str) -> Result<Opened, AppError> {
        if !self.settings.demo {
            return Err(AppError::NotFound);
        }
        let tx = self.store.write().await?;
        let account = tx.account_to_edit(user).await?.filter(|account| account.fictitious);
        let account = account.filter(storage::Account::is_open).ok_or(AppError::NotFound)?;
        let how = Entry { device, method: "demo", strong: true, provider_logout: None };
        let opened = self.open_session(&tx, account.id, &how).await?;
        let change = self.change("session", opened.session, serde_json::json!({}));
        tx.audit_door(&domain::authz::Author::Person(user), None, KEY, change).await?;
        tx.commit().await?;
        Ok(opened)
    }
}
