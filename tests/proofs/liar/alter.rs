//! What each lie does to a question on its way to the node, and to the answer on its way
//! back.

use alloy_primitives::{B256, U256, keccak256};
use serde_json::{Value, json};

use super::{Damage, Disorder, Lie, Nodes};
use crate::local::hex;

/// The question that the node gets.
pub fn question(lies: &[Lie], call: &Value) -> Value {
    let mut call = call.clone();
    let method = method(&call);
    let params = &mut call["params"];
    for lie in lies {
        match lie {
            Lie::OtherSlot if method == "eth_getProof" => {
                for slot in params[1].as_array_mut().unwrap() {
                    let next: U256 = slot.as_str().unwrap().parse().unwrap();
                    *slot = json!(format!("{:#066x}", next.wrapping_add(U256::ONE)));
                }
            }
            Lie::OtherAccount(other) if method == "eth_getProof" => params[0] = json!(other),
            Lie::Stopped(number) if method == "eth_getBlockByNumber" && params[0] == "latest" => {
                params[0] = block(*number);
            }
            Lie::OtherBlock(number) if method == "eth_getProof" => params[2] = block(*number),
            Lie::OtherBlock(number) if matches!(&*method, "eth_call" | "eth_getCode") => {
                params[1] = block(*number);
            }
            _ => {}
        }
    }
    call
}

/// The answers to a batch.
pub fn batch(lies: &[Lie], calls: &[Value], answers: &mut Vec<Value>) {
    for result in answers.iter_mut() {
        if let Some(call) = calls.iter().find(|call| call["id"] == result["id"]) {
            answer(lies, call, result);
        }
    }
    for lie in lies {
        let Lie::Batch(disorder) = lie else { continue };
        match disorder {
            Disorder::Reverse => answers.reverse(),
            Disorder::Duplicate => *answers.last_mut().unwrap() = answers[0].clone(),
            Disorder::Omit => drop(answers.pop()),
            Disorder::Swap if answers.len() > 1 => {
                let first = answers[0]["id"].take();
                answers[0]["id"] = std::mem::replace(&mut answers[1]["id"], first);
            }
            Disorder::Swap => {}
        }
    }
}

/// The answer to one question.
pub fn answer(lies: &[Lie], call: &Value, answer: &mut Value) {
    let method = method(call);
    for lie in lies {
        let error = match lie {
            Lie::Null(lost) if *lost == method => {
                *answer = json!({ "jsonrpc": "2.0", "id": call["id"], "result": null });
                continue;
            }
            Lie::Stopped(number) if is_beyond(call, *number) => {
                answer["result"] = Value::Null;
                continue;
            }
            Lie::Missing(lost) if *lost == method => {
                json!({ "code": -32601, "message": format!("the method {method} does not exist/is not available") })
            }
            Lie::NumbersOnly if names_a_hash(call) => {
                json!({ "code": -32602, "message": "invalid argument 1: cannot unmarshal object" })
            }
            Lie::Pruned(lost) if lost.contains(&method.as_str()) => {
                json!({ "code": -32000, "message": format!("missing trie node {} (path ) state is not available, not found", "5a".repeat(32)) })
            }
            _ => continue,
        };
        *answer = json!({ "jsonrpc": "2.0", "id": call["id"], "error": error });
    }
    let Some(result) = answer.get_mut("result").filter(|result| !result.is_null()) else { return };
    for lie in lies {
        match &*method {
            "eth_getProof" => proof(lie, call, result),
            "eth_getBlockByNumber" | "eth_getBlockByHash" => header(lie, result),
            "eth_createAccessList" => access_list(lie, result),
            "eth_getLogs" => logs(lie, call, result),
            "eth_getTransactionReceipt" => receipt(lie, result),
            "eth_getBlockReceipts" => {
                let mut receipts = result.as_array_mut().unwrap().iter_mut().rev();
                if let Some(last) = receipts.find(|receipt| !receipt["logs"][0].is_null()) {
                    receipt(lie, last);
                }
            }
            "eth_getCode" => {
                if let Lie::Code(code) = lie {
                    *result = json!(code);
                }
            }
            "eth_chainId" => {
                if let Lie::ChainId(number) = lie {
                    *result = block(*number);
                }
            }
            "eth_call" => {
                if let Lie::Owner(owner) = lie {
                    *result = json!(owners(result.as_str().unwrap(), &hex(owner.as_slice())));
                }
            }
            _ => {}
        }
    }
}

fn proof(lie: &Lie, call: &Value, result: &mut Value) {
    match lie {
        Lie::Account(field, value) => result[*field] = value.clone(),
        Lie::OtherAccount(_) => result["address"] = call["params"][0].clone(),
        Lie::Nodes(Nodes::Account, damage) => nodes(*damage, &mut result["accountProof"]),
        _ => {}
    }
    let slots = result["storageProof"].as_array_mut().unwrap();
    match lie {
        Lie::SlotsReversed => slots.reverse(),
        Lie::SlotsFewer => drop(slots.pop()),
        _ => {}
    }
    for (place, slot) in slots.iter_mut().enumerate() {
        match lie {
            Lie::Value(value) => slot["value"] = json!(value),
            Lie::OtherSlot => slot["key"] = call["params"][1][place].clone(),
            Lie::Nodes(Nodes::Storage, damage) => nodes(*damage, &mut slot["proof"]),
            _ => {}
        }
    }
}

