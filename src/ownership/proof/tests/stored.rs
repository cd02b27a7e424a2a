//! What is stored of a proof, read and checked again; and what becomes of it when a
//! single byte is another.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, U256};

use super::world::{COLLECTION, Contract, OWNER_IN_SLOT, World, slot};
use crate::ownership::proof::{
    Outcome, Over, Prover, Refusal, StateError, Unproven, Witness, WitnessError, call, verify_owner,
};
use crate::ownership::{Evidence, NotKnown, Oracle, Owner, OwnershipRecord, Question};
use crate::token::{AssetId, ChainId, EvmStandard, EvmToken};

const CHAIN: u64 = 31_337;

fn owner(n: u8) -> Address {
    Address::repeat_byte(n)
}

fn owners() -> Vec<Address> {
    (1..=40).map(owner).collect()
}

fn token(number: u64) -> AssetId {
    let chain: ChainId = format!("eip155:{CHAIN}").parse().unwrap();
    let number = U256::from(number);
    let token = EvmToken { standard: EvmStandard::Erc721, contract: COLLECTION, number };
    AssetId::of_evm(chain, token)
}

fn record(world: &World, owner: Address) -> OwnershipRecord {
    OwnershipRecord {
        owner: Owner::evm(token(0).chain, owner),
        editions: None,
        evidence: Evidence::Proven {
            endpoints: vec!["a.example".to_owned()],
            asked: 1,
            block: world.header.block(),
        },
    }
}

/// Answers whatever the prover asks for, as the world is.
fn answer_all(world: &World, prover: &mut Prover) {
    loop {
        let requests = prover.requests();
        if requests.is_empty() && !prover.is_waiting() {
            return;
        }
        for request in &requests {
            let (method, parameters) = prover.json_rpc(request);
            prover.bring(request, Ok(&world.answer(method, &parameters)));
        }
    }
}

/// The proof of a token's owner as it is stored: the witness, and the code.
fn stored(world: &World, number: u64) -> (Vec<u8>, Vec<u8>) {
    let question =
        Question::about_owner(&token(number), Address::ZERO, false).expect("an EVM token");
    let (to, input) = question.call();
    let mut prover = Prover::new(CHAIN, world.header.clone(), vec![(to, input)]);
    answer_all(world, &mut prover);
    let (witness, ends) = prover.finish();
    let proven = ends.into_iter().next().unwrap().unwrap();
    assert_eq!(proven.codes.len(), 1);
    (witness.write(&proven.nodes), OWNER_IN_SLOT.to_vec())
}

fn read(witness: &[u8], code: &[u8]) -> Result<Witness, WitnessError> {
    let mut witness = Witness::read(witness)?;
    witness.add_code(Bytes::copy_from_slice(code))?;
    Ok(witness)
}

#[test]
fn a_stored_proof_says_who_owns_and_nothing_else() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 6);
    let witness = read(&bytes, &code).unwrap();
    let check = |number, whom, expected: Result<(), Refusal>| {
        assert_eq!(verify_owner(&witness, &token(number), &record(&world, whom)), expected);
    };
    check(6, owner(7), Ok(()));
    let account = |n| Box::new(Owner::evm(token(0).chain, owner(n)));
    check(6, owner(8), Err(Refusal::OtherOwner { said: account(8), proven: account(7) }));
    // Another token's slot is not in it, and no zero is taken for it.
    let missing = Unproven::Slot { address: COLLECTION, slot: slot(7) };
    check(7, owner(8), Err(Refusal::State(missing.into())));
}

#[test]
fn a_record_speaks_of_the_block_that_is_kept() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 6);
    let witness = read(&bytes, &code).unwrap();
    let check = |change: fn(&mut crate::ownership::BlockRef), expected: Refusal| {
        let mut record = record(&world, owner(7));
        if let Evidence::Proven { block, .. } = &mut record.evidence {
            change(block);
        }
        assert_eq!(verify_owner(&witness, &token(6), &record), Err(expected));
    };
    check(|block| block.number = 999, Refusal::OtherBlock { said: 999, proven: 1000 });
    check(|block| block.hash = B256::ZERO, Refusal::OtherHeader(1000));
    check(|block| block.time = "2020-01-01T00:00:00Z".parse().unwrap(), Refusal::OtherHeader(1000));
}

