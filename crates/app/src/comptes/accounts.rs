//! Accounts made by the operator or by a command; sessions opened once someone proved who they are.

use domain::authz::{InstitutionRole, Operates, Role};
use domain::ids::{CptsId, InstitutionId, RoleId, SessionId, UserId};
use domain::texte::courriel::Email;
use secrecy::SecretString;
use security::token::Token;
use storage::{NewAccount, NewSession, StorageError, WriteTx, sealed_context};

use crate::{App, AppError};

/// A person who gets an account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Name on screen.
    pub name: String,
    /// E-mail address.
    pub email: Email,
    /// Password, checked before; without one the person chooses it through a link.
    pub password: Option<SecretString>,
    /// Whether the person operates the instance.
    pub operator: bool,
    /// Whether the account belongs to the demonstration.
    pub fictitious: bool,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// Identifier.
    pub session: SessionId,
    /// What the browser keeps; it is not stored here.
    pub token: Token,
}

impl App {
    /// Adds an account.
    ///
    /// # Errors
    /// [`AppError::EmailTaken`] when the address has one; or the database does not answer.
    pub async fn create_account(&self, proof: &Operates, person: &NewPerson) -> Result<UserId, AppError> {
        let name = domain::territoire::checked_name(&person.name)?;
        let password_hash = match &person.password {
            Some(password) => Some(self.hash_password(password.clone()).await?),
            None => None,
        };
        let new = NewAccount {
            id: UserId(self.next_id()),
            email: Some((person.email.as_str().to_owned(), person.email.key())),
            name,
            password_hash,
            is_operator: person.operator,
            fictitious: person.fictitious,
            at: self.now(),
        };
        let tx = self.store.write().await?;
        tx.add_account(&new).await.map_err(|error| match error {
            StorageError::AlreadyExists => AppError::EmailTaken,
            other => other.into(),
        })?;
        let changes = serde_json::json!({ "operator": person.operator });
        tx.audit_operation(proof, self.change("account", new.id, changes)).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Gives someone a role in a CPTS, for the operator: the first coordinator has nobody above.
    ///
    /// # Errors
    /// When the CPTS or the account does not exist, or the database does not answer.
    pub async fn seat_in_cpts(
        &self,
        proof: &Operates,
        (cpts, user, role): (CptsId, UserId, Role),
    ) -> Result<RoleId, AppError> {
        let tx = self.store.write().await?;
        let id = RoleId(self.next_id());
        tx.give_role((cpts, user, role), id, proof.author(), self.now()).await.map_err(no_such)?;
        let changes = serde_json::json!({ "cpts": cpts, "user": user, "role": role.key() });
        tx.audit_operation(proof, self.change("role", id, changes)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Gives someone a role in an institution.
    ///
    /// # Errors
    /// When the institution or the account does not exist, or the database does not answer.
    pub async fn seat_in_institution(
        &self,
        proof: &Operates,
        (institution, user, role): (InstitutionId, UserId, InstitutionRole),
    ) -> Result<RoleId, AppError> {
        let tx = self.store.write().await?;
        let id = RoleId(self.next_id());
        tx.give_seat((institution, user, role), id, proof.author(), self.now()).await.map_err(no_such)?;
        let changes = serde_json::json!({ "institution": institution, "user": user, "role": role.key() });
        tx.audit_operation(proof, self.change("role", id, changes)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Opens a session inside a transaction; the caller has checked the proof of identity.
    pub(crate) async fn open_session(
        &self,
        tx: &WriteTx,
        user: UserId,
        how: &Entry<'_>,
    ) -> Result<Opened, AppError> {
        let token = Token::new(self.settings.entropy.as_ref());
        let id = SessionId(self.next_id());
        let seal = |plain: &String| {
            let context = sealed_context("session", "provider_logout", id);
            self.settings.keys.seal(&context, plain.as_bytes(), self.settings.entropy.as_ref())
        };
        let new = NewSession {
            id,
            user,
            token_hash: token.hash().as_str().to_owned(),
            device: how.device.to_owned(),
            method: how.method.to_owned(),
            strong: how.strong,
            provider_logout: how.provider_logout.as_ref().map(seal),
            at: self.now(),
        };
        tx.open_session(&new).await?;
        Ok(Opened { session: new.id, token })
    }

    /// Hashes a password away from the async threads: it takes tens of milliseconds on purpose.
    pub(crate) async fn hash_password(&self, password: SecretString) -> Result<String, AppError> {
        let settings = self.settings.clone();
        let hashed = tokio::task::spawn_blocking(move || {
            settings.passwords.hash(&password, settings.entropy.as_ref())
        });
        let hashed = hashed.await.map_err(|error| AppError::Security(error.to_string()))?;
        hashed.map_err(|error| AppError::Security(error.to_string()))
    }
}

/// How someone came in.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// What they will recognise: `Firefox sur Windows`.
    pub device: &'a str,
    /// `password`, `passkey`, `demo`, the key of a provider…
    pub method: &'a str,
    /// Whether a second factor was given.
    pub strong: bool,
    /// What ends the session at the provider too, in clear: it is sealed with the session.
    pub provider_logout: Option<String>,
}

fn no_such(error: StorageError) -> AppError {
    match error {
        StorageError::BrokenLink => AppError::NotFound,
        other => other.into(),
    }
}
