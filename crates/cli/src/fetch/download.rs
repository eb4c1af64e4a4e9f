//! One download: it resumes where it stopped, and the file appears only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use opendata::Progress;
use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE};
use reqwest::{Response, StatusCode};

use super::error::FetchError;
use super::mirror::Mirror;

/// Times that a broken connection is taken up again before the person is told.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const CONNECT: Duration = Duration::from_secs(15);
/// Longest silence in the middle of a download.
const SILENCE: Duration = Duration::from_secs(60);

/// Downloads files.
pub struct Downloader {
    client: reqwest::Client,
    mirror: Mirror,
}

/// A download under way.
struct Part {
    content: PathBuf,
    /// Holds the address and the version that the content is of.
    label: PathBuf,
    file: File,
    received: u64,
    total: Option<u64>,
    version: Option<String>,
}

enum Attempt {
    Whole,
    Broken,
}

impl Downloader {
    /// Prepares the connections.
    ///
    /// # Errors
    /// When the system lacks what encrypted connections need.
    pub fn new(mirror: Mirror) -> Result<Self, reqwest::Error> {
        // Already installed by another part of the program: the first one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = concat!("maillage/", env!("CARGO_PKG_VERSION"));
        let client = reqwest::Client::builder()
            .user_agent(agent)
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(reqwest::redirect::Policy::limited(8))
            .build()?;
        Ok(Self { client, mirror })
    }

    /// Downloads `address` into `target`, which appears only when it is whole.
    ///
    /// # Errors
    /// When the server does not give the file or the disk does not take it.
    pub async fn download(
        &self,
        address: &str,
        target: &Path,
        progress: &mut (dyn Progress + Send),
    ) -> Result<u64, FetchError> {
        let disk = |source| FetchError::Disk { path: target.to_owned(), source };
        let mut part = Part::open(target, address).map_err(disk)?;
        let mut pause = FIRST_PAUSE;
        let mut tries = 0;
        loop {
            let before = part.received;
            match self.attempt(address, &mut part, progress).await {
                Err(error) => {
                    progress.finish();
                    part.forget_if_empty();
                    return Err(error);
                }
                Ok(Attempt::Whole) => break,
                Ok(Attempt::Broken) => {
                    progress.finish();
                    // A try that brought something does not count.
                    if part.received > before {
                        (tries, pause) = (0, FIRST_PAUSE);
                    }
                    tries += 1;
                    if tries >= TRIES {
                        return Err(FetchError::Interrupted { host: host(address), received: part.received });
                    }
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
            }
        }
        progress.finish();
        let received = part.received;
        part.finish(target, address)?;
        Ok(received)
    }

    async fn attempt(
        &self,
        address: &str,
        part: &mut Part,
        progress: &mut (dyn Progress + Send),
    ) -> Result<Attempt, FetchError> {
        let path = part_path(part);
        let disk = |source| FetchError::Disk { path: path.clone(), source };
        let mut request = self.client.get(self.mirror.address(address));
        if let (1.., Some(version)) = (part.received, &part.version) {
            request = request.header(RANGE, format!("bytes={}-", part.received)).header(IF_RANGE, version);
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) if part.received > 0 && !error.is_connect() => return Ok(Attempt::Broken),
            Err(_) => return Err(FetchError::NoNetwork { host: host(address) }),
        };
        let status = response.status();
        if status == StatusCode::RANGE_NOT_SATISFIABLE {
            part.restart(None).map_err(disk)?;
            return Ok(Attempt::Broken);
        }
        if !status.is_success() {
            return Err(refusal(address, status));
        }
        let resumed =
            status == StatusCode::PARTIAL_CONTENT && resumes_at(response.headers()) == Some(part.received);
        if !resumed {
            let version = version(response.headers());
            part.restart(version).map_err(disk)?;
            part.write_label(address).map_err(disk)?;
        }
        part.total = response.content_length().map(|left| part.received + left);
        progress.start(&shown_name(part), part.total);
        progress.advance(part.received);
        receive(response, part, progress).await
    }
}

async fn receive(
    mut response: Response,
    part: &mut Part,
    progress: &mut (dyn Progress + Send),
) -> Result<Attempt, FetchError> {
    loop {
        match response.chunk().await {
            Ok(Some(bytes)) => {
                let path = part_path(part);
                part.file.write_all(&bytes).map_err(|source| FetchError::Disk { path, source })?;
                part.received += bytes.len() as u64;
                progress.advance(bytes.len() as u64);
            }
            Ok(None) if part.total.is_none_or(|total| total == part.received) => return Ok(Attempt::Whole),
            Ok(None) | Err(_) => return Ok(Attempt::Broken),
        }
    }
}

