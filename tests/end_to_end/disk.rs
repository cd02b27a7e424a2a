//! A disk that takes no more: one sentence, nothing lost, and the next run goes on.

use std::fs;

use crate::command::{arg, blobs_are_whole, enfilade, enfilade_without_room, files};
use crate::server::{Reply, Server};
use crate::show::{Show, png};

/// As many blocks of 512 bytes as let small files through and stop large ones.
const BLOCKS: usize = 128;

#[test]
fn a_resolve_that_finds_no_room_loses_nothing_and_goes_on() {
    let large = png(400, 400, 9);
    assert!(large.len() > BLOCKS * 512, "{}", large.len());
    let served = large.clone();
    let server = Server::start(move |path, _| match path {
        "/small.png" => Reply::ok(png(30, 20, 1)),
        "/large.png" => Reply::ok(served.clone()),
        _ => Reply::status(404, ""),
    });
    let document =
        |name: &str| format!("{{\"name\":\"{name}\",\"image\":\"{}/{name}.png\"}}", server.url());
    let toml = |works: &[&str]| {
        let mut toml = format!("[gateways]\nown_hosts = [\"{}\"]\n", server.address);
        for work in works {
            toml.push_str(&format!("[[work]]\nfile = \"{work}.json\"\n"));
        }
        toml
    };
    let show = Show::new(&toml(&["small"]));
    for name in ["small", "large"] {
        show.write(&format!("{name}.json"), document(name).as_bytes());
    }
    let dir = arg(show.path());
    enfilade(&["resolve", dir]).fine();
    let before = files(show.path());

    show.file(&toml(&["small", "large"]));
    let ran = enfilade_without_room(BLOCKS, &["resolve", dir]);
    ran.failed(1, &["cannot be written", "make room and run this again", "enfilade resolve"]);
    blobs_are_whole(show.path());
    let after = files(show.path());
    assert!(!after.keys().any(|path| path.contains(".part-")), "{:?}", after.keys());
    for (path, bytes) in before.iter().filter(|(path, _)| *path != "exhibition.toml") {
        let there = &after[path];
        assert!(there == bytes || path == "resolve.journal" && there.starts_with(bytes), "{path}");
    }
    enfilade(&["check", dir]).fine();

    let asked = server.asked();
    enfilade(&["resolve", dir]).fine();
    assert_eq!(server.asked(), asked + 1, "only what was missing is fetched");
    assert_eq!(show.original("large"), large);
    let again = enfilade(&["resolve", dir, "--json"]).json();
    assert_eq!((&again["fetched"], &again["changed"]), (&0.into(), &false.into()));
}

#[test]
fn a_journal_that_finds_no_room_is_read_again() {
    let works: String = (0..40).map(|n| format!("[[work]]\nfile = \"{n}.png\"\n")).collect();
    let show = Show::new(&works);
    for n in 0..40 {
        show.write(&format!("{n}.png"), &png(20, 10, n));
    }
    let dir = arg(show.path());
    // The journal outgrows the limit, and no blob does.
    enfilade_without_room(8, &["resolve", dir]).failed(1, &["make room"]);
    assert!(!show.path().join("exhibition.lock").exists());
    blobs_are_whole(show.path());
    enfilade(&["resolve", dir]).fine();
    assert_eq!(show.lock().works.len(), 40);
}

#[test]
fn a_site_that_finds_no_room_leaves_the_one_that_was_there() {
    let show = Show::new("[[work]]\nfile = \"small.png\"\n");
    show.write("small.png", &png(30, 20, 1));
    show.resolve();
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let dir = arg(show.path());
    let publish = ["publish", dir, "--quality", "1", "--out", arg(&site)];
    assert_eq!(enfilade(&publish).code, 0);
    let before = files(folder.path());

    show.file("[[work]]\nfile = \"large.png\"\n");
    show.write("large.png", &png(800, 800, 9));
    show.resolve();
    let largest = before.values().map(Vec::len).max().unwrap().div_ceil(512);
    assert!(png(800, 800, 9).len() > largest * 512);
    enfilade_without_room(largest, &publish)
        .failed(1, &["cannot be written", "make room", "nothing that was there"]);
    assert_eq!(files(folder.path()), before, "the site that was there is whole, and alone");
    enfilade_without_room(1, &["plan", dir, "--out", arg(&site.join("plan.svg"))])
        .failed(1, &["plan.svg", "make room"]);
    assert_eq!(files(folder.path()), before);
    assert_eq!(enfilade(&publish).code, 0);
    assert_ne!(files(folder.path()), before);
}

#[test]
fn a_new_exhibition_that_finds_no_room_can_be_made_again() {
    let source = tempfile::tempdir().unwrap();
    fs::write(source.path().join("a.png"), png(30, 20, 1)).unwrap();
    fs::write(source.path().join("b.png"), png(400, 400, 9)).unwrap();
    let target = tempfile::tempdir().unwrap();
    fs::write(target.path().join("notes.txt"), "mine").unwrap();
    let new = ["new", arg(target.path()), "--folder", arg(source.path())];
    enfilade_without_room(BLOCKS, &new).failed(1, &["b.png", "make room"]);
    let left: Vec<String> = files(target.path()).into_keys().collect();
    assert_eq!(left, ["a.png", "notes.txt"], "no half file, and no exhibition of half a folder");
    assert_eq!(enfilade(&new).code, 0);
    assert_eq!(fs::read(target.path().join("b.png")).unwrap(), png(400, 400, 9));
}

#[test]
fn a_file_of_the_curators_own_is_not_replaced() {
    let source = tempfile::tempdir().unwrap();
    fs::write(source.path().join("a.png"), png(30, 20, 1)).unwrap();
    let target = tempfile::tempdir().unwrap();
    fs::write(target.path().join("a.png"), b"mine").unwrap();
    let new = ["new", arg(target.path()), "--folder", arg(source.path())];
    enfilade(&new).failed(1, &["a.png is there already", "another folder"]);
    assert_eq!(fs::read(target.path().join("a.png")).unwrap(), b"mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_kept_is_no_success() {
    use std::process::{Command, Stdio};
    let show = Show::new("[[work]]\nfile = \"a.png\"\n");
    show.write("a.png", &png(30, 20, 1));
    show.resolve();
    for command in ["plan", "check", "resolve"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_enfilade"))
            .args([command, arg(show.path())])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(1), "{command}: {said}");
        assert!(
            said.contains("the output cannot be written") && said.contains("make room"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
