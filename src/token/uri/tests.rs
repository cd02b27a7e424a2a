//! The spellings of URIs: the vectors of `tests/fixtures/conformance/uris.json`, and what
//! is this program's own.

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;
use crate::limits::{DATA_URI_BYTES_MAX, SEGMENTS_BEFORE_CID_MAX};

const V0: &str = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

#[derive(Deserialize)]
struct Vector {
    name: String,
    input: Input,
    expect: Value,
}

#[derive(Deserialize)]
struct Input {
    uri: String,
    base: Option<String>,
    /// A path below an exhibition's folder.
    base_file: Option<String>,
    /// The contract of the token whose document names it, and its network.
    contract: Option<String>,
    network: Option<String>,
}

#[test]
fn every_vector_is_met() {
    let text = include_str!("../../../tests/fixtures/conformance/uris.json");
    let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
    let mut wrong = Vec::new();
    for Vector { name, input, expect } in &vectors {
        let base = match (&input.base, &input.base_file) {
            (Some(base), _) => Base::At(Uri::parse(base, &Base::Nowhere).unwrap()),
            (None, Some(file)) => Base::At(Uri::File(file.split('/').map(str::to_owned).collect())),
            (None, None) => Base::Nowhere,
        };
        let found = Uri::parse(&input.uri, &base);
        let found = match (&input.contract, &input.network) {
            (Some(contract), Some(network)) => {
                found.and_then(|uri| uri.in_storage_of(contract, network))
            }
            _ => found,
        };
        let told = match &found {
            Ok(uri) => told(uri, expect),
            Err(error) => json!({ "refused": error.key() }),
        };
        if told != *expect {
            wrong.push(format!("{name}: {}\n  found {told}\n  not   {expect}", input.uri));
        }
        // What is printed is read again as the same.
        if let Ok(uri) = &found
            && !matches!(uri, Uri::Data { .. } | Uri::File(_))
        {
            assert_eq!(Uri::parse(&uri.to_string(), &Base::Nowhere).as_ref(), Ok(uri), "{name}");
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    assert!(vectors.len() >= 120, "{} vectors", vectors.len());
}

/// A URI in the vectors' own words.
fn told(uri: &Uri, expect: &Value) -> Value {
    let mut told = match uri {
        Uri::Data { media_type, bytes } if expect["text"].is_string() => {
            json!({ "kind": "data", "media_type": media_type, "text": String::from_utf8_lossy(bytes) })
        }
        Uri::Data { media_type, bytes } => {
            json!({ "kind": "data", "media_type": media_type, "base64": STANDARD.encode(bytes) })
        }
        Uri::Ipfs(found) => {
            json!({ "kind": "ipfs", "cid": found.cid.to_string(), "path": found.path })
        }
        Uri::Ipns(found) => json!({ "kind": "ipns", "name": found.name, "path": found.path }),
        Uri::Arweave(found) => match &found.name {
            ArweaveName::Transaction(id) => {
                json!({ "kind": "arweave", "transaction": id, "path": found.path })
            }
            ArweaveName::Registered(name) => {
                json!({ "kind": "arweave", "name": name, "path": found.path })
            }
        },
        Uri::Hashed { sha256, place } => {
            json!({ "kind": "hashed", "sha256": hex(sha256), "place": told(place, expect) })
        }
        Uri::TezosStorage { contract, key } => {
            json!({ "kind": "tezos-storage", "contract": contract, "key": key })
        }
        Uri::Web(url) => json!({ "kind": "web", "url": url.as_str() }),
        Uri::File(path) => json!({ "kind": "file", "path": path }),
    };
    if matches!(uri, Uri::Ipfs(_) | Uri::Ipns(_) | Uri::Arweave(_)) {
        let Suffix { query, fragment } = uri.suffix();
        for (key, value) in [("query", query), ("fragment", fragment)] {
            if let Some(value) = value {
                told[key] = value.into();
            }
        }
    }
    told
}

#[test]
fn what_is_printed_is_read_again_as_the_same() {
    let check = |text: &str, expected: &str| {
        let uri = Uri::parse(text, &Base::Nowhere).unwrap();
        let said = uri.to_string();
        assert_eq!(said, expected, "{text}");
        assert_eq!(Uri::parse(&said, &Base::Nowhere).as_ref(), Ok(&uri), "{text}");
    };
    check(&format!("ipfs://{V0}/a b?c #"), &format!("ipfs://{V0}/a%20b?c"));
    check(&format!("ipfs://{V0}?\u{feff}#\u{7}"), &format!("ipfs://{V0}"));
    check(&format!("https://h.example/ipfs/{V0}?#"), &format!("ipfs://{V0}"));
    check("https://en-example.ipns.h.example/a#", "ipns://en.example/a");
    // What can be no name is an address like any other.
    check("https://a!b.ipns.h.example/a", "https://a!b.ipns.h.example/a");
    check("https://ipns.ipns.h.example/a", "https://ipns.ipns.h.example/a");
    check("https://-a.arweave.net/b", "https://-a.arweave.net/b");
    check("https://name.arweave.net/b?#", "ar://name/b");
    assert!(Uri::parse("ipns://ipns/ipns/x", &Base::Nowhere).is_err());
}

#[test]
fn refusals_say_what_is_wrong() {
    let check = |text: &str, expected: &str| {
        let error = Uri::parse(text, &Base::Nowhere).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    };
    check("", "it names no file: the URI is empty");
    check("ipfs://nothing/x", "“ipfs://nothing/x” holds no content id of IPFS");
    check("data:image/png;base64,!!!", "its data URI is broken: it is no base64");
    check("bzz://1", "“bzz://1” is an address of Swarm; it cannot be fetched here");
    check(
        "ftp://h/x",
        "“ftp://h/x” is no address that can be asked; https://, ipfs://, ar:// and data: can",
    );
    check(
        "1.png",
        "“1.png” is relative, and its document lies nowhere that it could be relative to",
    );
}

#[test]
fn limits_are_met_from_both_sides() {
    let at = |length: usize, start: &str| format!("{start}{}", "x".repeat(length - start.len()));
    let check = |text: &str, expected: Result<(), UriError>| {
        assert_eq!(Uri::parse(text, &Base::Nowhere).map(|_| ()), expected, "{} long", text.len());
    };
    check(&at(DATA_URI_BYTES_MAX, "data:,"), Ok(()));
    check(&at(DATA_URI_BYTES_MAX + 1, "data:,"), Err(UriError::DataTooLong));
    check(&at(DATA_URI_BYTES_MAX, "<svg"), Ok(()));
    check(&at(DATA_URI_BYTES_MAX + 1, "<svg"), Err(UriError::DataTooLong));
    check(&at(URI_BYTES_MAX, "https://h.example/"), Ok(()));
    check(&at(URI_BYTES_MAX + 1, "https://h.example/"), Err(UriError::TooLong));
    let nested = |hops: usize| {
        let start = format!("sha256://0x{}/", "ab".repeat(32));
        (0..hops).fold("https://h.example/".to_owned(), |place, _| {
            format!("{start}{}", place.replace('%', "%25").replace('/', "%2F"))
        })
    };
    check(&nested(URI_HOPS_MAX), Ok(()));
    check(&nested(URI_HOPS_MAX + 1), Err(UriError::Hops));
}

#[test]
fn so_many_segments_stand_before_a_content_id_and_no_more() {
    let check = |segments: usize, expected: Option<&str>| {
        let text = format!("ipfs://{}{V0}/1.png", "ipfs/".repeat(segments));
        let found = Uri::parse(&text, &Base::Nowhere).ok().map(|uri| uri.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    };
    check(SEGMENTS_BEFORE_CID_MAX, Some(&format!("ipfs://{V0}/1.png")));
    check(SEGMENTS_BEFORE_CID_MAX + 1, None);
}

#[test]
fn bytes_are_remembered_by_what_chooses_them() {
    let check = |text: &str, expected: &str| {
        assert_eq!(Uri::parse(text, &Base::Nowhere).unwrap().place(), expected, "{text}");
    };
    check(&format!("ipfs://{V0}/a%20b?x=1#y"), &format!("ipfs://{V0}/a%20b"));
    check("https://h.example/a?x=1#y", "https://h.example/a?x=1");
    check("ipns://en.example/a#y", "ipns://en.example/a");
}

#[test]
fn the_gateway_of_a_document_is_remembered_and_is_no_part_of_what_it_names() {
    let at = |text: &str, base: &Base| match Uri::parse(text, base).unwrap() {
        Uri::Ipfs(path) => path,
        other => panic!("{text} is {other}"),
    };
    let check = |text: &str, gateway: Option<&str>| {
        let found = at(text, &Base::Nowhere);
        assert_eq!(found.gateway.as_deref().map(Url::as_str), gateway, "{text}");
        let plain = at(&format!("ipfs://{}/1.json", found.cid), &Base::Nowhere);
        assert_eq!(found, plain, "{text}");
        assert_eq!(found.content(), plain.content(), "{text}");
        assert_eq!(found.to_string(), plain.to_string(), "{text}");
    };
    let of = |start: &str| format!("{start}/ipfs/{V0}/1.json");
    check(&of("https://x.mypinata.cloud"), Some("https://x.mypinata.cloud/"));
    check(&of("https://h.example:8443/a"), Some("https://h.example:8443/a"));
    check(&of("//h.example"), Some("https://h.example/"));
    check(&of("h.example"), Some("https://h.example/"));
    check(&of("https://key@h.example"), None);
    check(&of("ipfs:/"), None);
    let cid = at(&format!("ipfs://{V0}"), &Base::Nowhere).cid;
    let v1 = cid::Cid::new_v1(0x70, *cid.hash());
    check(&format!("https://{v1}.ipfs.dweb.link/1.json?download=1"), Some("https://dweb.link/"));
    check(&format!("{v1}.ipfs.dweb.link/1.json"), Some("https://dweb.link/"));
    // What lies beside a document lies behind the same gateway.
    let document = Base::At(Uri::Ipfs(at(&of("https://h.example"), &Base::Nowhere)));
    let beside = at("2.png", &document);
    assert_eq!(beside.gateway.as_deref().map(Url::as_str), Some("https://h.example/"));
    // Another gateway's address is no path below it, even without its scheme.
    let server = Base::At(Uri::parse("https://h.example/m/1.json", &Base::Nowhere).unwrap());
    for base in [document, server] {
        let other = at(&of("g.example"), &base);
        assert_eq!(other.gateway.as_deref().map(Url::as_str), Some("https://g.example/"));
    }
}

#[test]
fn what_lies_beside_is_found_by_its_path() {
    let check = |uri: &Uri, path: &str, expected: Option<&str>| {
        let found = uri.beside(path).ok().map(|found| found.to_string());
        assert_eq!(found.as_deref(), expected, "{uri} {path}");
    };
    let at = |text: &str| Uri::parse(text, &Base::Nowhere).unwrap();
    let page = at(&format!("ipfs://{V0}/a%20b/index.html?x=1"));
    assert_eq!(page.rooted_path().as_deref(), Some("/a%20b/index.html"));
    check(&page, "/a%20b/c.js", Some(&format!("ipfs://{V0}/a%20b/c.js")));
    check(&page, "/d.js?v=1", Some(&format!("ipfs://{V0}/d.js?v=1")));
    let page = at("https://h.example/a/?x=1");
    assert_eq!(page.rooted_path().as_deref(), Some("/a/"));
    check(&page, "/c.js?v=1", Some("https://h.example/c.js?v=1"));
    let page = Uri::File(vec!["works".into(), "a".into(), "index.html".into()]);
    assert_eq!(page.rooted_path().as_deref(), Some("/works/a/index.html"));
    check(&page, "/works/a/b/c.js", Some("works/a/b/c.js"));
    check(&page, "/works/c.js", None);
    check(&page, "/exhibition.toml", None);
    assert_eq!(at("data:text/html,x").rooted_path(), None);
    let folder = at(&format!("ipfs://{V0}?seed=1")).in_folder("index.html").unwrap();
    assert_eq!(folder.to_string(), format!("ipfs://{V0}/index.html?seed=1"));
    assert!(at("https://h.example/").in_folder("index.html").is_none());
}
