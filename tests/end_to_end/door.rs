//! The one door to the network, before servers that misbehave.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use enfilade::limits::{HOST_FAILURES_MAX, REDIRECTS_MAX, RETRIES_MAX};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, DoorError, Patience, Want};
use url::Url;

use crate::cars::Tree;
use crate::server::{Reply, Server};
use crate::show::{Show, png};

pub fn url(text: &str) -> Url {
    text.parse().unwrap()
}

/// These servers, whose addresses are of no public internet.
pub fn allowed(servers: &[&Server]) -> Allowed {
    let mut allowed = Allowed::default();
    for server in servers {
        allowed.server(&url(&server.url()));
    }
    allowed
}

/// A door that may ask these servers.
pub fn door(servers: &[&Server]) -> Door {
    let patience = Patience { backoff: Duration::from_millis(20), ..Patience::VISITOR };
    Door::new(allowed(servers), patience)
}

pub fn get(door: &Door, address: &str) -> Result<Vec<u8>, DoorError> {
    block_on(door.get(&url(address), Want::METADATA))
}

#[test]
fn only_what_is_public_or_allowed_is_asked() {
    let server = Server::start(|_, _| Reply::ok("here"));
    let port = server.address.port();
    let allowed = door(&[&server]);
    assert_eq!(get(&allowed, &server.url()).unwrap(), b"here");
    let refused = |door: &Door, address: &str| {
        let error = get(door, address).unwrap_err();
        assert!(matches!(error, DoorError::Private { .. }), "{address}: {error}");
    };
    let nobody = door(&[]);
    for host in [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "foo.localhost",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "0.0.0.0",
        "169.254.169.254",
        "[::]",
        "[::ffff:7f00:1]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
        "[fe80::1]",
        "[fd00::1]",
    ] {
        refused(&nobody, &format!("http://{host}:{port}/"));
        refused(&nobody, &format!("https://{host}:{port}/"));
    }
    // Only the server that was named, not its neighbours.
    refused(&allowed, &format!("http://127.0.0.1:{}/", port ^ 1));
    for named in ["a:b@127.0.0.1", "a@127.0.0.1", ":b@127.0.0.1", "h.example%2F@127.0.0.1"] {
        let credentials = get(&allowed, &format!("http://{named}:{port}/")).unwrap_err();
        assert!(matches!(credentials, DoorError::Credentials { .. }), "{named}: {credentials}");
    }
    assert!(
        Url::parse("http://[fe80::1%25eth0]/").is_err(),
        "a zone is no address of the internet"
    );
    assert_eq!(server.asked(), 1);
}

#[test]
fn redirects_are_counted_and_each_is_checked() {
    let inner = Server::start(|_, _| Reply::ok("a secret"));
    let to = inner.url();
    let server = Server::start(move |path, _| match path {
        "/in" => Reply::status(302, "").with("location", &to),
        "/ftp" => Reply::status(302, "").with("location", "ftp://127.0.0.1/"),
        "/nowhere" => Reply::status(302, ""),
        "/unreadable" => Reply::status(302, "").with("location", "https://:x/"),
        "/menu" => Reply::status(302, "").with("location", "/café.png?für=2"),
        "/caf%C3%A9.png?f%C3%BCr=2" => Reply::ok("coffee"),
        "/0" => Reply::ok("found"),
        to if to.starts_with("/to?") => Reply::status(302, "").with("location", &to[4..]),
        hop => {
            let left: usize = hop[1..].parse().unwrap();
            Reply::status(307, "").with("location", format!("/{}", left - 1))
        }
    });
    let door = door(&[&server]);
    let check = |path: &str, expected: Result<&str, &str>| {
        let found = get(&door, &format!("{}{path}", server.url()));
        let found = found.map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|e| e.to_string());
        match expected {
            Ok(text) => assert_eq!(found.as_deref(), Ok(text), "{path}"),
            Err(part) => {
                assert!(found.clone().is_err_and(|e| e.contains(part)), "{path}: {found:?}")
            }
        }
    };
    check(&format!("/{REDIRECTS_MAX}"), Ok("found"));
    let too_many = format!("led on to other addresses more than {REDIRECTS_MAX} times");
    check(&format!("/{}", REDIRECTS_MAX + 1), Err(&too_many));
    for host in ["127.1", "2130706433", "localhost.", "[::ffff:127.0.0.1]", "[::1]", "10.0.0.1"] {
        for scheme in ["http", "https"] {
            let leads = format!("/to?{scheme}://{host}:{}/", inner.address.port());
            check(&leads, Err("lies on a private or local address"));
        }
    }
    check("/to?http://a:b@h.example/", Err("carries a user name or a password"));
    check("/to?javascript:1", Err("only https is"));
    check("/to?file:///etc/passwd", Err("only https is"));
    check("/to?data:,x", Err("only https is"));
    check("/in", Err("lies on a private or local address"));
    check("/ftp", Err("only https is"));
    check("/nowhere", Err("leads on, and to no address that can be read"));
    check("/unreadable", Err("leads on, and to no address that can be read"));
    check("/menu", Ok("coffee"));
    // Nor does one server that the curator named lead to another.
    let both = self::door(&[&server, &inner]);
    let error = get(&both, &format!("{}/in", server.url())).unwrap_err();
    assert!(matches!(error, DoorError::Private { .. }), "{error}");
    assert_eq!(inner.asked(), 0);
}

