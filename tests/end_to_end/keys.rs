//! Keys of a curator's own: sent where they belong, and written down nowhere.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::cars::Tree;
use crate::server::{Reply, Server};
use crate::show::{Show, png};

const KEY: &str = "the-curators-own-key";

/// What was asked of a server, with its queries.
type Asked = Arc<Mutex<Vec<String>>>;

/// A gateway that serves who has the key, and writes down what it was asked.
fn keyed_gateway(tree: Arc<Tree>) -> (Server, Asked) {
    let asked = Asked::default();
    let noted = asked.clone();
    let server = Server::start(move |path, _| {
        noted.lock().unwrap().push(path.to_owned());
        let has_key = path.contains(&format!("token={KEY}"));
        match tree.answer(path).filter(|_| has_key) {
            Some(car) => Reply::ok(car),
            None if has_key => Reply::status(404, ""),
            None => Reply::status(403, "who are you"),
        }
    });
    (server, asked)
}

/// A show of a picture that the tree holds, and of one that nobody has.
fn show(gateway: &str, own_hosts: &str, tree: &Tree) -> Show {
    let works =
        ["there", "gone"].map(|id| format!("[[work]]\nfile = \"{id}.json\"\nid = \"{id}\"\n"));
    let show = Show::new(&format!(
        "[gateways]\nipfs = [\"{gateway}\"]\nown_hosts = [{own_hosts}]\n{}",
        works.concat()
    ));
    for (id, name) in [("there", "a.png"), ("gone", "b.png")] {
        let document = format!("{{\"name\":\"A\",\"image\":\"ipfs://{}/{name}\"}}", tree.root);
        show.write(&format!("{id}.json"), document.as_bytes());
    }
    show
}

/// Every file below a folder that holds the key.
fn holders(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holders(&path));
        } else if fs::read(&path).unwrap().windows(KEY.len()).any(|at| at == KEY.as_bytes()) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_gateways_key_is_sent_to_it_and_written_down_nowhere() {
    let tree = Arc::new(Tree::new([("a.png".to_owned(), png(40, 30, 1))]));
    let (server, asked) = keyed_gateway(tree.clone());
    for template in ["", "/", "/ipfs/", "/ipfs/{cid}", "/ipfs/{cid}/{path}"] {
        let gateway = format!("{}{template}?token={KEY}", server.url());
        let show = show(&gateway, "", &tree);
        let report = show.resolve();
        assert_eq!(show.original("there"), png(40, 30, 1), "{template}");
        // The folder is not served by itself, so that the gateway has to say no.
        let problem = show.problem("gone");
        assert!(problem.detail.contains("no gateway had"), "{template}: {problem}");
        assert!(!format!("{report:?}{problem}").contains(KEY), "{template}");
        assert_eq!(holders(show.path()), ["exhibition.toml"], "{template}");
    }
    for path in asked.lock().unwrap().iter() {
        assert!(path.contains(&format!("?token={KEY}&format=")), "{path}");
    }
}

#[test]
fn a_gateways_key_follows_no_answer_to_another_server() {
    let tree = Arc::new(Tree::new([("a.png".to_owned(), png(40, 30, 1))]));
    let (asked, served) = (Asked::default(), tree.clone());
    let noted = asked.clone();
    let elsewhere = Server::start(move |path, _| {
        noted.lock().unwrap().push(path.to_owned());
        match served.answer(path) {
            Some(car) => Reply::ok(car),
            None => Reply::status(404, ""),
        }
    });
    let to = elsewhere.url();
    // It leads on with all that it was asked with, as many do.
    let leading = Server::start(move |path, _| {
        Reply::status(302, "").with("location", format!("{to}{path}"))
    });
    let gateway = format!("{}/ipfs/{{cid}}?token={KEY}", leading.url());
    let show = show(&gateway, &format!("\"{}\"", elsewhere.address), &tree);
    show.resolve();
    assert_eq!(show.original("there"), png(40, 30, 1));
    let asked = asked.lock().unwrap();
    assert!(asked.iter().any(|path| path.contains("?format=car")), "{asked:?}");
    assert!(asked.iter().all(|path| !path.contains(KEY)), "{asked:?}");
}
