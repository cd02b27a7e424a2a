//! What stands beside a work: its metadata document in the form of ERC-721 and
//! ERC-1155 with OpenSea's fields, and its ownership records.

use std::error::Error;

use alloy_primitives::{Address, U256};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use enfilade::exhibition::{Language, Text, WorkEntry};
use enfilade::ownership::{Evidence, OwnershipRecord};
use enfilade::token::{AccountId, ChainId};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::made::{Form, Made};

/// The artist of every work: a program has no other name.
pub const ARTIST: &str = "Enfilade Atelier";

/// A chain for tests; no work of the built-in exhibition claims another.
const TEST_CHAIN: u64 = 31_337;

const YEAR: &str = "2026";
const RECORDED: &str = "2026-11-01T00:00:00Z";

/// The metadata document of a work whose file has this extension.
pub fn metadata(id: &str, seed: u64, entry: &WorkEntry, made: &Made) -> Value {
    let words = |text: &Option<Text>| {
        text.as_ref().map(|text| text.get(Language::English).to_owned()).unwrap_or_default()
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("name", json!(words(&entry.title)));
    put("description", json!(words(&entry.description)));
    put("artist", json!(ARTIST));
    put("collection", json!("Nothing Here Was Drawn"));
    put("year", json!(YEAR));
    put("medium", json!(words(&entry.medium)));
    put("license", json!("CC0-1.0"));
    match &made.form {
        Form::OnChain(svg) => {
            let data = BASE64_STANDARD.encode(svg);
            put("image", json!(format!("data:image/svg+xml;base64,{data}")));
        }
        Form::Sculpture(..) => {
            put("image", json!(format!("{id}.jpg")));
            put("animation_url", json!(format!("{id}.glb")));
        }
        form => {
            put("image", json!(format!("{id}.{}", extension(form))));
        }
    }
    if let Some([width, height, ..]) = entry.size_mm.as_deref() {
        put("dimensions", json!({ "width": width, "height": height, "unit": "mm" }));
    }
    let seed = ("Seed", seed.to_string());
    let attributes: Vec<Value> = std::iter::once(&seed)
        .chain(&made.traits)
        .map(|(name, value)| {
            let value = value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number));
            json!({ "trait_type": name, "value": value })
        })
        .collect();
    put("attributes", Value::Array(attributes));
    Value::Object(fields)
}

/// Who holds the work: one claimed owner, or several with their editions.
pub fn ownership(id: &str, editions: &[u64]) -> Result<Vec<OwnershipRecord>, Box<dyn Error>> {
    let holder = |number: usize, editions: Option<u64>| {
        let name = format!("Enfilade Atelier: holder {number} of {id}");
        let digest = Sha256::digest(name.as_bytes());
        Ok(OwnershipRecord {
            owner: AccountId::evm(ChainId::evm(TEST_CHAIN), Address::from_slice(&digest[12..]))
                .into(),
            editions: editions.map(U256::from),
            evidence: Evidence::Claimed { by: ARTIST.to_owned(), as_of: Some(RECORDED.parse()?) },
        })
    };
    if editions.is_empty() {
        return Ok(vec![holder(0, None)?]);
    }
    editions.iter().enumerate().map(|(number, held)| holder(number, Some(*held))).collect()
}

/// The ending of the file that a form is kept in.
pub fn extension(form: &Form) -> &'static str {
    match form {
        Form::Tone(..) => "jpg",
        Form::Flat(..) => "png",
        Form::Lossless(_) => "webp",
        Form::Loop(..) => "gif",
        Form::Svg(_) | Form::OnChain(_) => "svg",
        Form::Sculpture(..) => "glb",
    }
}
