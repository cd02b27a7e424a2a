//! Whatever a stranger's bytes are, nothing breaks: the fuzz targets with their corpus,
//! with what fuzzing once found, and with inputs that are made anew in one fixed order.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[path = "../fuzz/src/lib.rs"]
mod targets;

use targets::TARGETS;

/// Inputs that are made for each target.
const CASES: u32 = 4_000;

/// The files of a folder below `fuzz/`, in one order; none where there is no folder.
fn files(folder: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new("fuzz").join(folder).join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read =
        |path: PathBuf| (path.display().to_string(), fs::read(&path).expect("a file of the tree"));
    paths.into_iter().map(read).collect()
}

#[test]
fn the_corpus_and_what_was_once_found_pass() {
    for (name, target) in TARGETS {
        let corpus = files("corpus", name);
        assert!(!corpus.is_empty(), "fuzz/corpus/{name} is empty");
        for (path, bytes) in corpus.into_iter().chain(files("found", name)) {
            println!("{path}");
            target(&bytes);
        }
    }
}

/// What may befall a file: a byte turned, a part cut out, doubled, or moved elsewhere.
#[derive(Clone, Debug)]
enum Harm {
    Turn(prop::sample::Index, u8),
    Cut(prop::sample::Index, u8),
    Double(prop::sample::Index, u8),
    End(prop::sample::Index),
    Put(prop::sample::Index, Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    use prop::sample::Index;
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, by)| Harm::Turn(at, by)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, long)| Harm::Cut(at, long)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, long)| Harm::Double(at, long)),
        1 => any::<Index>().prop_map(Harm::End),
        2 => (any::<Index>(), telling()).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
    ]
}

/// Pieces that parsers trip over: ends of ranges, deep nesting, other alphabets.
fn telling() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(vec![0xff; 4]),
        Just(vec![0; 8]),
        Just(b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[".to_vec()),
        Just(b"18446744073709551616".to_vec()),
        Just(b"-1e309".to_vec()),
        Just("\u{202e}\u{0301}\u{1f468}\u{200d}".as_bytes().to_vec()),
        Just(b"%00%2e%2e%2f".to_vec()),
        prop::collection::vec(any::<u8>(), 1..12),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        let span = |at: usize, long: u8| at..(at + usize::from(long)).min(length);
        match harm {
            Harm::Turn(at, by) => bytes[at.index(length)] ^= by,
            Harm::Cut(at, long) => drop(bytes.drain(span(at.index(length), *long))),
            Harm::Double(at, long) => {
                let part = bytes[span(at.index(length), *long)].to_vec();
                bytes.splice(at.index(length)..at.index(length), part);
            }
            Harm::End(at) => bytes.truncate(at.index(length)),
            Harm::Put(at, part) => {
                bytes.splice(at.index(length)..at.index(length), part.iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn nothing_breaks_on_harmed_files_nor_on_noise() {
    for (name, target) in TARGETS {
        let corpus: Vec<Vec<u8>> =
            files("corpus", name).into_iter().map(|(_, bytes)| bytes).collect();
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let inputs = prop_oneof![
            5 => (prop::sample::select(corpus), prop::collection::vec(harm(), 1..6))
                .prop_map(|(bytes, harms)| harmed(bytes, &harms)),
            1 => prop::collection::vec(any::<u8>(), 0..300),
        ];
        let mut runner = TestRunner::new_with_rng(
            config,
            prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
        );
        let outcome = runner.run(&inputs, |bytes| {
            target(&bytes);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
