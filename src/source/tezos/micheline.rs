//! Micheline, in which Tezos writes types and values: finding a big map in a contract's
//! storage, and packing keys as the chain hashes them.

use alloy_primitives::U256;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use serde_json::Value;

use super::{from_hex, number_in};
use crate::limits::PAIRS_DEPTH_MAX;
use crate::token::{TezosAddress, TezosHash};

/// A big map of a contract: its number on the chain, and the types of keys and values.
#[derive(Clone, Debug, PartialEq)]
pub struct BigMap {
    pub number: String,
    pub key: Value,
    pub value: Value,
}

/// The big map that a contract's script names so (`%ledger`).
pub fn find_big_map(script: &Value, name: &str) -> Option<BigMap> {
    let sections = script.get("code")?.as_array()?;
    let storage = sections.iter().find(|section| section["prim"] == "storage")?;
    let types = storage.get("args")?.as_array()?;
    walk(types, std::slice::from_ref(script.get("storage")?), &format!("%{name}"), 0)
}

/// The hash under which a big map keeps a packed key.
pub(super) fn key_hash(packed: &[u8]) -> String {
    TezosHash::Expression(Blake2b::<U32>::digest(packed).into()).to_string()
}

/// A natural number as a key.
pub(super) fn pack_number(number: U256) -> Vec<u8> {
    [vec![PACKED], number_node(number)].concat()
}

/// A text as a key.
pub(super) fn pack_text(text: &str) -> Vec<u8> {
    [&[PACKED, STRING][..], &length(text.len()), text.as_bytes()].concat()
}

/// A holder and a number as a key, in either order.
pub(super) fn pack_holding(holder: TezosAddress, number: U256, holder_first: bool) -> Vec<u8> {
    let bytes = holder.to_bytes();
    let holder = [&[BYTES][..], &length(bytes.len()), &bytes].concat();
    let (first, second) = match holder_first {
        true => (holder, number_node(number)),
        false => (number_node(number), holder),
    };
    [&[PACKED, PRIM_WITH_TWO, PAIR][..], &first, &second].concat()
}

/// The parts of a pair, however it is written: `Pair a b c`, nested, or a sequence.
pub(super) fn parts(value: &Value) -> &[Value] {
    match value {
        Value::Array(parts) => parts,
        _ if matches!(value["prim"].as_str(), Some("Pair" | "pair")) => {
            value["args"].as_array().map(Vec::as_slice).unwrap_or_default()
        }
        _ => &[],
    }
}

pub(super) fn int(value: &Value) -> Option<U256> {
    number_in(value.get("int")?)
}

pub(super) fn bytes(value: &Value) -> Option<Vec<u8>> {
    from_hex(value.get("bytes")?.as_str()?)
}

/// An address in letters, or in the bytes that nodes make of it.
pub fn address(value: &Value) -> Option<TezosAddress> {
    match value.get("string").and_then(Value::as_str) {
        Some(text) => text.parse().ok(),
        None => TezosAddress::from_bytes(&bytes(value)?),
    }
}

const PACKED: u8 = 5;
const INT: u8 = 0;
const STRING: u8 = 1;
const PRIM_WITH_TWO: u8 = 7;
const PAIR: u8 = 7;
const BYTES: u8 = 10;

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

/// A number in groups of seven bits, the lowest first; the first byte has six and a sign.
fn number_node(mut number: U256) -> Vec<u8> {
    let low = |number: U256, bits: u32| (number.as_limbs()[0] & ((1 << bits) - 1)) as u8;
    let mut node = vec![INT, low(number, 6)];
    number >>= 6;
    while !number.is_zero() {
        if let Some(last) = node.last_mut() {
            *last |= 0x80;
        }
        node.push(low(number, 7));
        number >>= 7;
    }
    node
}

/// Walks the parts of a type and of its value side by side. Either may be written as one
/// pair of many or as pairs of pairs, to the right.
fn walk(types: &[Value], values: &[Value], name: &str, depth: usize) -> Option<BigMap> {
    if depth > PAIRS_DEPTH_MAX {
        return None;
    }
    let deeper = |types, values| walk(types, values, name, depth + 1);
    match (types, values) {
        ([], _) | (_, []) => None,
        ([one], [value]) if one["prim"] == "pair" => deeper(parts(one), parts(value)),
        ([one], [value]) => big_map(one, value, name),
        ([one], _) => deeper(parts(one), values),
        (_, [value]) => deeper(types, parts(value)),
        ([first, types @ ..], [value, values @ ..]) => {
            deeper(std::slice::from_ref(first), std::slice::from_ref(value))
                .or_else(|| deeper(types, values))
        }
    }
}

