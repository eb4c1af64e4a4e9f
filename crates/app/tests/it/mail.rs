//! E-mails, sent to a real SMTP server: `aiosmtpd`, which `scripts/test` puts in `target/python`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use app::mail::{MailState, Outgoing};
use app::{Smtp, SmtpSecurity};
use documents::calendrier::{Evenement, Organisateur, calendrier};
use documents::courriel::{Cadre, Courriel};
use domain::texte::Email;
use jiff::SignedDuration;
use testkit::{SteppingClock, TestApp, operates};

/// Accepts, refuses `refuse@` with 550, asks `plus-tard@` to come back once; writes what arrives in a folder.
const SERVER: &str = r#"
import asyncio, sys
from aiosmtpd.smtp import SMTP

folder = sys.argv[1]
seen, arrived = set(), 0

class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse@"):
            return f"550 5.1.1 <{address}> no such mailbox"
        if address.startswith("plus-tard@") and address not in seen:
            seen.add(address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global arrived
        arrived += 1
        with open(f"{folder}/{arrived}.eml", "wb") as file:
            file.write(envelope.content)
        return "250 taken"

async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;

pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// `None`, with a sentence, where Python or the package is missing.
    #[expect(clippy::print_stderr, reason = "whoever runs the tests must read why some were passed over")]
    pub(crate) fn start() -> Option<Self> {
        let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python");
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new("python3")
            .args(["-c", SERVER])
            .arg(folder.path())
            .env("PYTHONPATH", modules)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Ok(port) = line.trim().parse() else {
            let _ = child.wait();
            eprintln!("skipped: python3 with the package aiosmtpd is missing (scripts/test installs it)");
            return None;
        };
        Some(Self { child, port, folder })
    }

    pub(crate) fn arrived(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    /// What Python's own reader understands of a message: headers, the text, then what is joined: type, name, content.
    pub(crate) fn read(&self, file: &Path) -> serde_json::Value {
        self.read_all(&[file.to_owned()]).remove(0)
    }

    /// The same of many messages, by one Python.
    pub(crate) fn read_all(&self, files: &[PathBuf]) -> Vec<serde_json::Value> {
        let reader = "\
import email, email.policy, json, sys
for name in sys.argv[1:]:
    m = email.message_from_binary_file(open(name, 'rb'), policy=email.policy.default)
    joined = [[p.get_content_type(), p.get_filename(), p.get_content()] for p in m.iter_attachments()]
    text = m.get_body(('plain',)).get_content()
    print(json.dumps({'headers': {k.lower(): str(v) for k, v in m.items()}, 'text': text, 'joined': joined}))
";
        let out = Command::new("python3").args(["-c", reader]).args(files).output().unwrap();
        let lines = String::from_utf8(out.stdout).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

pub(crate) fn smtp(port: u16) -> Smtp {
    Smtp {
        host: "127.0.0.1".into(),
        port,
        security: SmtpSecurity::None,
        user: None,
        password: None,
        from: "Maillage <maillage@exemple.test>".into(),
    }
}

/// Sends what waits. A machine under load may keep a mail server from answering in time: the house then tries again
/// after some minutes, which pass here.
pub(crate) async fn send_all(app: &app::App, clock: &SteppingClock) {
    loop {
        let pass = app.run_due_jobs().await.unwrap();
        assert_eq!(pass.failed, 0);
        if pass.retried > 0 {
            clock.minutes(60);
        } else if pass.done == 0 {
            return;
        }
    }
}

async fn app(server: Option<u16>) -> (TestApp, Arc<SteppingClock>) {
    let clock = Arc::new(SteppingClock::default());
    let given = clock.clone();
    let app = TestApp::with(move |settings| {
        settings.clock = given;
        settings.smtp = server.map(smtp);
    })
    .await;
    (app, clock)
}

async fn write_to(app: &TestApp, address: &str) {
    let cadre = Cadre {
        organisation: "CPTS de l'Exemple".into(),
        raison: "parce que la coordination vous invite".into(),
        contact: "la coordination".into(),
    };
    let text =
        ["Voici votre invitation : elle dure quatorze jours.".to_owned(), "https://m.test/i/secret".into()];
    let tx = app.store().write().await.unwrap();
    let outgoing = Outgoing {
        cpts: None,
        user: None,
        to: Email::parse(address).unwrap(),
        template: "invitation",
        about: Some(format!("invitation:{address}")),
        content: Courriel::new("Votre invitation à la réunion d'été", &text, &cadre),
    };
    app.queue_mail(&tx, &outgoing).await.unwrap();
    tx.commit().await.unwrap();
}

async fn state(app: &TestApp, address: &str) -> MailState {
    app.mail_about(&format!("invitation:{address}")).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_message_arrives_whole_and_its_content_is_kept_no_longer() {
    let Some(server) = Server::start() else { return };
    let (app, _) = app(Some(server.port)).await;
    write_to(&app, "camille@exemple.test").await;
    let kept = app.db().texts("SELECT content FROM mail").await;
    assert!(kept[0].starts_with("v1.") && !kept[0].contains("secret"), "sealed while it waits");
    assert_eq!(app.run_due_jobs().await.unwrap().done, 1);
    assert_eq!(app.run_due_jobs().await.unwrap().done, 0, "once");

    let files = server.arrived();
    assert_eq!(files.len(), 1);
    let read = server.read(&files[0]);
    let header = |name: &str| read["headers"][name].as_str().unwrap().to_owned();
    assert_eq!(header("subject"), "Votre invitation à la réunion d’été");
    assert_eq!(header("from"), "Maillage <maillage@exemple.test>");
    assert_eq!(header("to"), "camille@exemple.test");
    assert_eq!(header("auto-submitted"), "auto-generated");
    assert_eq!(header("date"), "Sun, 22 Nov 2026 09:00:00 +0000");
    assert!(header("message-id").ends_with("@exemple.test>"), "{}", header("message-id"));
    assert!(header("content-type").starts_with("text/plain"));
    let text = read["text"].as_str().unwrap().replace("\r\n", "\n");
    assert!(text.contains("invitation\u{a0}: elle dure quatorze jours."), "{text}");
    assert!(
        text.contains("\nhttps://m.test/i/secret\n") && text.contains("\n-- \nCPTS de l’Exemple\n"),
        "{text}"
    );

    assert!(matches!(state(&app, "camille@exemple.test").await, MailState::Sent { .. }));
    assert_eq!(app.db().texts("SELECT coalesce(content, 'none') FROM mail").await, ["none"]);
}

#[tokio::test]
async fn a_refused_recipient_is_said_and_not_tried_again_and_a_busy_server_is() {
    let Some(server) = Server::start() else { return };
    let (app, clock) = app(Some(server.port)).await;
    write_to(&app, "refuse@exemple.test").await;
    write_to(&app, "plus-tard@exemple.test").await;
    let pass = app.run_due_jobs().await.unwrap();
    assert_eq!((pass.done, pass.retried, pass.failed), (1, 1, 0));

    let MailState::Refused { problem: Some(problem), .. } = state(&app, "refuse@exemple.test").await else {
        panic!("not refused")
    };
    assert!(problem.contains("550") || problem.contains("no such mailbox"), "{problem}");
    assert!(!problem.contains("exemple.test"), "{problem}");
    assert!(matches!(
        state(&app, "plus-tard@exemple.test").await,
        MailState::Waiting { problem: Some(problem) } if problem.contains("later")
    ));
    let overview = app.mails_overview(&operates()).await.unwrap();
    assert_eq!((overview.counts.refused, overview.counts.waiting), (1, 1));
    assert!(overview.unsent.iter().all(|mail| mail.to.contains("•••@exemple.test")));

    clock.step(SignedDuration::from_mins(1));
    assert_eq!(app.run_due_jobs().await.unwrap().done, 1);
    assert!(matches!(state(&app, "plus-tard@exemple.test").await, MailState::Sent { .. }));
    assert_eq!(server.arrived().len(), 1);
}

#[tokio::test]
async fn without_a_server_messages_wait_and_leave_when_there_is_one() {
    let (app, _) = app(None).await;
    write_to(&app, "camille@exemple.test").await;
    assert_eq!(app.run_due_jobs().await.unwrap().done, 0);
    let overview = app.mails_overview(&operates()).await.unwrap();
    assert_eq!((overview.configured, overview.counts.waiting), (false, 1));
    let Some(server) = Server::start() else { return };
    let port = server.port;
    let other = app.other_process_with(move |settings| settings.smtp = Some(smtp(port))).await;
    assert!(other.try_smtp().await.unwrap());
    assert_eq!(other.run_due_jobs().await.unwrap().done, 1);
    assert_eq!(server.arrived().len(), 1);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_tried_again() {
    let (app, _) = app(Some(1)).await;
    write_to(&app, "camille@exemple.test").await;
    assert_eq!(app.run_due_jobs().await.unwrap().retried, 1);
    assert!(app.try_smtp().await.is_err());
}

#[tokio::test]
async fn a_calendar_arrives_beside_a_text_that_can_be_read() {
    let Some(server) = Server::start() else { return };
    let (app, _) = app(Some(server.port)).await;
    let start = testkit::now();
    let event = Evenement {
        uid: "reunion-1@exemple.test".into(),
        sequence: 0,
        annule: false,
        debut: start,
        fin: start + SignedDuration::from_hours(2),
        titre: "Réunion d'été\u{a0}: soins à domicile".into(),
        lieu: "Salle des fêtes, Valserre".into(),
        description: "Ordre du jour\u{a0}: accueil, projet, questions.".into(),
        url: Some("https://m.test/reunion/secret".into()),
    };
    let sender = Organisateur { nom: "CPTS de l'Exemple".into(), adresse: "mailto:cpts@exemple.test".into() };
    let calendar = calendrier(&sender, &[event], start);
    let cadre = Cadre { organisation: "CPTS".into(), raison: "parce que".into(), contact: String::new() };
    let text = ["Vous êtes convoqué à la réunion d'été.".to_owned()];
    let outgoing = Outgoing {
        cpts: None,
        user: None,
        to: Email::parse("camille@exemple.test").unwrap(),
        template: "convocation",
        about: None,
        content: Courriel::new("Convocation", &text, &cadre).with_calendar(calendar.clone()),
    };
    let tx = app.store().write().await.unwrap();
    app.queue_mail(&tx, &outgoing).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.run_due_jobs().await.unwrap().done, 1);
    let read = server.read(&server.arrived()[0]);
    assert!(read["headers"]["content-type"].as_str().unwrap().starts_with("multipart/mixed"));
    let body = read["text"].as_str().unwrap().replace("\r\n", "\n");
    assert!(body.contains("Vous êtes convoqué à la réunion d’été."), "{body}");
    let joined = &read["joined"];
    assert_eq!(joined.as_array().unwrap().len(), 1);
    assert_eq!((&joined[0][0], &joined[0][1]), (&"text/calendar".into(), &"reunion.ics".into()));
    let lines = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
    assert_eq!(lines(joined[0][2].as_str().unwrap()), lines(&calendar), "not a character is changed");
    assert!(!read["headers"].as_object().unwrap().contains_key("list-unsubscribe"), "nobody objects to that");
}
