//! How long proofs take: 1,000 owners proven from a real node on loopback, beside plain
//! calls of the same node; what they take in a lock; checking them again offline; one
//! stored proof by itself; and the same for a whole show of 1,000 works, with the names of
//! their documents, their rights and the way they came. Prints its figures as JSON.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on says where it stands")]

#[path = "../tests/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod local;
#[path = "../tests/end_to_end/show.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod show;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use alloy_primitives::{Address, Bytes, U256};
use enfilade::exhibition::{BlobHash, BlobStore, check};
use enfilade::ownership::proof::{Prover, Witness, verify_owner};
use enfilade::ownership::{BlockRef, Evidence, Owner, OwnershipRecord, Question, Timestamp};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Answer, Door, Endpoint, Folder, Patience};
use enfilade::token::{AssetId, ChainId, EvmStandard, EvmToken};
use local::Chain;
use local::contracts::Ranged;
use serde_json::{Value, json};
use show::Show;

const WORKS: u64 = 1_000;
/// Works whose proofs lie in one blob, as a resolve groups them.
const GROUP: usize = 32;
/// How often one stored proof is checked for a mean.
const ROUNDS: u32 = 200;

fn main() -> std::io::Result<()> {
    let chain = Chain::start();
    let contract = chain.deploy("Many", &[]);
    let holder = chain.account(1);
    for first in (1..=WORKS).step_by(100) {
        let (first, count) = (U256::from(first), U256::from(100));
        chain.tell(contract, &Ranged::mintCall { to: holder, first, count });
    }
    let endpoint = connect(&chain);
    let questions: Vec<Question> = (1..=WORKS).map(|n| ask(&token(contract, n))).collect();
    let calls: Vec<(Address, Bytes)> = questions.iter().map(Question::call).collect();
    let plain: Vec<(Address, Vec<u8>)> =
        calls.iter().map(|(to, input)| (*to, input.to_vec())).collect();

    // Once, so that the node is warm for both.
    block_on(endpoint.call(&plain)).unwrap();
    let start = Instant::now();
    let answers = block_on(endpoint.call(&plain)).unwrap();
    let called = start.elapsed();
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Data(_))));

    let start = Instant::now();
    let header = endpoint.header().unwrap().clone();
    let mut prover = Prover::new(31_337, header, calls);
    block_on(endpoint.prove(&mut prover)).unwrap();
    let (witness, ends) = prover.finish();
    let proven = start.elapsed();

    let ends: Vec<_> = ends.into_iter().map(Result::unwrap).collect();
    let mut codes = BTreeSet::new();
    let mut stored = Vec::new();
    for group in ends.chunks(GROUP) {
        let nodes: BTreeSet<_> = group.iter().flat_map(|end| end.nodes.iter().copied()).collect();
        codes.extend(group.iter().flat_map(|end| end.codes.iter().copied()));
        stored.push(witness.write(&nodes));
    }
    let codes: Vec<Bytes> =
        codes.iter().map(|code| witness.code(code).unwrap().original_bytes()).collect();
    let bytes = stored.iter().map(Vec::len).sum::<usize>()
        + codes.iter().map(|code| code.len()).sum::<usize>();

    let block = endpoint.block().clone();
    let start = Instant::now();
    for (group, stored) in stored.iter().enumerate() {
        let witness = read(stored, &codes);
        for at in 0..GROUP.min(WORKS as usize - group * GROUP) {
            let number = (group * GROUP + at) as u64 + 1;
            verify_owner(&witness, &token(contract, number), &record(holder, &block)).unwrap();
        }
    }
    let checked = start.elapsed();

    let one = witness.write(&ends[0].nodes);
    let start = Instant::now();
    for _ in 0..ROUNDS {
        let witness = read(black_box(&one), &codes);
        verify_owner(&witness, &token(contract, 1), &record(holder, &block)).unwrap();
    }
    let alone = start.elapsed() / ROUNDS;

    let shows: serde_json::Map<String, Value> = [
        ("called", "proof = false\nprovenance = false"),
        ("proven", "provenance = false"),
        ("proven_with_provenance", ""),
    ]
    .into_iter()
    .map(|(name, settings)| (name.to_owned(), whole_show(&chain, contract, settings)))
    .collect();
    let figures = json!({
        "works": WORKS,
        "whole_shows": shows,
        "called_seconds": called.as_secs_f64(),
        "proven_seconds": proven.as_secs_f64(),
        "checked_again_seconds": checked.as_secs_f64(),
        "stored_bytes_per_work": bytes as u64 / WORKS,
        "one_stored_proof_bytes": one.len(),
        "one_stored_proof_microseconds": alone.as_secs_f64() * 1e6,
    });
    writeln!(std::io::stdout(), "{figures:#}")
}