fn nodes(damage: Damage, list: &mut Value) {
    let list = list.as_array_mut().unwrap();
    match damage {
        Damage::Append => list.push(json!("0xc22080")),
        Damage::DropAll => list.clear(),
        Damage::Reverse => list.reverse(),
        Damage::DropFirst if !list.is_empty() => drop(list.remove(0)),
        Damage::DropLast => drop(list.pop()),
        Damage::Double => list.extend(list.last().cloned()),
        Damage::Cut(bytes) => {
            if let Some(last) = list.last_mut() {
                let text = last.as_str().unwrap();
                *last = json!(text[..text.len().saturating_sub(2 * bytes).max(2)]);
            }
        }
        Damage::Flip { node, byte } if !list.is_empty() => {
            let place = node % list.len();
            let mut bytes: Vec<u8> =
                list[place].as_str().unwrap().parse::<alloy_primitives::Bytes>().unwrap().to_vec();
            let turned = byte % bytes.len();
            bytes[turned] ^= 1 << (byte % 8);
            list[place] = json!(format!("0x{}", hex(&bytes)));
        }
        Damage::DropFirst | Damage::Flip { .. } => {}
    }
}

fn header(lie: &Lie, block: &mut Value) {
    let Lie::Header(field, value) = lie else { return };
    match value {
        Value::Null => drop(block.as_object_mut().unwrap().remove(*field)),
        value => block[*field] = value.clone(),
    }
}

fn access_list(lie: &Lie, result: &mut Value) {
    let list = result["accessList"].as_array_mut().unwrap();
    match lie {
        Lie::AccessListEmpty => list.clear(),
        Lie::AccessListShort => drop(list.pop()),
        Lie::AccessListLong(slots) => {
            let slots: Vec<String> = (0..*slots).map(|slot| format!("{slot:#066x}")).collect();
            list.push(json!({ "address": format!("0x{}", "77".repeat(20)), "storageKeys": slots }));
        }
        _ => {}
    }
}

fn logs(lie: &Lie, call: &Value, result: &mut Value) {
    let logs = result.as_array_mut().unwrap();
    match lie {
        Lie::LogsFewer => drop(logs.pop()),
        Lie::LogOfBurning(contract, number) => {
            let event = keccak256("Transfer(address,address,uint256)");
            let topics = [event, B256::repeat_byte(0x11), B256::ZERO, B256::from(*number)];
            let block = &call["params"][0]["toBlock"];
            logs.push(json!({ "address": contract, "topics": topics, "data": "0x",
                "blockNumber": block, "removed": false }));
        }
        Lie::LogTopic(topic) => logs.iter_mut().for_each(|log| last_topic(log, *topic)),
        _ => {}
    }
}

fn receipt(lie: &Lie, receipt: &mut Value) {
    let logs = receipt["logs"].as_array_mut().unwrap();
    match lie {
        Lie::ReceiptLogsFewer => drop(logs.pop()),
        Lie::LogTopic(topic) => logs.iter_mut().for_each(|log| last_topic(log, *topic)),
        _ => {}
    }
}

fn last_topic(log: &mut Value, topic: U256) {
    if let Some(last) = log["topics"].as_array_mut().unwrap().last_mut() {
        *last = json!(format!("{topic:#066x}"));
    }
}

/// Other addresses in the place of what looks like one: twelve bytes of nothing, and
/// then more than a small number.
fn owners(answer: &str, owner: &str) -> String {
    let digits = answer.trim_start_matches("0x").as_bytes();
    let mut said = String::from("0x");
    for word in digits.chunks(64) {
        let word = std::str::from_utf8(word).unwrap();
        let address = word.len() == 64
            && word[..24].bytes().all(|digit| digit == b'0')
            && word[24..40].bytes().any(|digit| digit != b'0');
        said.push_str(&if address { format!("{}{owner}", &word[..24]) } else { word.to_owned() });
    }
    said
}

/// Whether a call asks for a block behind the one of this number.
fn is_beyond(call: &Value, number: u64) -> bool {
    let asked = call["params"][0].as_str().and_then(|asked| asked.strip_prefix("0x"));
    let asked = asked.and_then(|digits| u64::from_str_radix(digits, 16).ok());
    method(call) == "eth_getBlockByNumber" && asked.is_some_and(|asked| asked > number)
}

/// Whether a call names its block by its hash (EIP-1898).
fn names_a_hash(call: &Value) -> bool {
    let mut params = call["params"].as_array().into_iter().flatten();
    params.any(|param| !param["blockHash"].is_null())
}

fn method(call: &Value) -> String {
    call["method"].as_str().unwrap_or_default().to_owned()
}

fn block(number: u64) -> Value {
    json!(format!("{number:#x}"))
}
