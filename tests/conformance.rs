//! The conformance set for NFT metadata (`tests/fixtures/conformance`), run against this
//! program: every vector of every file, and no file left out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "conformance/chain.rs"]
mod chain;
#[path = "conformance/documents.rs"]
mod documents;
#[path = "conformance/input.rs"]
mod input;
#[path = "conformance/manifests.rs"]
mod manifests;

/// What came of an input: every member that a vector may expect, or the kind of refusal.
type Outcome = Result<Value, String>;

/// Who runs which files, by the start of their path below the set: the first that fits. A
/// file that nobody runs fails the test.
const RUNNERS: [(&str, fn(&Value) -> Outcome); 19] = [
    ("answers", chain::run),
    ("erc721", documents::run),
    ("erc1155", documents::run),
    ("erc2981", chain::run),
    ("erc4906", chain::run),
    ("erc5192", chain::run),
    ("erc7572", documents::run),
    ("ids/caip", chain::run),
    ("iiif", manifests::run),
    ("integrity", documents::run),
    ("metaplex-account", chain::run),
    ("metaplex", documents::run),
    ("opensea", documents::run),
    ("platforms", documents::run),
    ("repair", documents::run),
    ("text", documents::run),
    ("tzip12", documents::run_fields),
    ("tzip", documents::run),
    ("zora", documents::run),
];

/// Files that tests of the library itself run, each with the test that includes it.
const RUN_BY_THE_LIBRARY: [(&str, &str); 2] =
    [("ids/pasted.json", "src/token/pasted/tests.rs"), ("uris.json", "src/token/uri/tests.rs")];

/// The fewest vectors that these runners must have run; a set that shrinks is no set.
const VECTORS_MIN: usize = 773;

#[test]
fn every_vector_of_the_set_is_met() {
    let root = Path::new("tests/fixtures/conformance");
    let (mut count, mut failed) = (0, Vec::new());
    let mut unused: Vec<_> = RUNNERS.iter().map(|(start, _)| *start).collect();
    for path in files(root) {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if let Some((_, test)) = RUN_BY_THE_LIBRARY.iter().find(|(file, _)| *file == name) {
            let includes_it = fs::read_to_string(test).is_ok_and(|code| code.contains(&name));
            if !includes_it {
                failed.push(format!("{name}: its test does not include it"));
            }
            continue;
        }
        let runner = RUNNERS.iter().find(|(start, _)| name.starts_with(start));
        let Some((start, run)) = runner else {
            failed.push(format!("{name}: nobody runs this file"));
            continue;
        };
        unused.retain(|unused| unused != start);
        let vectors: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert!(!vectors.is_empty(), "{name} is empty");
        for vector in &vectors {
            count += 1;
            if let Err(difference) = meet(vector, run(&vector["input"])) {
                failed.push(format!("{name}: {}\n    {difference}", vector["name"]));
            }
        }
    }
    println!("{count} vectors, {} failed", failed.len());
    assert!(failed.is_empty(), "{} of {count} vectors:\n{}", failed.len(), failed.join("\n"));
    assert!(unused.is_empty(), "no file for {unused:?}");
    assert!(count >= VECTORS_MIN, "only {count} vectors");
}

/// Whether an outcome is what a vector expects. Members that it does not name are free.
fn meet(vector: &Value, outcome: Outcome) -> Result<(), String> {
    let expected = vector["expect"].as_object().ok_or("the vector expects nothing")?;
    match (expected.get("refused"), outcome) {
        (Some(kind), Err(found)) if *kind == found => Ok(()),
        (Some(kind), Err(found)) => Err(format!("refused as {found}, expected {kind}")),
        (Some(kind), Ok(found)) => Err(format!("taken: {found}, expected refusal {kind}")),
        (None, Err(found)) => Err(format!("refused as {found}")),
        (None, Ok(found)) => {
            let differences: Vec<_> = expected
                .iter()
                .filter(|(member, value)| !fits(value, &found[member.as_str()], member))
                .map(|(member, value)| format!("{member}: {} for {value}", found[member.as_str()]))
                .collect();
            let unknown = expected.keys().find(|member| found.get(member.as_str()).is_none());
            match (unknown, differences.is_empty()) {
                (Some(member), _) => Err(format!("nobody says what “{member}” is")),
                (None, true) => Ok(()),
                (None, false) => Err(differences.join("\n    ")),
            }
        }
    }
}

