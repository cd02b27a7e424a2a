//! The catalogues agree with each other and with the code that reads them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::exhibition::ProblemKind;
use crate::ownership::{BlockRef, Evidence, Level, Stands, Timestamp};

/// Keys that the code puts together from a value: the pattern's `*` is that value.
const FAMILIES: [(&str, &[&str]); 7] = [
    ("evidence-*", LEVELS),
    ("evidence-*-says", LEVELS),
    ("evidence-standing-*", &["until-it-ends", "unchecked", "stands", "stood"]),
    ("label-*", STANDS),
    ("label-*-says", STANDS),
    ("bytes-*", STRENGTHS),
    ("bytes-*-meaning", STRENGTHS),
];
const LEVELS: &[&str] = &["claimed", "attested", "reported", "agreed", "proven", "final"];
const STANDS: &[&str] = &[
    "proof-stored",
    "proof-unstored",
    "proof-refused",
    "record-stored",
    "record-unstored",
    "record-refused",
    "endpoints-refused",
];
const STRENGTHS: &[&str] = &["mutable", "hashed", "content-addressed", "on-chain"];

#[test]
fn both_languages_have_the_same_keys_and_the_same_values() {
    let [english, chinese] = [Language::English, Language::Chinese].map(keys_and_values);
    assert_eq!(english, chinese);
    for language in [Language::English, Language::Chinese] {
        let parsed = FluentResource::try_new(source(language).to_owned());
        assert!(parsed.is_ok(), "{language:?}: {:?}", parsed.err().map(|(_, errors)| errors));
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let known: BTreeSet<String> =
        keys_and_values(Language::English).into_iter().map(|(key, _)| key).collect();
    let mut code = String::new();
    read_rust(Path::new("src"), &mut code);
    let mut used: BTreeSet<String> = FAMILIES
        .iter()
        .flat_map(|(pattern, values)| values.iter().map(|value| pattern.replace('*', value)))
        .collect();
    used.extend(ProblemKind::ALL.map(|kind| format!("problem-{}", kind.key())));
    for call in [".get(\"", ".format(\"", ".words(\"", "say(\"", "key: \""] {
        for part in code.split(call).skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            if key.contains('-') && is_key(key) {
                assert!(known.contains(key), "the code asks for “{key}”, which no catalogue has");
            }
        }
    }
    for literal in code.split('"').filter(|literal| is_key(literal)) {
        used.insert(literal.to_owned());
    }
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn levels_are_in_the_catalogue_under_their_own_names() {
    let levels = [
        Level::Claimed,
        Level::Attested,
        Level::Reported,
        Level::Agreed,
        Level::Proven,
        Level::Final,
    ];
    assert_eq!(levels.map(Level::key).as_slice(), LEVELS);
}

#[test]
fn what_a_proof_has_to_show_for_it_is_in_the_catalogue_under_its_own_name() {
    let claimed = Evidence::Claimed { by: String::new(), as_of: None };
    let (issuer, issued) = (String::new(), Timestamp::from_unix(0));
    let standing = Default::default();
    let attested = Evidence::Attested { issuer, issued, expires: None, standing };
    let mut keys = Vec::new();
    for evidence in [&claimed, &attested] {
        let all = [Stands::Stored, Stands::Unstored, Stands::Refused];
        keys.extend(all.map(|stands| stands.key(evidence).unwrap()));
        assert_eq!(Stands::AsSaid.key(evidence), None);
    }
    let block = BlockRef { number: 9, hash: Default::default(), time: Timestamp::from_unix(0) };
    let alone = Evidence::Agreed { endpoints: vec!["a.example".to_owned()], asked: 1, block };
    keys.extend(Stands::Refused.key(&alone));
    assert_eq!(keys, STANDS);
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let messages = Messages::new(language);
        let stop = if language == Language::English { '.' } else { '。' };
        let mut said = BTreeSet::new();
        for kind in ProblemKind::ALL {
            let sentence = messages.problem(&kind.into());
            assert!(sentence.ends_with(stop) && !sentence.contains('\n'), "{sentence}");
            assert!(said.insert(sentence), "{kind:?} says what another says");
        }
    }
}

#[test]
fn a_problem_is_said_with_its_particulars() {
    let check = |language, problem: Problem, expected: &str| {
        assert_eq!(Messages::new(language).problem_in_full(&problem), expected);
    };
    let damaged = Problem::new(ProblemKind::Damaged, "image/png");
    check(Language::English, damaged.clone(), "The file is damaged: image/png");
    check(Language::Chinese, damaged, "文件已损坏：image/png");
    check(Language::English, ProblemKind::Damaged.into(), "The file is damaged.");
}

#[test]
fn values_are_filled_in() {
    let check = |language, key: &str, values: &[(&str, &str)], expected: &str| {
        assert_eq!(Messages::new(language).format(key, values), expected);
    };
    check(Language::English, "editions", &[("count", "1")], "1 edition");
    check(Language::English, "editions", &[("count", "12")], "12 editions");
    let huge = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    check(Language::English, "block", &[("number", huge)], &format!("Block {huge}"));
    check(Language::Chinese, "editions", &[("count", "1")], "1 版");
    check(Language::English, "curated-by", &[("name", "Ada")], "Curated by Ada");
    check(Language::English, "no-such-key", &[], "no-such-key");
}

/// Each key with the names of the values that it takes.
fn keys_and_values(language: Language) -> BTreeSet<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in source(language).lines() {
        let starts_message = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let (true, Some((key, _))) = (starts_message, line.split_once('=')) {
            let key = key.trim().to_owned();
            assert!(found.iter().all(|(other, _)| *other != key), "{key} stands twice");
            found.push((key, BTreeSet::new()));
        }
        for part in line.split("{ $").skip(1) {
            let name = part.split([' ', '}']).next().unwrap_or_default();
            if let Some((_, values)) = found.last_mut() {
                values.insert(name.to_owned());
            }
        }
    }
    found.into_iter().collect()
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

/// All code but the tests' own, in a fixed order.
fn read_rust(folder: &Path, into: &mut String) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_rust(&path, into);
        } else if path.ends_with("src/messages/tests.rs") {
            // What stands here is said to nobody.
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
