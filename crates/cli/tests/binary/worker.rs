use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use app::mail::Outgoing;
use documents::courriel::Courriel;
use domain::texte::Email;
use security::entropy::CountingEntropy;
use security::seal::{Key, KeyRing};
use testkit::{TestApp, operates};

use crate::run::command;

/// Ends with its test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn worker(folder: &Path, url: &str, key: &str) -> Worker {
    let child = command(folder, &["worker", "--base", url])
        .env("MAILLAGE_CLES", key)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Worker(child.unwrap())
}

/// A machine that takes calls and says nothing: the job that calls it lasts. Tells of each call.
fn silent() -> (u16, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let mut calls = Vec::new();
        while let Ok((call, _)) = listener.accept() {
            calls.push(call);
            if tell.send(()).is_err() {
                return;
            }
        }
    });
    (port, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_in_the_middle_of_a_job_loses_nothing() {
    let key = Key::generate(&CountingEntropy::new(4));
    let ring = KeyRing::parse(&key.clone().into()).unwrap();
    let app = TestApp::with(|settings| settings.keys = ring.into()).await;
    let tx = app.store().write().await.unwrap();
    let outgoing = Outgoing {
        cpts: None,
        user: None,
        to: Email::parse("camille@exemple.test").unwrap(),
        template: "essai",
        about: None,
        content: Courriel {
            subject: "Essai".into(),
            text: "Texte".into(),
            calendar: None,
            unsubscribe: None,
        },
    };
    app.queue_mail(&tx, &outgoing).await.unwrap();
    tx.commit().await.unwrap();

    let (port, called) = silent();
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "[courriel]\nserveur = \"127.0.0.1\"\nport = {port}\nsecurite = \"aucune\"\nexpediteur = \"m@exemple.test\"\n"
    );
    std::fs::write(folder.path().join("maillage.toml"), settings).unwrap();
    let patience = Duration::from_secs(30);

    let mut first = worker(folder.path(), app.db().url(), &key);
    called.recv_timeout(patience).expect("the worker takes the job");
    // On Unix this is SIGKILL: kill -9.
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let state = app.jobs_overview(&operates()).await.unwrap();
    assert_eq!((state.unfinished.len(), state.unfinished[0].attempts), (1, 1));
    assert!(state.unfinished[0].lease_until.is_some(), "the dead process still holds it");

    // Its lease ends.
    app.db().run("UPDATE job SET lease_until = 1 WHERE kind = 'mail.send'").await;
    let second = worker(folder.path(), app.db().url(), &key);
    called.recv_timeout(patience).expect("another worker takes it again");
    drop(second);
    let state = app.jobs_overview(&operates()).await.unwrap();
    assert_eq!(state.unfinished[0].attempts, 2);
    assert_eq!(app.mails_overview(&operates()).await.unwrap().counts.waiting, 1);
}