/// A server with one picture, and how often that was asked for.
fn with_a_picture() -> (Server, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let server = Server::start(move |path, _| match path {
        "/a.png" => {
            counted.fetch_add(1, Ordering::SeqCst);
            Reply::ok(png(40, 30, 1))
        }
        _ => Reply::status(404, ""),
    });
    (server, asked)
}

#[test]
fn no_document_names_an_endpoint_or_a_gateway() {
    let (endpoint, of_endpoint) = with_a_picture();
    let (gateway, of_gateway) = with_a_picture();
    let leads = [&endpoint, &gateway].map(|server| format!("{}/a.png", server.url()));
    let own = Server::start(move |path, _| match path {
        "/a.png" => Reply::ok(png(40, 30, 2)),
        "/to-endpoint" => Reply::status(302, "").with("location", &leads[0]),
        "/to-gateway" => Reply::status(302, "").with("location", &leads[1]),
        _ => Reply::status(404, ""),
    });
    let images = [
        ("own", format!("{}/a.png", own.url())),
        ("endpoint", format!("{}/a.png", endpoint.url())),
        ("gateway", format!("{}/a.png", gateway.url())),
        ("to-endpoint", format!("{}/to-endpoint", own.url())),
        ("to-gateway", format!("{}/to-gateway", own.url())),
    ];
    let mut toml = format!(
        "[gateways]\nipfs = [\"{}\"]\nown_hosts = [\"{}\"]\n[chains.\"eip155:1\"]\nendpoints = [\"{}\"]\n",
        gateway.url(),
        own.address,
        endpoint.url()
    );
    for (id, _) in &images {
        toml += &format!("[[work]]\nfile = \"{id}.json\"\nid = \"{id}\"\n");
    }
    let show = Show::new(&toml);
    for (id, image) in &images {
        let document = format!("{{\"name\":\"A\",\"image\":\"{image}\"}}");
        show.write(&format!("{id}.json"), document.as_bytes());
    }
    show.resolve();
    assert_eq!(show.original("own"), png(40, 30, 2));
    for (id, _) in &images[1..] {
        let problem = show.problem(id);
        assert!(problem.detail.contains("private or local address"), "{id}: {problem}");
    }
    assert_eq!((of_endpoint.load(Ordering::SeqCst), of_gateway.load(Ordering::SeqCst)), (0, 0));
}

#[test]
fn what_only_the_gateway_of_its_document_has_is_found_there() {
    let tree = Arc::new(Tree::new([("a.png".to_owned(), png(40, 30, 1))]));
    let served = tree.clone();
    let own = Server::start(move |path, _| match served.answer(path) {
        Some(car) => Reply::ok(car),
        None => Reply::status(404, ""),
    });
    let empty = Server::start(|_, _| Reply::status(404, ""));
    let check = |own_hosts: &str, found: bool| {
        let work = "[[work]]\nfile = \"a.json\"\nid = \"a\"\n";
        let gateways = format!("[gateways]\nipfs = [\"{}\"]\n{own_hosts}", empty.url());
        let show = Show::new(&(gateways + work));
        let image = format!("{}/ipfs/{}/a.png", own.url(), tree.root);
        let document = format!("{{\"name\":\"A\",\"image\":\"{image}\"}}");
        show.write("a.json", document.as_bytes());
        show.resolve();
        match found {
            true => assert_eq!(show.original("a"), png(40, 30, 1)),
            // As any address that a document names, it must be public.
            false => assert!(show.problem("a").detail.contains("private or local address")),
        }
    };
    check("", false);
    assert_eq!(own.asked(), 0);
    check(&format!("own_hosts = [\"{}\"]\n", own.address), true);
}

