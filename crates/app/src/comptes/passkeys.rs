//! Passkeys: added by someone who signed in, given as a second factor, or alone to sign in.

use domain::authz::{Author, Myself};
use domain::ids::UserId;
use domain::securite;
use security::passkey::{PasskeyError, Passkeys, Started, StoredPasskey};
use security::token::{Token, TokenHash};
use serde::{Deserialize, Serialize};
use storage::{Account, NewOneTimeToken, OneTimeToken, PasskeyRow, StorageError, WriteTx};
use uuid::Uuid;

use super::factors::{FACTOR, Proof, SetUp, may_add};
use super::signin::{OPEN, SignIn, email_key};
use super::tries::forgive;
use super::{Entry, Visitor};
use crate::{App, AppError};

const ADD: &str = "passkey.add";
const GIVE: &str = "passkey.give";
const SIGN_IN: &str = "passkey.sign_in";

/// An exchange with a passkey that was started.
#[derive(Debug)]
pub struct Ceremony {
    /// What the browser gives to the device, in JSON.
    pub options: String,
    /// What the page sends back with the answer.
    pub token: String,
}

/// What the browser sends back.
pub struct Answered<'a> {
    /// The token of the exchange.
    pub token: &'a str,
    /// The answer of the device, in JSON.
    pub answer: &'a str,
}

/// What the server remembers meanwhile.
#[derive(Serialize, Deserialize)]
struct Remembered {
    state: String,
    session: Option<String>,
}

impl App {
    /// Whether passkeys can serve: they need an address with a name.
    pub fn has_passkeys(&self) -> bool {
        self.passkeys_of_site().is_ok()
    }

    /// Starts adding a passkey.
    ///
    /// # Errors
    /// When a factor exists and was not given, or the address of the site has no name.
    pub async fn start_passkey(&self, visitor: &Visitor) -> Result<Ceremony, AppError> {
        let tx = self.store.write().await?;
        let existing = stored(&may_add(&tx, visitor).await?.passkeys);
        let (user, name) = (visitor.account.id, &visitor.account.name);
        let shown = visitor.account.email.as_deref().unwrap_or(name);
        let site = self.passkeys_of_site()?;
        let started = site.start_registration(user.0, shown, name, &existing).map_err(security)?;
        let ceremony = self.remember(&tx, ADD, Some(visitor), started).await?;
        tx.commit().await?;
        Ok(ceremony)
    }

    /// Adds the passkey, and gives recovery codes when there is none. The session becomes strong.
    ///
    /// # Errors
    /// When a factor exists and was not given, or the database does not answer.
    pub async fn finish_passkey(
        &self,
        visitor: &Visitor,
        answered: &Answered<'_>,
        name: &str,
    ) -> Result<SetUp, AppError> {
        let user = visitor.account.id;
        let tx = self.store.write().await?;
        let factors = may_add(&tx, visitor).await?;
        let refused = SetUp { proof: Proof::Wrong, codes: Vec::new() };
        let remembered = self.recall(&tx, ADD, answered, Some(visitor)).await?;
        let made = remembered.and_then(|(_, state)| {
            self.passkeys_of_site().ok()?.finish_registration(&state, answered.answer).ok()
        });
        let Some(made) = made else {
            tx.commit().await?;
            return Ok(refused);
        };
        let new = PasskeyRow {
            id: self.next_id(),
            name: domain::territoire::checked_name(name)?,
            credential_id: made.id,
            credential: made.json,
            created_at: self.now(),
            last_used_at: None,
        };
        match tx.add_passkey(user, &new).await {
            // A passkey that an account has already: no browser offers it, a forged answer does.
            Err(StorageError::AlreadyExists) => return Ok(refused),
            other => other?,
        }
        let codes = self.first_recovery_codes(&tx, user, &factors).await?;
        let change = self.change("account", user, serde_json::json!({ "factor": "passkey", "added": true }));
        tx.audit_door(visitor.actor.author(), None, FACTOR, change).await?;
        Ok(SetUp { proof: self.accept(tx, visitor, "passkey").await?, codes })
    }

