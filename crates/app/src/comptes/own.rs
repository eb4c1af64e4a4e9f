//! What one changes of one's own account: name, address, password, roles.

use domain::authz::Myself;
use domain::ids::RoleId;
use domain::organisation::may_end;
use domain::securite::{self, PasswordProblem};
use domain::texte::courriel::Email;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use security::password::Verdict;
use security::token::Token;
use serde_json::json;
use storage::{Account, HeldRole, NewOneTimeToken, OwnRole, StorageError, WriteTx};

use super::Visitor;
use super::accept::hash;
use super::tries::{Tries, forgive};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// Kind of the tokens that confirm an address.
const EMAIL: &str = "email";
/// Kind of the tokens that choose a password: the address that got them is left behind.
const PASSWORD: &str = "password";
/// Key of the trace of a role that its holder ends.
const LEAVE: &str = "role.leave";

/// What changing one's password answers.
#[derive(Debug)]
pub enum PasswordChange {
    /// Done: the other sessions are over.
    Done,
    /// The current password is not this one.
    Wrong,
    /// Too many wrong tries.
    Locked {
        /// When one may try again.
        until: Timestamp,
    },
    /// The new one cannot serve.
    Refused(PasswordProblem),
}

/// What asking for another address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailDemand {
    /// A message left for the new address. Nothing tells whether another account has it.
    Sent,
    /// It is the address of the account.
    Same,
}

/// Where the link that confirms an address stands, for who opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailLink {
    /// It would give this address to the account.
    Works(String),
    /// It was used, replaced, is too old or never was.
    Over,
    /// It was asked by another account.
    Stranger,
}

/// What confirming an address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChange {
    /// Done.
    Done,
    /// The link works no more, or is another account's.
    Over,
    /// Another account took the address meanwhile.
    Taken,
}

impl App {
    /// Writes one's own name.
    ///
    /// # Errors
    /// [`AppError::Name`] for a name that cannot be kept; or the database does not answer.
    pub async fn rename_self(&self, proof: &Myself, name: &str) -> Result<(), AppError> {
        let name = domain::territoire::checked_name(name)?;
        let tx = self.store.write().await?;
        tx.save_name(proof.user(), &name).await?;
        tx.audit_self(proof, self.change("account", proof.user(), json!({ "fields": ["name"] }))).await?;
        Ok(tx.commit().await?)
    }

    /// Sends a link to a new address and a notice to the present one. The address changes when the link is opened.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many were asked; or the database does not answer.
    pub async fn ask_email(&self, proof: &Myself, email: &Email) -> Result<EmailDemand, AppError> {
        let rules = securite::rules()?;
        let account = self.own_account(proof).await?;
        if account.email.as_deref().map(super::signin::email_key) == Some(email.key()) {
            return Ok(EmailDemand::Same);
        }
        self.within_limit(&rules.email_changes, &proof.user().to_string()).await?;
        let taken = self.store.read().await?.account_by_email(&email.key()).await?.is_some();
        let now = self.now();
        let tx = self.store.write().await?;
        tx.cancel_one_time_tokens(EMAIL, account.id, now).await?;
        let id = self.next_id();
        let content = if taken {
            documents::courriel::compte::adresse_deja_prise()
        } else {
            let token = Token::new(self.settings.entropy.as_ref());
            tx.add_one_time_token(&NewOneTimeToken {
                id,
                kind: EMAIL,
                user: Some(account.id),
                token_hash: token.hash().as_str().to_owned(),
                payload: email.as_str().to_owned(),
                at: now,
                expires_at: now.saturating_add(rules.email_link_life).unwrap_or(now),
            })
            .await?;
            let link = format!("{}/compte/courriel/{}", self.settings.public_url, token.as_str());
            documents::courriel::compte::nouvelle_adresse(&link, rules.email_link_life.as_hours())
        };
        let mail = Outgoing {
            cpts: None,
            user: Some(account.id),
            to: email.clone(),
            template: "nouvelle-adresse",
            about: Some(format!("courriel:{id}")),
            content,
        };
        self.queue_mail(&tx, &mail).await?;
        let notice = documents::courriel::compte::changement_adresse_demande();
        self.tell(&tx, &account, ("adresse-demandee", notice)).await?;
        tx.audit_self(proof, self.change("account", account.id, json!({ "asked": "email" }))).await?;
        tx.commit().await?;
        Ok(EmailDemand::Sent)
    }

