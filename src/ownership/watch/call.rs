//! What is asked of an endpoint, and what comes back.

use alloy_primitives::U64;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One question: a method of JSON-RPC and its parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Call {
    pub method: &'static str,
    pub params: Value,
}

/// What an endpoint says instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: i64,
    pub message: String,
}

/// What came back on one call.
pub type Answer = Result<Value, Refusal>;

pub(super) fn block_call(number: u64) -> Call {
    Call { method: "eth_getBlockByNumber", params: json!([U64::from(number), false]) }
}

/// What an endpoint said instead of an answer.
pub(super) fn refusal(answer: Option<&Answer>) -> String {
    match answer {
        Some(Err(refusal)) => format!("{} ({})", refusal.message, refusal.code),
        Some(Ok(_)) => "its answer is none".to_owned(),
        None => "it left out the answer".to_owned(),
    }
}
