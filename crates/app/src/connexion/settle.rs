//! What an identity opens here.

use domain::authz::{Author, Standing};
use domain::ids::UserId;
use domain::texte::courriel::Email;
use serde_json::json;
use storage::{
    Account, ExternalIdentity, Invitation, NewAccount, NewExternalIdentity, Offer, StorageError, WriteTx,
};

use super::{Arrival, Asked, ExternalError, Intent, Practice, Recognised, Return};
use crate::comptes::{Entry, Proof, Visitor};
use crate::{App, AppError};

/// Key of the trace of a session that a provider's word opens.
const OPEN: &str = "session.open";
/// Key of the trace of someone whom nobody here knows.
const UNKNOWN: &str = "session.provider_unknown";
/// Key of the trace of an identity that an account receives.
const ATTACH: &str = "identity.attach";

impl App {
    /// Decides what the person came for, in one transaction.
    pub(super) async fn settle(
        &self,
        person: &Recognised,
        asked: &Asked,
        (user, practice): (Option<UserId>, Option<Practice>),
        back: &Return<'_>,
    ) -> Result<Arrival, ExternalError> {
        match &asked.intent {
            Intent::Enter => self.enter(person, asked, practice, back).await,
            Intent::Accept(invitation) => self.accept_with(person, asked, (invitation, practice), back).await,
            Intent::Attach => {
                let visitor = same_person(user, back)?;
                self.attach(person, asked, practice, visitor).await
            }
            Intent::Confirm => {
                let visitor = same_person(user, back)?;
                self.confirm(person, asked, practice, visitor).await
            }
        }
    }

    async fn enter(
        &self,
        person: &Recognised,
        asked: &Asked,
        practice: Option<Practice>,
        back: &Return<'_>,
    ) -> Result<Arrival, ExternalError> {
        let tx = self.store.write().await?;
        let Some(row) = find(&tx, person, asked).await? else {
            drop(tx);
            return self.unknown(&asked.provider).await;
        };
        let user = row.user;
        self.note(&tx, row, person, practice).await?;
        self.open_for(tx, person, asked, (user, back)).await
    }

    /// Says that nobody here knows the person. No account is made.
    pub(super) async fn unknown(&self, provider: &str) -> Result<Arrival, ExternalError> {
        let tx = self.store.write().await?;
        let change = self.change("provider", provider, json!({}));
        tx.audit_door(&Author::System("connexion".to_owned()), None, UNKNOWN, change).await?;
        tx.commit().await?;
        Ok(Arrival::Unknown)
    }

    async fn accept_with(
        &self,
        person: &Recognised,
        asked: &Asked,
        (invitation, practice): (&str, Option<Practice>),
        back: &Return<'_>,
    ) -> Result<Arrival, ExternalError> {
        let read = self.store.read().await?;
        let invitation = read.invitation_by_token(invitation).await?;
        let invitation = invitation.ok_or(ExternalError::InvitationOver)?;
        let email = match person.email.as_deref().and_then(|text| Email::parse(text).ok()) {
            // An address that another account has stays there: an address is no identity.
            Some(email) if read.account_by_email(&email.key()).await?.is_none() => Some(email),
            _ => None,
        };
        let national = person.national_id.as_deref();
        let held = match read.external_identity(&asked.provider, &person.subject, national).await? {
            Some(row) => holds(&read.standing(row.user, self.now()).await?, &invitation.offer),
            None => false,
        };
        drop(read);
        let tx = self.store.write().await?;
        let row = match find(&tx, person, asked).await? {
            Some(row) => row,
            None => {
                let user = self.new_account(&tx, person, &invitation, email).await?;
                self.add_identity(&tx, person, asked, user).await?
            }
        };
        let user = row.user;
        self.note(&tx, row, person, practice).await?;
        if !self.take_place(&tx, &invitation, user, held).await? {
            return Err(ExternalError::InvitationOver);
        }
        self.open_for(tx, person, asked, (user, back)).await
    }

    async fn new_account(
        &self,
        tx: &WriteTx,
        person: &Recognised,
        invitation: &Invitation,
        email: Option<Email>,
    ) -> Result<UserId, ExternalError> {
        let name = person.name.as_deref().unwrap_or(&invitation.name);
        let new = NewAccount {
            id: UserId(self.next_id()),
            email: email.map(|email| (email.as_str().to_owned(), email.key())),
            name: domain::territoire::checked_name(name).map_err(AppError::from)?,
            password_hash: None,
            is_operator: false,
            fictitious: false,
            at: self.now(),
        };
        tx.add_account(&new).await?;
        Ok(new.id)
    }