/// Of objects only the expected members count, `files` in any order and not all of them.
fn fits(expected: &Value, found: &Value, member: &str) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .all(|(name, value)| found.get(name).is_some_and(|there| fits(value, there, name))),
        (Value::Array(expected), Value::Array(found)) if member == "files" => {
            expected.iter().all(|file| found.iter().any(|there| fits(file, there, "")))
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len()
                && expected.iter().zip(found).all(|(value, there)| fits(value, there, ""))
        }
        _ => expected == found,
    }
}

/// Every file of vectors, in order; the schema is none.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            found.extend(files(&path));
        } else if name.ends_with(".json") && name != "vectors.schema.json" {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_name_in_the_vectors_stands_in_the_readme() {
    let root = Path::new("tests/fixtures/conformance");
    let mut names = BTreeSet::new();
    for path in files(root) {
        let vectors: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for vector in &vectors {
            names.extend(vector["input"].as_object().unwrap().keys().cloned());
            let repeat = vector["input"]["repeat"].as_object();
            names.extend(repeat.into_iter().flat_map(|repeat| repeat.keys().cloned()));
            names.extend(words(&vector["input"]["as"]));
            names_in(&vector["expect"], &mut names);
        }
    }
    let told = code_of(&fs::read_to_string(root.join("README.md")).unwrap());
    let untold: Vec<_> = names.difference(&told).collect();
    assert!(untold.is_empty(), "the set's README does not say what these are: {untold:?}");
    assert!(names.len() > 100, "{names:?}");
}

/// The names of members at any depth, and the values that are names themselves.
fn names_in(expected: &Value, names: &mut BTreeSet<String>) {
    // What a member holds that is one of a closed set of words.
    const WORDS: [&str; 6] = ["kind", "role", "standard", "refused", "repaired", "set_aside"];
    match expected {
        Value::Object(members) => {
            for (name, value) in members {
                names.insert(name.clone());
                if WORDS.contains(&name.as_str()) {
                    names.extend(words(value));
                }
                // A document has members of its own.
                if name != "document" {
                    names_in(value, names);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| names_in(value, names)),
        _ => {}
    }
}

/// The text that a value is, or those in it.
fn words(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The names that stand in a text as code, but for whole blocks of it.
fn code_of(markdown: &str) -> BTreeSet<String> {
    let prose = markdown.split("```").step_by(2).collect::<Vec<_>>().join("\n");
    let in_name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let spans = prose.split('`').skip(1).step_by(2);
    let names = spans
        .flat_map(|span| span.split(move |c: char| !in_name(c)))
        .filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

#[test]
fn the_runner_tells_what_fits_from_what_does_not() {
    use serde_json::json;
    let check = |expect: Value, outcome: Outcome, met: bool| {
        let vector = json!({ "expect": expect });
        assert_eq!(meet(&vector, outcome.clone()).is_ok(), met, "{vector} {outcome:?}");
    };
    let found =
        || Ok(json!({ "name": "A", "image": null, "traits": [{ "name": "a", "value": "b" }] }));
    check(json!({ "name": "A", "image": null }), found(), true);
    check(json!({ "name": "B" }), found(), false);
    check(json!({ "image": "x" }), found(), false);
    check(json!({ "nmae": "A" }), found(), false);
    check(json!({ "traits": [{ "name": "a" }] }), found(), true);
    check(json!({ "traits": [] }), found(), false);
    check(json!({ "refused": "empty" }), found(), false);
    check(json!({ "refused": "empty" }), Err("empty".into()), true);
    check(json!({ "refused": "empty" }), Err("not-json".into()), false);
    check(json!({ "name": "A" }), Err("empty".into()), false);
    let told = code_of("a `b`, `{\"c\", \"d_e\"}`\n```json\n`f`\n```\nand `g-h`");
    let expected = ["b", "c", "d_e", "g-h"].map(str::to_owned);
    assert_eq!(told, BTreeSet::from(expected));
}
