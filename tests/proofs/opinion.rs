//! A second opinion: ethereumjs, which shares no code with our verifier, says of the same
//! evidence what the contract answers, or why it refuses.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use alloy_primitives::{Address, Bytes, U256, keccak256};
use serde_json::{Value, json};

use crate::local::codes::second_chain;
use crate::local::hex;
use crate::local::http::post;

/// How often what is missing is fetched: more than any call here needs without an access
/// list.
const ROUNDS_MAX: usize = 40;

/// What came of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The contract answers these bytes.
    Answers(Bytes),
    /// The contract reverts with these bytes.
    Reverts(Bytes),
    /// An account, or a slot of it, must be proven as well.
    Missing(Address, Option<U256>),
    /// The evidence proves nothing, for this reason.
    Refused(String),
}

/// A verifier in a process of its own; it ends with its handle.
pub struct Opinion {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Opinion {
    pub fn start() -> Self {
        let mut child = Command::new("node")
            .arg(second_chain().join("verify.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts; `scripts/test` installs it");
        let questions = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, questions, answers }
    }

    /// What it says of evidence, whose shape `gather` and `verify.mjs` show.
    pub fn of(&mut self, evidence: &Value) -> Verdict {
        writeln!(self.questions, "{evidence}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let bytes = |value: &Value| value.as_str().map(|text| text.parse().unwrap());
        if let Some(answer) = bytes(&said["answer"]) {
            return Verdict::Answers(answer);
        }
        if let Some(answer) = bytes(&said["reverted"]) {
            return Verdict::Reverts(answer);
        }
        if let Some(account) = said["missing"]["account"].as_str() {
            let slot = said["missing"]["slot"].as_str().map(|slot| slot.parse().unwrap());
            return Verdict::Missing(account.parse().unwrap(), slot);
        }
        Verdict::Refused(said["refused"].as_str().unwrap().to_owned())
    }

    /// What it says of a call when it gets all that it misses, be it with an access list
    /// to begin with or without.
    pub fn settled(&mut self, url: &str, to: Address, data: &[u8]) -> Verdict {
        let mut evidence = gather(url, &touched(url, to, data), to, data);
        for _ in 0..ROUNDS_MAX {
            let Verdict::Missing(account, slot) = self.of(&evidence) else { break };
            let slots = slot.into_iter().collect();
            let more = prove(url, &evidence["header"]["number"], account, slots);
            for (kind, one) in ["proofs", "codes"].into_iter().zip(more) {
                evidence[kind].as_array_mut().unwrap().push(one);
            }
        }
        self.of(&evidence)
    }
}

impl Drop for Opinion {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks an endpoint for all that proves a call at its latest block, where the call
/// touches these slots of these accounts; whoever asks is nobody, and touched, too.
pub fn gather(url: &str, touched: &[(Address, Vec<U256>)], to: Address, data: &[u8]) -> Value {
    let header = ask(url, "eth_getBlockByNumber", json!(["latest", false]));
    let nobody = (Address::ZERO, Vec::new());
    let (proofs, codes): (Vec<Value>, Vec<Value>) = touched
        .iter()
        .chain([&nobody])
        .map(|(account, slots)| -> (Value, Value) {
            prove(url, &header["number"], *account, slots.clone()).into()
        })
        .unzip();
    json!({
        "header": header,
        "chainId": 31_337,
        "hardFork": "osaka",
        "proofs": proofs,
        "codes": codes,
        "call": call(to, data),
    })
}

/// What a call touches, as the endpoint's access list has it; the contract alone where it
/// makes none.
fn touched(url: &str, to: Address, data: &[u8]) -> Vec<(Address, Vec<U256>)> {
    let listed = ask(url, "eth_createAccessList", json!([call(to, data), "latest"]));
    let read = |text: &Value| text.as_str().unwrap().to_owned();
    let mut touched = vec![(to, Vec::new())];
    for account in listed["accessList"].as_array().into_iter().flatten() {
        let slots = account["storageKeys"].as_array().unwrap();
        let slots = slots.iter().map(|slot| read(slot).parse().unwrap()).collect();
        touched.push((read(&account["address"]).parse().unwrap(), slots));
    }
    touched
}

/// An account's proof with its slots, and its code.
fn prove(url: &str, block: &Value, account: Address, slots: Vec<U256>) -> [Value; 2] {
    let slots: Vec<String> = slots.iter().map(|slot| format!("{slot:#066x}")).collect();
    [
        ask(url, "eth_getProof", json!([account, slots, block])),
        ask(url, "eth_getCode", json!([account, block])),
    ]
}

fn call(to: Address, data: &[u8]) -> Value {
    json!({ "to": to, "data": format!("0x{}", hex(data)) })
}

/// What is answered; null where an error is.
fn ask(url: &str, method: &str, params: Value) -> Value {
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    post(url, &call)["result"].clone()
}

/// The slot of an entry in a mapping that lies at a place of its own, as Solidity has it.
pub fn mapped(key: U256, place: u64) -> U256 {
    let key: [u8; 32] = key.to_be_bytes();
    let place: [u8; 32] = U256::from(place).to_be_bytes();
    keccak256([key, place].concat()).into()
}
