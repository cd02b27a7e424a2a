//! Whole shows: how long they take to resolve and to check, and what their locks and what
//! proves them weigh.

use std::collections::BTreeSet;
use std::time::Instant;

use enfilade::exhibition::{BlobHash, BlobStore, check};
use enfilade::ownership::Timestamp;
use enfilade::source::Folder;
use enfilade::token::AssetId;
use serde_json::{Value, json};

use crate::local::Chain;
use crate::show::Show;

/// Settings of a chain: it is believed, or proves what it says.
pub const CALLED: &str = "proof = false\nprovenance = false";
pub const PROVEN: &str = "provenance = false";

/// The same works with each of these settings, in turn, on a day when the chain's newest block
/// is new; what each takes more than the first is what its lock grew by.
pub fn measure(url: &str, now: i64, tokens: &[AssetId], settings: &[(&str, &str)]) -> Value {
    let mut figures = serde_json::Map::new();
    let mut first = None;
    for (name, settings) in settings {
        let Weighed { mut said, bytes } = whole(url, now, tokens, settings);
        let plain = *first.get_or_insert(bytes);
        said["grown_bytes_per_work"] = json!(bytes.saturating_sub(plain) / tokens.len() as u64);
        figures.insert((*name).to_owned(), said);
    }
    figures.into()
}

/// A show's figures, and how many bytes its lock has with all that proves it.
struct Weighed {
    said: Value,
    bytes: u64,
}

fn whole(url: &str, now: i64, tokens: &[AssetId], settings: &str) -> Weighed {
    let mut toml = format!("[chains.\"{}\"]\nendpoints = [\"{url}\"]\n{settings}\n", Chain::CHAIN);
    for token in tokens {
        toml += &format!("[[work]]\ntoken = \"{token}\"\n");
    }
    let mut show = Show::new(&toml);
    show.now = Timestamp::from_unix(now);
    let start = Instant::now();
    let report = show.resolve();
    let resolved = start.elapsed();
    assert_eq!((report.shown, report.warnings), (tokens.len(), vec![]));
    let (lock, folder) = (show.lock(), Folder::open(show.path()).unwrap());
    let start = Instant::now();
    let report = check(&lock, &folder, show.now);
    let checked = start.elapsed();
    assert!(report.is_sound());

    let length = |hash: &BlobHash| folder.read(hash).unwrap().len() as u64;
    let weigh = |hashes: BTreeSet<BlobHash>| hashes.iter().map(length).sum::<u64>();
    let proofs = || lock.works.iter().filter_map(|work| work.proof.as_ref());
    let witnesses = weigh(proofs().map(|proof| proof.witness).collect());
    let codes = weigh(proofs().flat_map(|proof| proof.codes.iter().copied()).collect());
    let ways = lock.works.iter().filter_map(|work| work.provenance.as_ref());
    let receipts =
        weigh(ways.flat_map(|way| way.blobs()).map(|blob| BlobHash::from_bytes(blob.0)).collect());
    let lock = std::fs::metadata(show.path().join("exhibition.lock")).unwrap().len();
    let works = tokens.len() as u64;
    let said = json!({
        "resolved_seconds": resolved.as_secs_f64(),
        "checked_seconds": checked.as_secs_f64(),
        "held": report.works.iter().map(|work| work.held).sum::<usize>(),
        "lock_bytes_per_work": lock / works,
        "proof_bytes_per_work": witnesses / works,
        "code_bytes_per_work": codes / works,
        "receipt_bytes_per_work": receipts / works,
    });
    Weighed { said, bytes: lock + witnesses + codes + receipts }
}
