//! Our own verifier before real nodes: what it proves is what they answer, what it stores
//! proves the same without them, and an independent verifier agrees.

use std::collections::BTreeSet;

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolValue;
use enfilade::ownership::proof::{Outcome, Prover, Unanswered, Witness, call};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, Endpoint, Patience};
use serde_json::json;

use crate::local::contracts::Ends;
use crate::local::{Chain, Node, Setup};
use crate::opinion::{Opinion, Verdict};
use crate::scene::{Asked, scene, strange};

const NUMBER: u64 = 31_337;

fn endpoint(url: &str) -> Endpoint {
    let url = url.parse().unwrap();
    let mut allowed = Allowed::default();
    allowed.server(&url);
    let door = Door::new(allowed, Patience::VISITOR);
    let chain = Chain::CHAIN.parse().unwrap();
    block_on(Endpoint::connect(&door, &url, &chain, "latest", None)).unwrap()
}

/// Proves all calls at once, and stores what each stands on.
fn prove(url: &str, all: &[Asked]) -> (Witness, Vec<Result<(Outcome, Stored), Unanswered>>) {
    let endpoint = endpoint(url);
    let calls = all.iter().map(|one| (one.to, Bytes::copy_from_slice(&one.data))).collect();
    let header = endpoint.header().expect("its header hashes to what it says").clone();
    let mut prover = Prover::new(NUMBER, header, calls);
    block_on(endpoint.prove(&mut prover)).unwrap();
    assert_eq!(prover.take_lies(), []);
    let (witness, ends) = prover.finish();
    let store = |end: Result<enfilade::ownership::proof::Proven, _>| {
        end.map(|proven| {
            let codes: Vec<Bytes> = proven
                .codes
                .iter()
                .map(|code| witness.code(code).unwrap().original_bytes())
                .collect();
            let stored = Stored { witness: witness.write(&proven.nodes), codes };
            (proven.outcome, stored)
        })
    };
    let ends = ends.into_iter().map(store).collect();
    (witness, ends)
}

struct Stored {
    witness: Vec<u8>,
    codes: Vec<Bytes>,
}

impl Stored {
    /// What the call answers over nothing but what was stored.
    fn again(&self, one: &Asked) -> Outcome {
        let mut witness = Witness::read(&self.witness).unwrap();
        for code in &self.codes {
            witness.add_code(code.clone()).unwrap();
        }
        call(&witness, NUMBER, one.to, &one.data).unwrap()
    }
}

/// What the node itself answers.
fn said(chain: &Chain, one: &Asked) -> Option<Bytes> {
    chain.try_view(one.to, &one.data, "latest").ok()
}

/// `ownerOf(1)`.
fn owner_of_first() -> Vec<u8> {
    let number = crate::scene::n(1);
    alloy_sol_types::SolCall::abi_encode(&crate::local::contracts::Erc721::ownerOfCall { number })
}

fn returned(outcome: &Outcome) -> Option<Bytes> {
    match outcome {
        Outcome::Returned(data) => Some(data.clone()),
        Outcome::Reverted(_) => None,
    }
}

/// Two nodes by different hands: each answers calls itself and gives proofs, and our own
/// verifier makes of the proofs what the node answers.
#[test]
fn what_is_proven_is_what_the_node_answers_for_every_kind_of_contract() {
    for node in [Node::Anvil, Node::Edr] {
        let chain = Chain::start_with(Setup { node, ..Setup::default() });
        let mut all = scene(&chain);
        // Hardhat's node makes no access lists, so that what reads four hundred slots would
        // take as many rounds; and who calls, where nobody says so, is another one there.
        if node == Node::Anvil {
            all.extend(strange(&chain));
        }
        let (_, ends) = prove(&chain.url, &all);
        let mut refused = BTreeSet::new();
        for (one, end) in all.iter().zip(&ends) {
            let name = format!("{node:?}: {}", one.name);
            match end {
                Ok((outcome, stored)) => {
                    assert_eq!(returned(outcome), said(&chain, one), "{name}");
                    assert_eq!(stored.again(one), *outcome, "{name}");
                }
                Err(why) => {
                    refused.insert(format!("{name}: {why}"));
                }
            }
        }
        // What a block's own header does not prove is refused, and nothing else.
        for why in &refused {
            assert!(why.contains("the hash of block"), "{why}");
        }
        let (refused_max, least) = if node == Node::Anvil { (4, 90) } else { (0, 40) };
        assert!(refused.len() <= refused_max, "{refused:#?}");
        assert!(all.len() > least, "{node:?}: {}", all.len());
    }
}

