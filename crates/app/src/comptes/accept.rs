//! Invitations, as whoever holds their link or their printed code sees and accepts them.

use domain::authz::Author;
use domain::ids::{RoleId, UserId};
use domain::organisation::DatedRole;
use domain::securite::{self, PasswordProblem};
use domain::texte::courriel::Email;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use security::token::{Code, TokenHash};
use serde_json::json;
use storage::{Account, Invitation, NewAccount, Offer, StorageError, WriteTx};

use super::{Entry, Opened, Visitor};
use crate::{App, AppError};

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Used,
    /// Whoever invited took it back.
    Revoked,
    /// It is too old.
    Expired,
}

/// An invitation, as its holder sees it.
#[derive(Clone, Debug)]
pub struct SeenInvitation {
    /// What it gives, and for whom.
    pub invitation: Invitation,
    /// Where it stands.
    pub state: InvitationState,
    /// Name of the CPTS or of the institution.
    pub place: String,
    /// Who invited, when it was a person.
    pub inviter: Option<String>,
    /// Whether the invited address has an account.
    pub has_account: bool,
}

/// Someone who accepts without an account.
pub struct NewMember<'a> {
    /// Name on screen.
    pub name: &'a str,
    /// Address; the invitation's own when it has one.
    pub email: Email,
    /// Password.
    pub password: SecretString,
    /// What they will recognise.
    pub device: &'a str,
    /// Where they call from.
    pub address: &'a str,
}

/// What accepting answers.
#[derive(Debug)]
pub enum Joined {
    /// An account was made, and a weak session is open.
    Opened(Opened),
    /// The invitation works no more: used, taken back or expired meanwhile.
    Over,
    /// The address has an account: sign in, then accept.
    HasAccount,
    /// The password cannot serve.
    Password(PasswordProblem),
}

/// Key of the trace of an invitation that is accepted.
const ACCEPT: &str = "invitation.accept";

