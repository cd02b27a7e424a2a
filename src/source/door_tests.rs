//! Names whose addresses are of no public internet: what the door makes of them once they
//! were looked up, asked for at once or led to by an answer.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// The addresses of the names here.
fn addresses(name: &str) -> Vec<IpAddr> {
    let all: &[&str] = match name {
        "loop.example" => &["127.0.0.1"],
        "inner.example" => &["10.0.0.1"],
        "mapped.example" => &["::ffff:127.0.0.1"],
        "translated.example" => &["64:ff9b::7f00:1"],
        "several.example" => &["::1", "127.0.0.1", "192.168.0.1"],
        name => panic!("{name} is not looked up here"),
    };
    all.iter().map(|address| address.parse().unwrap()).collect()
}

const NAMES: [&str; 5] =
    ["loop.example", "inner.example", "mapped.example", "translated.example", "several.example"];

fn connect(
    rule: net::AddressRule,
    agent: &str,
    timeout: Duration,
) -> Result<reqwest::Client, reqwest::Error> {
    net::client_by(addresses, rule, agent, timeout)
}

/// A door that may ask these hosts of its own.
fn door(own: &[String]) -> Door {
    let mut allowed = Allowed::default();
    own.iter().for_each(|host| allowed.host(host));
    Door::made(allowed, Patience::VISITOR, Arc::default(), connect)
}

fn get(door: &Door, address: &str) -> Result<Vec<u8>, DoorError> {
    net::block_on(door.get(&address.parse().unwrap(), Want::METADATA))
}

/// A server that gives every connection this answer: its port, and how many there were.
fn serve(answer: String) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 1_024]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (port, connections)
}

const OK: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nhere";

#[track_caller]
fn assert_private(found: Result<Vec<u8>, DoorError>, name: &str, port: u16) {
    assert_eq!(found, Err(DoorError::Private { host: format!("{name}:{port}") }), "{name}");
}

#[test]
fn a_name_with_private_addresses_is_not_connected_to() {
    let (port, connections) = serve(OK.to_owned());
    let nobody = door(&[]);
    for name in NAMES {
        for scheme in ["https", "http"] {
            assert_private(get(&nobody, &format!("{scheme}://{name}:{port}/")), name, port);
        }
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
    // The curator's own host is, by the same name at the same address; its neighbours not.
    let own = door(&[format!("loop.example:{port}")]);
    assert_eq!(get(&own, &format!("http://loop.example:{port}/")).unwrap(), b"here");
    assert_private(get(&own, &format!("https://mapped.example:{port}/")), "mapped.example", port);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_name_with_private_addresses_is_not_led_on_to() {
    let (inner, connections) = serve(OK.to_owned());
    for name in NAMES {
        for scheme in ["https", "http"] {
            let head = "HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0";
            let leads = format!("{head}\r\nlocation: {scheme}://{name}:{inner}/\r\n\r\n");
            let (outer, asked) = serve(leads);
            let own = door(&[format!("loop.example:{outer}")]);
            assert_private(get(&own, &format!("http://loop.example:{outer}/")), name, inner);
            assert_eq!(asked.load(Ordering::SeqCst), 1, "{name}");
        }
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
}
