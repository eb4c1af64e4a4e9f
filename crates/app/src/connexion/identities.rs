//! One's own identities at providers; leaving them.

use domain::authz::Myself;
use secrecy::ExposeSecret as _;
use serde_json::json;
use storage::{ExternalIdentity, SessionRow, sealed_context};
use uuid::Uuid;

use super::{ExternalError, ProviderName, Url};
use crate::{App, AppError};

/// An identity of one's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The identity.
    pub identity: ExternalIdentity,
    /// Its provider; `None` when it is configured no more.
    pub provider: Option<ProviderName>,
    /// Whether it is the only way into the account: it cannot be detached then.
    pub only_way: bool,
}

impl App {
    /// One's own identities at providers, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_identities(&self, proof: &Myself) -> Result<Vec<Attached>, AppError> {
        let tx = self.store.read().await?;
        let rows = tx.own_external_identities(proof).await?;
        let account = tx.account(proof.user()).await?.ok_or(AppError::NotFound)?;
        let passkeys = tx.factors(proof.user()).await?.passkeys;
        let other = account.password_hash.is_some() || !passkeys.is_empty();
        let configured = rows.iter().filter(|row| self.provider(&row.provider).is_some()).count();
        let attached = rows.into_iter().map(|identity| {
            let provider = self.provider(&identity.provider);
            let others = configured - usize::from(provider.is_some());
            Attached { only_way: !other && others == 0, identity, provider }
        });
        Ok(attached.collect())
    }

    /// Detaches one's identity from one's account, when there is another way in.
    ///
    /// # Errors
    /// [`ExternalError::OnlyWay`]; [`AppError::NotFound`] when it is not one's own.
    pub async fn detach_identity(&self, proof: &Myself, id: Uuid) -> Result<(), ExternalError> {
        let user = proof.user();
        let tx = self.store.write().await?;
        let account = tx.account_to_edit(user).await?.ok_or(AppError::NotFound)?;
        let rows = tx.external_identities_to_edit(user).await?;
        let row = rows.iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
        let passkeys = tx.factors_to_edit(user).await?.passkeys;
        let elsewhere = rows.iter().any(|row| row.id != id && self.provider(&row.provider).is_some());
        if account.password_hash.is_none() && passkeys.is_empty() && !elsewhere {
            return Err(ExternalError::OnlyWay);
        }
        tx.remove_external_identity(user, id).await?;
        let what = json!({ "provider": row.provider, "detached": true });
        tx.audit_self(proof, self.change("identity", id, what)).await?;
        Ok(tx.commit().await?)
    }

    /// Where to send who signed out, so that the provider's session ends too; `None` when it does not say how.
    ///
    /// A provider that does not answer is left alone: one has signed out here.
    pub async fn provider_logout(&self, session: &SessionRow) -> Option<Url> {
        let sealed = session.provider_logout.as_deref()?;
        let slot = self.providers.slot(&session.method)?;
        let context = sealed_context("session", "provider_logout", session.id);
        let id_token = self.settings.keys.open_text(&context, sealed).ok()?;
        let back = self.address("/connexion").ok()?;
        let state = security::token::Token::new(self.settings.entropy.as_ref());
        match slot.provider().await {
            Ok(provider) => provider.logout_url(id_token.expose_secret(), &back, state.as_str()),
            Err(_) => None,
        }
    }
}
