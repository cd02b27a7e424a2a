//! A vector's input, in the forms that the set's README names.

use alloy_primitives::U256;
use base64::Engine;
use serde_json::Value;

/// The bytes of a document: a JSON value, a text, base64, or a unit that is repeated.
pub fn document(input: &Value) -> Vec<u8> {
    if let Some(text) = input["text"].as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(base64) = input["base64"].as_str() {
        return base64::engine::general_purpose::STANDARD.decode(base64).unwrap();
    }
    if let Some(repeat) = input["repeat"].as_object() {
        let part = |name: &str| repeat[name].as_str().unwrap();
        let times = usize::try_from(repeat["times"].as_u64().unwrap()).unwrap();
        return [part("before"), &part("unit").repeat(times), part("after")].concat().into_bytes();
    }
    assert!(!input["document"].is_null(), "{input} names no document");
    serde_json::to_vec(&input["document"]).unwrap()
}

/// The token's id, in decimal digits.
pub fn id(input: &Value) -> Option<U256> {
    input["id"].as_str().map(|id| U256::from_str_radix(id, 10).unwrap())
}
