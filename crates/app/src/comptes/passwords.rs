//! Links to choose a password: for a new account made by a command, and for a password that was forgotten.

use domain::authz::{Author, Operates};
use domain::ids::UserId;
use domain::securite::{self, PasswordProblem};
use domain::texte::courriel::Email;
use jiff::SignedDuration;
use secrecy::{ExposeSecret as _, SecretString};
use security::token::{Code, Token, TokenHash};
use serde_json::json;
use storage::{Account, NewOneTimeToken, WriteTx};

use super::accept::hash;
use super::signin::email_key;
use super::tries::forgive;
use crate::mail::Outgoing;
use crate::{App, AppError};

const KIND: &str = "password";
/// Key of the trace of a password that is chosen through a link.
const CHOOSE: &str = "password.choose";

/// What choosing a password answers.
#[derive(Debug)]
pub enum Chosen {
    /// Done: every session is over, sign in.
    Done,
    /// The link works no more.
    Over,
    /// The password cannot serve.
    Password(PasswordProblem),
}

/// How someone chooses the password of an account that was made for them: each works, once for both.
#[derive(Debug)]
pub struct Welcome {
    /// The link.
    pub link: String,
    /// The printed code.
    pub code: String,
}

impl App {
    /// Sends a link to whoever forgot their password. The answer is the same whether the account exists.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many demands come from this network address; or the database does not answer.
    pub async fn forgot_password(&self, typed: &str, address: &str) -> Result<(), AppError> {
        let rules = securite::rules()?;
        self.within_limit(&rules.sign_in, address).await?;
        let key = email_key(typed);
        match self.within_limit(&rules.password_resets, &key).await {
            // To say it would tell that somebody asked before.
            Err(AppError::TooMany { .. }) => return Ok(()),
            other => other?,
        }
        let account = self.store.read().await?.account_by_email(&key).await?.filter(Account::is_open);
        let Some((account, Ok(to))) = account.map(|account| {
            let to = Email::parse(account.email.as_deref().unwrap_or_default());
            (account, to)
        }) else {
            return Ok(());
        };
        let tx = self.store.write().await?;
        tx.cancel_one_time_tokens(KIND, account.id, self.now()).await?;
        let token = Token::new(self.settings.entropy.as_ref());
        self.add_link(&tx, account.id, &token.hash(), rules.reset_life).await?;
        let link = self.password_url(token.as_str());
        let mail = Outgoing {
            cpts: None,
            user: Some(account.id),
            to,
            template: "mot-de-passe",
            about: None,
            content: documents::courriel::compte::mot_de_passe_oublie(&link, rules.reset_life.as_hours()),
        };
        self.queue_mail(&tx, &mail).await?;
        Ok(tx.commit().await?)
    }

