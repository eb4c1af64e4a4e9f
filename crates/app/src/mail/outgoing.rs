//! Asking for an e-mail, and what became of it.

use documents::courriel::Courriel;
use domain::authz::Operates;
use domain::ids::{CptsId, MailId, UserId};
use domain::texte::courriel::Email;
use jiff::Timestamp;
use storage::{MailCounts, MailRow, NewMail, WriteTx};

use super::SendMail;
use crate::{App, AppError};

/// An e-mail to send.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// For which CPTS, when it is for one.
    pub cpts: Option<CptsId>,
    /// To whom, when they have an account.
    pub user: Option<UserId>,
    /// Where.
    pub to: Email,
    /// Which text, for the operator's page: `invitation`.
    pub template: &'static str,
    /// What it speaks of, to find it again: `invitation:<id>`.
    pub about: Option<String>,
    /// Subject and text.
    pub content: Courriel,
}

/// Where an e-mail is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It has not left yet.
    Waiting {
        /// What the last try said.
        problem: Option<String>,
    },
    /// The server took it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The server refused it for good.
    Refused {
        /// When.
        at: Timestamp,
        /// What it said, without the address.
        problem: Option<String>,
    },
}

impl From<&MailRow> for MailState {
    fn from(row: &MailRow) -> Self {
        let problem = row.problem.clone();
        match (row.sent_at, row.refused_at) {
            (Some(at), _) => MailState::Sent { at },
            (None, Some(at)) => MailState::Refused { at, problem },
            (None, None) => MailState::Waiting { problem },
        }
    }
}

/// An e-mail that did not leave, as the operator sees it.
#[derive(Clone, Debug)]
pub struct WaitingMail {
    /// Identifier.
    pub id: MailId,
    /// `c•••@exemple.fr`.
    pub to: String,
    /// Which text.
    pub template: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// Where it is.
    pub state: MailState,
}

/// What the operator sees of the e-mails.
#[derive(Clone, Debug)]
pub struct MailsOverview {
    /// Whether a server is configured.
    pub configured: bool,
    /// How many are where.
    pub counts: MailCounts,
    /// Those that did not leave, most recent first.
    pub unsent: Vec<WaitingMail>,
}

/// How many e-mails a page lists.
const LISTED: u64 = 100;

impl App {
    /// Keeps an e-mail and the job that sends it, in the same transaction as what it speaks of.
    ///
    /// # Errors
    /// When the content cannot be written or the database refuses.
    pub async fn queue_mail(&self, tx: &WriteTx, mail: &Outgoing) -> Result<MailId, AppError> {
        let id = MailId(self.next_id());
        let content = serde_json::to_vec(&mail.content).map_err(|error| AppError::Job(error.to_string()))?;
        // It may hold a link that opens an account.
        let sealed = self.settings.keys.seal(&context(id), &content, self.settings.entropy.as_ref());
        let new = NewMail {
            id,
            cpts: mail.cpts,
            user: mail.user,
            address: mail.to.as_str().to_owned(),
            template: mail.template.to_owned(),
            content: sealed,
            about: mail.about.clone(),
            at: self.now(),
        };
        tx.add_mail(&new).await?;
        self.enqueue(tx, mail.cpts, &SendMail { mail: id }).await?;
        Ok(id)
    }

    /// What became of the last e-mail about something: `invitation:<id>`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_about(&self, about: &str) -> Result<Option<MailState>, AppError> {
        let row = self.store.read().await?.last_mail_about(about).await?;
        Ok(row.as_ref().map(MailState::from))
    }

    /// What the operator sees of the e-mails: no content, no whole address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mails_overview(&self, proof: &Operates) -> Result<MailsOverview, AppError> {
        let tx = self.store.read().await?;
        let unsent = tx.unsent_mails(proof, LISTED).await?;
        Ok(MailsOverview {
            configured: self.settings.smtp.is_some(),
            counts: tx.mail_counts(proof).await?,
            unsent: unsent.iter().map(WaitingMail::from).collect(),
        })
    }
}

impl From<&MailRow> for WaitingMail {
    fn from(row: &MailRow) -> Self {
        let masked = Email::parse(&row.address).map(|email| email.masked());
        Self {
            id: row.id,
            to: masked.unwrap_or_else(|_| "•••".to_owned()),
            template: row.template.clone(),
            created_at: row.created_at,
            state: MailState::from(row),
        }
    }
}

/// Where the content is sealed: it opens nowhere else.
pub(super) fn context(id: MailId) -> String {
    storage::sealed_context("mail", "content", id)
}
