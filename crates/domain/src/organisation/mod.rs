//! What an organisation decides about its people: dated roles, invitations, free text.

mod dates;
mod lignes;
mod rappels;
mod roles;
mod texte;

pub use dates::{day, end_of_day};
pub use lignes::{InvitationLine, InvitationProblem, MOST_LINES, read_invitations};
pub use rappels::{Reminder, Reminders, reminders};
pub use roles::{DatedRole, StillLast, may_end};
pub use texte::{TextError, checked_text, read_bic};