#[test]
fn what_is_not_there_is_proven_to_be_nothing() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 4711);
    let witness = read(&bytes, &code).unwrap();
    let (to, input) = Question::about_owner(&token(4711), Address::ZERO, false).unwrap().call();
    let outcome = call(&witness, CHAIN, to, &input).unwrap();
    assert_eq!(outcome, Outcome::Returned(Bytes::from(vec![0; 32])));
    // An account that does not exist answers with nothing, and that is proven as well.
    let nobody = Address::repeat_byte(0xee);
    let missing = Unproven::Account(nobody);
    assert_eq!(call(&witness, CHAIN, nobody, &[]), Err(StateError::Unproven(missing)));
}

#[test]
fn what_is_left_out_is_named() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 6);
    let whole = Witness::read(&bytes).unwrap();
    let (to, input) = Question::about_owner(&token(6), Address::ZERO, false).unwrap().call();
    let hashes: BTreeSet<B256> = whole.nodes.hashes().collect();
    assert!(hashes.len() > 3, "{hashes:?}");
    for left_out in &hashes {
        let fewer: BTreeSet<B256> = hashes.iter().filter(|h| *h != left_out).copied().collect();
        let witness = read(&whole.write(&fewer), &code).unwrap();
        let outcome = call(&witness, CHAIN, to, &input);
        assert!(matches!(outcome, Err(StateError::Unproven(_))), "{outcome:?}");
    }
    let bare = Witness::read(&bytes).unwrap();
    let outcome = call(&bare, CHAIN, to, &input);
    let is_code = |error: &StateError| matches!(error, StateError::Unproven(Unproven::Code { address, .. }) if *address == COLLECTION);
    assert!(outcome.as_ref().is_err_and(is_code), "{outcome:?}");
}

/// Every byte of what is stored, changed in several ways: nothing is ever proven then but
/// what was proven before, and most of it not even that.
#[test]
fn no_byte_of_a_stored_proof_may_be_another() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 6);
    let record = record(&world, owner(7));
    let holds = |witness: &[u8], code: &[u8]| {
        read(witness, code).is_ok_and(|read| verify_owner(&read, &token(6), &record).is_ok())
    };
    assert!(holds(&bytes, &code));
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut harmed = bytes.clone();
            harmed[at] ^= change;
            assert!(!holds(&harmed, &code), "byte {at} of the witness, {change:#x}");
        }
        assert!(!holds(&bytes[..at], &code), "cut at {at}");
    }
    for at in 0..code.len() {
        let mut harmed = code.clone();
        harmed[at] ^= 0x01;
        assert!(!holds(&bytes, &harmed), "byte {at} of the code");
    }
    let longer = [bytes.as_slice(), &[0x80]].concat();
    assert!(!holds(&longer, &code), "a byte more");
}

#[test]
fn a_witness_has_one_form() {
    let world = World::with_owners(&owners());
    let (bytes, _) = stored(&world, 6);
    let witness = Witness::read(&bytes).unwrap();
    let all: BTreeSet<B256> = witness.nodes.hashes().collect();
    assert_eq!(witness.write(&all), bytes);
    assert_eq!(Witness::read(&[]).unwrap_err(), WitnessError::Shape);
    assert_eq!(Witness::read(&[0xc0]).unwrap_err(), WitnessError::Shape);
}

