//! Invitations: by an e-mail link or a printed code, sent again, taken back.

use documents::courriel::organisation as courriel;
use documents::{Lettre, lettre_pdf};
use domain::authz::{Allowed, Author, ManageRoles, Operates, ReadPersonnes, Role};
use domain::ids::{InvitationId, UserId};
use domain::organisation::{InvitationLine, day, reminders};
use domain::securite;
use domain::territoire::checked_name;
use domain::texte::Email;
use jiff::Timestamp;
use security::token::{Code, Token, TokenHash};
use serde_json::json;
use storage::{InvitationRow, InvitedTo, WriteTx};

use super::invitation::{InvitationState, Invited, NewInvitation, Sent, Way};
use crate::mail::Outgoing;
use crate::{App, AppError, clock};

/// A secret, and how the person gets it.
struct Secret {
    account: Option<UserId>,
    hash: TokenHash,
    expires_at: Timestamp,
    shown: Shown,
}

enum Shown {
    Link(String),
    Code(String),
}

impl App {
    /// The invitations of the CPTS within a year, the last made first, each with its state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn invitations(
        &self,
        proof: &Allowed<ReadPersonnes>,
    ) -> Result<Vec<(InvitationRow, InvitationState)>, AppError> {
        let now = self.now();
        let rows = self.store.read().await?.invitations(proof, now - reminders()?.past).await?;
        Ok(rows.into_iter().map(|row| (row.clone(), InvitationState::of(&row, now))).collect())
    }

    /// Invites someone to the CPTS.
    ///
    /// # Errors
    /// When the name cannot be used, too many were invited within the hour, or the database does not answer.
    pub async fn invite(
        &self,
        proof: &Allowed<ManageRoles>,
        new: &NewInvitation,
    ) -> Result<Invited, AppError> {
        let mut invited = self.invite_together(proof, std::slice::from_ref(new)).await?;
        invited.pop().ok_or(AppError::NotFound)
    }

    /// Invites everyone of a list that was previewed: all of them, or nobody.
    ///
    /// # Errors
    /// As [`App::invite`]; nothing is then sent.
    pub async fn invite_all(
        &self,
        proof: &Allowed<ManageRoles>,
        lines: &[InvitationLine],
    ) -> Result<usize, AppError> {
        let new: Vec<NewInvitation> = lines
            .iter()
            .map(|line| NewInvitation {
                name: line.name.clone(),
                role: line.role,
                way: Way::Email(line.email.clone()),
            })
            .collect();
        Ok(self.invite_together(proof, &new).await?.len())
    }

    async fn invite_together(
        &self,
        proof: &Allowed<ManageRoles>,
        all: &[NewInvitation],
    ) -> Result<Vec<Invited>, AppError> {
        if all.iter().any(|new| !new.role.is_given()) {
            return Err(AppError::NotFound);
        }
        let names: Vec<String> = all.iter().map(|new| checked_name(&new.name)).collect::<Result<_, _>>()?;
        let times = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let limit = &securite::rules()?.invitations;
        self.within_limit_of(limit, &proof.cpts().to_string(), times).await?;
        let organisation = self.cpts(proof.cpts()).await?.name;
        let mut secrets = Vec::with_capacity(all.len());
        for new in all {
            secrets.push(self.secret(&new.way).await?);
        }
        let tx = self.store.write().await?;
        let mut sent = Vec::with_capacity(all.len());
        for ((new, name), secret) in all.iter().zip(names).zip(secrets) {
            let row = self.row(InvitedTo::Cpts(proof.cpts()), (name, new.role.key()), &new.way, &secret);
            let row = InvitationRow { given_by: proof.author().clone(), ..row };
            tx.add_invitation(proof, &row).await?;
            self.send(&tx, (&organisation, new.role.label()), &row, &secret).await?;
            let changes =
                json!({ "role": new.role.key(), "by": way_key(&new.way), "expires": row.expires_at });
            tx.audit(proof, self.change("invitation", row.id, changes)).await?;
            sent.push(invited(&row, secret));
        }
        tx.commit().await?;
        Ok(sent)
    }

    /// Sends an invitation again with another secret; the former one dies.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was answered or taken back, [`AppError::TooMany`], or the database.
    pub async fn resend_invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
    ) -> Result<Invited, AppError> {
        let limit = securite::rules()?.invitations.clone();
        self.within_limit(limit, &proof.cpts().to_string()).await?;
        let organisation = self.cpts(proof.cpts()).await?.name;
        let now = self.now();
        let way = match &self.invitation(proof, id).await?.0.email {
            Some(email) => Way::Email(stored_email(email)?),
            None => Way::Printed,
        };
        let secret = self.secret(&way).await?;
        let tx = self.store.write().await?;
        let before = tx.invitation_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if !InvitationState::of(&before, now).may_resend() {
            return Err(AppError::NotFound);
        }
        let row = InvitationRow {
            token_hash: secret.hash.as_str().to_owned(),
            created_at: now,
            expires_at: secret.expires_at,
            ..before
        };
        tx.renew_invitation(proof, &row).await?;
        let role = Role::from_key(&row.role).map_or("", Role::label);
        self.send(&tx, (&organisation, role), &row, &secret).await?;
        let changes = json!({ "resent": true, "expires": row.expires_at });
        tx.audit(proof, self.change("invitation", id, changes)).await?;
        tx.commit().await?;
        Ok(invited(&row, secret))
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was answered or taken back before, or the database does not answer.
    pub async fn revoke_invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        if !tx.revoke_invitation(proof, id, self.now()).await? {
            return Err(AppError::NotFound);
        }
        tx.audit(proof, self.change("invitation", id, json!({ "revoked": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// One invitation of the CPTS, with its state.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn invitation(
        &self,
        proof: &Allowed<ManageRoles>,
        id: InvitationId,
    ) -> Result<(InvitationRow, InvitationState), AppError> {
        let row = self.store.read().await?.invitation(proof, id).await?.ok_or(AppError::NotFound)?;
        let state = InvitationState::of(&row, self.now());
        Ok((row, state))
    }

    /// The letter of a printed invitation, for whoever has its code on screen.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the code is not the one of this invitation, or it does not work any more.
    pub async fn invitation_letter(
        &self,
        proof: &Allowed<ManageRoles>,
        (id, code): (InvitationId, &str),
    ) -> Result<Vec<u8>, AppError> {
        let (row, state) = self.invitation(proof, id).await?;
        let typed = Code::normalise(code).ok_or(AppError::NotFound)?;
        let right = TokenHash::parse(&row.token_hash) == Some(TokenHash::of(&typed));
        let role = Role::from_key(&row.role).ok_or(AppError::NotFound)?;
        if !right || state != InvitationState::Waiting {
            return Err(AppError::NotFound);
        }
        let lettre = Lettre {
            organisation: self.cpts(proof.cpts()).await?.name,
            name: row.name,
            role: role.label().to_owned(),
            code: code.to_owned(),
            address: format!("{}/invitation", self.settings.public_url),
            until: day(row.expires_at, &clock::paris()),
            date: self.today(),
        };
        let made = tokio::task::spawn_blocking(move || lettre_pdf(&lettre)).await;
        Ok(made.map_err(|error| AppError::Document(error.to_string()))??)
    }

    /// Invites the first person of an organisation, for the operator.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such an organisation, when the name cannot be used, or the database.
    pub async fn invite_first(
        &self,
        proof: &Operates,
        (to, role_key): (InvitedTo, &'static str),
        (name, email): (&str, &Email),
    ) -> Result<Invited, AppError> {
        let name = checked_name(name)?;
        let (organisation, role) = self.offered(to, role_key).await?;
        let limit = securite::rules()?.invitations.clone();
        self.within_limit(limit, &organisation).await?;
        let way = Way::Email(email.clone());
        let secret = self.secret(&way).await?;
        let row = self.row(to, (name, role_key), &way, &secret);
        let row = InvitationRow { given_by: proof.author().clone(), ..row };
        let tx = self.store.write().await?;
        tx.add_operator_invitation(proof, &row).await?;
        self.send(&tx, (&organisation, role), &row, &secret).await?;
        let changes = json!({ "role": role_key, "by": "email", "expires": row.expires_at });
        tx.audit_operation(proof, self.change("invitation", row.id, changes)).await?;
        tx.commit().await?;
        Ok(invited(&row, secret))
    }

    /// Name of an organisation and label of a role that makes sense there.
    async fn offered(&self, to: InvitedTo, role: &str) -> Result<(String, &'static str), AppError> {
        match to {
            InvitedTo::Cpts(id) => {
                let role = Role::from_key(role).filter(|role| role.is_given());
                Ok((self.cpts(id).await?.name, role.ok_or(AppError::NotFound)?.label()))
            }
            InvitedTo::Institution(id) => {
                let institution =
                    self.store.read().await?.institution(id).await?.ok_or(AppError::NotFound)?;
                let found = institution.kind.roles().iter().find(|one| one.key() == role);
                Ok((institution.name, found.ok_or(AppError::NotFound)?.label()))
            }
        }
    }

    /// Drawn, and the account of the address looked up, before the transaction opens.
    async fn secret(&self, way: &Way) -> Result<Secret, AppError> {
        let rules = securite::rules()?;
        let account = match way {
            Way::Email(email) => self.store.read().await?.account_by_email(&email.key()).await?,
            Way::Printed => None,
        };
        let entropy = self.settings.entropy.as_ref();
        Ok(match way {
            Way::Email(_) => {
                let token = Token::new(entropy);
                Secret {
                    account: account.map(|account| account.id),
                    hash: token.hash(),
                    expires_at: self.now() + rules.invitation_life,
                    shown: Shown::Link(format!("{}/invitation/{}", self.settings.public_url, token.as_str())),
                }
            }
            Way::Printed => {
                let code = Code::new(entropy);
                Secret {
                    account: None,
                    hash: code.hash(),
                    expires_at: self.now() + rules.printed_code_life,
                    shown: Shown::Code(code.shown()),
                }
            }
        })
    }

    fn row(&self, to: InvitedTo, (name, role): (String, &str), way: &Way, secret: &Secret) -> InvitationRow {
        InvitationRow {
            id: InvitationId(self.next_id()),
            to,
            name,
            email: match way {
                Way::Email(email) => Some(email.as_str().to_owned()),
                Way::Printed => None,
            },
            role: role.to_owned(),
            token_hash: secret.hash.as_str().to_owned(),
            given_by: Author::System(String::new()),
            created_at: self.now(),
            expires_at: secret.expires_at,
            accepted_at: None,
            revoked_at: None,
            refused_at: None,
        }
    }

    /// Queues the e-mail of an invitation that travels by e-mail.
    async fn send(
        &self,
        tx: &WriteTx,
        (organisation, role): (&str, &str),
        row: &InvitationRow,
        secret: &Secret,
    ) -> Result<(), AppError> {
        let (Shown::Link(link), Some(address)) = (&secret.shown, &row.email) else { return Ok(()) };
        let to = stored_email(address)?;
        let content = courriel::invitation(&courriel::Invitation {
            organisation: organisation.to_owned(),
            name: row.name.clone(),
            role: role.to_owned(),
            link: link.clone(),
            until: day(row.expires_at, &clock::paris()),
            has_account: secret.account.is_some(),
        });
        let cpts = match row.to {
            InvitedTo::Cpts(id) => Some(id),
            InvitedTo::Institution(_) => None,
        };
        let user = secret.account;
        let about = Some(InvitationRow::about(row.id));
        self.queue_mail(tx, &Outgoing { cpts, user, to, template: "invitation", about, content }).await?;
        Ok(())
    }
}

fn way_key(way: &Way) -> &'static str {
    match way {
        Way::Email(_) => "email",
        Way::Printed => "code",
    }
}

fn invited(row: &InvitationRow, secret: Secret) -> Invited {
    let sent = match secret.shown {
        Shown::Link(_) => Sent::Email,
        Shown::Code(code) => Sent::Code(code),
    };
    Invited { id: row.id, expires_at: row.expires_at, sent }
}

fn stored_email(stored: &str) -> Result<Email, AppError> {
    Email::parse(stored).map_err(|_| AppError::NotFound)
}
