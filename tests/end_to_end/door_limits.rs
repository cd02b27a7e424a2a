//! What the door sends and takes, and how it treats a host: nothing that tells who asks,
//! no more bytes, time or requests than there may be.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use enfilade::limits::{
    BLOCK_BYTES_MAX, METADATA_BYTES_MAX, PER_HOST_MAX, RETRIES_MAX, RETRY_AFTER_MAX, RPC_BYTES_MAX,
};
use enfilade::limits::{MODEL_BYTES_MAX, PICTURE_BYTES_MAX};
use enfilade::platform::net::{block_on, sleep};
use enfilade::source::{Door, DoorError, Patience, Want};
use futures::future::join_all;

use crate::door::{allowed, door, get, url};
use crate::server::{Manner, Reply, Server};

#[test]
fn nothing_tells_a_server_who_asks() {
    let seen: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
    let noted = seen.clone();
    let server = Server::reading(move |request| {
        noted.lock().unwrap().push(request.headers.clone());
        match request.path.as_str() {
            "/hop" => Reply::status(302, "").with("location", "/end?key=1"),
            _ => Reply::ok("fine"),
        }
        .with("set-cookie", "session=1; Path=/")
        .with("www-authenticate", "Basic")
    });
    let door = door(&[&server]);
    for path in ["/first?key=1", "/hop", "/again"] {
        get(&door, &format!("{}{path}", server.url())).unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 4);
    for headers in seen.iter() {
        let mut names: Vec<&str> =
            headers.iter().filter_map(|header| header.split(':').next()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "{headers:?}");
        assert!(headers.contains(&"accept-encoding: identity".to_owned()), "{headers:?}");
    }
}

#[test]
fn bodies_are_measured_whatever_they_say() {
    let max = METADATA_BYTES_MAX as usize;
    let check = |reply: fn(usize) -> Reply, expected: Result<usize, &str>, sent_max: u64| {
        let server = Server::start(move |_, _| reply(METADATA_BYTES_MAX as usize));
        let found = get(&door(&[&server]), &server.url()).map(|bytes| bytes.len());
        match (&found, expected) {
            (Ok(length), Ok(expected)) => assert_eq!(*length, expected),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            _ => panic!("{found:?} instead of {expected:?}"),
        }
        assert!(server.sent() <= sent_max, "{} bytes were taken", server.sent());
    };
    // What a socket takes that nobody reads.
    let slack = 16 << 20;
    let over = "is larger than the 1048 kB that a metadata document may have";
    check(|max| Reply::ok(vec![b' '; max]), Ok(max), max as u64);
    check(|max| Reply::ok(vec![b' '; max + 1]), Err(over), max as u64 + 1);
    check(|_| Reply::ok("").sent_as(Manner::Endless), Err(over), slack);
    check(|_| Reply::ok("").sent_as(Manner::Unmeasured), Err(over), METADATA_BYTES_MAX + slack);
    check(|_| Reply::ok("whole and more").sent_as(Manner::SaysLess(9)), Ok(5), slack);
    check(
        |_| Reply::ok([0x1f, 0x8b, 8, 0]).with("content-encoding", "gzip"),
        Err("is sent compressed (gzip)"),
        slack,
    );
    check(|_| Reply::ok("x").with("content-encoding", "br"), Err("compressed (br)"), slack);
    // What packs nothing is no reason to refuse it; what packs is, wherever it is named.
    check(|_| Reply::ok("x").with("content-encoding", "identity"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "Identity"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", ""), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "none"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "UTF-8"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "utf8"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "binary"), Ok(1), slack);
    check(|_| Reply::ok("x").with("content-encoding", "aws-chunked, identity"), Ok(1), slack);
    let both = Err("compressed (aws-chunked, gzip)");
    check(|_| Reply::ok("x").with("content-encoding", "aws-chunked, gzip"), both, slack);
    let second = |_: usize| {
        Reply::ok("x").with("content-encoding", "identity").with("content-encoding", "zstd")
    };
    check(second, Err("compressed (zstd)"), slack);
    check(|_| Reply::ok("").sent_as(Manner::EndlessHeaders), Err("cannot be reached"), slack);
}

#[test]
fn each_kind_of_answer_has_its_own_length() {
    let check = |want: Want, head: &'static [u8], max: u64| {
        let server = Server::start(move |path, _| {
            let more: usize = path[1..].parse().unwrap();
            let mut body = head.to_vec();
            body.resize(max as usize + more, 0);
            Reply::ok(body)
        });
        let door = door(&[&server]);
        let ask = |more: u8| block_on(door.get(&url(&format!("{}/{more}", server.url())), want));
        assert_eq!(ask(0).unwrap().len() as u64, max);
        let refused = ask(1).unwrap_err();
        assert!(matches!(refused, DoorError::TooLarge { bytes_max, .. } if bytes_max == max));
    };
    check(Want::ANSWER, b"{", RPC_BYTES_MAX);
    check(Want::BLOCK, b"", BLOCK_BYTES_MAX);
    check(Want::MEDIA, b"\x89PNG", PICTURE_BYTES_MAX);
    check(Want::MEDIA, b"glTF", MODEL_BYTES_MAX);
}

#[test]
fn how_a_server_cuts_its_pieces_changes_no_limit() {
    let check = |head: &'static [u8], first: usize, length: u64, max: Option<u64>| {
        let server = Server::start(move |_, _| {
            let mut body = head.to_vec();
            body.resize(length as usize, 0);
            Reply::ok(body).sent_as(Manner::InTwo(first))
        });
        let found = block_on(door(&[&server]).get(&url(&server.url()), Want::MEDIA));
        match (found, max) {
            (Ok(bytes), None) => {
                assert_eq!(bytes.len() as u64, length, "{first}");
                assert!(bytes.starts_with(head), "{first}");
            }
            (Err(DoorError::TooLarge { bytes_max, .. }), Some(max)) => assert_eq!(bytes_max, max),
            (found, _) => panic!("{:?} instead of {max:?}", found.map(|bytes| bytes.len())),
        }
    };
    let film = b"\0\0\0\x20ftypisom";
    for first in [1, 4, 11, 5_000] {
        check(film, first, PICTURE_BYTES_MAX + 1, None);
        check(b"\x89PNG\r\n\x1a\n", first, PICTURE_BYTES_MAX + 1, Some(PICTURE_BYTES_MAX));
    }
    // What ends before there is a whole head comes as it is.
    check(film, 4, 12, None);
}