/// Code that asks for more than storage: what it needs is named, and given, it runs.
#[test]
fn calls_reach_no_further_than_the_proof() {
    let run = |code: &[u8]| {
        let contract = Contract { code: code.to_vec(), ..Contract::default() };
        let world = World::new([(COLLECTION, contract)]);
        let mut witness = Witness::new(world.header.clone());
        let proof = world.prove(COLLECTION, &[]);
        let nodes: Vec<Bytes> = serde_json::from_value(proof["accountProof"].clone()).unwrap();
        for node in nodes {
            witness.nodes.insert(node);
        }
        witness.add_code(code.to_vec().into()).unwrap();
        call(&witness, CHAIN, COLLECTION, &[])
    };
    let word = |word: U256| Ok(Outcome::Returned(word.to_be_bytes_vec().into()));
    let give = |opcodes: &[u8]| [opcodes, &[0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]].concat();
    // NUMBER, TIMESTAMP, CHAINID, BASEFEE, CALLER, ORIGIN, GASLIMIT.
    let check =
        |opcode: u8, expected: u64| assert_eq!(run(&give(&[opcode])), word(U256::from(expected)));
    check(0x43, 1000);
    check(0x42, 1_780_000_000);
    check(0x46, CHAIN);
    check(0x48, 7);
    check(0x33, 0);
    check(0x32, 0);
    check(0x45, 30_000_000);
    // BLOCKHASH of the parent is in the header; of its parent it is not.
    let block_hash = |before: u16| {
        let number = (1000 - before).to_be_bytes();
        run(&give(&[0x61, number[0], number[1], 0x40]))
    };
    assert_eq!(block_hash(1), word(U256::from_be_bytes([0x99; 32])));
    assert_eq!(block_hash(2), Err(StateError::Unproven(Unproven::BlockHash(998))));
    // BALANCE of somebody else.
    let balance = run(&give(&[0x60, 0x77, 0x31]));
    let other = Address::left_padding_from(&[0x77]);
    // That state has one account, and its only leaf proves that there is no other.
    assert_eq!(balance, word(U256::ZERO), "{other}");
    // An endless loop ends.
    let endless = run(&[0x5b, 0x60, 0, 0x56]);
    assert!(
        matches!(&endless, Err(StateError::BrokeOff(why)) if why.contains("OutOfGas")),
        "{endless:?}"
    );
    // An instruction that no rules know is no answer of the contract's.
    assert!(matches!(run(&[0x0c]), Err(StateError::BrokeOff(_))));
    // REVERT with nothing, and the instruction that is made to be invalid.
    assert_eq!(run(&[0x60, 0, 0x60, 0, 0xfd]), Ok(Outcome::Reverted(Bytes::new())));
    assert_eq!(run(&[0xfe]), Ok(Outcome::Reverted(Bytes::new())));
}

#[test]
fn what_is_not_proven_is_not_taken_for_empty() {
    let world = World::with_owners(&owners());
    let (bytes, code) = stored(&world, 6);
    let witness = Witness::read(&bytes).unwrap();
    let mut over = Over::new(&witness, CHAIN);
    assert_eq!(over.code(COLLECTION), Err(NotKnown));
    assert!(matches!(over.missing, Some(StateError::Unproven(Unproven::Code { .. }))));
    assert_eq!(over.slot(COLLECTION, slot(7)), Err(NotKnown));
    // Asked for by themselves, codes come, and so does the proof that there is none.
    let mut prover = Prover::new(CHAIN, world.header.clone(), Vec::new());
    prover.want_codes([COLLECTION, owner(9)]);
    answer_all(&world, &mut prover);
    let (witness, _) = prover.finish();
    let mut over = Over::new(&witness, CHAIN);
    assert_eq!(over.code(COLLECTION), Ok(code.into()));
    assert_eq!(over.code(owner(9)), Ok(Bytes::new()));
    assert_eq!(over.missing, None);
}

#[test]
fn code_that_begins_like_a_delegation_is_code() {
    let mut witness = Witness::new(World::with_owners(&owners()).header);
    for code in [&[0xef, 0x01][..], &[0xef, 0x01, 0x00], &[0xef, 0x01, 0x07, 0x00], &[0xef]] {
        let hash = witness.add_code(code.to_vec().into()).unwrap();
        let known = witness.code(&hash).map(|code| code.original_bytes());
        assert_eq!(known, Some(code.to_vec().into()));
    }
}
