use std::net::TcpListener;

use crate::run::{command, run};
use crate::server::{Reply, Server};

const POSTCODES: &str = "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libell\u{e9}_d_acheminement;Ligne_5\r\n\
                         96001;ARCEVIGNE;96110;ARCEVIGNE;\r\n";

#[test]
fn the_list_says_what_would_be_downloaded_without_any_network() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["fetch", "--liste", "--departement", "66"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for expected in
        ["Licence Ouverte 2.0", "INSEE, 2022", "https://www.insee.fr/", "code_insee%20like%20'66%25'"]
    {
        assert!(ran.out.contains(expected), "{expected}\n{}", ran.out);
    }
    assert!(!folder.path().join("donnees").exists(), "nothing is made");
}

#[test]
fn a_code_that_is_no_departement_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["fetch", "--departement", "Hérault"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("« Hérault » n’est pas un code de département"), "{}", ran.err);
}

#[test]
fn without_a_network_one_sentence_says_it_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = command(folder.path(), &["fetch", "--departement", "66"])
        .env("MAILLAGE_FETCH_MIROIR", format!("http://{closed}"))
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err.matches("ne répondent pas").count(), 1, "{err}");
    let left = std::fs::read_dir(folder.path().join("donnees/telechargements")).unwrap().count();
    assert_eq!(left, 0, "no empty file is left");
    assert!(err.contains("www.insee.fr") && err.contains("relancez la même commande"), "{err}");
}

#[test]
fn what_answers_is_imported_and_what_does_not_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request| {
        if request.path.contains("laposte") {
            // One byte a character: latin-1, as published.
            Reply::new("200 OK", POSTCODES.chars().map(|c| c as u8).collect::<Vec<u8>>())
        } else {
            Reply::new("404 Not Found", "absent")
        }
    });
    let fetch =
        || command(folder.path(), &["fetch"]).env("MAILLAGE_FETCH_MIROIR", &server.address).output().unwrap();
    let first = fetch();
    let (out, err) = (String::from_utf8(first.stdout).unwrap(), String::from_utf8(first.stderr).unwrap());
    assert_eq!(first.status.code(), Some(1));
    assert!(out.contains("codes-postaux-2026.csv : Codes postaux, "), "{out}{err}");
    assert!(out.contains("Enregistré."), "{out}{err}");
    assert!(err.contains("ne connaît plus cette adresse (réponse 404)"), "{err}");
    assert!(err.contains("https://www.insee.fr/fr/information/8740222"), "the page of the producer\n{err}");
    assert!(err.contains("maillage import FICHIER"), "{err}");
    assert!(folder.path().join("donnees/telechargements/codes-postaux-2026.csv").is_file());
    let asked = |part: &str| server.requests.lock().unwrap().iter().filter(|r| r.path.contains(part)).count();
    assert_eq!(asked("laposte"), 1);
    fetch();
    assert_eq!(asked("laposte"), 1, "what is there is not downloaded again");
}