fn connect(chain: &Chain) -> Endpoint {
    let url = chain.url.parse().unwrap();
    let mut allowed = Allowed::default();
    allowed.server(&url);
    let door = Door::new(allowed, Patience::VISITOR);
    let id = Chain::CHAIN.parse().unwrap();
    block_on(Endpoint::connect(&door, &url, &id, "latest", None)).unwrap()
}

fn token(contract: Address, number: u64) -> AssetId {
    let token = EvmToken { standard: EvmStandard::Erc721, contract, number: U256::from(number) };
    AssetId::of_evm(ChainId::evm(31_337), token)
}

fn ask(token: &AssetId) -> Question {
    Question::about_owner(token, Address::ZERO, false).unwrap()
}

fn record(holder: Address, block: &BlockRef) -> OwnershipRecord {
    OwnershipRecord {
        owner: Owner::evm(ChainId::evm(31_337), holder),
        editions: None,
        evidence: Evidence::Proven {
            endpoints: vec!["node".to_owned()],
            asked: 1,
            block: block.clone(),
        },
    }
}

fn read(stored: &[u8], codes: &[Bytes]) -> Witness {
    let mut witness = Witness::read(stored).unwrap();
    for code in codes {
        witness.add_code(code.clone()).unwrap();
    }
    witness
}

/// A show of all works with these settings of its chain: how long it takes to resolve and
/// to check, and what its lock and what proves it weigh.
fn whole_show(chain: &Chain, contract: Address, settings: &str) -> Value {
    let mut toml =
        format!("[chains.\"{}\"]\nendpoints = [\"{}\"]\n{settings}\n", Chain::CHAIN, chain.url);
    for number in 1..=WORKS {
        toml += &format!("[[work]]\ntoken = \"{}/erc721:{contract}/{number}\"\n", Chain::CHAIN);
    }
    let mut show = Show::new(&toml);
    show.now = Timestamp::from_unix(chain.now());
    let start = Instant::now();
    let report = show.resolve();
    let resolved = start.elapsed();
    assert_eq!((report.shown, report.warnings), (WORKS as usize, vec![]));
    let (lock, folder) = (show.lock(), Folder::open(show.path()).unwrap());
    let start = Instant::now();
    let report = check(&lock, &folder, show::options(false).now);
    let checked = start.elapsed();
    assert!(report.is_sound());
    let proofs = lock.works.iter().filter_map(|work| work.proof.as_ref());
    let proofs: BTreeSet<BlobHash> = proofs.flat_map(|proof| proof.blobs()).collect();
    let ways = lock.works.iter().filter_map(|work| work.provenance.as_ref());
    let receipts: BTreeSet<_> = ways.flat_map(|way| way.blobs()).collect();
    let length = |hash: &BlobHash| folder.read(hash).unwrap().len() as u64;
    let proofs: u64 = proofs.iter().map(length).sum();
    let receipts: u64 = receipts.iter().map(|blob| length(&BlobHash::from_bytes(blob.0))).sum();
    let lock = std::fs::metadata(show.path().join("exhibition.lock")).unwrap().len();
    json!({
        "resolved_seconds": resolved.as_secs_f64(),
        "checked_seconds": checked.as_secs_f64(),
        "held": report.works.iter().map(|work| work.held).sum::<usize>(),
        "lock_bytes_per_work": lock / WORKS,
        "proof_bytes_per_work": proofs / WORKS,
        "receipt_bytes_per_work": receipts / WORKS,
    })
}