#[test]
fn doors_that_allow_different_things_know_the_same_hosts() {
    let server = Server::start(|_, before| match before {
        0 => Reply::status(429, "").with("retry-after", 3_600),
        _ => Reply::ok("here"),
    });
    let strict = Door::new(Allowed::default(), Patience::RESOLVE);
    let open = strict.allowing(allowed(&[&server]));
    assert!(matches!(get(&strict, &server.url()), Err(DoorError::Private { .. })));
    assert!(get(&open, &server.url()).is_err(), "it asks for rest");
    // Another door to it waits for the end of the rest as the first does.
    let other = strict.allowing(allowed(&[&server]));
    assert!(get(&other, &server.url()).is_err());
    assert_eq!(server.asked(), 1);
    assert_eq!(get(&door(&[&server]), &server.url()).unwrap(), b"here", "a door of its own");
}

#[test]
fn a_host_that_never_answers_is_given_up() {
    let down = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        url(&format!("http://{}/", free.local_addr().unwrap()))
    };
    let up = Server::start(|_, _| Reply::status(404, ""));
    let mut allowed = Allowed::default();
    allowed.server(&down);
    allowed.server(&url(&up.url()));
    let backoff = Duration::from_millis(1);
    let resolve = Door::new(allowed.clone(), Patience { backoff, ..Patience::RESOLVE });
    let visitor = Door::new(allowed, Patience { backoff, ..Patience::VISITOR });
    // Every time it is asked anew until there are no more repetitions.
    let enough = HOST_FAILURES_MAX.div_ceil(1 + RETRIES_MAX);
    for asked in 0..enough + 2 {
        let given_up = |door| matches!(get(door, down.as_str()), Err(DoorError::GivenUp { .. }));
        assert_eq!((given_up(&resolve), given_up(&visitor)), (asked >= enough, false), "{asked}");
    }
    let said = get(&resolve, down.as_str()).unwrap_err().to_string();
    let expected = format!("{HOST_FAILURES_MAX} requests in a row");
    assert!(said.contains(&expected) && said.contains("enfilade resolve"), "{said}");
    // To say no is an answer.
    for _ in 0..20 {
        assert!(matches!(get(&resolve, &up.url()), Err(DoorError::NotFound { .. })));
    }
}

#[test]
fn failures_are_retried_when_that_may_help() {
    let check = |reply: fn(usize) -> Reply, expected: Result<&str, &str>, asked: usize| {
        let server = Server::start(move |_, before| reply(before));
        let found = get(&door(&[&server]), &server.url());
        let found = found.map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|e| e.to_string());
        match expected {
            Ok(text) => assert_eq!(found.as_deref(), Ok(text)),
            Err(part) => assert!(found.clone().is_err_and(|e| e.contains(part)), "{found:?}"),
        }
        assert_eq!(server.asked(), asked, "{expected:?}");
    };
    let busy_once = |before| match before {
        0 => Reply::status(429, "").with("retry-after", 0),
        _ => Reply::ok("then"),
    };
    check(busy_once, Ok("then"), 2);
    let cut_once = |before| match before {
        0 => Reply::ok("cut off").cut_at(3),
        _ => Reply::ok("whole"),
    };
    check(cut_once, Ok("whole"), 2);
    let down_once = |before| if before == 0 { Reply::status(502, "") } else { Reply::ok("up") };
    check(down_once, Ok("up"), 2);
    check(|_| Reply::status(429, "").with("retry-after", 31), Err("for 31 seconds"), 1);
    check(|_| Reply::status(404, ""), Err("does not exist (404)"), 1);
    check(|_| Reply::status(403, ""), Err("answered with the error 403"), 1);
    check(|_| Reply::status(500, ""), Err("answered with the error 500"), 4);
    check(
        |_| Reply::ok(vec![b'x'; (1 << 20) + 1]),
        Err("is larger than the 1048 kB that a metadata document may have"),
        1,
    );
}
