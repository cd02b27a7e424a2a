//! Documents by chance: known fields with values of any type, and bytes of any kind. No
//! reader may panic, and what it finds is clean.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{parse_contract_metadata, parse_filled_in};
use crate::token::iiif::{Iiif, parse_iiif};

const KEYS: [&str; 34] = [
    "name",
    "description",
    "image",
    "animation_url",
    "attributes",
    "traits",
    "properties",
    "trait_type",
    "value",
    "display_type",
    "max_value",
    "background_color",
    "content",
    "media",
    "uri",
    "formats",
    "dimensions",
    "width",
    "unit",
    "creators",
    "royalties",
    "localization",
    "date",
    "files",
    "type",
    "id",
    "items",
    "label",
    "body",
    "motivation",
    "service",
    "profile",
    "@type",
    "sequences",
];

const TEXTS: [&str; 14] = [
    "",
    "x",
    "date",
    "50 x 70 cm",
    "ipfs://c/1",
    "data:,",
    "Manifest",
    "Canvas",
    "Annotation",
    "painting",
    "sc:Manifest",
    "Image",
    "level2",
    "é\u{202e}\u{301}雨",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        let key = prop::sample::select(&KEYS[..]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|fields| {
                fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            }),
        ]
    })
}

fn read_everything(bytes: &[u8]) {
    if let Ok(parsed) = parse_filled_in(bytes, None) {
        let words = [&parsed.name, &parsed.description, &parsed.artist];
        for words in words.into_iter().flatten() {
            assert_eq!(crate::token::clean_text(words.plain()), words.plain());
        }
        let _size = parsed.size_for(3, 4);
    }
    let _contract = parse_contract_metadata(bytes).map(|parsed| parsed.artist());
    if let Ok(Iiif::Manifest(manifest)) = parse_iiif(bytes) {
        for canvas in 0..manifest.canvases.len() {
            assert!(manifest.work(canvas, 1_000).is_some());
        }
    }
}

proptest! {
    #[test]
    fn documents_by_chance_are_read_or_refused(document in value()) {
        read_everything(&serde_json::to_vec(&document).unwrap());
    }

    #[test]
    fn bytes_by_chance_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(&bytes);
    }

    #[test]
    fn damaged_documents_are_read_or_refused(document in value(), cut in 0_usize..400, byte: u8) {
        let mut bytes = serde_json::to_vec(&document).unwrap();
        let at = cut.min(bytes.len());
        bytes.insert(at, byte);
        read_everything(&bytes);
        read_everything(&bytes[..at]);
    }
}
