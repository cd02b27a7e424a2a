//! Calls on chains other than Ethereum: what is refused, and what ends a call.

use alloy_primitives::{Address, Bytes, U256};

use super::world::{COLLECTION, Contract, OWNER_IN_SLOT, World, slot};
use crate::ownership::proof::{
    Outcome, Prover, Refusal, StateError, Unanswered, Witness, call, verify_owner,
};
use crate::ownership::{Evidence, Owner, OwnershipRecord, Question};
use crate::token::{AssetId, ChainId, EvmStandard, EvmToken};

const ARBITRUM: u64 = 42_161;
const POLYGON: u64 = 137;
const BNB: u64 = 56;
/// Of which nothing is known.
const NOWHERE: u64 = 4_711;
const LOCAL: u64 = 31_337;

const INNER: Address = Address::repeat_byte(0x1e);

/// Returns the word that these instructions leave.
fn give(instructions: &[u8]) -> Vec<u8> {
    [instructions, &[0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]].concat()
}

/// Calls an address without words, and returns whether that went well.
fn ask(address: Address) -> Vec<u8> {
    let nothing = [0x60, 0, 0x60, 0, 0x60, 0, 0x60, 0, 0x73];
    give(&[&nothing, address.as_slice(), &[0x5a, 0xfa]].concat())
}

/// All that a world of these contracts can prove of them and of some addresses.
fn witness(contracts: &[(Address, Vec<u8>)], addresses: &[Address]) -> Witness {
    let contract = |code: &Vec<u8>| Contract { code: code.clone(), ..Contract::default() };
    let world = World::new(contracts.iter().map(|(at, code)| (*at, contract(code))));
    let mut witness = Witness::new(world.header.clone());
    let theirs = contracts.iter().map(|(at, _)| at);
    for address in theirs.chain(addresses) {
        let proof = world.prove(*address, &[]);
        let nodes: Vec<Bytes> = serde_json::from_value(proof["accountProof"].clone()).unwrap();
        for node in nodes {
            witness.nodes.insert(node);
        }
    }
    for (_, code) in contracts {
        witness.add_code(code.clone().into()).unwrap();
    }
    witness
}

fn word(number: u64) -> Result<Outcome, StateError> {
    Ok(Outcome::Returned(U256::from(number).to_be_bytes_vec().into()))
}

fn token(chain: u64) -> AssetId {
    let chain: ChainId = format!("eip155:{chain}").parse().unwrap();
    let number = U256::from(1);
    let token = EvmToken { standard: EvmStandard::Erc721, contract: COLLECTION, number };
    AssetId::of_evm(chain, token)
}

#[test]
fn a_chain_that_runs_contracts_otherwise_is_asked_for_no_proof_and_proves_nothing() {
    let owner = Address::repeat_byte(7);
    let world = World::with_owners(&[owner; 3]);
    let proof = world.prove(COLLECTION, &[slot(1)]);
    let mut witness = Witness::new(world.header.clone());
    for nodes in [&proof["accountProof"], &proof["storageProof"][0]["proof"]] {
        let nodes: Vec<Bytes> = serde_json::from_value(nodes.clone()).unwrap();
        for node in nodes {
            witness.nodes.insert(node);
        }
    }
    witness.add_code(OWNER_IN_SLOT.to_vec().into()).unwrap();
    let record = |chain: u64| OwnershipRecord {
        owner: Owner::evm(token(chain).chain, owner),
        editions: None,
        evidence: Evidence::Proven {
            endpoints: vec!["a.example".to_owned()],
            asked: 1,
            block: world.header.block(),
        },
    };
    for chain in [LOCAL, 1, 10, BNB, 100, POLYGON, 8_453, NOWHERE] {
        assert_eq!(verify_owner(&witness, &token(chain), &record(chain)), Ok(()), "{chain}");
    }
    for chain in [ARBITRUM, 42_170, 324, 1_101, 534_352, 59_144] {
        let refused = verify_owner(&witness, &token(chain), &record(chain));
        let foreign = matches!(refused, Err(Refusal::State(StateError::Foreign(_))));
        assert!(foreign, "{chain}: {refused:?}");
        let question = Question::about_owner(&token(chain), owner, false).expect("an EVM token");
        let mut prover = Prover::new(chain, world.header.clone(), vec![question.call()]);
        prover.want(&[(COLLECTION, slot(1))]);
        prover.want_codes([COLLECTION]);
        assert_eq!((prover.requests(), prover.is_waiting()), (vec![], false), "{chain}");
        prover.try_again();
        assert_eq!((prover.requests(), prover.is_waiting()), (vec![], false), "{chain}");
        let end = prover.finish().1.remove(0);
        let foreign = matches!(&end, Err(Unanswered::Foreign(StateError::Foreign(_))));
        assert!(foreign, "{chain}: {end:?}");
    }
}

