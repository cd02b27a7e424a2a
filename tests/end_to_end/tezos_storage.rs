//! What contracts of Tezos store (TZIP-16), through an indexer at a named block: their own
//! document, what documents name in storage, and holders by the thousand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade::exhibition::ProblemKind;
use enfilade::limits::{BALANCE_ANSWERS_MAX, BALANCES_PER_ANSWER_MAX};
use serde_json::{Value, json};

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
        _ => return None,
    };
    Some(text.as_bytes().to_vec())
}

/// An indexer with one token, which says so often that there are as many balances as one
/// answer holds; and how often it was asked for balances.
fn tzkt(full_answers: usize) -> (Server, Arc<AtomicUsize>) {
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
            json!([{ "active": true, "key": "1", "value": { "token_id": "1",
                "token_info": { "": hex(b"tezos-storage:doc") } } }])
        } else if place == format!("{maps}/metadata/historical_keys/90") {
            let key = said("key").unwrap_or("");
            match stored(key) {
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
