//! Limits that take a server to be met: how long an answer may take, how much of a film
//! may come, how much an endpoint or a library is asked for at once.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use alloy_primitives::B256;
use enfilade::exhibition::ProblemKind;
use enfilade::limits::{
    ANNOTATION_PAGES_MAX, CALLS_PER_BATCH_MAX, CANVASES_PER_ENTRY_MAX, FILM_BYTES_MAX,
    LOG_REQUESTS_MAX, MEDIA_TIMEOUT, METADATA_TIMEOUT,
};
use enfilade::platform::net::block_on;
use enfilade::source::{Answer, Door, DoorError, Endpoint, Patience, Want};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::door::{allowed, door, url};
use crate::endpoint::{self, CHAIN, CONTRACT, Mood};
use crate::server::{Manner, Reply, Request, Server};
use crate::show::{Show, png};

/// As long as they are, all at once: nobody computes meanwhile.
#[test]
fn the_times_for_answers_are_met_from_both_sides() {
    let server = Server::start(|path, _| match path[1..].parse() {
        Ok(wait_ms) => {
            thread::sleep(Duration::from_millis(wait_ms));
            Reply::ok("fine")
        }
        Err(_) => Reply::never(),
    });
    let door = Door::new(allowed(&[&server]), Patience::RESOLVE);
    let rows = [
        (Want::METADATA, METADATA_TIMEOUT),
        (Want::ANSWER, METADATA_TIMEOUT),
        (Want::BLOCK, METADATA_TIMEOUT),
        (Want::MEDIA, MEDIA_TIMEOUT),
    ];
    let asked = rows.iter().flat_map(|(want, limit)| {
        [true, false].map(|expected| {
            let within = limit.saturating_sub(Duration::from_secs(3)).as_millis();
            let path = if expected { within.to_string() } else { "never".to_owned() };
            let (door, url) = (&door, url(&format!("{}/{path}", server.url())));
            async move {
                let start = Instant::now();
                let found = door.get(&url, *want).await;
                let took = start.elapsed();
                assert_eq!(found.is_ok(), expected, "{}: {found:?}", want.what);
                let too_late =
                    DoorError::TimedOut { host: server.address.to_string(), secs: limit.as_secs() };
                assert!(expected || found == Err(too_late), "{}", want.what);
                assert_eq!(took >= *limit, !expected, "{}: {took:?}", want.what);
            }
        })
    });
    block_on(join_all(asked));
}

/// Counts what it is given and keeps none of it.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0 += piece.len() as u64;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_film_is_so_long_and_no_longer() {
    let head = b"\0\0\0\x20ftypisom";
    let check = |bytes: u64, says_so: bool, expected: bool| {
        let zeros = bytes - head.len() as u64;
        let server =
            Server::start(move |_, _| Reply::ok(head).sent_as(Manner::Padded { zeros, says_so }));
        let place = || Ok(Counted(0));
        let found = block_on(door(&[&server]).get_into(&url(&server.url()), Want::MEDIA, place));
        match found {
            Ok(counted) => assert_eq!((counted.0, expected), (bytes, true)),
            Err(error) => {
                assert!(matches!(error, DoorError::TooLarge { bytes_max: FILM_BYTES_MAX, .. }));
                assert!(!expected, "{error}");
            }
        }
        // What says that it is too long is not even begun.
        assert!(server.sent() <= if expected || !says_so { bytes } else { 16 << 20 });
    };
    check(FILM_BYTES_MAX, true, true);
    check(FILM_BYTES_MAX + 1, true, false);
    check(FILM_BYTES_MAX + 1, false, false);
}

/// An honest endpoint that was connected to, whose requests are first shown to `answer`.
fn connected(answer: impl Fn(&Value) -> Option<Value> + Send + Sync + 'static) -> Endpoint {
    let server = Server::reading(move |request: &Request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        match answer(&asked) {
            Some(told) => Reply::ok(told.to_string()),
            None => endpoint::answer(Mood::Honest, request),
        }
    });
    let chain = CHAIN.parse().unwrap();
    block_on(Endpoint::connect(&door(&[&server]), &url(&server.url()), &chain, "latest", None))
        .unwrap()
}

