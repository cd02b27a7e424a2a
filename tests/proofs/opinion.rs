//! A second opinion: ethereumjs, which shares no code with our verifier, says of the same
//! evidence what the contract answers, or why it refuses.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use alloy_primitives::{Address, Bytes, U256, keccak256};
use serde_json::{Value, json};

use crate::local::codes::second_chain;
use crate::local::hex;
use crate::local::http::post;

/// What came of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The contract answers these bytes.
    Answers(Bytes),
    /// The contract reverts with these bytes.
    Reverts(Bytes),
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
        Verdict::Refused(said["refused"].as_str().unwrap().to_owned())
    }
}

impl Drop for Opinion {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks an endpoint for all that proves a call at its latest block, where the call
/// touches these slots of these accounts.
pub fn gather(url: &str, touched: &[(Address, Vec<U256>)], to: Address, data: &[u8]) -> Value {
    let ask = |method: &str, params: Value| {
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        post(url, &call)["result"].clone()
    };
    let header = ask("eth_getBlockByNumber", json!(["latest", false]));
    let number = &header["number"];
    let mut proofs = Vec::new();
    let mut codes = Vec::new();
    for (account, slots) in touched {
        let slots: Vec<String> = slots.iter().map(|slot| format!("{slot:#066x}")).collect();
        proofs.push(ask("eth_getProof", json!([account, slots, number])));
        codes.push(ask("eth_getCode", json!([account, number])));
    }
    json!({
        "header": header,
        "chainId": 31_337,
        "hardFork": "osaka",
        "proofs": proofs,
        "codes": codes,
        "call": { "to": to, "data": format!("0x{}", hex(data)) },
    })
}

/// The slot of an entry in a mapping that lies at a place of its own, as Solidity has it.
pub fn mapped(key: U256, place: u64) -> U256 {
    let key: [u8; 32] = key.to_be_bytes();
    let place: [u8; 32] = U256::from(place).to_be_bytes();
    keccak256([key, place].concat()).into()
}