#[test]
fn a_host_is_asked_so_many_at_once() {
    let server = Server::start(|_, _| {
        thread::sleep(Duration::from_millis(100));
        Reply::ok("fine")
    });
    let door = door(&[&server]);
    let url = url(&server.url());
    let all = block_on(join_all((0..3 * PER_HOST_MAX).map(|_| door.get(&url, Want::METADATA))));
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(server.most_in_flight(), PER_HOST_MAX);
}

#[test]
fn a_host_that_asks_for_rest_is_left_alone_by_all() {
    let came: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let noted = came.clone();
    let server = Server::start(move |_, before| {
        noted.lock().unwrap().push(Instant::now());
        match before {
            0 => Reply::status(429, "").with("retry-after", 1),
            _ => Reply::ok("fine"),
        }
    });
    let door = door(&[&server]);
    let (first, second) =
        (url(&format!("{}/a", server.url())), url(&format!("{}/b", server.url())));
    let (a, b) = block_on(async {
        let later = async {
            sleep(Duration::from_millis(300)).await;
            door.get(&second, Want::METADATA).await
        };
        futures::future::join(door.get(&first, Want::METADATA), later).await
    });
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let came = came.lock().unwrap();
    assert_eq!(came.len(), 3);
    for later in &came[1..] {
        assert!(later.duration_since(came[0]) >= Duration::from_millis(950), "{came:?}");
    }
}

#[test]
fn the_longest_rest_is_met_from_both_sides() {
    let max = RETRY_AFTER_MAX.as_secs();
    // Too long a rest ends the request, and every other to the host before it is sent.
    let server = Server::start(move |_, _| Reply::status(503, "").with("retry-after", max + 1));
    let asking = door(&[&server]);
    for _ in 0..3 {
        let busy = get(&asking, &server.url()).unwrap_err();
        assert!(matches!(busy, DoorError::Busy { after: Some(_), .. }), "{busy}");
    }
    assert_eq!(server.asked(), 1);
    // A date is a rest as well; one that has passed is none.
    let date = |in_secs: i64| {
        use time::format_description::well_known::Rfc2822;
        let now = enfilade::platform::clock::unix_now() + in_secs;
        let moment = time::OffsetDateTime::from_unix_timestamp(now).unwrap();
        moment.format(&Rfc2822).unwrap().replace("+0000", "GMT")
    };
    let server = Server::start(move |_, before| match before {
        0 => Reply::status(503, "").with("retry-after", date(-5)),
        1 => Reply::status(503, "").with("retry-after", date(2)),
        _ => Reply::ok("fine"),
    });
    let start = Instant::now();
    assert_eq!(get(&door(&[&server]), &server.url()).unwrap(), b"fine");
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
}

#[test]
fn repetitions_are_counted() {
    let check = |busy: usize, expected: bool| {
        let server = Server::start(move |_, before| match before {
            n if n < busy => Reply::status(429, ""),
            _ => Reply::ok("fine"),
        });
        assert_eq!(get(&door(&[&server]), &server.url()).is_ok(), expected, "{busy}");
        assert_eq!(server.asked(), busy.min(RETRIES_MAX as usize) + 1);
    };
    check(RETRIES_MAX as usize, true);
    check(RETRIES_MAX as usize + 1, false);
}

#[test]
fn no_answer_takes_longer_than_patience() {
    let check = |wait: Duration, expected: bool| {
        let server = Server::start(move |_, _| {
            thread::sleep(wait);
            Reply::ok("fine")
        });
        let patience = Patience { answer_max: Duration::from_secs(2), ..Patience::VISITOR };
        let found = get(&Door::new(allowed(&[&server]), patience), &server.url());
        assert_eq!(found.is_ok(), expected, "{found:?}");
        if !expected {
            assert!(matches!(found, Err(DoorError::TimedOut { secs: 2, .. })), "{found:?}");
        }
    };
    check(Duration::from_millis(500), true);
    check(Duration::from_millis(3_500), false);
    // A byte now and then does not buy more time.
    let server = Server::start(|_, _| Reply::ok("twenty bytes, slowly").sent_as(Manner::Drips));
    let patience = Patience { answer_max: Duration::from_secs(2), ..Patience::VISITOR };
    let start = Instant::now();
    assert!(get(&Door::new(allowed(&[&server]), patience), &server.url()).is_err());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
