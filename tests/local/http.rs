//! Posts JSON to a server on loopback: no more of HTTP than that, so that what a test
//! sends is exactly what arrives.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// What a server answered.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Posts JSON, and reads JSON back.
pub fn post(url: &str, body: &Value) -> Value {
    let answer = post_text(url, &body.to_string());
    let parsed = serde_json::from_str(&answer.body);
    parsed.unwrap_or_else(|error| panic!("{url} answered {}: {error}", answer.status))
}

/// Posts a text as JSON, and reads whatever comes.
pub fn post_text(url: &str, body: &str) -> Answer {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut read = Vec::new();
    stream.read_to_end(&mut read).unwrap();
    let read = String::from_utf8(read).unwrap();
    let (head, body) = read.split_once("\r\n\r\n").expect("a head and a body");
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "{head}");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Answer { status: status.expect("a status"), body: body.to_owned() }
}
