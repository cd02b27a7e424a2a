//! The cache that exhibitions share: what it saves, what it never serves, and processes
//! that use it at once and are killed.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use enfilade::resolve::{Report, ResolveOptions, Silent, resolve};

use crate::cars::Tree;
use crate::command::{arg, blobs_are_whole, enfilade};
use crate::server::{Reply, Server};
use crate::show::{Show, options, png};

const FILES: u8 = 12;

/// A gateway with a folder of pictures, and its address.
fn gateway() -> (Arc<Tree>, Server) {
    let files = (0..FILES).map(|n| (format!("{n}.png"), png(90, 60, n)));
    let tree = Arc::new(Tree::new(files));
    let served = tree.clone();
    let server = Server::start(move |path, _| {
        // A little latency, so that processes are caught in the middle.
        thread::sleep(Duration::from_millis(15));
        match served.answer(path) {
            Some(car) => Reply::ok(car),
            None if path == "/plain.png" => Reply::ok(png(80, 60, 200)),
            None => Reply::status(404, ""),
        }
    });
    (tree, server)
}

/// A show of the gateway's pictures.
fn show(tree: &Tree, server: &Server, more: &[&str]) -> Show {
    let mut toml = format!(
        "[gateways]\nipfs = [\"{}\"]\nown_hosts = [\"{}\"]\n",
        server.url(),
        server.address
    );
    let images: Vec<String> = (0..FILES)
        .map(|n| format!("ipfs://{}/{n}.png", tree.root))
        .chain(more.iter().map(|path| format!("{}{path}", server.url())))
        .collect();
    for n in 0..images.len() {
        toml.push_str(&format!("[[work]]\nfile = \"{n}.json\"\n"));
    }
    let show = Show::new(&toml);
    for (n, image) in images.iter().enumerate() {
        let document = format!("{{\"name\":\"{n}\",\"image\":\"{image}\"}}");
        show.write(&format!("{n}.json"), document.as_bytes());
    }
    show
}

fn resolve_with(show: &Show, cache: &Path) -> Report {
    let options = ResolveOptions { cache: Some(cache.to_owned()), ..options(false) };
    resolve(show.path(), &options, &Silent).unwrap()
}

#[test]
fn content_is_fetched_once_for_all_and_servers_are_asked_by_each() {
    let (tree, server) = gateway();
    let cache = tempfile::tempdir().unwrap();
    let [first, second] = [(); 2].map(|()| show(&tree, &server, &["/plain.png"]));
    let report = resolve_with(&first, cache.path());
    assert_eq!((report.shown, report.fetched), (13, 13), "{report:?}");
    let report = resolve_with(&second, cache.path());
    assert_eq!((report.shown, report.fetched), (13, 1), "only what may have changed: {report:?}");
    assert_eq!(first.lock().works, second.lock().works);
    // What its own journal says, an exhibition takes from the cache, too.
    fs::remove_dir_all(second.path().join("blobs")).unwrap();
    let report = resolve_with(&second, cache.path());
    assert_eq!((report.shown, report.fetched), (13, 0), "{report:?}");
    // A damaged blob is not handed on.
    let blob = first.visual("3").original.hash.path();
    let file = cache.path().join(&blob);
    fs::remove_file(&file).unwrap();
    fs::write(&file, b"damaged").unwrap();
    let third = show(&tree, &server, &[]);
    let report = resolve_with(&third, cache.path());
    assert_eq!((report.shown, report.fetched), (12, 1), "{report:?}");
    blobs_are_whole(third.path());
    blobs_are_whole(cache.path());
}

#[test]
fn processes_that_are_killed_leave_a_cache_that_is_whole() {
    let (tree, server) = gateway();
    let cache = tempfile::tempdir().unwrap();
    let start = |show: &Show| -> Child {
        Command::new(env!("CARGO_BIN_EXE_enfilade"))
            .args(["resolve", arg(show.path()), "--cache", arg(cache.path())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // Delays from a fixed seed (a linear congruence), in milliseconds.
    let mut seed = 20_261_122_u64;
    let mut delay = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis(20 + (seed >> 33) % 180)
    };
    for _ in 0..8 {
        let shows = [(); 2].map(|()| show(&tree, &server, &[]));
        let mut children = shows.each_ref().map(&start);
        for child in &mut children {
            thread::sleep(delay());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        blobs_are_whole(cache.path());
        shows.iter().for_each(|show| blobs_are_whole(show.path()));
    }
    let shows = [(); 2].map(|()| show(&tree, &server, &[]));
    for mut child in shows.each_ref().map(&start) {
        assert!(child.wait().unwrap().success());
    }
    for show in &shows {
        enfilade(&["check", arg(show.path())]).fine();
    }
    let asked = server.asked();
    let report = resolve_with(&show(&tree, &server, &[]), cache.path());
    assert_eq!((report.shown, report.fetched, server.asked()), (12, 0, asked), "{report:?}");
}

#[test]
fn a_cache_that_cannot_be_written_is_told_of_and_done_without() {
    let (tree, server) = gateway();
    let show = show(&tree, &server, &[]);
    show.write("taken", b"a file");
    let dir = arg(show.path());
    let ran = enfilade(&["resolve", dir, "--cache", arg(&show.path().join("taken"))]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("shared cache") && ran.err.contains("cannot be written"),
        "{}",
        ran.err
    );
    enfilade(&["check", dir]).fine();
}
