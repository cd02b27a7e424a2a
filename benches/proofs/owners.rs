//! Owners alone: asked by plain calls, proven, stored, and checked again offline.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use alloy_primitives::{Address, Bytes};
use enfilade::ownership::proof::{Proven, Prover, Witness, verify_owner};
use enfilade::ownership::{BlockRef, Evidence, Owner, OwnershipRecord, Question};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Answer, Door, Endpoint, Patience};
use enfilade::token::{AssetId, ChainId};
use serde_json::{Value, json};

use crate::local::Chain;

/// Works whose proofs lie in one blob, as a resolve groups them.
const GROUP: usize = 32;
/// How often one stored proof is checked for a mean.
const ROUNDS: u32 = 200;

/// Figures of these works, all of one holder, asked of this endpoint.
pub fn measure(url: &str, tokens: &[AssetId], holder: Address) -> Value {
    let endpoint = connect(url);
    let questions = tokens
        .iter()
        .map(|token| Question::about_owner(token, Address::ZERO, false).unwrap().call());
    let calls: Vec<(Address, Bytes)> = questions.collect();
    let plain: Vec<(Address, Vec<u8>)> =
        calls.iter().map(|(to, input)| (*to, input.to_vec())).collect();

    // Once, so that the endpoint is warm for both.
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

    let ends: Vec<Proven> = ends.into_iter().map(Result::unwrap).collect();
    let groups: Vec<Stored> = ends.chunks(GROUP).map(|group| Stored::of(&witness, group)).collect();
    let nodes: usize = groups.iter().map(|group| group.witness.len()).sum();
    let codes: BTreeSet<&Bytes> = groups.iter().flat_map(|group| &group.codes).collect();
    let codes: usize = codes.iter().map(|code| code.len()).sum();

    let block = endpoint.block().clone();
    let start = Instant::now();
    for (stored, tokens) in groups.iter().zip(tokens.chunks(GROUP)) {
        let witness = stored.read();
        for token in tokens {
            verify_owner(&witness, token, &record(holder, &block)).unwrap();
        }
    }
    let checked = start.elapsed();

    let one = Stored::of(&witness, &ends[..1]);
    let start = Instant::now();
    for _ in 0..ROUNDS {
        let witness = black_box(&one).read();
        verify_owner(&witness, &tokens[0], &record(holder, &block)).unwrap();
    }
    let alone = start.elapsed() / ROUNDS;

    json!({
        "works": tokens.len(),
        "called_seconds": called.as_secs_f64(),
        "proven_seconds": proven.as_secs_f64(),
        "checked_again_seconds": checked.as_secs_f64(),
        "stored_bytes_per_work": nodes / tokens.len(),
        "code_bytes_per_work": codes / tokens.len(),
        "one_stored_proof_bytes": one.witness.len(),
        "one_stored_proof_microseconds": alone.as_secs_f64() * 1e6,
    })
}

/// A proof as it is kept: a witness, and the codes that are run over it.
struct Stored {
    witness: Vec<u8>,
    codes: Vec<Bytes>,
}

impl Stored {
    fn of(witness: &Witness, ends: &[Proven]) -> Self {
        let nodes: BTreeSet<_> = ends.iter().flat_map(|end| end.nodes.iter().copied()).collect();
        let codes: BTreeSet<_> = ends.iter().flat_map(|end| end.codes.iter().copied()).collect();
        let code = |hash| witness.code(hash).unwrap().original_bytes();
        Self { witness: witness.write(&nodes), codes: codes.iter().map(code).collect() }
    }

    fn read(&self) -> Witness {
        let mut witness = Witness::read(&self.witness).unwrap();
        for code in &self.codes {
            witness.add_code(code.clone()).unwrap();
        }
        witness
    }
}

fn connect(url: &str) -> Endpoint {
    let url = url.parse().unwrap();
    let mut allowed = Allowed::default();
    allowed.server(&url);
    let door = Door::new(allowed, Patience::VISITOR);
    let id = Chain::CHAIN.parse().unwrap();
    block_on(Endpoint::connect(&door, &url, &id, "latest", None)).unwrap()
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