/// A contract that ended is gone as its hard fork has it, and that it is gone is proven.
#[test]
fn what_has_ended_is_proven_to_be_gone_or_to_be_there() {
    for (hard_fork, stays) in [("shanghai", false), ("cancun", true), ("osaka", true)] {
        let chain = Chain::start_with(Setup { hard_fork, ..Setup::default() });
        let mortal = chain.deploy("Mortal", &[]);
        let one = Asked { name: hard_fork.to_owned(), to: mortal, data: owner_of_first() };
        let outcome = || {
            let (_, mut ends) = prove(&chain.url, std::slice::from_ref(&one));
            let (outcome, stored) = ends.remove(0).unwrap();
            assert_eq!(returned(&outcome), said(&chain, &one), "{hard_fork}");
            assert_eq!(stored.again(&one), outcome, "{hard_fork}");
            outcome
        };
        let owned = Outcome::Returned(chain.account(0).abi_encode().into());
        assert_eq!(outcome(), owned, "{hard_fork}");
        chain.tell(mortal, &Ends::endCall {});
        let expected = if stays { owned } else { Outcome::Returned(Bytes::new()) };
        assert_eq!(outcome(), expected, "{hard_fork}");
    }
}

#[test]
fn an_independent_verifier_says_the_same() {
    let chain = Chain::start();
    let all = scene(&chain);
    let (_, ends) = prove(&chain.url, &all);
    let mut opinion = Opinion::start();
    let mut compared = 0;
    for (one, end) in all.iter().zip(&ends) {
        let ours = &end.as_ref().unwrap().0;
        let theirs = opinion.settled(&chain.url, one.to, &one.data);
        match (ours, &theirs) {
            (Outcome::Returned(ours), Verdict::Answers(theirs)) => {
                assert_eq!(ours, theirs, "{}", one.name);
            }
            (Outcome::Reverted(ours), Verdict::Reverts(theirs)) => {
                assert_eq!(ours, theirs, "{}", one.name);
            }
            (ours, theirs) => panic!("{}: {ours:?}, {theirs:?}", one.name),
        }
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}

#[test]
fn proofs_hold_under_the_rules_of_each_hard_fork() {
    for hard_fork in ["shanghai", "cancun", "prague", "osaka"] {
        let setup = Setup { hard_fork, ..Setup::default() };
        let chain = Chain::start_with(setup);
        let works = chain.deploy("Rewritable", &[]);
        let holder = chain.account(1);
        let mint =
            crate::local::contracts::Numbered::mintCall { to: holder, number: crate::scene::n(1) };
        chain.tell(works, &mint);
        let one = Asked { name: hard_fork.to_owned(), to: works, data: owner_of_first() };
        let (_, mut ends) = prove(&chain.url, std::slice::from_ref(&one));
        let (outcome, stored) = ends.remove(0).unwrap();
        let owner = returned(&outcome).unwrap();
        assert_eq!(Address::from_slice(&owner[12..]), holder, "{hard_fork}");
        assert_eq!(stored.again(&one), outcome);
    }
}

#[test]
fn a_block_that_was_replaced_proves_nothing_any_more() {
    let chain = Chain::start();
    let works = chain.deploy("Rewritable", &[]);
    let mint = crate::local::contracts::Numbered::mintCall {
        to: chain.account(1),
        number: crate::scene::n(1),
    };
    chain.tell(works, &mint);
    let endpoint = endpoint(&chain.url);
    let header = endpoint.header().unwrap().clone();
    chain.reorg(1);
    assert_ne!(chain.block("latest")["hash"], json!(header.hash()));
    let mut prover = Prover::new(NUMBER, header, vec![(works, owner_of_first().into())]);
    block_on(endpoint.prove(&mut prover)).unwrap();
    let (_, ends) = prover.finish();
    assert!(matches!(ends[0], Err(Unanswered::Lied(_))), "{:?}", ends[0]);
}