#[test]
fn a_batch_carries_so_many_calls_and_no_more() {
    let check = |calls: usize, expected: &[usize]| {
        let batches: Arc<Mutex<Vec<usize>>> = Arc::default();
        let noted = batches.clone();
        let endpoint = connected(move |asked| {
            let first = asked.as_array().map_or(asked, |batch| &batch[0]);
            if first["method"] == "eth_call" {
                noted.lock().unwrap().push(asked.as_array().map_or(1, Vec::len));
            }
            None
        });
        let calls = vec![(CONTRACT, vec![0xc8, 0x7b, 0x56, 0xdd, 0, 0, 0, 0, 0, 0, 0, 1]); calls];
        let answers = block_on(endpoint.call(&calls)).unwrap();
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Data(_))));
        assert_eq!((answers.len(), batches.lock().unwrap().as_slice()), (calls.len(), expected));
    };
    check(CALLS_PER_BATCH_MAX, &[CALLS_PER_BATCH_MAX]);
    check(CALLS_PER_BATCH_MAX + 1, &[CALLS_PER_BATCH_MAX, 1]);
}

#[test]
fn a_search_for_events_takes_so_many_requests_and_no_more() {
    let check = |blocks: u64, expected: bool| {
        let searches: Arc<Mutex<usize>> = Arc::default();
        let noted = searches.clone();
        // One block at a time is all that it looks through.
        let endpoint = connected(move |asked| {
            if asked["method"] != "eth_getLogs" {
                return None;
            }
            *noted.lock().unwrap() += 1;
            let range = &asked["params"][0];
            Some(match range["fromBlock"] == range["toBlock"] {
                true => json!({ "jsonrpc": "2.0", "id": asked["id"], "result": [] }),
                false => {
                    let error = json!({ "code": -32000, "message": "the range is too long" });
                    json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error })
                }
            })
        });
        let heard = block_on(endpoint.logs(&[CONTRACT], &[B256::ZERO], 1..=blocks)).unwrap();
        let searches = *searches.lock().unwrap();
        assert_eq!(heard.through == blocks, expected, "{blocks}: {}", heard.through);
        assert!(searches <= LOG_REQUESTS_MAX);
        assert_eq!(searches == LOG_REQUESTS_MAX, !expected, "{searches}");
    };
    check(LOG_REQUESTS_MAX as u64 / 3, true);
    check(LOG_REQUESTS_MAX as u64, false);
}

/// A manifest of so many canvases with nothing on them.
fn manifest(canvases: usize) -> String {
    let all: Vec<Value> = (0..canvases)
        .map(|n| json!({ "id": format!("https://h/{n}"), "type": "Canvas" }))
        .collect();
    json!({
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://h/m",
        "type": "Manifest",
        "label": { "en": ["M"] },
        "items": all,
    })
    .to_string()
}

#[test]
fn an_entry_stands_for_so_many_canvases_and_no_more() {
    let check = |canvases: usize, works: usize| {
        let show = Show::new("[[work]]\nmanifest = \"m.json\"\nid = \"m\"\n");
        show.write("m.json", manifest(canvases).as_bytes());
        assert_eq!(show.resolve().works, works);
        if works == 1 {
            assert_eq!(show.problem("m").kind, ProblemKind::TooLarge);
        }
    };
    check(CANVASES_PER_ENTRY_MAX, CANVASES_PER_ENTRY_MAX);
    check(CANVASES_PER_ENTRY_MAX + 1, 1);
}

