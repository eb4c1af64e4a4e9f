use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

use crate::run::{command, run};

/// A running server, stopped at the end of the test whatever happens.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_taken_port_gets_a_sentence_that_says_how_to_choose_another() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let ran = run(folder.path(), &["serve", "--port", &port.to_string()]);
    assert_eq!(ran.code, 1);
    let other = if port == u16::MAX { port - 1 } else { port + 1 };
    assert!(ran.err.contains(&format!("Le port {port} est déjà pris")), "{}", ran.err);
    assert!(ran.err.contains(&format!("--port {other} ou PORT={other}")), "{}", ran.err);
}

#[test]
fn an_address_of_the_network_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["serve", "--adresse", "0.0.0.0", "--port", "0"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("adresse_publique"), "{}", ran.err);
}

#[test]
fn port_0_prints_the_real_port_and_a_polite_stop_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let child = command(folder.path(), &["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let place = line.trim().strip_prefix("Maillage est ouvert sur http://").expect("the address").to_owned();
    assert!(place.starts_with("127.0.0.1:") && !place.ends_with(":0"), "{place}");

    let mut page = String::new();
    let mut stream = TcpStream::connect(&place).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200") || page.starts_with("HTTP/1.1 303"), "{page}");

    let id = running.0.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(running.0.wait().unwrap().success());
}