fn big_map(kind: &Value, value: &Value, name: &str) -> Option<BigMap> {
    let named = kind["annots"].as_array()?.iter().any(|annotation| annotation == name);
    let [key, stored] = kind["args"].as_array()?.as_slice() else { return None };
    (named && kind["prim"] == "big_map").then_some(())?;
    let number = int(value)?.to_string();
    Some(BigMap { number, key: key.clone(), value: stored.clone() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_have_the_hashes_that_nodes_keep_them_under() {
        // The hash of the empty name, under which TZIP-16 has a contract's metadata.
        let empty = "expru5X1yxJG6ezR2uHMotwMLNmSzQyh5t1vUnhjx4cS6Pv9qE1Sdo";
        assert_eq!(key_hash(&pack_text("")), empty);
    }

    #[test]
    fn numbers_are_packed_in_groups_of_bits() {
        let check = |number: u64, expected: &[u8]| {
            assert_eq!(pack_number(U256::from(number)), expected, "{number}");
        };
        check(0, &[5, 0, 0]);
        check(1, &[5, 0, 1]);
        check(63, &[5, 0, 0x3f]);
        check(64, &[5, 0, 0x80, 0x01]);
        check(152, &[5, 0, 0x98, 0x02]);
        check(8_191, &[5, 0, 0xbf, 0x7f]);
        check(8_192, &[5, 0, 0x80, 0x80, 0x01]);
        assert_eq!(pack_number(U256::MAX).len(), 2 + 37);
    }

    #[test]
    fn a_big_map_is_found_however_pairs_are_written() {
        let map = |name: &str| json!({ "prim": "big_map", "args": [{ "prim": "nat" }, { "prim": "bytes" }], "annots": [name] });
        let nat = json!({ "prim": "nat" });
        let nested = json!({ "prim": "pair", "args": [nat, { "prim": "pair", "args": [map("%ledger"), map("%token_metadata")] }] });
        let flat = json!({ "prim": "pair", "args": [nat, map("%ledger"), map("%token_metadata")] });
        let int = |number: u32| json!({ "int": number.to_string() });
        let values = [
            json!({ "prim": "Pair", "args": [int(1), { "prim": "Pair", "args": [int(2), int(3)] }] }),
            json!({ "prim": "Pair", "args": [int(1), int(2), int(3)] }),
            json!([int(1), int(2), int(3)]),
        ];
        for kind in [&nested, &flat] {
            for value in &values {
                let script =
                    json!({ "code": [{ "prim": "storage", "args": [kind] }], "storage": value });
                let number = |name| find_big_map(&script, name).map(|map| map.number);
                assert_eq!(number("ledger").as_deref(), Some("2"), "{script}");
                assert_eq!(number("token_metadata").as_deref(), Some("3"), "{script}");
                assert_eq!(number("metadata"), None);
            }
        }
    }

    #[test]
    fn pairs_nest_so_deep_and_no_deeper() {
        let check = |pairs: usize, expected: bool| {
            let map = json!({ "prim": "big_map", "args": [{ "prim": "nat" }, { "prim": "nat" }], "annots": ["%ledger"] });
            let pair = |name: &str, inner: Value| json!({ "prim": name, "args": [inner] });
            let types = (0..pairs).fold(map, |inner, _| pair("pair", inner));
            let values = (0..pairs).fold(json!({ "int": "7" }), |inner, _| pair("Pair", inner));
            let script =
                json!({ "code": [{ "prim": "storage", "args": [types] }], "storage": values });
            assert_eq!(find_big_map(&script, "ledger").is_some(), expected, "{pairs}");
        };
        check(PAIRS_DEPTH_MAX, true);
        check(PAIRS_DEPTH_MAX + 1, false);
    }

    #[test]
    fn scripts_of_strangers_end() {
        let deep = (0..120)
            .fold(json!({ "prim": "nat" }), |inner, _| json!({ "prim": "pair", "args": [inner] }));
        let wide: Vec<Value> = vec![json!({ "int": "1" }); 10_000];
        let types = json!({ "prim": "pair", "args": vec![json!({ "prim": "nat" }); 10_000] });
        let rows = [
            json!({}),
            json!({ "code": [], "storage": 1 }),
            json!({ "code": [{ "prim": "storage", "args": [deep] }], "storage": wide }),
            json!({ "code": [{ "prim": "storage", "args": [types] }], "storage": wide }),
        ];
        for row in rows {
            assert_eq!(find_big_map(&row, "ledger"), None);
        }
    }

    #[test]
    fn addresses_come_in_letters_and_in_bytes() {
        for text in ["tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ", "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton"]
        {
            let known: TezosAddress = text.parse().unwrap();
            let hex = alloy_primitives::hex::encode(known.to_bytes());
            assert_eq!(address(&json!({ "bytes": hex })), Some(known));
            assert_eq!(address(&json!({ "string": text })), Some(known));
        }
        assert_eq!(address(&json!({ "bytes": "00" })), None);
        assert_eq!(address(&json!({ "int": "1" })), None);
    }
}
