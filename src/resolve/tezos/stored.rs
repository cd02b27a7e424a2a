//! What lies in the storage of Tezos contracts (TZIP-16, `tezos-storage:`), where a
//! contract or a document of it names it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::exhibition::{Problem, ProblemKind};
use crate::limits::STORED_PER_DOCUMENT_MAX;
use crate::source::{ChainError, Tezos};
use crate::token::TezosContract;

/// The storage that one contract names.
#[derive(Clone, Copy)]
pub(super) struct Stored<'a> {
    pub tezos: &'a Tezos,
    /// The chain's own name, which an address in storage may say.
    pub network: &'a str,
    pub own: TezosContract,
}

const SCHEME: &str = "tezos-storage:";

impl Stored<'_> {
    /// The bytes that an address names, held to the hash before it; none where it leads
    /// elsewhere.
    pub async fn at(&self, text: &str) -> Result<Result<Option<Vec<u8>>, Problem>, ChainError> {
        let unreadable = || Ok(Err(Problem::new(ProblemKind::AddressUnreadable, text)));
        let (hash, place) = match hashed(text) {
            Some(Some((hash, place))) => (Some(hash), place),
            Some(None) => return unreadable(),
            None => (None, text.to_owned()),
        };
        let Some(rest) = place.strip_prefix(SCHEME) else { return Ok(Ok(None)) };
        let Some((contract, key)) = storage_place(rest, self.own, self.network) else {
            return unreadable();
        };
        let Some(bytes) = self.tezos.stored(contract, &key).await? else {
            let detail = format!("{contract} stores nothing under “{key}”");
            return Ok(Err(Problem::new(ProblemKind::NotFound, detail)));
        };
        if hash.is_some_and(|hash| Sha256::digest(&bytes).as_slice() != hash) {
            let detail = format!("{contract} stores under “{key}” what has another hash");
            return Ok(Err(Problem::new(ProblemKind::OtherBytes, detail)));
        }
        Ok(Ok(Some(bytes)))
    }

    /// A document with what it names in storage put in its place, as `data:`. What is not
    /// to be had stays named.
    pub async fn filled_in(&self, document: Vec<u8>) -> Result<Vec<u8>, ChainError> {
        let Ok(mut value) = serde_json::from_slice::<Value>(&document) else {
            return Ok(document);
        };
        let mut found = BTreeMap::new();
        for text in named_in(&value) {
            if let Ok(Some(bytes)) = self.at(&text).await? {
                // What it is, its bytes say.
                let bytes = STANDARD.encode(bytes);
                found.insert(text, format!("data:application/octet-stream;base64,{bytes}"));
            }
        }
        if found.is_empty() {
            return Ok(document);
        }
        each_text(&mut value, &mut |text| {
            if let Some(uri) = found.get(text.as_str()) {
                text.clone_from(uri);
            }
        });
        Ok(value.to_string().into_bytes())
    }
}

/// The addresses in storage that a document names, each once.
fn named_in(document: &Value) -> Vec<String> {
    let mut named = Vec::new();
    each_text(&mut document.clone(), &mut |text| {
        let leads =
            text.starts_with(SCHEME) || text.starts_with("sha256://") && text.contains(SCHEME);
        if leads && named.len() < STORED_PER_DOCUMENT_MAX && !named.contains(text) {
            named.push(text.clone());
        }
    });
    named
}

/// Every text that is a value; documents nest no deeper than their reader lets them.
fn each_text(value: &mut Value, see: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(list) => list.iter_mut().for_each(|value| each_text(value, see)),
        Value::Object(fields) => fields.values_mut().for_each(|value| each_text(value, see)),
        _ => {}
    }
}

/// The hash and the place of `sha256://0x…/place` (TZIP-16); none within where it is
/// broken.
fn hashed(text: &str) -> Option<Option<([u8; 32], String)>> {
    let rest = text.strip_prefix("sha256://")?;
    Some(rest.split_once('/').and_then(|(hash, place)| {
        let hash = alloy_primitives::hex::decode(hash.strip_prefix("0x")?).ok()?;
        let place = percent_decode_str(place).decode_utf8().ok()?.into_owned();
        Some((hash.try_into().ok()?, place))
    }))
}