    /// Where a link that confirms an address stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn email_link(&self, proof: &Myself, presented: &str) -> Result<EmailLink, AppError> {
        let token = self.store.read().await?.one_time_token(EMAIL, hash(presented).as_str()).await?;
        Ok(match token {
            Some(token) if token.used_at.is_some() || token.expires_at <= self.now() => EmailLink::Over,
            Some(token) if token.user != Some(proof.user()) => EmailLink::Stranger,
            Some(token) => EmailLink::Works(token.payload),
            None => EmailLink::Over,
        })
    }

    /// Gives the account the address to which the link was sent, and tells the former one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn confirm_email(&self, proof: &Myself, presented: &str) -> Result<EmailChange, AppError> {
        let EmailLink::Works(_) = self.email_link(proof, presented).await? else {
            return Ok(EmailChange::Over);
        };
        let now = self.now();
        let tx = self.store.write().await?;
        let Some(token) = tx.use_one_time_token(EMAIL, hash(presented).as_str(), now).await? else {
            return Ok(EmailChange::Over);
        };
        let account = tx.account_to_edit(proof.user()).await?.ok_or(AppError::NotFound)?;
        let Ok(email) = Email::parse(&token.payload) else { return Ok(EmailChange::Over) };
        match tx.save_email(account.id, email.as_str(), &email.key()).await {
            Err(StorageError::AlreadyExists) => return Ok(EmailChange::Taken),
            other => other?,
        }
        tx.cancel_one_time_tokens(PASSWORD, account.id, now).await?;
        let notice = documents::courriel::compte::adresse_changee();
        self.tell(&tx, &account, ("adresse-changee", notice)).await?;
        tx.audit_self(proof, self.change("account", account.id, json!({ "fields": ["email"] }))).await?;
        tx.commit().await?;
        Ok(EmailChange::Done)
    }

    /// Replaces one's own password; a first one needs no current one. Ends the other sessions.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_password(
        &self,
        proof: &Myself,
        visitor: &Visitor,
        (current, new): (SecretString, SecretString),
    ) -> Result<PasswordChange, AppError> {
        let account = self.own_account(proof).await?;
        let verdict = match account.password_hash.clone() {
            None => Verdict::Right,
            stored => self.verify_password(current, stored).await?,
        };
        if verdict == Verdict::Wrong {
            return self.wrong_current(proof).await;
        }
        let personal = [account.name.as_str(), account.email.as_deref().unwrap_or_default()];
        if let Err(problem) = securite::check_password(new.expose_secret(), &personal)? {
            return Ok(PasswordChange::Refused(problem));
        }
        let hashed = self.hash_password(new).await?;
        let now = self.now();
        let tx = self.store.write().await?;
        let mut tries = Tries::load(&tx, Some(account.id), "", now).await?;
        if let Some(until) = tries.locked_until(now)? {
            return Ok(PasswordChange::Locked { until });
        }
        tx.save_password(account.id, &hashed, now).await?;
        tx.cancel_one_time_tokens(PASSWORD, account.id, now).await?;
        if let Tries::Account(account) = &mut tries {
            forgive(&tx, account).await?;
        }
        let ended = tx.end_sessions(account.id, Some(visitor.session.id), now).await?;
        let change = json!({ "fields": ["password"], "sessions_ended": ended });
        tx.audit_self(proof, self.change("account", account.id, change)).await?;
        let notice = documents::courriel::compte::mot_de_passe_remplace();
        self.tell(&tx, &account, ("mot-de-passe-change", notice)).await?;
        tx.commit().await?;
        Ok(PasswordChange::Done)
    }

    /// One's own roles everywhere, over or not, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_roles(&self, proof: &Myself) -> Result<Vec<OwnRole>, AppError> {
        Ok(self.store.read().await?.own_roles(proof).await?)
    }

    /// One of one's own roles that is not over.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when one holds none of this id; or the database does not answer.
    pub async fn own_role(&self, proof: &Myself, id: RoleId) -> Result<OwnRole, AppError> {
        let (now, roles) = (self.now(), self.own_roles(proof).await?);
        let role = roles.into_iter().find(|role| role.id == id && !role.is_over_at(now));
        role.ok_or(AppError::NotFound)
    }

    /// Ends one of one's own roles at once.
    ///
    /// # Errors
    /// [`AppError::StillLast`] when nobody else holds what is essential in the CPTS, [`AppError::NotFound`] for a role
    /// that is over or another person's.
    pub async fn leave_role(&self, proof: &Myself, id: RoleId) -> Result<(), AppError> {
        let (now, role) = (self.now(), self.own_role(proof, id).await?);
        let tx = self.store.write().await?;
        let (left, cpts, key) = match role.held {
            HeldRole::Cpts(cpts, held) => {
                may_end(&tx.roles_of(cpts, now).await?, &[id], now)?;
                (tx.leave_role(proof, id, now).await?, Some(cpts), held.key())
            }
            HeldRole::Institution(_, held) => (tx.leave_seat(proof, id, now).await?, None, held.key()),
        };
        if !left {
            return Err(AppError::NotFound);
        }
        let change = self.change("role", id, json!({ "ended": key, "user": proof.user() }));
        tx.audit_door(proof.author(), cpts, LEAVE, change).await?;
        Ok(tx.commit().await?)
    }

    async fn own_account(&self, proof: &Myself) -> Result<Account, AppError> {
        let account = self.store.read().await?.account(proof.user()).await?;
        account.filter(Account::is_open).ok_or(AppError::NotFound)
    }

    /// Counts a wrong current password with the other wrong tries of the account.
    async fn wrong_current(&self, proof: &Myself) -> Result<PasswordChange, AppError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let mut tries = Tries::load(&tx, Some(proof.user()), "", now).await?;
        let until = match tries.locked_until(now)? {
            Some(until) => Some(until),
            None => tries.wrong(&tx, now).await?,
        };
        tx.commit().await?;
        Ok(until.map_or(PasswordChange::Wrong, |until| PasswordChange::Locked { until }))
    }

    /// Writes to someone about their account, when they have an address.
    pub(crate) async fn tell(
        &self,
        tx: &WriteTx,
        account: &Account,
        (template, content): (&'static str, documents::courriel::Courriel),
    ) -> Result<(), AppError> {
        let Some(Ok(to)) = account.email.as_deref().map(Email::parse) else { return Ok(()) };
        let mail = Outgoing { cpts: None, user: Some(account.id), to, template, about: None, content };
        self.queue_mail(tx, &mail).await?;
        Ok(())
    }
}
