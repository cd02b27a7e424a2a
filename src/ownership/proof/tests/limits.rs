//! Limits on what proofs are made of, each met from both sides.

use std::collections::BTreeSet;

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, Bytes, U64, U256};
use alloy_rlp::Encodable;
use serde_json::{Value, json};

use super::prover::{CHAIN, owner_in, owner_of, serve};
use super::world::{COLLECTION, Contract, World, slot};
use crate::limits::{
    BLOCK_HEADER_BYTES_MAX, CONTRACT_CODE_BYTES_MAX, NODES_PER_PROOF_MAX, PROOF_NODE_BYTES_MAX,
    PROOF_ROUNDS_MAX, PROVEN_PLACES_MAX, WITNESS_BYTES_MAX,
};
use crate::ownership::proof::answers::{AccountProof, Lie};
use crate::ownership::proof::{
    BlockHeader, HeaderError, Prover, Request, Unanswered, Witness, WitnessError,
};

fn world() -> World {
    World::with_owners(&[Address::repeat_byte(0xaa); 8])
}

#[test]
fn a_witness_is_so_long_and_no_longer() {
    // One node, as long as it takes.
    let witness = |node_bytes: usize| {
        let mut witness = Witness::new(world().header);
        let node = witness.nodes.insert(vec![0; node_bytes].into());
        witness.write(&BTreeSet::from([node]))
    };
    let around = witness(1 << 20).len() - (1 << 20);
    let check = |bytes: usize, expected: Option<WitnessError>| {
        let witness = witness(bytes - around);
        assert_eq!((witness.len(), Witness::read(&witness).err()), (bytes, expected));
    };
    check(WITNESS_BYTES_MAX, None);
    check(WITNESS_BYTES_MAX + 1, Some(WitnessError::TooLarge));
}

#[test]
fn a_contracts_code_is_so_long_and_no_longer() {
    let check = |bytes: usize, expected: Option<WitnessError>| {
        let added = Witness::new(world().header).add_code(vec![0; bytes].into());
        assert_eq!(added.err(), expected);
    };
    let over = CONTRACT_CODE_BYTES_MAX + 1;
    check(CONTRACT_CODE_BYTES_MAX, None);
    check(over, Some(WitnessError::CodeTooLarge(over)));
}

#[test]
fn a_header_is_so_long_and_no_longer() {
    let of = |extra: usize| Header { extra_data: vec![0; extra].into(), ..Header::default() };
    let around = of(1_000).length() - 1_000;
    let check = |bytes: usize, expected: Option<HeaderError>| {
        let header = of(bytes - around);
        let read = BlockHeader::read(&alloy_rlp::encode(&header));
        assert_eq!((header.length(), read.err()), (bytes, expected.clone()));
        assert_eq!(BlockHeader::from_json(&as_told(&header)).err(), expected, "{bytes}");
    };
    check(BLOCK_HEADER_BYTES_MAX, None);
    check(BLOCK_HEADER_BYTES_MAX + 1, Some(HeaderError::Encoding));
}

/// A header of Frontier, as endpoints tell it.
fn as_told(header: &Header) -> Value {
    json!({
        "hash": header.hash_slow(),
        "parentHash": header.parent_hash,
        "sha3Uncles": header.ommers_hash,
        "miner": header.beneficiary,
        "stateRoot": header.state_root,
        "transactionsRoot": header.transactions_root,
        "receiptsRoot": header.receipts_root,
        "logsBloom": header.logs_bloom,
        "difficulty": header.difficulty,
        "number": U64::from(header.number),
        "gasLimit": U64::from(header.gas_limit),
        "gasUsed": U64::from(header.gas_used),
        "timestamp": U64::from(header.timestamp),
        "extraData": header.extra_data,
        "mixHash": header.mix_hash,
        "nonce": header.nonce,
    })
}

