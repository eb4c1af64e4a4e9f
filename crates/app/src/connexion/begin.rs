//! Leaving for a provider.

use domain::authz::Author;
use domain::ids::UserId;
use domain::securite;
use security::token::{Code, Token, TokenHash};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use storage::{NewOneTimeToken, OneTimeToken, WriteTx, sealed_context};

use super::{Asked, EXCHANGE, ExternalError, Intent, Url, sealed_badly};
use crate::comptes::Visitor;
use crate::{App, AppError};

/// What someone wants of a provider.
#[derive(Clone, Copy)]
pub enum Wish<'a> {
    /// To sign in.
    Enter,
    /// To accept an invitation: the secret of its link, or its printed code as typed.
    Accept(&'a str),
    /// To attach the identity to the account of who is signed in.
    Attach(&'a Visitor),
    /// To prove again who is signed in.
    Confirm(&'a Visitor),
}

/// Someone leaves for a provider.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// Key of the provider.
    pub provider: &'a str,
    /// What they want.
    pub wish: Wish<'a>,
    /// Where they were going, given back at the return.
    pub way: &'a str,
    /// What this browser keeps: the return must come from it.
    pub browser: &'a str,
    /// Where they call from, for the limit by network address.
    pub address: &'a str,
}

/// Where to send the person.
#[derive(Debug)]
pub struct Departure {
    /// Address at the provider.
    pub url: Url,
    /// How the provider is called.
    pub label: String,
}

/// What waits in the database, sealed.
#[derive(Serialize, serde::Deserialize)]
pub(super) struct Exchange {
    pub(super) nonce: String,
    pub(super) verifier: String,
    #[serde(flatten)]
    pub(super) asked: Asked,
}

impl App {
    /// What a browser keeps while an exchange lasts, drawn for the first one.
    pub fn browser_mark(&self) -> Token {
        Token::new(self.settings.entropy.as_ref())
    }

    /// Starts an exchange with a provider, and remembers it for as long as the rules say.
    ///
    /// # Errors
    /// [`ExternalError::UnknownProvider`]; [`ExternalError::Provider`] when it does not answer;
    /// [`AppError::TooMany`] for this network address.
    pub async fn begin_external(&self, start: &Start<'_>) -> Result<Departure, ExternalError> {
        self.within_limit(&securite::rules()?.sign_in, start.address).await?;
        let departure = self.leave_for(start).await;
        self.trace_refusal(start.provider, departure).await
    }

    async fn leave_for(&self, start: &Start<'_>) -> Result<Departure, ExternalError> {
        let slot = self.providers.slot(start.provider).ok_or(ExternalError::UnknownProvider)?;
        let provider = slot.provider().await?;
        let redirect = self.return_address(start.provider)?;
        let mut begun = provider.begin(&redirect, self.settings.entropy.as_ref());
        let (intent, user) = match start.wish {
            Wish::Enter => (Intent::Enter, None),
            Wish::Accept(secret) => (Intent::Accept(invitation_hash(secret)), None),
            Wish::Attach(visitor) => (Intent::Attach, Some(visitor.account.id)),
            Wish::Confirm(visitor) => {
                // A session at the provider is no fresh proof: the person is asked again.
                begun.url.query_pairs_mut().append_pair("prompt", "login");
                (Intent::Confirm, Some(visitor.account.id))
            }
        };
        let asked = Asked {
            provider: start.provider.to_owned(),
            browser: TokenHash::of(start.browser).as_str().to_owned(),
            intent,
            way: start.way.to_owned(),
        };
        let exchange = Exchange { nonce: begun.nonce, verifier: begun.verifier, asked };
        let tx = self.store.write().await?;
        self.keep_exchange(&tx, (EXCHANGE, user), &TokenHash::of(&begun.state), &exchange).await?;
        tx.commit().await?;
        Ok(Departure { url: begun.url, label: slot.config.label.clone() })
    }

    /// Keeps what waits for an answer, sealed, until it is too old.
    pub(super) async fn keep_exchange(
        &self,
        tx: &WriteTx,
        (kind, user): (&'static str, Option<UserId>),
        hash: &TokenHash,
        what: &impl Serialize,
    ) -> Result<(), ExternalError> {
        let plain = serde_json::to_vec(what).map_err(|error| AppError::Security(error.to_string()))?;
        let (id, at) = (self.next_id(), self.now());
        let context = sealed_context("one_time_token", "payload", id);
        let new = NewOneTimeToken {
            id,
            kind,
            user,
            token_hash: hash.as_str().to_owned(),
            payload: self.settings.keys.seal(&context, &plain, self.settings.entropy.as_ref()),
            at,
            expires_at: at.saturating_add(securite::rules()?.exchange_life).unwrap_or(at),
        };
        Ok(tx.add_one_time_token(&new).await?)
    }

    /// Opens what was kept.
    pub(super) fn open_exchange<T: DeserializeOwned>(
        &self,
        token: &OneTimeToken,
    ) -> Result<T, ExternalError> {
        let context = sealed_context("one_time_token", "payload", token.id);
        let plain = self.settings.keys.open(&context, &token.payload).map_err(|e| sealed_badly(&e))?;
        Ok(serde_json::from_slice(&plain).map_err(|error| AppError::Security(error.to_string()))?)
    }

    /// Leaves a line of what was refused: which provider, why, and nothing of the person.
    pub(super) async fn trace_refusal<T>(
        &self,
        provider: &str,
        result: Result<T, ExternalError>,
    ) -> Result<T, ExternalError> {
        let Err(error) = result else { return result };
        if let ExternalError::App(_) = error {
            return Err(error);
        }
        // A name that we do not know is what a stranger typed: it does not enter the trace.
        let known = self.providers.slot(provider).map_or("", |slot| slot.config.key.as_str());
        let tx = self.store.write().await?;
        let change = self.change("provider", known, json!({ "reason": error.reason() }));
        tx.audit_door(&Author::System("connexion".to_owned()), None, REFUSED, change).await?;
        tx.commit().await?;
        Err(error)
    }
}

/// Key of the trace of an exchange that was refused.
const REFUSED: &str = "session.provider_refused";

/// The hash of a link's secret, or of a printed code however it is typed.
fn invitation_hash(secret: &str) -> String {
    let normal = Code::normalise(secret);
    TokenHash::of(normal.as_deref().unwrap_or(secret.trim())).as_str().to_owned()
}