impl App {
    /// The invitation of a link or of a printed code; `None` when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn seen_invitation(&self, presented: &str) -> Result<Option<SeenInvitation>, AppError> {
        let tx = self.store.read().await?;
        let Some(invitation) = tx.invitation_by_token(hash(presented).as_str()).await? else {
            return Ok(None);
        };
        let place = match invitation.offer {
            Offer::Cpts(id, _) => tx.cpts(id).await?.map(|cpts| cpts.name),
            Offer::Institution(id, _) => tx.institution(id).await?.map(|institution| institution.name),
        };
        let inviter = match &invitation.given_by {
            Author::Person(user) => tx.account(*user).await?.map(|account| account.name),
            Author::System(_) => None,
        };
        let key = invitation.email.as_deref().map(super::signin::email_key);
        let has_account = match key {
            Some(key) => tx.account_by_email(&key).await?.is_some_and(|account| account.is_open()),
            None => false,
        };
        let state = state(&invitation, self.now());
        let place = place.ok_or(AppError::NotFound)?;
        Ok(Some(SeenInvitation { invitation, state, place, inviter, has_account }))
    }

    /// Accepts an invitation with one's own account; `false` when it works no more.
    ///
    /// # Errors
    /// When the session lacks its second factor, or the database does not answer.
    pub async fn accept_invitation(&self, visitor: &Visitor, presented: &str) -> Result<bool, AppError> {
        if !visitor.session.strong {
            return Err(super::second_factor().into());
        }
        let Some(seen) = self.seen_invitation(presented).await? else { return Err(AppError::NotFound) };
        let standing = visitor.actor.standing();
        let held = match seen.invitation.offer {
            Offer::Cpts(cpts, role) => standing.roles.contains(&(cpts, role)),
            Offer::Institution(id, role) => standing.institutions.contains(&(id, role)),
        };
        let tx = self.store.write().await?;
        if !self.take_place(&tx, &seen.invitation, visitor.account.id, held).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Accepts an invitation with a new account: account, role and trace in one transaction.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many tries come from this network address; or the database does not answer.
    pub async fn join(&self, presented: &str, member: &NewMember<'_>) -> Result<Joined, AppError> {
        self.within_limit(&securite::rules()?.sign_in, member.address).await?;
        let seen = self.seen_invitation(presented).await?;
        let Some(seen) = seen.filter(|seen| seen.state == InvitationState::Open) else {
            return Ok(Joined::Over);
        };
        let email = match seen.invitation.email.as_deref().map(Email::parse) {
            Some(Ok(own)) => own,
            _ => member.email.clone(),
        };
        let personal = [member.name, email.as_str()];
        if let Err(problem) = securite::check_password(member.password.expose_secret(), &personal)? {
            return Ok(Joined::Password(problem));
        }
        let hash = self.hash_password(member.password.clone()).await?;
        let new = NewAccount {
            id: UserId(self.next_id()),
            email: Some((email.as_str().to_owned(), email.key())),
            name: domain::territoire::checked_name(member.name)?,
            password_hash: Some(hash),
            is_operator: false,
            fictitious: false,
            at: self.now(),
        };
        let tx = self.store.write().await?;
        match tx.add_account(&new).await {
            Err(StorageError::AlreadyExists) => {
                drop(tx);
                return self.known_here(presented).await;
            }
            other => other?,
        }
        if !self.take_place(&tx, &seen.invitation, new.id, false).await? {
            return Ok(Joined::Over);
        }
        let how = Entry { device: member.device, method: "password", strong: false, provider_logout: None };
        let opened = self.open_session(&tx, new.id, &how).await?;
        tx.commit().await?;
        Ok(Joined::Opened(opened))
    }

    /// The address has an account: it is often the one that another tab made with this invitation just now.
    async fn known_here(&self, presented: &str) -> Result<Joined, AppError> {
        let seen = self.seen_invitation(presented).await?;
        let open = seen.is_some_and(|seen| seen.state == InvitationState::Open);
        Ok(if open { Joined::HasAccount } else { Joined::Over })
    }

    /// Gives the role, which its holder may have already; `false` when the invitation works no more.
    pub(crate) async fn take_place(
        &self,
        tx: &WriteTx,
        invitation: &Invitation,
        user: UserId,
        held: bool,
    ) -> Result<bool, AppError> {
        // Two invitations to the same role, accepted at the same time, wait for each other here.
        tx.account_to_edit(user).await?;
        if !tx.accept_invitation(invitation.id, user, self.now()).await? {
            return Ok(false);
        }
        let (id, author, now) = (RoleId(self.next_id()), &invitation.given_by, self.now());
        let (cpts, role) = match invitation.offer {
            Offer::Cpts(cpts, role) => {
                let roles = tx.roles_of(cpts, now).await?;
                let has = |one: &DatedRole| one.user == user && one.role == role && one.is_held_at(now);
                if !roles.iter().any(has) {
                    tx.give_role((cpts, user, role), id, author, now).await?;
                }
                (Some(cpts), role.key())
            }
            Offer::Institution(institution, role) => {
                if !held {
                    tx.give_seat((institution, user, role), id, author, now).await?;
                }
                (None, role.key())
            }
        };
        let changes = json!({ "role": role, "user": user, "invited_by": author.to_string() });
        let change = self.change("invitation", invitation.id, changes);
        tx.audit_door(&Author::Person(user), cpts, ACCEPT, change).await?;
        Ok(true)
    }
}

/// The hash of a link's token, or of a code however it was typed.
pub(crate) fn hash(presented: &str) -> TokenHash {
    Code::normalise(presented).map_or_else(|| TokenHash::of(presented.trim()), |code| TokenHash::of(&code))
}

fn state(invitation: &Invitation, now: Timestamp) -> InvitationState {
    if invitation.accepted.is_some() {
        InvitationState::Used
    } else if invitation.revoked_at.is_some() {
        InvitationState::Revoked
    } else if invitation.expires_at <= now {
        InvitationState::Expired
    } else {
        InvitationState::Open
    }
}

/// Whether the invitation was sent to the address of this account, or to nobody in particular.
pub fn is_for(invitation: &Invitation, account: &Account) -> bool {
    let key = |email: &str| super::signin::email_key(email);
    match (&invitation.email, &account.email) {
        (Some(asked), Some(own)) => key(asked) == key(own),
        (Some(_), None) => false,
        (None, _) => true,
    }
}