#[test]
fn a_proof_has_so_many_nodes_of_such_a_length_and_no_more() {
    let check = |account: &[Bytes], slots: usize, slot: &[Bytes], fits: bool| {
        let one = json!({ "value": "0x0", "key": "0x0", "proof": slot });
        let answer = json!({
            "accountProof": account,
            "balance": "0x0",
            "nonce": "0x0",
            "codeHash": B256::ZERO,
            "storageHash": B256::ZERO,
            "storageProof": vec![one; slots],
        });
        let refused = (!fits).then_some(Lie::NoAnswer("eth_getProof"));
        assert_eq!(AccountProof::read(&answer).err(), refused);
    };
    let nodes = |count: usize, bytes: usize| vec![Bytes::from(vec![0; bytes]); count];
    let full = nodes(NODES_PER_PROOF_MAX, 32);
    let too_many = nodes(NODES_PER_PROOF_MAX + 1, 32);
    let (long, too_long) = (nodes(1, PROOF_NODE_BYTES_MAX), nodes(1, PROOF_NODE_BYTES_MAX + 1));
    check(&full, 1, &full, true);
    check(&too_many, 1, &full, false);
    check(&full, 1, &too_many, false);
    check(&long, 1, &long, true);
    check(&too_long, 1, &long, false);
    check(&long, 1, &too_long, false);
    check(&long, PROVEN_PLACES_MAX, &[], true);
    check(&long, PROVEN_PLACES_MAX + 1, &[], false);
}

#[test]
fn a_call_touches_so_many_places_and_no_more() {
    let world = world();
    let prover = || Prover::new(CHAIN, world.header.clone(), vec![owner_of(6)]);
    // A hint names so many: the account, and its slots.
    let asked_after_hint = |places: usize| {
        let mut prover = prover();
        let hints = prover.requests();
        let slots: Vec<B256> = (1..places as u64).map(slot).collect();
        let list = json!([{ "address": COLLECTION, "storageKeys": slots }]);
        prover.bring(&hints[0], Ok(&json!({ "accessList": list, "gasUsed": "0x1" })));
        let slots = prover.requests().into_iter().map(|request| match request {
            Request::Proof { slots, .. } => slots.len(),
            other => panic!("{other:?}"),
        });
        slots.sum::<usize>()
    };
    assert_eq!(asked_after_hint(PROVEN_PLACES_MAX), PROVEN_PLACES_MAX - 1);
    assert_eq!(asked_after_hint(PROVEN_PLACES_MAX + 1), 0);
    // A place that one endpoint after the other keeps back counts each time.
    let end_after = |tries: usize| {
        let mut prover = prover();
        for _ in 0..tries {
            prover.try_again();
            serve(&mut prover, &|_, _| Err("pruned".to_owned()));
        }
        prover.finish().1.remove(0)
    };
    assert!(matches!(end_after(PROVEN_PLACES_MAX), Err(Unanswered::Withheld(_))));
    assert_eq!(end_after(PROVEN_PLACES_MAX + 1), Err(Unanswered::TooWide));
}

/// A call that goes from slot to slot until it meets an owner: each slot that it passes is
/// written, so that no other's proof proves it as well.
#[test]
fn a_call_names_places_in_so_many_rounds_and_no_more() {
    // number := calldata; while sload(number) == 1 { number -= 1 }; return sload(number)
    let code = vec![
        0x60, 4, 0x35, 0x5b, 0x80, 0x54, 0x80, 0x60, 1, 0x10, 0x60, 21, 0x57, 0x50, 0x60, 1, 0x90,
        0x03, 0x60, 3, 0x56, 0x5b, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3,
    ];
    let holder = Address::repeat_byte(0x42);
    let passed = (1..=PROOF_ROUNDS_MAX as u64).map(|number| (slot(number), U256::ONE));
    let holder_at = (slot(0), U256::from_be_slice(holder.as_slice()));
    let storage = passed.chain([holder_at]).collect();
    let world = World::new([(COLLECTION, Contract { code, storage })]);
    // The account is a round, its code another, and then each slot down to the first.
    let check = |rounds: usize, fits: bool| {
        let call = owner_of(rounds as u64 - 3);
        let mut prover = Prover::new(CHAIN, world.header.clone(), vec![call]);
        let trips = serve(&mut prover, &|method, parameters| Ok(world.answer(method, parameters)));
        let end = prover.finish().1.remove(0);
        assert_eq!(trips, 1 + PROOF_ROUNDS_MAX, "a hint, and the rounds");
        assert_eq!(owner_in(&end), fits.then_some(holder));
        assert_eq!(end.err(), (!fits).then_some(Unanswered::TooDeep));
    };
    check(PROOF_ROUNDS_MAX, true);
    check(PROOF_ROUNDS_MAX + 1, false);
}
