//! What contracts of Tezos store (TZIP-16), through an indexer at a named block: their own
//! document, what documents name in storage, wherever they lie, and holders by the thousand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use enfilade::exhibition::{ByteStrength, ProblemKind};
use enfilade::limits::{BALANCE_ANSWERS_MAX, BALANCES_PER_ANSWER_MAX, METADATA_BYTES_MAX};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::server::{Reply, Server};
use crate::show::{Show, png};

const CHAIN: &str = "tezos:NetXdQprcVkpaWU";
const CONTRACT: &str = "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton";
const OWNER: &str = "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ";
const BLOCK: &str = "BLockGenesisGenesisGenesisGenesisGenesisf79b5d1CoW2";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What lay under a key at the named block; something else lies there now.
fn stored(key: &str) -> Option<Vec<u8>> {
    let text = match key {
        "" => "tezos-storage:about",
        "about" => r#"{"name":"Kilnworks"}"#,
        "doc" => r#"{"name":"Fired","image":"tezos-storage:picture"}"#,
        "picture" => return Some(png(30, 20, 1)),
        // Two that name each other.
        "a" => "tezos-storage:b",
        "b" => "tezos-storage:a",
        "longest" => return Some(document_of(METADATA_BYTES_MAX)),
        "longer" => return Some(document_of(METADATA_BYTES_MAX + 1)),
        _ => return None,
    };
    Some(text.as_bytes().to_vec())
}

/// A document of so many bytes.
fn document_of(bytes: u64) -> Vec<u8> {
    let mut document = br#"{"name":"Long","image":"tezos-storage:picture"}"#.to_vec();
    document.resize(bytes as usize, b' ');
    document
}

/// An indexer with one token, whose document lies in storage, which says so often that there are as many balances as one
/// answer holds; and how often it was asked for balances.
fn tzkt(full_answers: usize) -> (Server, Arc<AtomicUsize>) {
    indexer(full_answers, vec!["tezos-storage:doc".to_owned()], Arc::default())
}

