//! Ways that say more than their steps bear out.

use alloy_primitives::{Address, U256};

use super::*;
use crate::exhibition::{MemoryBlobs, Severity, read_lock};
use crate::ownership::{BlockRef, Evidence, Owner, OwnershipRecord, Timestamp};

const TOKEN: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";

fn party(byte: u8) -> Option<Address> {
    (byte > 0).then(|| Address::repeat_byte(byte))
}

fn block(number: u64) -> BlockRef {
    let time = Timestamp::from_unix(1_700_000_000 + i64::try_from(number).unwrap());
    BlockRef { number, hash: B256::with_last_byte(u8::try_from(number).unwrap()), time }
}

fn reported(number: u64) -> Evidence {
    Evidence::Reported { endpoint: "a.example".to_owned(), block: block(number) }
}

fn step(number: u64, from: u8, to: u8, editions: Option<u64>) -> Step {
    Step {
        from: party(from),
        to: party(to),
        editions: editions.map(U256::from),
        price: None,
        block: block(number),
        transaction: B256::ZERO,
        log_index: 0,
        receipt: None,
    }
}

/// A work that was minted to the first, came to the second, and is the third's at block 9;
/// or, of editions, one of which the third got from the first.
fn work(editions: bool) -> LockedWork {
    let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
    let mut work = read_lock(lock).unwrap().works.swap_remove(0);
    let token: crate::token::AssetId = TOKEN.parse().unwrap();
    let steps = match editions {
        false => vec![step(1, 0, 1, None), step(2, 1, 2, None), step(3, 2, 3, None)],
        true => vec![step(2, 1, 3, Some(5)), step(3, 3, 2, Some(4))],
    };
    work.ownership = vec![OwnershipRecord {
        owner: Owner::evm(token.chain.clone(), Address::repeat_byte(3)),
        editions: editions.then_some(U256::from(1)),
        evidence: reported(9),
    }];
    work.token = Some(token);
    work.provenance = Some(Provenance {
        steps,
        left_out: 0,
        whole: true,
        ends_at_owner: true,
        evidence: reported(9),
    });
    work
}

fn check(editions: bool, change: &dyn Fn(&mut Provenance), expected: &str) {
    let mut work = work(editions);
    change(work.provenance.as_mut().unwrap());
    said(&work, expected);
}

fn said(work: &LockedWork, expected: &str) {
    let mut findings = Vec::new();
    Receipts::default().check(work, &MemoryBlobs::default(), &mut findings);
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains(expected)) || expected.is_empty(), "{said:?}");
    assert_eq!(said.is_empty(), expected.is_empty(), "{expected}: {said:?}");
}

#[test]
fn a_way_that_was_tampered_with_is_found() {
    let order = "not in the order in which they happened";
    check(false, &|_| {}, "");
    check(false, &|way| way.steps[2].block = block(2), order);
    check(false, &|way| way.steps[1].block.number = 7, order);
    check(false, &|way| way.steps.insert(1, way.steps[0].clone()), order);
    check(false, &|way| way.steps.swap(0, 1), order);
    let unminted = |way: &mut Provenance| {
        way.steps.remove(0);
    };
    check(false, &unminted, "does not begin with a mint");
    check(false, &|way| way.steps[0].from = party(7), "does not begin with a mint");
    check(false, &|way| way.steps.truncate(2), "do not lead to its owner");
    let gapped = |way: &mut Provenance| {
        way.steps.remove(1);
    };
    check(false, &gapped, "do not lead to its owner");
    let unwhole = |way: &mut Provenance| {
        way.steps.remove(0);
        way.whole = false;
    };
    check(false, &unwhole, "");
    let open = |way: &mut Provenance| {
        way.steps.truncate(2);
        way.ends_at_owner = false;
    };
    check(false, &open, "");
}

#[test]
fn a_way_is_dated_by_a_block_that_is_known() {
    let other = "through another block than that of its owner";
    let agreed = |number| Evidence::Agreed {
        endpoints: vec!["a.example".to_owned(), "b.example".to_owned()],
        asked: 2,
        block: block(number),
    };
    check(false, &|way| way.evidence = agreed(9), "");
    // An endpoint may have told less than all; two that agree on a block have its header.
    check(false, &|way| way.evidence = reported(8), "");
    check(false, &|way| way.evidence = agreed(8), other);
    check(false, &|way| way.evidence = reported(10), other);
    check(false, &|way| way.evidence = reported(2), other);
    let renamed = |way: &mut Provenance| {
        if let Evidence::Reported { block, .. } = &mut way.evidence {
            block.hash = B256::ZERO;
        }
    };
    check(false, &renamed, other);
    let claimed = Evidence::Claimed { by: "a file".to_owned(), as_of: None };
    check(false, &|way| way.evidence = claimed.clone(), other);
}

#[test]
fn editions_are_added_up_or_said_to_be_uncounted() {
    check(true, &|_| {}, "");
    check(true, &|way| way.steps[1].editions = Some(U256::from(3)), "2 editions, and it holds 1");
    // With a part of the steps it cannot be decided, and that is said.
    check(true, &|way| way.left_out = 3, "3 of its changes of hands are not kept");
    assert_eq!(Finding::Uncounted { left_out: 3 }.severity(), Severity::Notice);
    let unended = |way: &mut Provenance| {
        way.steps.truncate(1);
        way.ends_at_owner = false;
    };
    check(true, &unended, "does not begin with a mint");
    let nothing_said = |way: &mut Provenance| {
        (way.left_out, way.whole, way.ends_at_owner) = (3, false, false);
    };
    check(true, &nothing_said, "");
}

#[test]
fn a_way_needs_an_owner_and_a_chain_that_tells_hands() {
    let mut unowned = work(false);
    unowned.ownership.clear();
    said(&unowned, "names no owner whom they could lead to");
    let mut elsewhere = work(false);
    elsewhere.token =
        Some("tezos:NetXdQprcVkpaWU/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/7".parse().unwrap());
    said(&elsewhere, "no token of an EVM chain");
}