#[test]
fn so_many_annotation_pages_are_fetched_and_no_more() {
    let check = |pages: usize, expected: &[ProblemKind]| {
        let page = json!({ "id": "p.json", "type": "AnnotationPage" });
        let canvas = json!({ "id": "c", "type": "Canvas", "items": vec![page; pages] });
        let manifest = json!({ "id": "m", "type": "Manifest", "items": [canvas] });
        let painting = json!({
            "id": "a",
            "type": "Annotation",
            "motivation": "painting",
            "target": "c",
            "body": { "id": "a.png", "type": "Image" },
        });
        let page = json!({ "id": "p", "type": "AnnotationPage", "items": [painting] });
        let show = Show::new("[[work]]\nmanifest = \"m.json\"\nid = \"m\"\n");
        show.write("m.json", manifest.to_string().as_bytes());
        show.write("p.json", page.to_string().as_bytes());
        show.write("a.png", &png(30, 20, 1));
        assert_eq!(show.resolve().shown, 1);
        let work = show.work("m");
        let kinds: Vec<ProblemKind> = work.notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, expected);
        let further = format!("{} further paintings", pages.min(ANNOTATION_PAGES_MAX) - 1);
        let said = work.notes.iter().any(|note| note.detail.starts_with(&further));
        assert_eq!(said, pages > 1, "{:?}", work.notes);
    };
    check(1, &[]);
    check(ANNOTATION_PAGES_MAX, &[ProblemKind::PartsLeftOut]);
    check(ANNOTATION_PAGES_MAX + 1, &[ProblemKind::TooLarge, ProblemKind::PartsLeftOut]);
}

#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[test]
fn a_collection_is_of_so_many_documents_and_no_more() {
    use crate::command::{arg, enfilade};
    use enfilade::limits::MANIFESTS_MAX;
    let check = |documents: usize, expected: bool| {
        // One of the documents is the collection itself.
        let items: Vec<Value> = (1..documents)
            .map(|n| json!({ "id": format!("/{n}"), "type": "Manifest", "label": { "en": ["M"] } }))
            .collect();
        let collection = json!({
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "id": "https://h/c",
            "type": "Collection",
            "label": { "en": ["C"] },
            "items": items,
        });
        let server = Server::start(move |path, _| match path {
            "/c" => Reply::ok(collection.to_string()),
            _ => Reply::ok(manifest(1)),
        });
        let dir = tempfile::tempdir().unwrap();
        let named = format!("{}/c", server.url());
        let ran = enfilade(&["new", arg(&dir.path().join("show")), "--manifest", &named]);
        let too_many = format!("names more than {MANIFESTS_MAX} documents");
        assert_eq!(
            (ran.code == 0, ran.err.contains(&too_many)),
            (expected, !expected),
            "{}",
            ran.err
        );
    };
    check(MANIFESTS_MAX, true);
    check(MANIFESTS_MAX + 1, false);
}

#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[test]
fn of_a_collection_in_parts_so_many_documents_hang_and_the_rest_is_told_of() {
    use crate::command::{arg, enfilade};
    use enfilade::limits::MANIFESTS_MAX;
    let named = |id: &str, kind: &str, items: Vec<Value>| {
        json!({
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "id": id,
            "type": kind,
            "label": { "en": ["C"] },
            "items": items,
        })
    };
    let part = named("/part", "Collection", Vec::new());
    let whole = named("https://h/c", "Collection", vec![part]);
    // Two documents are the collection and its part.
    let manifests = (1..=MANIFESTS_MAX).map(|n| named(&format!("/{n}"), "Manifest", Vec::new()));
    let part = named("https://h/part", "Collection", manifests.collect());
    let server = Server::start(move |path, _| match path {
        "/c" => Reply::ok(whole.to_string()),
        "/part" => Reply::ok(part.to_string()),
        _ => Reply::ok(manifest(1)),
    });
    let dir = tempfile::tempdir().unwrap();
    let show = dir.path().join("show");
    let ran = enfilade(&["new", arg(&show), "--manifest", &format!("{}/c", server.url())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("and 1 more are left out: no more than 100"), "{}", ran.err);
    let file = std::fs::read_to_string(show.join("exhibition.toml")).unwrap();
    assert_eq!(file.matches("manifest = ").count(), MANIFESTS_MAX - 2, "{file}");
}
