//! An endpoint that lies: it stands before a real node, passes questions on, and changes
//! what it was told to change in the answers.

mod alter;
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use alloy_primitives::{Address, Bytes, U256};
use serde_json::{Value, json};

use crate::local::http::{Answer, post, post_text};
use crate::server::{Reply, Request, Server};

/// One way to answer something else than the node does. Methods are named as JSON-RPC
/// names them.
#[derive(Clone, Debug)]
pub enum Lie {
    /// `eth_getProof`: every slot has this value; the nodes stay.
    Value(U256),
    /// `eth_getProof`: a field of the account (`balance`, `nonce`, `codeHash`,
    /// `storageHash`, `address`) is this; the nodes stay.
    Account(&'static str, Value),
    /// `eth_getProof`: something happens to the nodes.
    Nodes(Nodes, Damage),
    /// `eth_getProof`: the slots after those that were asked for, under the asked names.
    OtherSlot,
    /// `eth_getProof`: this account, under the asked name.
    OtherAccount(Address),
    /// `eth_getProof`, `eth_call`, `eth_getCode`: as of the block of this number.
    OtherBlock(u64),
    /// `eth_getProof`: the slots come in the reverse order.
    SlotsReversed,
    /// `eth_getProof`: the last slot is not answered.
    SlotsFewer,
    /// `eth_getCode`: this code.
    Code(Bytes),
    /// Blocks: a field is this, or is not there for null.
    Header(&'static str, Value),
    /// `eth_call`: the last 20 bytes of every word that looks like an address are these.
    Owner(Address),
    /// `eth_createAccessList`: nothing is touched.
    AccessListEmpty,
    /// `eth_createAccessList`: the last account that is touched is left out.
    AccessListShort,
    /// `eth_createAccessList`: so many further slots of an account that nobody touched.
    AccessListLong(usize),
    /// `eth_getLogs`: the newest log is left out.
    LogsFewer,
    /// `eth_getLogs`: at the end stands one more, by which this contract's token went to nobody
    /// in the newest block that is asked about.
    LogOfBurning(Address, U256),
    /// `eth_getLogs` and receipts: the last topic of every log is this address or number.
    LogTopic(U256),
    /// `eth_getBlockReceipts` and single receipts: a log of the last receipt that has any
    /// is left out.
    ReceiptLogsFewer,
    /// `eth_chainId`: this number.
    ChainId(u64),
    /// The method answers null.
    Null(&'static str),
    /// The method does not exist (-32601).
    Missing(&'static str),
    /// These methods answer as a node does whose state of that time is pruned.
    Pruned(&'static [&'static str]),
    /// The method is never answered.
    Stall(&'static str),
    /// The method is answered with 429 the first so many times it is asked.
    Busy(&'static str, usize),
    /// Every answer takes this long.
    Slow(Duration),
    /// Something happens to the answers of a batch.
    Batch(Disorder),
    /// `eth_getBlockByNumber`: the block of this number is the newest, as of a node that has
    /// stopped there.
    Stopped(u64),
    /// No block is known by its hash (EIP-1898).
    NumbersOnly,
    /// Before the request of this number (from 0), so many of the newest blocks are
    /// replaced by empty ones.
    Reorg { request: usize, blocks: u64 },
    /// Before every request for this method the newest block is replaced by an empty one,
    /// and another follows in which something happens.
    Restless(&'static str),
    /// From the request of this number on, another node answers.
    Turn { request: usize, url: String },
}

/// Which nodes of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nodes {
    Account,
    Storage,
}

/// What happens to a list of nodes.
#[derive(Clone, Copy, Debug)]
pub enum Damage {
    /// One bit of a byte is turned; both count round, from the first node's first byte.
    Flip {
        node: usize,
        byte: usize,
    },
    /// The last bytes of the last node are cut off.
    Cut(usize),
    DropFirst,
    DropLast,
    DropAll,
    Reverse,
    /// The last node comes twice.
    Double,
    /// A node that belongs nowhere comes at the end.
    Append,
}

/// What happens to the answers of a batch.
#[derive(Clone, Copy, Debug)]
pub enum Disorder {
    /// They come in the reverse order, which JSON-RPC allows.
    Reverse,
    /// The first comes twice, and the last not at all.
    Duplicate,
    /// The last is not there.
    Omit,
    /// Two have each other's ids.
    Swap,
}

/// An endpoint before a node.
pub struct Liar {
    server: Server,
}

impl Liar {
    /// Stands before the node at this address and lies in these ways.
    pub fn start(url: &str, lies: &[Lie]) -> Self {
        let (url, lies, busy) = (url.to_owned(), lies.to_vec(), AtomicUsize::new(0));
        Self { server: Server::reading(move |request| answer(&url, &lies, request, &busy)) }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    /// How many requests of HTTP there were.
    pub fn asked(&self) -> usize {
        self.server.asked()
    }

    /// How many requests it had to answer at once, at most.
    pub fn most_in_flight(&self) -> usize {
        self.server.most_in_flight()
    }
}

/// Of a method that is busy, `busy` counts how often it was asked.
fn answer(url: &str, lies: &[Lie], request: &Request, busy: &AtomicUsize) -> Reply {
    let asked: Value = serde_json::from_slice(&request.body).unwrap();
    let calls = asked.as_array().cloned().unwrap_or_else(|| vec![asked.clone()]);
    let has = |method: &str| calls.iter().any(|call| call["method"] == method);
    let mut url = url;
    for lie in lies {
        match lie {
            Lie::Stall(method) if has(method) => return Reply::never(),
            Lie::Busy(method, times)
                if has(method) && busy.fetch_add(1, Ordering::SeqCst) < *times =>
            {
                return Reply::status(429, "later").with("retry-after", 0);
            }
            Lie::Slow(time) => std::thread::sleep(*time),
            Lie::Reorg { request: at, blocks } if request.before == *at => {
                let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "anvil_reorg", "params": [blocks, []] });
                post_text(url, &call.to_string());
            }
            Lie::Restless(method) if has(method) => replace_newest(url),
            Lie::Turn { request: at, url: other } if request.before >= *at => url = other,
            _ => {}
        }
    }
    let passed: Vec<Value> = calls.iter().map(|call| alter::question(lies, call)).collect();
    let passed = if asked.is_array() { Value::Array(passed) } else { passed[0].clone() };
    let Answer { status, body } = post_text(url, &passed.to_string());
    let Ok(mut answers) = serde_json::from_str::<Value>(&body) else {
        return Reply::status(status, body);
    };
    match answers.as_array_mut() {
        Some(answers) => alter::batch(lies, &calls, answers),
        None => alter::answer(lies, &calls[0], &mut answers),
    }
    Reply::status(status, answers.to_string()).with("content-type", "application/json")
}

/// An empty block in the place of the newest one, and a further one with a transaction.
fn replace_newest(url: &str) {
    let ask = |method: &str, params: Value| {
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        post(url, &call)["result"].take()
    };
    ask("anvil_reorg", json!([1, []]));
    let somebody = ask("eth_accounts", json!([]))[9].take();
    let transaction = json!({ "from": somebody, "to": somebody, "value": "0x1" });
    let hash = ask("eth_sendTransaction", json!([transaction]));
    // The hash is answered before the block is mined.
    for _ in 0..2_000 {
        if !ask("eth_getTransactionReceipt", json!([hash])).is_null() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no block was mined within ten seconds");
}
