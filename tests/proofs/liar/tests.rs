//! Every lie is told: it changes what it says that it changes, and nothing else.

use std::time::{Duration, Instant};

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use serde_json::{Value, json};

use super::{Damage, Disorder, Liar, Lie, Nodes};
use crate::local::contracts::{Erc721, Numbered};
use crate::local::http::{post, post_text};
use crate::local::{Chain, hex, quantity};

/// A chain with one work that was given on: minted in block 2, given in block 3.
struct Stage {
    chain: Chain,
    works: Address,
}

impl Stage {
    fn new() -> Self {
        let chain = Chain::start();
        let works = chain.deploy("Rewritable", &[]);
        let [first, second] = [1, 2].map(|index| chain.account(index));
        let number = U256::ONE;
        chain.tell(works, &Numbered::mintCall { to: first, number });
        let give = Erc721::transferFromCall { from: first, to: second, number };
        chain.tell_as(first, works, &give);
        Self { chain, works }
    }

    /// A question of every kind that lies are told about.
    fn questions(&self) -> Vec<Value> {
        let data = format!("0x{}", hex(&Erc721::ownerOfCall { number: U256::ONE }.abi_encode()));
        let call = json!({ "to": self.works, "data": data });
        // Its owner's slot, and one that is empty.
        let slots = [6, 99].map(|slot| format!("{slot:#066x}"));
        let hash = self.chain.block("latest")["hash"].clone();
        let asked = [
            ("eth_chainId", json!([])),
            ("eth_getBlockByNumber", json!(["latest", false])),
            ("eth_getBlockByHash", json!([hash, false])),
            ("eth_call", json!([call, "latest"])),
            ("eth_getCode", json!([self.works, "latest"])),
            ("eth_createAccessList", json!([call, "latest"])),
            ("eth_getProof", json!([self.works, slots, "latest"])),
            ("eth_getLogs", json!([{ "fromBlock": "0x0", "address": self.works }])),
            ("eth_getBlockReceipts", json!(["latest"])),
        ];
        let mut questions = Vec::new();
        for (id, (method, params)) in asked.into_iter().enumerate() {
            questions
                .push(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        }
        questions
    }
}

/// Where two values differ, as JSON pointers, as deep as their shapes agree.
fn differences(path: &str, a: &Value, b: &Value, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().for_each(|(key, a)| differences(&format!("{path}/{key}"), a, &b[key], found));
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.for_each(|(i, (a, b))| differences(&format!("{path}/{i}"), a, b, found));
        }
        _ if a == b => {}
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn each_lie_changes_what_it_says_and_nothing_else() {
    let stage = Stage::new();
    let questions = stage.questions();
    let honest: Vec<Value> =
        questions.iter().map(|question| post(&stage.chain.url, question)).collect();
    assert!(honest.iter().all(|answer| answer.get("error").is_none()), "{honest:#?}");
    let check = |lie: Lie, expected: &[&str]| {
        let liar = Liar::start(&stage.chain.url, std::slice::from_ref(&lie));
        let mut found = Vec::new();
        for (question, honest) in questions.iter().zip(&honest) {
            let said = post(&liar.url(), question);
            let method = question["method"].as_str().unwrap();
            differences(method, honest, &said, &mut found);
        }
        assert_eq!(found, expected, "{lie:?}");
        assert_eq!(liar.asked(), questions.len());
    };
    let other = Address::repeat_byte(0x99);
    let [proof, slot] = ["eth_getProof/result", "eth_getProof/result/storageProof/0"];
    let value = format!("{slot}/value");
    let both = [value.clone(), "eth_getProof/result/storageProof/1/value".to_owned()];
    check(Lie::Value(U256::from(5)), &both.each_ref().map(String::as_str));
    for field in ["balance", "nonce", "codeHash", "storageHash", "address"] {
        check(Lie::Account(field, json!("0x7")), &[&format!("{proof}/{field}")]);
    }
    check(
        Lie::OtherSlot,
        &[&format!("{slot}/proof"), &value, &format!("{proof}/storageProof/1/proof/1")],
    );
    let last = |kind: &str| format!("{proof}/{kind}");
    let account = last("accountProof");
    let first_node = format!("{account}/0");
    for damage in [Damage::DropFirst, Damage::DropLast, Damage::DropAll, Damage::Double] {
        check(Lie::Nodes(Nodes::Account, damage), &[&account]);
    }
    check(Lie::Nodes(Nodes::Account, Damage::Flip { node: 0, byte: 40 }), &[&first_node]);
    check(Lie::Nodes(Nodes::Account, Damage::Append), &[&account]);
    let storage = [0, 1].map(|place| format!("{proof}/storageProof/{place}/proof"));
    let storage = storage.each_ref().map(String::as_str);
    check(Lie::Nodes(Nodes::Storage, Damage::DropLast), &storage);
    check(Lie::Code(Bytes::from_static(&[0x60])), &["eth_getCode/result"]);
    check(Lie::Owner(other), &["eth_call/result"]);
    check(Lie::ChainId(5), &["eth_chainId/result"]);
    check(Lie::AccessListEmpty, &["eth_createAccessList/result/accessList"]);
    check(Lie::AccessListShort, &["eth_createAccessList/result/accessList"]);
    check(Lie::AccessListLong(3), &["eth_createAccessList/result/accessList"]);
    check(Lie::SlotsFewer, &[&last("storageProof")]);
    check(Lie::LogsFewer, &["eth_getLogs/result"]);
    check(Lie::LogOfBurning(other, U256::ONE), &["eth_getLogs/result"]);
    check(Lie::ReceiptLogsFewer, &["eth_getBlockReceipts/result/0/logs"]);
    // The contract's first owner is told of with two topics, tokens with three.
    check(
        Lie::LogTopic(U256::from(8)),
        &[
            "eth_getLogs/result/0/topics/2",
            "eth_getLogs/result/1/topics/3",
            "eth_getLogs/result/2/topics/3",
            "eth_getBlockReceipts/result/0/logs/0/topics/3",
        ],
    );
    let blocks = |field: &str| {
        ["eth_getBlockByNumber", "eth_getBlockByHash"].map(|by| format!("{by}/result{field}"))
    };
    for field in ["hash", "number", "stateRoot", "timestamp", "receiptsRoot", "extraData"] {
        let changed = blocks(&format!("/{field}"));
        check(Lie::Header(field, json!("0x77")), &changed.each_ref().map(String::as_str));
    }
    let changed = blocks("");
    check(Lie::Header("requestsHash", Value::Null), &changed.each_ref().map(String::as_str));
    // None of these names its block by its hash.
    check(Lie::NumbersOnly, &[]);
    check(Lie::Missing("eth_createAccessList"), &["eth_createAccessList"]);
    check(Lie::Pruned(&["eth_getProof"]), &["eth_getProof"]);
    check(Lie::Pruned(&["eth_getProof", "eth_call"]), &["eth_call", "eth_getProof"]);
    check(Lie::Null("eth_getProof"), &["eth_getProof/result"]);
}

#[test]
fn proofs_of_something_else_are_real_proofs() {
    let stage = Stage::new();
    let question = &stage.questions()[6];
    let honest = post(&stage.chain.url, question);
    let other = stage.chain.account(3);
    for lie in [
        Lie::OtherAccount(other),
        Lie::OtherBlock(2),
        Lie::SlotsReversed,
        Lie::Nodes(Nodes::Account, Damage::Reverse),
        Lie::Nodes(Nodes::Storage, Damage::Cut(3)),
    ] {
        let liar = Liar::start(&stage.chain.url, std::slice::from_ref(&lie));
        let said = post(&liar.url(), question);
        assert_ne!(said, honest, "{lie:?}");
        assert_eq!(said["result"]["address"], honest["result"]["address"], "{lie:?}");
    }
}

#[test]
fn batches_come_in_disorder() {
    let stage = Stage::new();
    let question = |id: u64| json!({ "jsonrpc": "2.0", "id": id, "method": "eth_getBlockByNumber", "params": [format!("{id:#x}"), false] });
    let check = |disorder, expected: &[(u64, u64)]| {
        let liar = Liar::start(&stage.chain.url, &[Lie::Batch(disorder)]);
        let batch = json!([question(0), question(1), question(2)]);
        let said = post(&liar.url(), &batch);
        let said: Vec<(u64, u64)> = said
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["id"].as_u64().unwrap(), quantity(&one["result"]["number"])))
            .collect();
        assert_eq!(said, expected, "{disorder:?}");
    };
    check(Disorder::Reverse, &[(2, 2), (1, 1), (0, 0)]);
    check(Disorder::Duplicate, &[(0, 0), (1, 1), (0, 0)]);
    check(Disorder::Omit, &[(0, 0), (1, 1)]);
    check(Disorder::Swap, &[(1, 0), (0, 1), (2, 2)]);
}

