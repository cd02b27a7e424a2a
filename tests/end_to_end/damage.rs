//! Locks and blobs that were damaged: every command says so and changes nothing, and
//! `resolve` mends what can be mended.

use std::fs;
use std::path::PathBuf;

use enfilade::exhibition::BlobHash;

use crate::command::{arg, enfilade};
use crate::server::{Reply, Server};
use crate::show::{Show, png};

const SITE: [&str; 2] = ["--quality", "1"];

/// Three works, the last of a second hanging; ids and arrivals that a new resolve would
/// not choose again.
fn grown() -> Show {
    let work = |file: &str| format!("[[work]]\nfile = \"{file}.png\"\ntitle = \"Same\"\n");
    let show = Show::new(&[work("a"), work("b")].concat());
    for (i, name) in ["a.png", "b.png", "c.png"].into_iter().enumerate() {
        show.write(name, &png(90, 60, i as u8));
    }
    show.resolve();
    show.file(&[work("c"), work("b"), work("a")].concat());
    show.resolve();
    assert_eq!(hung(&show), GROWN);
    show
}

const GROWN: [(&str, &str, u32); 3] =
    [("c.png", "same-3", 1), ("b.png", "same-2", 0), ("a.png", "same", 0)];

/// Which file hangs under which id since which hanging, in the lock's order.
fn hung(show: &Show) -> Vec<(&'static str, &'static str, u32)> {
    let mut found = Vec::new();
    for work in show.lock().works {
        let enfilade::exhibition::Media::Shown(visual) = &work.media else { panic!("{work:?}") };
        let (file, id) = (visual.original.uri.clone(), work.id.to_string());
        found.push((&*file.leak(), &*id.leak(), work.arrival));
    }
    found
}

#[test]
fn a_damaged_lock_is_told_of_and_mended() {
    let whole = fs::read(grown().path().join("exhibition.lock")).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1).into_bytes();
    let last_work = text.find("\"id\": \"same\"").unwrap();
    let mut flipped = whole.clone();
    flipped[text.find("\"arrival\"").unwrap()] ^= 1;
    let all = &GROWN[..];
    // What lies there; what is said of it; the works that keep their ids and arrivals.
    let rows: Vec<(Vec<u8>, &str, &[(&str, &str, u32)])> = vec![
        (whole[..last_work].to_vec(), "damaged", &GROWN[..2]),
        (flipped, "damaged", &GROWN[1..]),
        (replaced("\"version\": 1", "\"version\": 9"), "version 9", all),
        (replaced("\"title\"", "\"titel\""), "titel", all),
        (replaced("\"same-2\"", "\"same-3\""), "twice", &GROWN[..1]),
        (replaced("\"section\": 0", "\"section\": 7"), "section 7", all),
        (b"".to_vec(), "damaged", &[]),
        (b"\0\xff\x7f".to_vec(), "damaged", &[]),
        (b"[]".to_vec(), "damaged", &[]),
    ];
    for (bytes, said, kept) in rows {
        let show = grown();
        let dir = arg(show.path());
        let (lock, site) = (show.path().join("exhibition.lock"), show.path().join("site"));
        fs::write(&lock, &bytes).unwrap();
        enfilade(&["check", dir]).failed(1, &[said, "exhibition.lock"]);
        enfilade(&["plan", dir]).failed(1, &[said, "exhibition.lock"]);
        enfilade(&[&["publish", dir, "--out", arg(&site)][..], &SITE].concat())
            .failed(1, &[said, "exhibition.lock"]);
        assert!(!site.exists());
        assert_eq!(fs::read(&lock).unwrap(), bytes, "whoever only reads changes nothing");

        let ran = enfilade(&["resolve", dir]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.err.contains("run `enfilade resolve`"), "that is what runs: {}", ran.err);
        assert!(
            ran.err.contains(said) && ran.err.contains("exhibition.lock.damaged"),
            "{}",
            ran.err
        );
        assert_eq!(fs::read(show.path().join("exhibition.lock.damaged")).unwrap(), bytes);
        let now = hung(&show);
        for work in kept {
            assert!(now.contains(work), "{said}: {work:?} is not in {now:?}");
        }
        assert_eq!(now.len(), 3);
        assert_eq!(enfilade(&["check", dir]).code, 0);
        enfilade(&["resolve", dir]).fine();
    }
}

