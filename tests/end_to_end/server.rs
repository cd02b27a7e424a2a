//! A small HTTP server on loopback: answers by a function, and counts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What a server sends back.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// The bytes after which the connection is cut.
    pub cut_at: Option<usize>,
    /// Nothing is ever answered.
    pub silent: bool,
}

/// A server that lives as long as the test's process does.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body)
    }

    pub fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut_at: None, silent: false }
    }

    pub fn with(mut self, header: &'static str, value: impl ToString) -> Self {
        self.headers.push((header, value.to_string()));
        self
    }

    pub fn cut_at(mut self, bytes: usize) -> Self {
        self.cut_at = Some(bytes);
        self
    }

    pub fn never() -> Self {
        Self { silent: true, ..Self::ok("") }
    }
}

impl Server {
    /// Serves on a port of the system's choice; the function gets path and query, and
    /// how many requests there were before.
    pub fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        let (answer, shared) = (Arc::new(answer), server.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, shared) = (answer.clone(), shared.clone());
                thread::spawn(move || shared.serve(stream, &*answer));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests there were.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn serve(&self, stream: TcpStream, answer: &dyn Fn(&str, usize) -> Reply) {
        let Ok(mut out) = stream.try_clone() else { return };
        let mut lines = BufReader::new(stream);
        let mut first = String::new();
        if lines.read_line(&mut first).is_err() || first.is_empty() {
            return;
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).is_err() || line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        if lines.read_exact(&mut body).is_err() {
            return;
        }
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let before = self.asked.fetch_add(1, Ordering::SeqCst);
        let reply = answer(&path, before);
        if reply.silent {
            thread::sleep(std::time::Duration::from_secs(60));
            return;
        }
        let mut head = format!(
            "HTTP/1.1 {} Reply\r\ncontent-length: {}\r\nconnection: close\r\n",
            reply.status,
            reply.body.len()
        );
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let sent = &reply.body[..reply.cut_at.unwrap_or(reply.body.len()).min(reply.body.len())];
        // A client that has had enough hangs up, which is its right.
        let _ = out.write_all(format!("{head}\r\n").as_bytes());
        let _ = out.write_all(sent);
    }
}