#[test]
fn an_endpoint_stops_at_a_block() {
    let stage = Stage::new();
    let liar = Liar::start(&stage.chain.url, &[Lie::Stopped(2)]);
    let number = |block: &str| {
        let asked = json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_getBlockByNumber", "params": [block, false] });
        post(&liar.url(), &asked)["result"]["number"].clone()
    };
    assert_eq!(stage.chain.height(), 3);
    assert_eq!(["latest", "0x1", "0x2"].map(number), ["0x2", "0x1", "0x2"]);
    assert!(number("0x3").is_null());
}

#[test]
fn an_endpoint_turns_waits_and_stalls() {
    let stage = Stage::new();
    let url = &stage.chain.url;
    let latest = &stage.questions()[1];
    let hash = |liar: &Liar| post(&liar.url(), latest)["result"]["hash"].clone();
    let before = stage.chain.block("latest")["hash"].clone();

    let elsewhere = Chain::start();
    let liar = Liar::start(url, &[Lie::Turn { request: 1, url: elsewhere.url.clone() }]);
    assert_eq!(
        [hash(&liar), hash(&liar)],
        [before.clone(), elsewhere.block("latest")["hash"].clone()]
    );

    let liar = Liar::start(url, &[Lie::Busy("eth_getBlockByNumber", 2)]);
    let statuses = [(); 3].map(|()| post_text(&liar.url(), &latest.to_string()).status);
    assert_eq!(statuses, [429, 429, 200]);

    let liar = Liar::start(url, &[Lie::Slow(Duration::from_millis(300))]);
    let began = Instant::now();
    std::thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(|| hash(&liar)))));
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!((liar.asked(), liar.most_in_flight()), (3, 3));

    let liar = Liar::start(url, &[Lie::Stall("eth_chainId")]);
    assert_eq!(hash(&liar), before, "only that method is never answered");
    let stalls = liar.url();
    let (sender, receiver) = std::sync::mpsc::channel();
    let question = stage.questions()[0].to_string();
    std::thread::spawn(move || sender.send(post_text(&stalls, &question).status));
    assert!(receiver.recv_timeout(Duration::from_millis(500)).is_err());

    let liar = Liar::start(url, &[Lie::NumbersOnly]);
    let code_at = |block: Value| {
        let params = json!([stage.works, block]);
        let asked = json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_getCode", "params": params });
        post(&liar.url(), &asked)
    };
    assert!(code_at(json!("latest"))["result"].is_string());
    assert_eq!(code_at(json!({ "blockHash": before }))["error"]["code"], -32602);

    let liar = Liar::start(url, &[Lie::Reorg { request: 1, blocks: 1 }]);
    assert_eq!(hash(&liar), before);
    assert_ne!(hash(&liar), before);

    let liar = Liar::start(url, &[Lie::Restless("eth_getProof")]);
    let newest = hash(&liar);
    post(&liar.url(), &stage.questions()[6]);
    assert!(post(&liar.url(), &by_hash(&newest))["result"].is_null(), "it is replaced");
    assert_ne!(hash(&liar), newest);
}

fn by_hash(hash: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "eth_getBlockByHash", "params": [hash, false] })
}