    /// Whether a link or a printed code still lets its holder choose a password.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn password_link_works(&self, presented: &str) -> Result<bool, AppError> {
        let token = self.store.read().await?.one_time_token(KIND, hash(presented).as_str()).await?;
        Ok(token.is_some_and(|token| token.used_at.is_none() && token.expires_at > self.now()))
    }

    /// Chooses a password through a link: it works once, ends every session and forgets the wrong tries.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn choose_password(&self, presented: &str, password: SecretString) -> Result<Chosen, AppError> {
        let read = self.store.read().await?;
        let token = read.one_time_token(KIND, hash(presented).as_str()).await?;
        let user = token.and_then(|token| token.user);
        let account = match user {
            Some(user) => read.account(user).await?.filter(Account::is_open),
            None => None,
        };
        drop(read);
        let Some(account) = account else { return Ok(Chosen::Over) };
        let personal = [account.name.as_str(), account.email.as_deref().unwrap_or_default()];
        if let Err(problem) = securite::check_password(password.expose_secret(), &personal)? {
            return Ok(Chosen::Password(problem));
        }
        let hashed = self.hash_password(password).await?;
        let now = self.now();
        let tx = self.store.write().await?;
        if tx.use_one_time_token(KIND, hash(presented).as_str(), now).await?.is_none() {
            return Ok(Chosen::Over);
        }
        let mut account = tx.account_to_edit(account.id).await?.ok_or(AppError::NotFound)?;
        tx.cancel_one_time_tokens(KIND, account.id, now).await?;
        tx.save_password(account.id, &hashed, now).await?;
        forgive(&tx, &mut account).await?;
        let ended = tx.end_sessions(account.id, None, now).await?;
        let change = self.change("account", account.id, json!({ "sessions_ended": ended }));
        tx.audit_door(&Author::Person(account.id), None, CHOOSE, change).await?;
        if let Some(Ok(to)) = account.email.as_deref().map(Email::parse) {
            let content = documents::courriel::compte::mot_de_passe_change();
            let user = Some(account.id);
            let mail =
                Outgoing { cpts: None, user, to, template: "mot-de-passe-change", about: None, content };
            self.queue_mail(&tx, &mail).await?;
        }
        tx.commit().await?;
        Ok(Chosen::Done)
    }

    /// A link and a printed code for someone whose account was made, or must be opened again, by a command.
    ///
    /// # Errors
    /// When the account does not exist or the database does not answer.
    pub async fn welcome(&self, proof: &Operates, user: UserId) -> Result<Welcome, AppError> {
        let rules = securite::rules()?;
        let tx = self.store.write().await?;
        tx.account_to_edit(user).await?.ok_or(AppError::NotFound)?;
        tx.cancel_one_time_tokens(KIND, user, self.now()).await?;
        let entropy = self.settings.entropy.as_ref();
        let (token, code) = (Token::new(entropy), Code::new(entropy));
        self.add_link(&tx, user, &token.hash(), rules.invitation_life).await?;
        self.add_link(&tx, user, &code.hash(), rules.printed_code_life).await?;
        tx.audit_operation(proof, self.change("account", user, json!({ "link": "password" }))).await?;
        tx.commit().await?;
        Ok(Welcome { link: self.password_url(token.as_str()), code: code.shown() })
    }

    /// Removes the second factors of someone who lost them all, and ends their sessions.
    ///
    /// # Errors
    /// When the account does not exist or the database does not answer.
    pub async fn remove_factors(&self, proof: &Operates, user: UserId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.account_to_edit(user).await?.ok_or(AppError::NotFound)?;
        tx.remove_factors(user).await?;
        tx.end_sessions(user, None, self.now()).await?;
        tx.audit_operation(proof, self.change("account", user, json!({ "factors": "removed" }))).await?;
        Ok(tx.commit().await?)
    }

    /// Closes an account: its sessions end at once. What it holds stays.
    ///
    /// # Errors
    /// When the account does not exist or the database does not answer.
    pub async fn disable_account(&self, proof: &Operates, user: UserId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.save_disabled(user, Some(self.now())).await? {
            return Err(AppError::NotFound);
        }
        tx.end_sessions(user, None, self.now()).await?;
        tx.audit_operation(proof, self.change("account", user, json!({ "disabled": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Every account, for the commands of the instance.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self, proof: &Operates) -> Result<Vec<Account>, AppError> {
        Ok(self.store.read().await?.all_accounts(proof).await?)
    }

    async fn add_link(
        &self,
        tx: &WriteTx,
        user: UserId,
        hash: &TokenHash,
        life: SignedDuration,
    ) -> Result<(), AppError> {
        let new = NewOneTimeToken {
            id: self.next_id(),
            kind: KIND,
            user: Some(user),
            token_hash: hash.as_str().to_owned(),
            payload: String::new(),
            at: self.now(),
            expires_at: self.now().saturating_add(life).unwrap_or(self.now()),
        };
        Ok(tx.add_one_time_token(&new).await?)
    }

    fn password_url(&self, token: &str) -> String {
        format!("{}/mot-de-passe/{token}", self.settings.public_url)
    }
}
