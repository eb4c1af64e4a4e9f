//! A small HTTP server for tests: it answers what it is told to, and can cut the line.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: HashMap<String, String>,
}

/// What to answer.
pub struct Reply {
    /// Status line after the version, for example `200 OK`.
    pub status: &'static str,
    /// Other headers than the length.
    pub headers: Vec<(&'static str, String)>,
    /// Content.
    pub body: Vec<u8>,
    /// Bytes of the content after which the line is cut.
    pub cut_after: Option<usize>,
}

impl Reply {
    /// A whole answer.
    pub fn new(status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut_after: None }
    }
}

/// A server that lives as long as the test.
pub struct Server {
    /// `http://127.0.0.1:port`.
    pub address: String,
    /// Everything that was asked so far.
    pub requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server that answers with `reply`.
    pub fn start(reply: impl Fn(&Request) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let Some(request) = read(&stream) else { continue };
                seen.lock().unwrap().push(request.clone());
                answer(stream, &reply(&request));
            }
        });
        Self { address, requests }
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let header = |line: String| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    let headers = lines.take_while(|line| !line.is_empty()).filter_map(header).collect();
    Some(Request { path, headers })
}

fn answer(mut stream: TcpStream, reply: &Reply) {
    let mut head =
        format!("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n", reply.status, reply.body.len());
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let sent = &reply.body[..reply.cut_after.unwrap_or(reply.body.len())];
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(b"\r\n");
    let _ = stream.write_all(sent);
}
