//! A JSON-RPC endpoint on loopback that knows one block and one ERC-721 contract, in
//! several moods.

use alloy_primitives::{Address, address};
use alloy_sol_types::SolValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::server::{Manner, Reply, Request, Server};
use crate::show::png;

pub const CHAIN: &str = "eip155:31337";
pub const CONTRACT: Address = address!("1111111111111111111111111111111111111111");
pub const OWNER: Address = address!("2222222222222222222222222222222222222222");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Honest,
    /// It takes requests and never answers.
    Never,
    /// Its answers stop in the middle.
    Stalls,
    /// A byte now and then: no pause is long, and the whole would take minutes.
    Drips,
    /// It stops answering when contracts are called.
    StallsOnCalls,
    /// Ten gigabytes follow.
    Endless,
    /// It is of chain 5.
    OtherChain,
    /// It answers with a page.
    Page,
    /// It answers with a page when contracts are called.
    PageOnCalls,
    /// Its answers carry the ids of other questions.
    OtherIds,
    /// Of a batch it answers every second call.
    Forgets,
    /// It answers the first call of a batch.
    FirstOnly,
    /// It refuses batches with an error of JSON-RPC.
    NoBatches,
    /// It refuses batches with an error of HTTP.
    NoBatchesByHttp,
    /// It takes batches of at most eight calls.
    SmallBatches,
    /// It turns every second call away the first time, inside the batch.
    Hurried,
    /// It turns the first requests away, with a time to wait.
    HurriedByHttp,
    /// It turns every call away.
    Exhausted,
    /// It takes no block by its hash.
    NumbersOnly,
    /// It takes no block by its hash, and says so in HTTP.
    NumbersOnlyByHttp,
    /// It has none of the blocks that it is asked for.
    NoBlock,
}

/// Starts an endpoint in a mood of its own.
pub fn start(mood: Mood) -> Server {
    Server::reading(move |request| answer(mood, request))
}

/// What an endpoint in this mood answers.
pub fn answer(mood: Mood, request: &Request) -> Reply {
    let asked: Value = serde_json::from_slice(&request.body).unwrap();
    let Some(batch) = asked.as_array() else {
        let id = match mood {
            Mood::OtherIds => json!(4_711),
            _ => asked["id"].clone(),
        };
        let on_calls = asked["method"] == "eth_call";
        return sent(mood, request, on_calls, &call(mood, &asked, id, request.before, 0));
    };
    let refusal = |code: i64, message: &str| json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code, "message": message } });
    let all: Vec<Value> = batch
        .iter()
        .enumerate()
        .map(|(i, asked)| call(mood, asked, asked["id"].clone(), request.before, i))
        .collect();
    let on_calls = batch[0]["method"] == "eth_call";
    match mood {
        Mood::NoBatchesByHttp => Reply::status(400, "no batches"),
        Mood::NoBatches => sent(mood, request, on_calls, &refusal(-32600, "batches are disabled")),
        Mood::SmallBatches if batch.len() > 8 => Reply::status(413, "too many calls"),
        Mood::Forgets => {
            let kept: Vec<&Value> = all.iter().step_by(2).collect();
            sent(mood, request, on_calls, &json!(kept))
        }
        Mood::FirstOnly => sent(mood, request, on_calls, &all[0]),
        _ => sent(mood, request, on_calls, &Value::Array(all)),
    }
}

fn sent(mood: Mood, request: &Request, on_calls: bool, answer: &Value) -> Reply {
    let text = answer.to_string();
    let half = text.len() / 2;
    let reply = Reply::ok(text);
    match mood {
        Mood::Never => Reply::never(),
        Mood::Stalls => reply.sent_as(Manner::StallsAt(half)),
        Mood::Drips => reply.sent_as(Manner::Drips),
        Mood::StallsOnCalls if on_calls => reply.sent_as(Manner::StallsAt(half)),
        Mood::Endless => reply.sent_as(Manner::Endless),
        Mood::Page => Reply::ok("<html>"),
        Mood::PageOnCalls if on_calls => Reply::ok("<html>"),
        Mood::HurriedByHttp if request.before.is_multiple_of(2) => {
            Reply::status(429, "later").with("retry-after", 0)
        }
        Mood::NumbersOnlyByHttp if names_a_hash(request) => Reply::status(400, "bad block"),
        _ => reply,
    }
}

fn names_a_hash(request: &Request) -> bool {
    String::from_utf8_lossy(&request.body).contains("blockHash")
}

/// The answer to one call; `place` is its place in its batch.
fn call(mood: Mood, asked: &Value, id: Value, before: usize, place: usize) -> Value {
    let error = |code: i64, message: &str| json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } });
    let params = &asked["params"];
    let result = match asked["method"].as_str().unwrap() {
        "eth_chainId" if mood == Mood::OtherChain => json!("0x5"),
        "eth_chainId" => json!("0x7a69"),
        "eth_getBlockByNumber" if mood == Mood::NoBlock => Value::Null,
        "eth_getBlockByNumber" => {
            json!({ "number": "0x10", "hash": format!("0x{}", "22".repeat(32)), "timestamp": "0x69a00000" })
        }
        "eth_getCode" | "eth_call" if mood == Mood::NumbersOnly && params[1].is_object() => {
            return error(-32602, "invalid argument 1: cannot unmarshal object");
        }
        // Only the contract has code, and what makes many calls one is not there.
        "eth_getCode" if params[0] == json!(CONTRACT) => json!("0x60"),
        "eth_getCode" => json!("0x"),
        "eth_call" if mood == Mood::Exhausted => {
            return error(-32005, "daily request count exceeded");
        }
        "eth_call" if mood == Mood::Hurried && place % 2 == 1 && before < 4 => {
            return error(-32005, "rate limit exceeded");
        }
        "eth_call" => {
            json!(contract(params[0]["data"].as_str().or(params[0]["input"].as_str()).unwrap()))
        }
        other => return error(-32601, &format!("the method {other} does not exist")),
    };
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// What the contract answers: a document in its own words, and one owner for all.
fn contract(data: &str) -> String {
    let bytes = match &data[..10] {
        "0xc87b56dd" => {
            let number = u64::from_str_radix(&data[data.len() - 16..], 16).unwrap();
            let picture = STANDARD.encode(png(3, 2, 1));
            format!("data:application/json,{{\"name\":\"No. {number}\",\"image\":\"data:image/png;base64,{picture}\"}}").abi_encode()
        }
        "0x6352211e" => OWNER.abi_encode(),
        // Of itself it says nothing: it has only these two.
        _ => Vec::new(),
    };
    format!("0x{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