impl Part {
    /// Takes up what an earlier try left of the same address, or starts.
    fn open(target: &Path, address: &str) -> io::Result<Self> {
        let content = beside(target, "part");
        let label = beside(target, "part.version");
        let known = fs::read_to_string(&label).ok();
        let version = known.as_deref().and_then(|known| known.strip_prefix(address)?.strip_prefix('\n'));
        let version = version.filter(|version| !version.is_empty()).map(str::to_owned);
        let file = OpenOptions::new().create(true).append(true).open(&content)?;
        let received = file.metadata()?.len();
        let mut part = Self { content, label, file, received, total: None, version };
        // Without a version, nothing says that the rest would fit.
        if part.version.is_none() && part.received > 0 {
            part.restart(None)?;
        }
        Ok(part)
    }

    fn restart(&mut self, version: Option<String>) -> io::Result<()> {
        self.file.set_len(0)?;
        self.received = 0;
        self.version = version;
        Ok(())
    }

    fn write_label(&self, address: &str) -> io::Result<()> {
        match &self.version {
            Some(version) => fs::write(&self.label, format!("{address}\n{version}")),
            None => Ok(()),
        }
    }

    /// Leaves nothing behind when nothing came. What cannot be removed is harmless.
    fn forget_if_empty(self) {
        if self.received == 0 {
            let _ = fs::remove_file(&self.content);
            let _ = fs::remove_file(&self.label);
        }
    }

    /// Puts the whole file in its place, unless it is not what its name says.
    fn finish(self, target: &Path, address: &str) -> Result<(), FetchError> {
        let disk = |source| FetchError::Disk { path: target.to_owned(), source };
        let mut start = Vec::new();
        File::open(&self.content).and_then(|file| file.take(512).read_to_end(&mut start)).map_err(disk)?;
        // What is left over must not be taken up again.
        let _ = fs::remove_file(&self.label);
        if !looks_like(target, &start) {
            let _ = fs::remove_file(&self.content);
            return Err(FetchError::NotTheFile { host: host(address) });
        }
        self.file.sync_all().and_then(|()| fs::rename(&self.content, target)).map_err(disk)
    }
}

/// Whether the first bytes are those of a file with this extension.
fn looks_like(target: &Path, start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    match target.extension().and_then(|extension| extension.to_str()) {
        Some("zip" | "xlsx") => start.starts_with(b"PK"),
        Some("gz") => start.starts_with(b"\x1f\x8b"),
        Some("gpkg") => start.starts_with(b"SQLite format 3\0"),
        Some("geojson" | "json") => text.starts_with(b"{"),
        _ => !text.is_empty() && !text.starts_with(b"<") && !text.starts_with(b"{"),
    }
}

fn refusal(address: &str, status: StatusCode) -> FetchError {
    let (host, status) = (host(address), status.as_u16());
    match status {
        404 | 410 => FetchError::Moved { host, status },
        _ => FetchError::Refused { host, status },
    }
}

/// What names this version of the file for the server.
fn version(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    // A weak tag does not promise the same bytes.
    text(ETAG).filter(|tag| !tag.starts_with("W/")).or_else(|| text(LAST_MODIFIED))
}

/// Where a partial answer starts: `bytes 100-199/200` starts at 100.
fn resumes_at(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
}

fn beside(target: &Path, extension: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn part_path(part: &Part) -> PathBuf {
    part.content.clone()
}

fn shown_name(part: &Part) -> String {
    part.content.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Name of the server of an address.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_not_taken_for_data() {
        assert!(looks_like(Path::new("a.zip"), b"PK\x03\x04"));
        assert!(!looks_like(Path::new("a.zip"), b"<!DOCTYPE html>"));
        assert!(!looks_like(Path::new("a.csv"), b"\xef\xbb\xbf  <html>"));
        assert!(looks_like(Path::new("a.csv"), b"CODGEO;P22_POP"));
        assert!(!looks_like(Path::new("a.csv"), b""));
        assert!(looks_like(Path::new("a.geojson"), b"\n{\"type\""));
        assert!(looks_like(Path::new("a.geojson.gz"), b"\x1f\x8b\x08"));
    }

    #[test]
    fn the_server_is_named_without_the_rest_of_the_address() {
        assert_eq!(host("https://www.insee.fr/fr/x?y=z"), "www.insee.fr");
    }
}
