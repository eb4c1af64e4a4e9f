//! The job that sends an e-mail by SMTP.

use std::time::Duration;

use documents::courriel::Courriel;
use domain::ids::MailId;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::response::{Category, Code, Detail, Severity};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use storage::MailRow;

use super::outgoing::context;
use crate::jobs::{Job, JobError, Report};
use crate::{App, Smtp, SmtpSecurity};

/// Longest silence of a server, in seconds.
const SILENCE: Duration = Duration::from_secs(30);

/// Sends one e-mail. A process that dies between the server's answer and the next line sends it twice, under the same
/// `Message-ID`, by which mailboxes recognise it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMail {
    /// Which one.
    pub mail: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "mail.send";

    /// Without a server e-mails wait: they leave as soon as a process has one.
    fn possible(app: &App) -> bool {
        app.settings.smtp.is_some()
    }

    async fn run(self, app: &App) -> Result<Report, JobError> {
        let Some(smtp) = &app.settings.smtp else {
            return Err(JobError::Temporary("no SMTP server is configured".into()));
        };
        let row = app.store.read().await?.mail(self.mail).await?;
        // Erased with its person, sent or refused by an earlier try: nothing left to do.
        let Some(row) = row.filter(|row| row.sent_at.is_none() && row.refused_at.is_none()) else {
            return Ok(Report::none());
        };
        let sent = match app.message(&row, smtp) {
            Ok(message) => send(message, smtp).await,
            Err(problem) => Err(problem),
        };
        app.conclude(&row, sent).await
    }
}

/// Why an e-mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpProblem {
    /// The server refuses this message or its recipient for good.
    #[error("{0}")]
    Refused(String),
    /// The server does not answer, asks to come back, or refuses us.
    #[error("{0}")]
    Later(String),
}

impl App {
    /// Asks the server for a greeting and, when an account is configured, signs in; sends nothing.
    ///
    /// # Errors
    /// What the server said, or why it cannot be reached.
    pub async fn try_smtp(&self) -> Result<bool, SmtpProblem> {
        let Some(smtp) = &self.settings.smtp else { return Ok(false) };
        let transport = transport(smtp)?;
        transport.test_connection().await.map_err(|error| SmtpProblem::Later(said(&error, "")))
    }

    fn message(&self, row: &MailRow, smtp: &Smtp) -> Result<Message, SmtpProblem> {
        let unreadable = |detail: String| SmtpProblem::Later(format!("the message cannot be made: {detail}"));
        let sealed = row.content.as_deref().ok_or_else(|| unreadable("it has no content".into()))?;
        let content = self.settings.keys.open(&context(row.id), sealed);
        let content = content.map_err(|error| unreadable(error.to_string()))?;
        let courriel: Courriel =
            serde_json::from_slice(&content).map_err(|error| unreadable(error.to_string()))?;
        let from: Mailbox =
            smtp.from.parse().map_err(|_| unreadable("the sender is not an address".into()))?;
        let to: Mailbox = row
            .address
            .parse()
            .map_err(|_| SmtpProblem::Refused("the address cannot be written to".into()))?;
        let id = format!("<{}@{}>", row.id, from.email.domain());
        let message = Message::builder()
            .from(from)
            .to(to)
            .subject(courriel.subject)
            .date(std::time::SystemTime::from(self.now()))
            .message_id(Some(id))
            .header(AutoSubmitted);
        let message = match courriel.unsubscribe.as_deref().and_then(Unsubscribe::at) {
            Some(object) => message.header(object),
            None => message,
        };
        let made = match courriel.calendar {
            Some(calendar) => message.multipart(with_calendar(courriel.text, calendar).map_err(unreadable)?),
            None => message.header(ContentType::TEXT_PLAIN).body(courriel.text),
        };
        made.map_err(|error| unreadable(error.to_string()))
    }

    async fn conclude(&self, row: &MailRow, sent: Result<(), SmtpProblem>) -> Result<Report, JobError> {
        let campaign = self.campaign_mail(row.about.as_deref()).await?;
        let tx = self.store.write().await?;
        let ended = match &sent {
            Ok(()) => Some(true),
            Err(SmtpProblem::Refused(_)) => Some(false),
            Err(SmtpProblem::Later(_)) => None,
        };
        if let (Some(campaign), Some(taken)) = (&campaign, ended) {
            self.campaign_mail_ended(&tx, campaign, taken).await?;
        }
        let end = match sent {
            Ok(()) => {
                tx.mail_sent(row.id, self.now()).await?;
                Ok(Report::of("sent", 1))
            }
            // The job has done what it could; the refusal is kept with the e-mail, where pages read it.
            Err(SmtpProblem::Refused(why)) => {
                tx.mail_refused(row.id, self.now(), &why).await?;
                Ok(Report::of("refused", 1))
            }
            Err(SmtpProblem::Later(why)) => {
                tx.mail_problem(row.id, &why).await?;
                Err(JobError::Temporary(why))
            }
        };
        tx.commit().await?;
        end
    }
}

