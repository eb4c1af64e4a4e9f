//! E-mails: kept with the change that asks for them, sent by a job.

mod outgoing;
mod send;

pub use outgoing::{MailState, MailsOverview, Outgoing, WaitingMail};
pub use send::{SendMail, SmtpProblem};
pub use storage::MailCounts;