/// The same with a token, from the first on, for each of these addresses; the contract
/// stores no picture while it is `gone`.
fn indexer(
    full_answers: usize,
    uris: Vec<String>,
    gone: Arc<AtomicBool>,
) -> (Server, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let server = Server::start(move |path, _| {
        let block = |level: u64| {
            json!({ "chainId": "NetXdQprcVkpaWU", "level": level, "hash": BLOCK,
                "timestamp": "2026-02-03T04:05:06Z" })
        };
        let (place, query) = path.split_once('?').unwrap_or((path, ""));
        let said = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let maps = format!("/v1/contracts/{CONTRACT}/bigmaps");
        let answer = if place == "/v1/head" {
            block(100)
        } else if place == "/v1/blocks/90" {
            block(90)
        } else if place == format!("{maps}/token_metadata/historical_keys/90") {
            let token = |(place, uri): (usize, &String)| {
                let number = (place + 1).to_string();
                json!({ "active": true, "key": number, "value": { "token_id": number,
                    "token_info": { "": hex(uri.as_bytes()) } } })
            };
            uris.iter().enumerate().map(token).collect()
        } else if place == format!("{maps}/metadata/historical_keys/90") {
            let key = said("key").unwrap_or("");
            let is_gone = key == "picture" && gone.load(Ordering::SeqCst);
            match stored(key).filter(|_| !is_gone) {
                Some(value) => json!([{ "active": true, "key": key, "value": hex(&value) }]),
                None => json!([]),
            }
        } else if place == format!("{maps}/metadata/keys") {
            json!([{ "active": true, "key": said("key"), "value": hex(br#"{"name":"Now"}"#) }])
        } else if place == "/v1/tokens/historical_balances/90" {
            counted.fetch_add(1, Ordering::SeqCst);
            let offset: usize = said("offset").map_or(0, |offset| offset.parse().unwrap());
            let one = json!({ "account": { "address": OWNER }, "balance": "1",
                "token": { "contract": { "address": CONTRACT }, "tokenId": "1" } });
            match offset / BALANCES_PER_ANSWER_MAX < full_answers {
                true => Value::Array(vec![one; BALANCES_PER_ANSWER_MAX]),
                false => json!([one]),
            }
        } else {
            return Reply::status(404, "no such place");
        };
        Reply::ok(answer.to_string())
    });
    (server, asked)
}

fn show(server: &Server) -> Show {
    Show::new(&format!(
        "[chains.\"{CHAIN}\"]\nendpoints = [\"{}\"]\nblock = \"90\"\n\
         [[work]]\ntoken = \"{CHAIN}/fa2:{CONTRACT}/1\"\nid = \"w1\"\n",
        server.url()
    ))
}

#[test]
fn a_contract_s_storage_is_read_as_it_was_at_the_block() {
    let (server, _) = tzkt(0);
    let show = show(&server);
    assert_eq!(show.resolve().missing, vec![]);
    let work = show.work("w1");
    assert_eq!(work.title.get(Default::default()), "Fired");
    // The contract's own document names the collection.
    assert_eq!(work.collection.get(Default::default()), "Kilnworks");
    // A document may name what else the contract stores.
    assert_eq!(show.original("w1"), png(30, 20, 1));
    assert_eq!(work.ownership[0].evidence.block().unwrap().number, 90);
}

/// Tokens whose documents these are, by the order of their numbers, on a server.
fn show_of(documents: &[(&str, String)], gone: Arc<AtomicBool>) -> Show {
    let served: Vec<String> = documents.iter().map(|(_, document)| document.clone()).collect();
    let server = Server::start(move |path, _| {
        let place = path.trim_start_matches('/').parse::<usize>().ok();
        match place.and_then(|place| served.get(place)) {
            Some(document) => Reply::ok(document.clone()),
            None => Reply::status(404, ""),
        }
    });
    let uris = (0..documents.len()).map(|place| format!("{}/{place}", server.url())).collect();
    let (endpoint, _) = indexer(0, uris, gone);
    let mut toml = format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[chains.\"{CHAIN}\"]\nendpoints = [\"{}\"]\nblock = \"90\"\n",
        server.address,
        endpoint.url()
    );
    for (place, (id, _)) in documents.iter().enumerate() {
        let token = format!("{CHAIN}/fa2:{CONTRACT}/{}", place + 1);
        toml += &format!("[[work]]\ntoken = \"{token}\"\nid = \"{id}\"\n");
    }
    Show::new(&toml)
}

/// A document with this picture.
fn with_picture(image: &str) -> String {
    json!({ "name": "A", "image": image }).to_string()
}

#[test]
fn a_document_off_the_chain_names_what_its_contract_stores() {
    let hash = hex(&Sha256::digest(png(30, 20, 1)));
    let zeros = "00".repeat(32);
    let other = "KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi";
    let show = show_of(
        &[
            ("own", with_picture("tezos-storage:picture")),
            ("named", with_picture(&format!("tezos-storage://{CONTRACT}/picture"))),
            (
                "network",
                with_picture(&format!("tezos-storage://{CONTRACT}.NetXdQprcVkpaWU/picture")),
            ),
            ("hashed", with_picture(&format!("sha256://0x{hash}/tezos-storage:picture"))),
            ("onward", "tezos-storage:doc".to_owned()),
            ("longest", "tezos-storage:longest".to_owned()),
            ("longer", "tezos-storage:longer".to_owned()),
            ("circle", "tezos-storage:a".to_owned()),
            ("nothing", with_picture("tezos-storage:nothing")),
            ("other", with_picture(&format!("tezos-storage://{other}/picture"))),
            ("far", with_picture(&format!("tezos-storage://{CONTRACT}.NetXnHfVqm9iesp/picture"))),
            ("false", with_picture(&format!("sha256://0x{zeros}/tezos-storage:picture"))),
        ],
        Arc::default(),
    );
    show.resolve();
    for id in ["own", "named", "network", "hashed", "onward", "longest"] {
        assert_eq!(show.original(id), png(30, 20, 1), "{id}");
    }
    // Who tells what is stored is believed, and its document lies on a server.
    assert_eq!(show.visual("own").original.strength, ByteStrength::Mutable);
    assert_eq!(show.work("onward").title.get(Default::default()), "Fired");
    let check = |id: &str, kind: ProblemKind, said: &str| {
        let problem = show.problem(id);
        assert!(problem.kind == kind && problem.detail.contains(said), "{id}: {problem}");
    };
    check("longer", ProblemKind::TooLarge, "larger than the 1048576 bytes");
    check("circle", ProblemKind::AddressRefused, "in a circle");
    check("nothing", ProblemKind::NotFound, "tezos-storage://");
    check("other", ProblemKind::NotFound, other);
    check("far", ProblemKind::AddressUnreadable, "another network");
    check("false", ProblemKind::OtherBytes, "has the SHA-256");
}

#[test]
fn storage_is_asked_though_its_token_is_known() {
    let gone = Arc::new(AtomicBool::new(true));
    let show = show_of(&[("own", with_picture("tezos-storage:picture"))], gone.clone());
    show.resolve();
    assert_eq!(show.problem("own").kind, ProblemKind::NotFound);
    // What was told of the token is in the journal, and nobody is connected to.
    gone.store(false, Ordering::SeqCst);
    show.resolve();
    assert_eq!(show.original("own"), png(30, 20, 1));
}

#[test]
fn balances_are_read_for_so_many_answers_and_no_more() {
    let check = |full_answers: usize, more: bool| {
        let (server, asked) = tzkt(full_answers);
        let show = show(&server);
        assert_eq!(show.resolve().missing, vec![]);
        let work = show.work("w1");
        assert_eq!(work.ownership.len(), 1);
        assert_eq!(work.ownership[0].owner.address(), OWNER);
        let said = work.notes.iter().any(|note| note.kind == ProblemKind::MoreHolders);
        assert_eq!(said, more, "{:?}", work.notes);
        assert_eq!(asked.load(Ordering::SeqCst), BALANCE_ANSWERS_MAX.min(full_answers + 1));
    };
    check(0, false);
    check(BALANCE_ANSWERS_MAX - 1, false);
    check(BALANCE_ANSWERS_MAX, true);
}
