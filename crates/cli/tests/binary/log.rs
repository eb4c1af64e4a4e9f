//! What the log of a running server says of people: nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use crate::run::command;

/// Sends a request and reads the whole answer.
fn ask(place: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(place).unwrap();
    stream.write_all(request.replace("HOST", place).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn post(place: &str, path: &str, body: &str) -> String {
    let length = body.len();
    ask(
        place,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        ),
    )
}

#[test]
fn signing_in_leaves_no_address_password_token_or_code_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path(), &["serve", "--port", "0"])
        .env("MAILLAGE_JOURNAL", "json")
        .env("MAILLAGE_NIVEAU", "debug")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let place = line.trim().strip_prefix("Maillage est ouvert sur http://").unwrap().to_owned();
    let wrong =
        post(&place, "/connexion", "courriel=alix.secrete%40exemple.test&mot_de_passe=Motdepasse-secret-1");
    assert!(wrong.starts_with("HTTP/1.1 422"), "{wrong}");
    post(&place, "/mot-de-passe-oublie", "courriel=alix.secrete%40exemple.test");
    post(&place, "/invitation", "code=ACDE-FGHJ-KMNP");
    ask(
        &place,
        "GET /invitation/jeton-secret HTTP/1.1\r\nHost: HOST\r\nCookie: maillage=biscuit-secret\r\nConnection: close\r\n\r\n",
    );
    child.kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    child.wait().unwrap();
    assert!(log.contains("/connexion") && log.contains("/invitation/{jeton}"), "{log}");
    for secret in ["alix", "secret", "ACDE", "exemple.test"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
