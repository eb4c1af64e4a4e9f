//! Downloads against a server on this machine.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use opendata::Silent;

use super::test_server::{Reply, Request, Server};
use super::{Downloader, FetchError, Mirror};

const CONTENT: &[u8] = b"CODGEO;P22_POP\n96001;120\n96002;340\n";
const ADDRESS: &str = "https://www.insee.fr/fr/fichier/ages.csv";

async fn download(server: &Server, target: &Path) -> Result<u64, FetchError> {
    let downloader = Downloader::new(Mirror::new(Some(&server.address))).unwrap();
    downloader.download(ADDRESS, target, &mut Silent).await
}

/// Answers with the content, from where it is asked, under a version.
fn versioned(request: &Request) -> Reply {
    let version = ("ETag", "\"v1\"".to_owned());
    let from = request
        .headers
        .get("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let same = request.headers.get("if-range").is_some_and(|asked| asked == "\"v1\"");
    match from.filter(|_| same) {
        Some(from) => {
            let range = format!("bytes {from}-{}/{}", CONTENT.len() - 1, CONTENT.len());
            Reply {
                headers: vec![version, ("Content-Range", range)],
                ..Reply::new("206 Partial Content", &CONTENT[from..])
            }
        }
        None => Reply { headers: vec![version], ..Reply::new("200 OK", CONTENT) },
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_file_is_downloaded_whole_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(versioned);
    let target = folder.path().join("ages-2022.csv");
    assert_eq!(download(&server, &target).await.unwrap(), CONTENT.len() as u64);
    assert_eq!(fs::read(&target).unwrap(), CONTENT);
    assert_eq!(names(folder.path()), ["ages-2022.csv"]);
    assert_eq!(server.requests.lock().unwrap()[0].path, "/www.insee.fr/fr/fichier/ages.csv");
}

#[tokio::test]
async fn a_cut_line_is_taken_up_where_it_broke() {
    let folder = tempfile::tempdir().unwrap();
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        Reply { cut_after: first.then_some(10), ..versioned(request) }
    });
    let target = folder.path().join("ages-2022.csv");
    download(&server, &target).await.unwrap();
    assert_eq!(fs::read(&target).unwrap(), CONTENT);
    let requests = server.requests.lock().unwrap();
    assert_eq!(requests[1].headers["range"], "bytes=10-");
    assert_eq!(requests[1].headers["if-range"], "\"v1\"");
}

#[tokio::test]
async fn what_an_earlier_run_left_is_taken_up_when_it_is_the_same_version() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("ages-2022.csv");
    fs::write(folder.path().join("ages-2022.csv.part"), &CONTENT[..20]).unwrap();
    fs::write(folder.path().join("ages-2022.csv.part.version"), format!("{ADDRESS}\n\"v1\"")).unwrap();
    let server = Server::start(versioned);
    download(&server, &target).await.unwrap();
    assert_eq!(fs::read(&target).unwrap(), CONTENT);
    assert_eq!(server.requests.lock().unwrap()[0].headers["range"], "bytes=20-");
    assert_eq!(names(folder.path()), ["ages-2022.csv"]);
}

#[tokio::test]
async fn what_an_earlier_run_left_of_another_version_is_downloaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("ages-2022.csv");
    fs::write(folder.path().join("ages-2022.csv.part"), b"autre chose, plus long que le vrai contenu")
        .unwrap();
    fs::write(folder.path().join("ages-2022.csv.part.version"), format!("{ADDRESS}\n\"v0\"")).unwrap();
    download(&Server::start(versioned), &target).await.unwrap();
    assert_eq!(fs::read(&target).unwrap(), CONTENT);
}

#[tokio::test]
async fn a_line_that_breaks_every_time_is_told_and_the_beginning_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request| {
        let again = request.headers.contains_key("range");
        Reply { cut_after: Some(if again { 0 } else { 12 }), ..versioned(request) }
    });
    let error = download(&server, &folder.path().join("ages-2022.csv")).await.unwrap_err();
    assert!(matches!(error, FetchError::Interrupted { received: 12, .. }), "{error:?}");
    assert!(error.sentence().contains("reprendra où il s’est arrêté"));
    assert_eq!(names(folder.path()), ["ages-2022.csv.part", "ages-2022.csv.part.version"]);
}

#[tokio::test]
async fn an_address_that_is_gone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_| Reply::new("404 Not Found", "rien ici"));
    let error = download(&server, &folder.path().join("a.csv")).await.unwrap_err();
    assert!(matches!(error, FetchError::Moved { status: 404, .. }), "{error:?}");
    assert_eq!(
        error.sentence(),
        "www.insee.fr ne connaît plus cette adresse (réponse 404) : le producteur a déplacé le fichier."
    );
}

#[tokio::test]
async fn a_page_in_place_of_the_file_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_| Reply::new("200 OK", "<!DOCTYPE html><title>Maintenance</title>"));
    let error = download(&server, &folder.path().join("a.zip")).await.unwrap_err();
    assert!(matches!(error, FetchError::NotTheFile { .. }), "{error:?}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirection_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request| match request.path.as_str() {
        "/ailleurs" => versioned(request),
        _ => Reply { headers: vec![("Location", "/ailleurs".to_owned())], ..Reply::new("302 Found", "") },
    });
    let target = folder.path().join("ages-2022.csv");
    download(&server, &target).await.unwrap();
    assert_eq!(fs::read(&target).unwrap(), CONTENT);
}

#[tokio::test]
async fn without_a_network_the_sentence_says_so() {
    let folder = tempfile::tempdir().unwrap();
    // A port that was free a moment ago: nobody answers there.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let downloader = Downloader::new(Mirror::new(Some(&format!("http://{closed}")))).unwrap();
    let error = downloader.download(ADDRESS, &folder.path().join("a.csv"), &mut Silent).await.unwrap_err();
    assert!(matches!(error, FetchError::NoNetwork { .. }), "{error:?}");
    assert!(error.sentence().starts_with("Le serveur www.insee.fr ne répond pas."));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_gets_its_sentence() {
    let server = Server::start(versioned);
    let error = download(&server, Path::new("/nulle/part/a.csv")).await.unwrap_err();
    assert!(error.stops_everything());
    assert!(error.sentence().contains("le dossier n’existe pas"), "{}", error.sentence());
}
