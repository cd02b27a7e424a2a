//! A resolve whose process is killed: what it had is there, and the next one fetches the
//! rest alone.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::command::{arg, blobs_are_whole, enfilade};
use crate::server::{Reply, Server};
use crate::show::{Show, png};

const WORKS: usize = 20;

#[test]
fn a_process_that_is_killed_goes_on_where_it_stopped() {
    static KILLED: AtomicBool = AtomicBool::new(false);
    let (reached, wait) = channel();
    let reached = Mutex::new(reached);
    let server = Server::start(move |path, before| {
        if before >= WORKS / 2 && !KILLED.load(Ordering::SeqCst) {
            // Half is answered; the rest waits until the process is gone.
            let _ = reached.lock().unwrap().send(());
            return Reply::never();
        }
        let number: u8 = path.trim_matches(['/', '.', 'p', 'n', 'g']).parse().unwrap();
        Reply::ok(png(90, 60, number))
    });
    let mut toml = format!("[gateways]\nown_hosts = [\"{}\"]\n", server.address);
    for number in 0..WORKS {
        toml.push_str(&format!("[[work]]\nfile = \"{number}.json\"\n"));
    }
    let show = Show::new(&toml);
    for number in 0..WORKS {
        let document =
            format!("{{\"name\":\"{number}\",\"image\":\"{}/{number}.png\"}}", server.url());
        show.write(&format!("{number}.json"), document.as_bytes());
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_enfilade"))
        .args(["resolve", arg(show.path())])
        .env("ENFILADE_CACHE", "")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait.recv_timeout(Duration::from_secs(120)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    KILLED.store(true, Ordering::SeqCst);
    assert!(!show.path().join("exhibition.lock").exists(), "a lock is written last");
    blobs_are_whole(show.path());

    let journal = fs::read_to_string(show.path().join("resolve.journal")).unwrap();
    // Behind each whole line stands its checksum.
    let known = journal.lines().filter(|line| {
        let whole = line.rsplit_once("} ").is_some_and(|(_, seal)| seal.len() == 16);
        line.starts_with("{\"fetched\"") && whole
    });
    let known = known.count();
    let asked = server.asked();
    let report = enfilade(&["resolve", arg(show.path()), "--json"]).json();
    assert_eq!((&report["shown"], &report["works"]), (&WORKS.into(), &WORKS.into()), "{report}");
    assert_eq!(server.asked() - asked, WORKS - known);
    enfilade(&["check", arg(show.path())]).fine();
}