/// The contract and the key of `tezos-storage:key` or `tezos-storage://KT1…/key`; the
/// other may name its network as `KT1….NetX…`, and it must be this one.
fn storage_place(rest: &str, own: TezosContract, network: &str) -> Option<(TezosContract, String)> {
    let (contract, key) = match rest.strip_prefix("//") {
        None => (own, rest),
        Some(rest) => {
            let (host, key) = rest.split_once('/')?;
            let (contract, said) = host.split_once('.').unwrap_or((host, network));
            (contract.parse().ok().filter(|_| said == network)?, key)
        }
    };
    Some((contract, percent_decode_str(key).decode_utf8().ok()?.into_owned()))
}

/// A document in an address.
pub(super) fn data_uri(document: &[u8]) -> String {
    format!("data:application/json;base64,{}", STANDARD.encode(document))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OWN: &str = "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton";
    const OTHER: &str = "KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi";
    const NETWORK: &str = "NetXdQprcVkpaWU";

    #[test]
    fn storage_is_named_as_tzip_16_has_it() {
        let check = |rest: &str, expected: Option<(&str, &str)>| {
            let found = storage_place(rest, OWN.parse().unwrap(), NETWORK);
            let found = found.map(|(contract, key)| (contract.to_string(), key));
            let expected = expected.map(|(contract, key)| (contract.to_owned(), key.to_owned()));
            assert_eq!(found, expected, "{rest}");
        };
        check("hello", Some((OWN, "hello")));
        check("hello%2Fworld", Some((OWN, "hello/world")));
        check(&format!("//{OTHER}/foo"), Some((OTHER, "foo")));
        check(&format!("//{OTHER}.{NETWORK}/foo%2fbar"), Some((OTHER, "foo/bar")));
        check(&format!("//{OTHER}.NetXnHfVqm9iesp/foo"), None);
        check("//tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ/foo", None);
        check(&format!("//{OTHER}"), None);
        check("%ff", None);
    }

    #[test]
    fn a_hash_comes_before_its_place() {
        let hash = "ab".repeat(32);
        let check = |text: &str, expected: Option<Option<&str>>| {
            let found = hashed(text).map(|found| found.map(|(_, place)| place));
            assert_eq!(found, expected.map(|place| place.map(str::to_owned)), "{text}");
        };
        check("ipfs://x", None);
        check(&format!("sha256://0x{hash}/tezos-storage:a"), Some(Some("tezos-storage:a")));
        check(&format!("sha256://0x{hash}/https:%2F%2Fa%2Fb"), Some(Some("https://a/b")));
        check(&format!("sha256://0x{hash}"), Some(None));
        check(&format!("sha256://{hash}/a"), Some(None));
        check("sha256://0xab/a", Some(None));
    }

    #[test]
    fn a_document_names_so_much_of_a_storage_and_no_more() {
        let check = |names: usize, expected: usize| {
            let formats: Vec<Value> =
                (0..names).map(|n| json!({ "uri": format!("tezos-storage:{n}") })).collect();
            // What is named twice is one, and what only speaks of storage is none.
            let document = json!({
                "artifactUri": "tezos-storage:0",
                "description": "kept in tezos-storage:0",
                "formats": formats,
            });
            assert_eq!(named_in(&document).len(), expected);
        };
        check(1, 1);
        check(STORED_PER_DOCUMENT_MAX, STORED_PER_DOCUMENT_MAX);
        check(STORED_PER_DOCUMENT_MAX + 1, STORED_PER_DOCUMENT_MAX);
        let hash = "ab".repeat(32);
        let hashed = json!({ "image": format!("sha256://0x{hash}/tezos-storage:a") });
        assert_eq!(named_in(&hashed).len(), 1);
    }
}
