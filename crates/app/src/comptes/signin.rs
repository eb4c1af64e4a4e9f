//! Signing in with a password, and leaving.

use domain::authz::Author;
use domain::ids::UserId;
use domain::securite;
use domain::texte::courriel::Email;
use jiff::Timestamp;
use secrecy::SecretString;
use security::password::Verdict;
use storage::Account;

use super::tries::{Tries, forgive};
use super::{Entry, Opened, Visitor};
use crate::{App, AppError};

/// What someone types at the door.
pub struct Credentials<'a> {
    /// E-mail address, as typed.
    pub email: &'a str,
    /// Password, as typed.
    pub password: SecretString,
    /// What they will recognise: `Firefox sur Windows`.
    pub device: &'a str,
    /// Where they call from, for the limit by network address.
    pub address: &'a str,
}

/// What the door answers.
#[derive(Debug)]
pub enum SignIn {
    /// A session is open. After a password alone it is weak: the second factor makes it strong.
    Opened(Opened),
    /// No such account, or not this password: the answer does not tell which.
    Wrong,
    /// Too many wrong tries, for an account or for an address that has none.
    Locked {
        /// When one may try again.
        until: Timestamp,
    },
}

impl App {
    /// Opens a weak session for who knows the password of an account.
    ///
    /// The work is the same whether the account exists or not: one password is hashed, one counter is written.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many tries come from this network address; or the database does not answer.
    pub async fn sign_in(&self, with: &Credentials<'_>) -> Result<SignIn, AppError> {
        self.within_limit(&securite::rules()?.sign_in, with.address).await?;
        let key = email_key(with.email);
        let account = self.store.read().await?.account_by_email(&key).await?.filter(Account::is_open);
        let stored = account.as_ref().and_then(|account| account.password_hash.clone());
        let verdict = self.verify_password(with.password.clone(), stored).await?;
        let weak = verdict == Verdict::RightButWeak;
        let rehashed = if weak { Some(self.hash_password(with.password.clone()).await?) } else { None };

        let now = self.now();
        let tx = self.store.write().await?;
        let mut tries = Tries::load(&tx, account.map(|account| account.id), &key, now).await?;
        if let Some(until) = tries.locked_until(now)? {
            return Ok(SignIn::Locked { until });
        }
        let (Tries::Account(account), true) = (&mut tries, verdict != Verdict::Wrong) else {
            let locked = tries.wrong(&tx, now).await?;
            tx.commit().await?;
            return Ok(locked.map_or(SignIn::Wrong, |until| SignIn::Locked { until }));
        };
        if let Some(hash) = rehashed {
            tx.rehash_password(account.id, &hash).await?;
        }
        account.last_sign_in_at = Some(now);
        // Who has a second factor still has to give it: until then wrong tries go on counting together.
        if tx.factors_to_edit(account.id).await?.any() {
            tx.save_attempts(account).await?;
        } else {
            forgive(&tx, account).await?;
        }
        let how = Entry { device: with.device, method: "password", strong: false, provider_logout: None };
        let opened = self.open_session(&tx, account.id, &how).await?;
        let change = self.change("session", opened.session, serde_json::json!({ "method": "password" }));
        tx.audit_door(&Author::Person(account.id), None, OPEN, change).await?;
        tx.commit().await?;
        Ok(SignIn::Opened(opened))
    }

    /// Ends the session of who leaves.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, visitor: &Visitor) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.end_session(visitor.account.id, visitor.session.id, self.now()).await?;
        let change = self.change("session", visitor.session.id, serde_json::json!({}));
        tx.audit_door(visitor.actor.author(), None, CLOSE, change).await?;
        Ok(tx.commit().await?)
    }

    /// The invented people who may come in without a password; none outside a demonstration.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn demo_people(&self) -> Result<Vec<DemoPerson>, AppError> {
        if !self.settings.demo {
            return Ok(Vec::new());
        }
        let now = self.now();
        let tx = self.store.read().await?;
        let mut people = Vec::new();
        for account in tx.demo_people().await? {
            let standing = tx.standing(account.id, now).await?;
            let roles = standing.roles.iter().map(|(_, role)| role.label());
            let seats = standing.institutions.iter().map(|(_, role)| role.label());
            let operator = account.is_operator.then_some("Opérateur de l'instance");
            let roles = roles.chain(seats).chain(operator).map(str::to_owned).collect();
            people.push(DemoPerson { user: account.id, name: account.name, roles });
        }
        Ok(people)
    }

    /// Compares a password away from the async threads.
    pub(crate) async fn verify_password(
        &self,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<Verdict, AppError> {
        let passwords = self.settings.passwords;
        let verdict = tokio::task::spawn_blocking(move || passwords.verify(&password, stored.as_deref()));
        verdict.await.map_err(|error| AppError::Security(error.to_string()))
    }
}

/// An invented person of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// Account.
    pub user: UserId,
    /// Name on screen.
    pub name: String,
    /// Roles, as the policy names them.
    pub roles: Vec<String>,
}

/// Key of the trace of a session that opens.
pub(crate) const OPEN: &str = "session.open";
/// Key of the trace of a session that its owner ends.
pub(crate) const CLOSE: &str = "session.close";

/// The form of an address for comparisons; what is no address compares with nothing.
pub(crate) fn email_key(typed: &str) -> String {
    Email::parse(typed).map_or_else(|_| typed.trim().to_lowercase(), |email| email.key())
}
