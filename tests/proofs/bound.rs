//! What of the evidence in a lock is bound by something that can be checked, and what is
//! only words: every field is changed by itself, and either a check notices or the papers
//! say that none can.

use std::collections::{BTreeMap, BTreeSet};

use enfilade::exhibition::{Finding, check, read_lock};
use enfilade::identity::{Attestation, KeyKind, Secret};
use enfilade::source::Folder;
use serde_json::{Value, json};

use crate::liar::Liar;
use crate::show::{Show, png};
use crate::stage::{Stage, at_noon};

/// The papers.
const KEPT: &str = include_str!("../../docs/evidence.md");

/// Where a work's evidence lies in a lock.
const EVIDENCE: [&str; 7] =
    ["ownership", "naming", "called", "royalty", "binding", "rights", "provenance"];

/// What a check finds in a show as it lies there now; none where its lock is not even read.
fn findings(show: &Show) -> Option<Vec<Finding>> {
    let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
    let lock = read_lock(&lock).ok()?;
    let report = check(&lock, &Folder::open(show.path()).unwrap(), at_noon());
    Some(report.works.into_iter().flat_map(|work| work.findings).collect())
}

/// Another value that could stand there just as well; none for what says which kind of
/// thing it is.
fn other(field: &str, value: &Value) -> Option<Value> {
    let text = match value {
        Value::Bool(yes) => return Some(json!(!yes)),
        Value::Number(number) => return Some(json!(number.as_u64()? + 1)),
        Value::String(text) => text,
        _ => return None,
    };
    // Tags choose the shape of what stands beside them.
    if matches!(field, "level" | "kind" | "state") {
        return None;
    }
    // One of three words.
    if field == "by" {
        return Some(json!("symbol"));
    }
    if text.len() == 20 && text.ends_with('Z') {
        return Some(json!("2026-01-01T00:00:01Z"));
    }
    let is_hex = text.contains("0x") || (text.len() >= 64 && !text.contains("did:"));
    if is_hex && text.ends_with(|last: char| last.is_ascii_hexdigit()) {
        let last = if text.ends_with('0') { '1' } else { '0' };
        // In small letters an address has no checksum that could give it away.
        return Some(json!(format!("{}{last}", &text[..text.len() - 1].to_lowercase())));
    }
    Some(json!(format!("{text}x")))
}

/// Every leaf of a value: its pointer, and the same without the numbers of lists.
fn leaves(value: &Value, pointer: &str, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                leaves(field, &format!("{pointer}/{key}"), &format!("{name}.{key}"), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                leaves(item, &format!("{pointer}/{place}"), name, found);
            }
        }
        _ => found.push((pointer.to_owned(), name.to_owned())),
    }
}

/// The fields of the first work's evidence by name, and whether a change of each is noticed
/// wherever it stands.
fn fields(show: &Show) -> BTreeMap<String, bool> {
    let path = show.path().join("exhibition.lock");
    let whole = std::fs::read(&path).unwrap();
    let lock: Value = serde_json::from_slice(&whole).unwrap();
    let sound = findings(show);
    assert!(sound.is_some());
    let mut fields = BTreeMap::new();
    for part in EVIDENCE {
        let mut found = Vec::new();
        let pointer = format!("/works/0/{part}");
        // What a work lacks has no fields.
        let Some(there) = lock.pointer(&pointer) else { continue };
        leaves(there, &pointer, part, &mut found);
        for (pointer, name) in found {
            let field = name.rsplit('.').next().unwrap();
            let Some(other) = other(field, lock.pointer(&pointer).unwrap()) else { continue };
            let mut harmed = lock.clone();
            *harmed.pointer_mut(&pointer).unwrap() = other;
            show.write("exhibition.lock", &serde_json::to_vec(&harmed).unwrap());
            let noticed = findings(show) != sound;
            fields.entry(name).and_modify(|all| *all &= noticed).or_insert(noticed);
        }
    }
    show.write("exhibition.lock", &whole);
    assert_eq!(findings(show), sound);
    fields
}

/// A work of which an issuer signed who owns it.
fn attested() -> Show {
    let show = Show::new(
        "[[work]]\nfile = \"dusk.png\"\nid = \"dusk\"\nattestations = [\"record.jwt\"]\n",
    );
    let picture = png(60, 80, 1);
    show.write("dusk.png", &picture);
    let secret = Secret::from_bytes(KeyKind::Ed25519, &[7; 32]).unwrap();
    let subject = enfilade::identity::Subject::of_file(&picture).to_string();
    let claims = json!({
        "iss": secret.did().unwrap().to_string(),
        "sub": subject,
        "iat": 1_772_000_000,
        "exp": 1_900_000_000,
        "enf": { "owner": { "name": "A museum" } },
    });
    let record = Attestation::from_claims(claims.to_string().as_bytes()).unwrap();
    show.write("record.jwt", record.sign(&secret).unwrap().as_bytes());
    show.resolve();
    show
}

#[test]
fn what_of_a_lock_is_bound_and_what_is_words_stands_in_the_papers() {
    let stage = Stage::new();
    let second = Liar::start(&stage.chain.url, &[]);
    let one = [stage.chain.url.clone()];
    let two = [stage.chain.url.clone(), second.url()];
    let through = |endpoints: &[String], more: &str| {
        let show = stage.show(endpoints, more);
        show.resolve();
        show
    };
    let mut table = String::new();
    for (level, show) in [
        ("attested", attested()),
        ("reported", through(&one, "proof = false")),
        ("agreed", through(&two, "proof = false")),
        ("proven", through(&two, "")),
    ] {
        let fields = fields(&show);
        assert!(!fields.is_empty(), "{level}");
        let list = |bound: bool| {
            let of = fields.iter().filter(|(_, noticed)| **noticed == bound);
            let names: BTreeSet<String> = of.map(|(name, _)| format!("`{name}`")).collect();
            match names.is_empty() {
                true => "nothing".to_owned(),
                false => names.into_iter().collect::<Vec<_>>().join(", "),
            }
        };
        table += &format!("| {level} | {} | {} |\n", list(true), list(false));
        // Who the endpoints were and how many were asked nobody signs, at any level.
        for words in ["ownership.evidence.endpoints", "ownership.evidence.asked"] {
            assert!(fields.get(words).is_none_or(|noticed| !noticed), "{level}: {words}");
        }
    }
    assert!(KEPT.contains(&table), "docs/evidence.md is to hold this table:\n{table}");
}

/// What is taken out of a lock whole leaves no trace: it claims less than it could.
#[test]
fn what_is_left_out_of_a_lock_is_not_missed() {
    let stage = Stage::new();
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let path = show.path().join("exhibition.lock");
    let lock: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let sound = findings(&show);
    for part in ["naming", "rights", "provenance", "notes"] {
        let mut less = lock.clone();
        less["works"][0].as_object_mut().unwrap().remove(part);
        show.write("exhibition.lock", &serde_json::to_vec(&less).unwrap());
        assert_eq!(findings(&show), sound, "{part}");
    }
    let said = "What is taken out of a lock whole";
    assert!(KEPT.contains(said), "docs/evidence.md is to say so");
}