/// What a chain does not take from its header ends the call, wherever it is read, and no
/// contract can catch that.
#[test]
fn what_is_not_taken_from_the_header_is_not_answered_from_it() {
    const COINBASE: u8 = 0x41;
    const TIMESTAMP: u8 = 0x42;
    const NUMBER: u8 = 0x43;
    const PREVRANDAO: u8 = 0x44;
    let check = |chain, instruction: u8, expected: Result<Outcome, StateError>| {
        let code = give(&[instruction]);
        let alone = witness(&[(COLLECTION, code.clone())], &[]);
        let found = call(&alone, chain, COLLECTION, &[]);
        assert_eq!(found, expected, "{chain}, {instruction:#x}");
        let within = witness(&[(COLLECTION, ask(INNER)), (INNER, code)], &[]);
        let found = call(&within, chain, COLLECTION, &[]);
        assert_eq!(found, expected.and_then(|_| word(1)), "{chain}, {instruction:#x} within");
    };
    check(LOCAL, COINBASE, word(0));
    check(LOCAL, NUMBER, word(1000));
    check(POLYGON, NUMBER, word(1000));
    check(POLYGON, TIMESTAMP, word(1_780_000_000));
    check(POLYGON, COINBASE, Err(StateError::Elsewhere));
    check(BNB, PREVRANDAO, Err(StateError::Elsewhere));
    check(10, PREVRANDAO, word(0));
    check(NOWHERE, TIMESTAMP, word(1_780_000_000));
    check(NOWHERE, NUMBER, Err(StateError::Elsewhere));
}

#[test]
fn where_no_code_lies_another_chain_may_have_a_program() {
    let place = |number: u8| Address::left_padding_from(&[number]);
    let check = |chain, address: Address, expected: Result<Outcome, StateError>| {
        let witness = witness(&[(COLLECTION, ask(address))], &[address]);
        assert_eq!(call(&witness, chain, COLLECTION, &[]), expected, "{chain}, {address}");
    };
    // What Ethereum has built in is there everywhere: the identity function.
    check(BNB, place(4), word(1));
    check(LOCAL, place(0x66), word(1));
    check(1, place(0x66), word(1));
    for chain in [BNB, 8_453, NOWHERE] {
        check(chain, place(0x66), Err(StateError::OwnProgram(place(0x66))));
    }
    // P256VERIFY came to the OP Stack before Osaka brought it: that is not assumed.
    check(
        10,
        Address::left_padding_from(&[1, 0]),
        Err(StateError::OwnProgram(Address::left_padding_from(&[1, 0]))),
    );
    // Nor is an account without code taken for an answer.
    let nobody = witness(&[(INNER, give(&[0x42]))], &[COLLECTION]);
    let silent = Ok(Outcome::Returned(Bytes::new()));
    assert_eq!(call(&nobody, LOCAL, COLLECTION, &[]), silent);
    let found = call(&nobody, BNB, COLLECTION, &[]);
    assert_eq!(found, Err(StateError::OwnProgram(COLLECTION)));
}