#[test]
fn a_number_out_of_all_bounds_breaks_nothing() {
    for (from, to) in [
        ("\"arrival\": 1", "\"arrival\": 4294967295"),
        ("\"width_mm\": 1000", "\"width_mm\": 4294967295"),
        ("\"width_mm\": 1000", "\"width_mm\": 0"),
        ("\"height_px\": 60", "\"height_px\": 0"),
        ("\"stale_after_days\": 365", "\"stale_after_days\": 0"),
    ] {
        let show = grown();
        let dir = arg(show.path());
        let lock = show.path().join("exhibition.lock");
        let text = fs::read_to_string(&lock).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&lock, text.replacen(from, to, 1)).unwrap();
        assert!(enfilade(&["plan", dir]).code < 2, "{to}");
        assert!(enfilade(&["check", dir]).code < 2, "{to}");
        let site = show.path().join("site");
        let publish = [&["publish", dir, "--out", arg(&site)][..], &SITE].concat();
        assert!(enfilade(&publish).code < 2, "{to}");
        show.write("d.png", &png(30, 20, 9));
        show.file("[[work]]\nfile = \"a.png\"\n[[work]]\nfile = \"d.png\"\n");
        assert_eq!(enfilade(&["resolve", dir]).code, 0, "{to}");
        assert_eq!(enfilade(&["plan", dir]).code, 0, "{to}");
    }
}

#[test]
fn a_damaged_or_missing_blob_is_named_and_fetched_again() {
    let (picture, served) = (png(300, 200, 1), png(300, 200, 1));
    let server = Server::start(move |path, _| match path {
        "/a.png" => Reply::ok(served.clone()),
        _ => Reply::status(404, ""),
    });
    let show = Show::new(&format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[[work]]\nfile = \"a.json\"\nid = \"first\"\n[[work]]\nfile = \"b.png\"\nid = \"second\"\n",
        server.address
    ));
    show.write(
        "a.json",
        format!("{{\"name\":\"A\",\"image\":\"{}/a.png\"}}", server.url()).as_bytes(),
    );
    show.write("b.png", &png(300, 200, 2));
    show.resolve();
    let dir = arg(show.path());
    let lock = fs::read(show.path().join("exhibition.lock")).unwrap();
    let visual = show.visual("first");
    let metadata = show.work("first").metadata.unwrap().hash;
    let place = |hash: BlobHash| -> PathBuf { show.path().join(hash.path()) };
    // A blob, what becomes of it, what is said, and how much of it comes over the network.
    type Harm = Option<fn(&[u8]) -> Vec<u8>>;
    let rows: [(BlobHash, Harm, &str, usize); 6] = [
        (visual.original.hash, Some(|bytes| bytes[..9].to_vec()), "is damaged", 1),
        (visual.original.hash, None, "is not there", 1),
        (visual.rungs[0].hash, Some(|_| Vec::new()), "is damaged", 0),
        (visual.rungs[0].hash, None, "is not there", 0),
        (metadata, Some(|_| b"{}".to_vec()), "is damaged", 0),
        (metadata, None, "is not there", 0),
    ];
    for (hash, harm, said, fetched) in rows {
        let whole = fs::read(place(hash)).unwrap();
        match harm {
            Some(harm) => fs::write(place(hash), harm(&whole)).unwrap(),
            None => fs::remove_file(place(hash)).unwrap(),
        }
        let checked = enfilade(&["check", dir]);
        assert_eq!((checked.code, checked.err.as_str()), (1, ""), "{}", checked.out);
        let told = checked.out.lines().find(|line| line.contains(said)).unwrap();
        assert!(told.contains("first: ") && told.contains(&hash.to_string()), "{told}");
        assert!(told.contains("run `enfilade resolve`"), "{told}");
        let others = checked.out.lines().any(|line| line.contains("second: "));
        assert!(!others, "{}", checked.out);
        let report = enfilade(&["check", dir, "--json"]).json();
        assert_eq!(report["sound"], false);

        let site = show.path().join("site");
        let publish = [&["publish", dir, "--out", arg(&site)][..], &SITE].concat();
        enfilade(&publish).failed(1, &["“first”", &hash.to_string(), "enfilade resolve"]);
        assert!(!site.exists());
        let asked = server.asked();
        let resolved = enfilade(&["resolve", dir]);
        let told = resolved.fine().contains("1 damaged blob mended");
        assert_eq!(told, said == "is damaged", "{}", resolved.out);
        assert_eq!(server.asked(), asked + fetched, "{said} {hash}");
        assert_eq!(fs::read(place(hash)).unwrap(), whole);
        enfilade(&["check", dir]).fine();
    }
    assert_eq!(fs::read(show.path().join("exhibition.lock")).unwrap(), lock);
    assert_eq!(show.original("first"), picture);
}
