//! What an invitation is: how it reaches the person, where it stands.

use domain::authz::Role;
use domain::ids::InvitationId;
use domain::texte::Email;
use jiff::Timestamp;
use storage::InvitationRow;

/// How an invitation reaches the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A link by e-mail.
    Email(Email),
    /// A code on a letter.
    Printed,
}

/// An invitation to make.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Name of the person.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How it reaches them.
    pub way: Way,
}

/// What was sent. The code is shown once and kept nowhere.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Identifier.
    pub id: InvitationId,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// What to do with it.
    pub sent: Sent,
}

/// What was sent.
#[derive(Clone, Debug)]
pub enum Sent {
    /// An e-mail waits to leave.
    Email,
    /// A code to print, as it is shown.
    Code(String),
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvitationState {
    /// The mail server refused its e-mail.
    Refused,
    /// No answer yet.
    Waiting,
    /// Too late.
    Expired,
    /// Accepted.
    Accepted,
    /// Taken back.
    Revoked,
}

impl InvitationState {
    /// The state of an invitation at an instant.
    pub fn of(row: &InvitationRow, now: Timestamp) -> Self {
        match (row.accepted_at, row.revoked_at) {
            (Some(_), _) => Self::Accepted,
            (_, Some(_)) => Self::Revoked,
            _ if row.expires_at <= now => Self::Expired,
            _ if row.refused_at.is_some() => Self::Refused,
            _ => Self::Waiting,
        }
    }

    /// Whether it may be sent again: not once it was answered.
    pub fn may_resend(self) -> bool {
        matches!(self, Self::Refused | Self::Waiting | Self::Expired)
    }

    /// Whether it may be taken back: there is something to take.
    pub fn may_revoke(self) -> bool {
        matches!(self, Self::Refused | Self::Waiting)
    }
}