/// A text and a calendar: mailboxes offer to keep the meeting, and the file stands beside the text for the others.
fn with_calendar(text: String, calendar: String) -> Result<MultiPart, String> {
    let kind = "text/calendar; method=PUBLISH; charset=utf-8";
    let kind = ContentType::parse(kind).map_err(|error| error.to_string())?;
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text);
    let file = Attachment::new("reunion.ics".to_owned()).body(calendar, kind);
    Ok(MultiPart::mixed().singlepart(text).singlepart(file))
}

async fn send(message: Message, smtp: &Smtp) -> Result<(), SmtpProblem> {
    let to = message.envelope().to().first().map(ToString::to_string).unwrap_or_default();
    match transport(smtp)?.send(message).await {
        Ok(_) => Ok(()),
        Err(error) if error.status().is_some_and(refuses_message) => {
            Err(SmtpProblem::Refused(said(&error, &to)))
        }
        Err(error) => Err(SmtpProblem::Later(said(&error, &to))),
    }
}

/// Whether a code refuses this message for good. 530 to 538 refuse our account: that is for the operator to mend.
fn refuses_message(code: Code) -> bool {
    let ours = code.category == Category::Unspecified3
        && matches!(code.detail, Detail::Zero | Detail::Four | Detail::Five | Detail::Eight);
    code.severity == Severity::PermanentNegativeCompletion && !ours
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpProblem> {
    let parameters =
        || TlsParameters::new(smtp.host.clone()).map_err(|error| SmtpProblem::Later(format!("TLS: {error}")));
    let tls = match smtp.security {
        SmtpSecurity::Tls => Tls::Wrapper(parameters()?),
        SmtpSecurity::StartTls => Tls::Required(parameters()?),
        SmtpSecurity::None => Tls::None,
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.as_str())
        .port(smtp.port)
        .timeout(Some(SILENCE))
        .tls(tls);
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        let password = password.expose_secret().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(builder.build())
}

/// What went wrong, without the address: servers like to repeat it.
fn said(error: &lettre::transport::smtp::Error, address: &str) -> String {
    use std::error::Error as _;
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    without_addresses(&text, address)
}

fn without_addresses(text: &str, address: &str) -> String {
    let text = if address.is_empty() { text.to_owned() } else { text.replace(address, "•••") };
    let words = text.split_whitespace().map(|word| if word.contains('@') { "•••" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

/// So that absence messages do not answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Where one objects (RFC 2369): a page of ours, which asks before it closes anything. Not the one-click of RFC 8058:
/// mailboxes and their filters would object in people's stead, and an objection takes their other channels away too.
#[derive(Clone)]
struct Unsubscribe(String);

impl Unsubscribe {
    /// Only an address of the web that a header can hold.
    fn at(address: &str) -> Option<Self> {
        let web = address.starts_with("https://") || address.starts_with("http://");
        let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"".contains(&byte));
        (web && plain).then(|| Self(address.to_owned()))
    }
}

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let address = text.trim().trim_start_matches('<').trim_end_matches('>');
        Self::at(address).ok_or_else(|| "not an address of the web".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_kept_without_the_address() {
        let said =
            "permanent error (550): 5.1.1 <Nom.Prenom@exemple.test>: user unknown; see http://x/?a=b@c";
        assert_eq!(
            without_addresses(said, "nom.prenom@exemple.test"),
            "permanent error (550): 5.1.1 ••• user unknown; see •••"
        );
    }

    #[test]
    fn an_address_that_a_header_cannot_hold_is_left_out() {
        assert!(Unsubscribe::at("https://maillage.exemple.fr/campagne/a/opposition").is_some());
        for wrong in ["mailto:x@exemple.test", "https://x/\r\nBcc: a", "https://x/ y", "https://x/>,<z"] {
            assert!(Unsubscribe::at(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_of_our_account_is_not_a_refusal_of_the_recipient() {
        let code = |text: &str| {
            let digit = |rank: usize| text.as_bytes()[rank] - b'0';
            let severity = match digit(0) {
                5 => Severity::PermanentNegativeCompletion,
                _ => Severity::TransientNegativeCompletion,
            };
            let category = match digit(1) {
                5 => Category::MailSystem,
                3 => Category::Unspecified3,
                _ => Category::Syntax,
            };
            let detail = match digit(2) {
                0 => Detail::Zero,
                1 => Detail::One,
                4 => Detail::Four,
                _ => Detail::Five,
            };
            Code { severity, category, detail }
        };
        assert!(refuses_message(code("550")) && refuses_message(code("554")) && refuses_message(code("501")));
        assert!(
            !refuses_message(code("451")) && !refuses_message(code("535")) && !refuses_message(code("530"))
        );
    }
}