    async fn attach(
        &self,
        person: &Recognised,
        asked: &Asked,
        practice: Option<Practice>,
        visitor: &Visitor,
    ) -> Result<Arrival, ExternalError> {
        let user = visitor.account.id;
        let tx = self.store.write().await?;
        tx.account_to_edit(user).await?.filter(Account::is_open).ok_or(ExternalError::Closed)?;
        let own = tx.external_identities_to_edit(user).await?;
        let row = match find(&tx, person, asked).await? {
            Some(row) if row.user == user => row,
            Some(_) => return Err(ExternalError::Taken),
            None if own.iter().any(|other| other.provider == asked.provider) => {
                return Err(ExternalError::AlreadyAttached);
            }
            None => self.add_identity(&tx, person, asked, user).await?,
        };
        self.note(&tx, row, person, practice).await?;
        tx.commit().await?;
        Ok(Arrival::Attached)
    }

    async fn confirm(
        &self,
        person: &Recognised,
        asked: &Asked,
        practice: Option<Practice>,
        visitor: &Visitor,
    ) -> Result<Arrival, ExternalError> {
        let tx = self.store.write().await?;
        let row = find(&tx, person, asked).await?;
        let row = row.filter(|row| row.user == visitor.account.id).ok_or(ExternalError::OtherPerson)?;
        self.note(&tx, row, person, practice).await?;
        // A word without a second factor does not make a weak session strong.
        if !person.strong && !visitor.session.strong {
            return Err(AppError::from(crate::comptes::second_factor()).into());
        }
        match self.accept(tx, visitor, "provider").await? {
            Proof::Accepted { token } => Ok(Arrival::Confirmed { token, way: asked.way.clone() }),
            _ => Err(ExternalError::OtherPerson),
        }
    }

    async fn add_identity(
        &self,
        tx: &WriteTx,
        person: &Recognised,
        asked: &Asked,
        user: UserId,
    ) -> Result<ExternalIdentity, ExternalError> {
        let new = NewExternalIdentity {
            id: self.next_id(),
            user,
            provider: asked.provider.clone(),
            subject: person.subject.clone(),
            national_id: person.national_id.clone(),
            at: self.now(),
        };
        tx.add_external_identity(&new).await.map_err(|error| match error {
            StorageError::AlreadyExists => ExternalError::Taken,
            other => other.into(),
        })?;
        let change = self.change("identity", new.id, json!({ "provider": asked.provider }));
        tx.audit_door(&Author::Person(user), None, ATTACH, change).await?;
        Ok(find(tx, person, asked).await?.ok_or(AppError::Conflict)?)
    }

    /// Notes that an identity served, under which names and for which practice.
    async fn note(
        &self,
        tx: &WriteTx,
        mut row: ExternalIdentity,
        person: &Recognised,
        practice: Option<Practice>,
    ) -> Result<(), ExternalError> {
        let practice = practice.unwrap_or_default();
        row.subject.clone_from(&person.subject);
        row.national_id = person.national_id.clone().or(row.national_id);
        (row.profession, row.structure) = (practice.profession, practice.structure);
        row.last_used_at = Some(self.now());
        Ok(tx.save_external_identity(&row).await?)
    }

    async fn open_for(
        &self,
        tx: WriteTx,
        person: &Recognised,
        asked: &Asked,
        (user, back): (UserId, &Return<'_>),
    ) -> Result<Arrival, ExternalError> {
        let account = tx.account_to_edit(user).await?.filter(Account::is_open);
        let mut account = account.ok_or(ExternalError::Closed)?;
        account.last_sign_in_at = Some(self.now());
        tx.save_attempts(&account).await?;
        if let Some(former) = back.visitor {
            tx.end_session(former.account.id, former.session.id, self.now()).await?;
        }
        let how = Entry {
            device: back.device,
            method: &asked.provider,
            strong: person.strong,
            provider_logout: Some(person.id_token.clone()),
        };
        let opened = self.open_session(&tx, user, &how).await?;
        let what = json!({ "method": asked.provider, "strong": person.strong });
        let change = self.change("session", opened.session, what);
        tx.audit_door(&Author::Person(user), None, OPEN, change).await?;
        tx.commit().await?;
        Ok(Arrival::Opened { opened, way: asked.way.clone() })
    }
}

async fn find(
    tx: &WriteTx,
    person: &Recognised,
    asked: &Asked,
) -> Result<Option<ExternalIdentity>, StorageError> {
    tx.external_identity_to_use(&asked.provider, &person.subject, person.national_id.as_deref()).await
}

/// Who comes back must be who left.
fn same_person<'a>(user: Option<UserId>, back: &Return<'a>) -> Result<&'a Visitor, ExternalError> {
    let visitor = back.visitor.filter(|visitor| Some(visitor.account.id) == user);
    visitor.ok_or(ExternalError::OtherPerson)
}

/// Whether the person already holds what an invitation gives.
fn holds(standing: &Standing, offer: &Offer) -> bool {
    match offer {
        Offer::Cpts(cpts, role) => standing.roles.contains(&(*cpts, *role)),
        Offer::Institution(id, role) => standing.institutions.contains(&(*id, *role)),
    }
}