    /// Removes a passkey; the last factor stays.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when it is the last factor; [`AppError::NotFound`] when there is none of that id.
    pub async fn remove_passkey(&self, proof: &Myself, id: Uuid) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.account_to_edit(proof.user()).await?;
        let factors = tx.factors_to_edit(proof.user()).await?;
        if !factors.has_totp() && factors.passkeys.len() == 1 {
            return Err(AppError::Conflict);
        }
        if !tx.remove_passkey(proof.user(), id).await? {
            return Err(AppError::NotFound);
        }
        let change =
            self.change("account", proof.user(), serde_json::json!({ "factor": "passkey", "added": false }));
        tx.audit_self(proof, change).await?;
        Ok(tx.commit().await?)
    }

    /// Starts proving with a passkey who owns this session.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when they have none; or the database does not answer.
    pub async fn start_giving_passkey(&self, visitor: &Visitor) -> Result<Ceremony, AppError> {
        let tx = self.store.write().await?;
        let existing = stored(&tx.factors_to_edit(visitor.account.id).await?.passkeys);
        if existing.is_empty() {
            return Err(AppError::NotFound);
        }
        let started = self.passkeys_of_site()?.start_sign_in(&existing).map_err(security)?;
        let ceremony = self.remember(&tx, GIVE, Some(visitor), started).await?;
        tx.commit().await?;
        Ok(ceremony)
    }

    /// Proves with a passkey who owns this session: it becomes strong and recent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn give_passkey(&self, visitor: &Visitor, answered: &Answered<'_>) -> Result<Proof, AppError> {
        let tx = self.store.write().await?;
        let remembered = self.recall(&tx, GIVE, answered, Some(visitor)).await?;
        let right = match remembered {
            Some((_, state)) => self.check(&tx, visitor.account.id, &state, answered.answer).await?,
            None => false,
        };
        if right {
            return self.accept(tx, visitor, "passkey").await;
        }
        tx.commit().await?;
        Ok(Proof::Wrong)
    }

    /// Starts a sign-in with a passkey alone. An address without passkeys, or without account, gets a decoy.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many tries come from this network address; or the database does not answer.
    pub async fn start_passkey_sign_in(&self, email: &str, address: &str) -> Result<Ceremony, AppError> {
        self.within_limit(&securite::rules()?.sign_in, address).await?;
        let key = email_key(email);
        let tx = self.store.read().await?;
        let account = tx.account_by_email(&key).await?.filter(Account::is_open);
        let existing = match &account {
            Some(account) => stored(&tx.factors(account.id).await?.passkeys),
            None => Vec::new(),
        };
        drop(tx);
        let (site, settings) = (self.passkeys_of_site()?, &self.settings);
        let started = match existing.is_empty() {
            true => site.decoy(&settings.keys, &key, settings.entropy.as_ref()),
            false => site.start_sign_in(&existing),
        };
        let tx = self.store.write().await?;
        let user = account.filter(|_| !existing.is_empty()).map(|account| account.id);
        let ceremony = self.keep(&tx, SIGN_IN, (user, None), started.map_err(security)?).await?;
        tx.commit().await?;
        Ok(ceremony)
    }

    /// Opens a strong session for who holds a passkey of an account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn passkey_sign_in(&self, answered: &Answered<'_>, device: &str) -> Result<SignIn, AppError> {
        let tx = self.store.write().await?;
        let remembered = self.recall(&tx, SIGN_IN, answered, None).await?;
        let known = match remembered {
            Some((OneTimeToken { user: Some(user), .. }, state)) => {
                self.check(&tx, user, &state, answered.answer).await?.then_some(user)
            }
            _ => None,
        };
        let account = match known {
            Some(user) => tx.account_to_edit(user).await?.filter(Account::is_open),
            None => None,
        };
        let Some(mut account) = account else {
            tx.commit().await?;
            return Ok(SignIn::Wrong);
        };
        account.last_sign_in_at = Some(self.now());
        forgive(&tx, &mut account).await?;
        let how = Entry { device, method: "passkey", strong: true, provider_logout: None };
        let opened = self.open_session(&tx, account.id, &how).await?;
        let change = self.change("session", opened.session, serde_json::json!({ "method": "passkey" }));
        tx.audit_door(&Author::Person(account.id), None, OPEN, change).await?;
        tx.commit().await?;
        Ok(SignIn::Opened(opened))
    }

    /// Checks an answer, and notes that the passkey served.
    async fn check(&self, tx: &WriteTx, user: UserId, state: &str, answer: &str) -> Result<bool, AppError> {
        let existing = stored(&tx.factors_to_edit(user).await?.passkeys);
        match self.passkeys_of_site()?.finish_sign_in(state, answer, &existing) {
            Ok(served) => {
                let updated = served.updated.as_ref().map(|passkey| passkey.json.as_str());
                tx.use_passkey(&served.id, updated, self.now()).await?;
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    async fn remember(
        &self,
        tx: &WriteTx,
        kind: &'static str,
        visitor: Option<&Visitor>,
        started: Started,
    ) -> Result<Ceremony, AppError> {
        let user = visitor.map(|visitor| visitor.account.id);
        let session = visitor.map(|visitor| visitor.session.id.to_string());
        self.keep(tx, kind, (user, session), started).await
    }

    async fn keep(
        &self,
        tx: &WriteTx,
        kind: &'static str,
        (user, session): (Option<UserId>, Option<String>),
        started: Started,
    ) -> Result<Ceremony, AppError> {
        let token = Token::new(self.settings.entropy.as_ref());
        let payload = Remembered { state: started.state_json, session };
        let payload =
            serde_json::to_string(&payload).map_err(|error| AppError::Security(error.to_string()))?;
        let life = securite::rules()?.exchange_life;
        let new = NewOneTimeToken {
            id: self.next_id(),
            kind,
            user,
            token_hash: token.hash().as_str().to_owned(),
            payload,
            at: self.now(),
            expires_at: self.now().saturating_add(life).unwrap_or(self.now()),
        };
        tx.add_one_time_token(&new).await?;
        Ok(Ceremony { options: started.options_json, token: token.as_str().to_owned() })
    }

    /// What was remembered of an exchange, once, and only for the session that started it.
    async fn recall(
        &self,
        tx: &WriteTx,
        kind: &str,
        answered: &Answered<'_>,
        visitor: Option<&Visitor>,
    ) -> Result<Option<(OneTimeToken, String)>, AppError> {
        let hash = TokenHash::of(answered.token);
        let Some(token) = tx.use_one_time_token(kind, hash.as_str(), self.now()).await? else {
            return Ok(None);
        };
        let Ok(remembered) = serde_json::from_str::<Remembered>(&token.payload) else { return Ok(None) };
        let session = visitor.map(|visitor| visitor.session.id.to_string());
        Ok((remembered.session == session).then_some((token, remembered.state)))
    }

    fn passkeys_of_site(&self) -> Result<Passkeys, AppError> {
        Passkeys::at(&self.settings.public_url).map_err(|error| match error {
            PasskeyError::NoHostName => AppError::NotFound,
            other => security(other),
        })
    }
}

fn stored(rows: &[PasskeyRow]) -> Vec<StoredPasskey> {
    let one =
        |row: &PasskeyRow| StoredPasskey { id: row.credential_id.clone(), json: row.credential.clone() };
    rows.iter().map(one).collect()
}

#[allow(clippy::needless_pass_by_value, reason = "given to map_err")]
fn security(error: PasskeyError) -> AppError {
    AppError::Security(error.to_string())
}
