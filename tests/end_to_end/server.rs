//! A small HTTP server on loopback: answers by a function, and counts. It can answer as
//! badly as a server on the internet: late, in part, without end, or not at all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What a server sends back.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Whole,
    /// The connection is cut after so many bytes.
    CutAt(usize),
    /// Nothing more comes after so many bytes, and the connection stays.
    StallsAt(usize),
    /// One byte now and then.
    Drips,
    /// So many bytes come by themselves, and the others a while later.
    InTwo(usize),
    /// It says that ten gigabytes follow, and begins to send them.
    Endless,
    /// It says nothing of its length, and sends until it is left.
    Unmeasured,
    /// So many zeros follow, and its length says so or is not told.
    Padded {
        zeros: u64,
        says_so: bool,
    },
    /// It says that it is shorter by so many bytes than it is.
    SaysLess(usize),
    /// Its headers have no end.
    EndlessHeaders,
    /// Nothing is ever answered.
    Never,
}

/// What a server was asked.
pub struct Request {
    /// With its query.
    pub path: String,
    /// As they came: `name: value`, names in small letters.
    pub headers: Vec<String>,
    pub body: Vec<u8>,
    /// How many requests there were before.
    pub before: usize,
}

/// A server that lives as long as the test's process does.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<AtomicUsize>,
    sent: Arc<AtomicU64>,
    in_flight: Arc<InFlight>,
}

/// Requests that are not answered yet.
#[derive(Default)]
struct InFlight {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body)
    }

    pub fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), manner: Manner::Whole }
    }

    pub fn with(mut self, header: &'static str, value: impl ToString) -> Self {
        self.headers.push((header, value.to_string()));
        self
    }

    pub fn cut_at(self, bytes: usize) -> Self {
        self.sent_as(Manner::CutAt(bytes))
    }

    pub fn sent_as(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    pub fn never() -> Self {
        Self::ok("").sent_as(Manner::Never)
    }
}

impl Server {
    /// Serves on a port of the system's choice; the function gets path and query, and
    /// how many requests there were before.
    pub fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::reading(move |request| answer(&request.path, request.before))
    }

    /// Serves by a function that also gets what was sent along.
    pub fn reading(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            sent: Arc::default(),
            in_flight: Arc::default(),
        };
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

    /// How many requests it had to answer at once, at most.
    pub fn most_in_flight(&self) -> usize {
        self.in_flight.most.load(Ordering::SeqCst)
    }

    /// How many bytes of bodies were sent.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    fn serve(&self, stream: TcpStream, answer: &dyn Fn(&Request) -> Reply) {
        let Ok(mut out) = stream.try_clone() else { return };
        let mut lines = BufReader::new(stream);
        let mut first = String::new();
        if lines.read_line(&mut first).is_err() || first.is_empty() {
            return;
        }
        let (mut length, mut headers) = (0, Vec::new());
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).is_err() || line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            let (name, value) = line.trim().split_once(':').unwrap_or((line.trim(), ""));
            headers.push(format!("{}:{value}", name.to_ascii_lowercase()));
        }
        let mut body = vec![0; length];
        if lines.read_exact(&mut body).is_err() {
            return;
        }
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let before = self.asked.fetch_add(1, Ordering::SeqCst);
        let now = self.in_flight.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.in_flight.most.fetch_max(now, Ordering::SeqCst);
        let reply = answer(&Request { path, headers, body, before });
        self.in_flight.now.fetch_sub(1, Ordering::SeqCst);
        // A client that has had enough hangs up, which is its right.
        let _ = self.send(&reply, &mut out);
        if matches!(reply.manner, Manner::StallsAt(_) | Manner::Never) {
            // Nothing more comes from the client either, until it hangs up.
            let _ = lines.read(&mut [0]);
        }
    }

    fn send(&self, reply: &Reply, out: &mut TcpStream) -> std::io::Result<()> {
        if reply.manner == Manner::Never {
            return Ok(());
        }
        let body = reply.body.as_slice();
        let length = match reply.manner {
            Manner::Endless => 10_000_000_000,
            Manner::Padded { zeros, .. } => body.len() as u64 + zeros,
            Manner::SaysLess(bytes) => (body.len() - bytes) as u64,
            _ => body.len() as u64,
        };
        let mut head = format!("HTTP/1.1 {} Reply\r\nconnection: close\r\n", reply.status);
        let is_told =
            !matches!(reply.manner, Manner::Unmeasured | Manner::Padded { says_so: false, .. });
        if is_told {
            head.push_str(&format!("content-length: {length}\r\n"));
        }
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if reply.manner == Manner::EndlessHeaders {
            out.write_all(head.as_bytes())?;
            loop {
                out.write_all(format!("x-more: {}\r\n", "x".repeat(1_000)).as_bytes())?;
            }
        }
        out.write_all(format!("{head}\r\n").as_bytes())?;
        let mut send = |piece: &[u8]| {
            self.sent.fetch_add(piece.len() as u64, Ordering::SeqCst);
            out.write_all(piece)
        };
        match reply.manner {
            Manner::Whole | Manner::Never | Manner::SaysLess(_) | Manner::EndlessHeaders => {
                send(body)
            }
            Manner::CutAt(bytes) | Manner::StallsAt(bytes) => send(&body[..bytes.min(body.len())]),
            Manner::Drips => body.iter().try_for_each(|byte| {
                thread::sleep(Duration::from_millis(500));
                send(&[*byte])
            }),
            Manner::InTwo(first) => {
                let (first, others) = body.split_at(first.min(body.len()));
                send(first)?;
                thread::sleep(Duration::from_millis(300));
                send(others)
            }
            Manner::Padded { zeros, .. } => {
                static PIECE: [u8; 256 << 10] = [0; 256 << 10];
                send(body)?;
                let mut left = zeros as usize;
                while left > 0 {
                    send(&PIECE[..left.min(PIECE.len())])?;
                    left -= left.min(PIECE.len());
                }
                Ok(())
            }
            Manner::Endless | Manner::Unmeasured => loop {
                send(&[b' '; 64 << 10])?;
            },
        }
    }
}
