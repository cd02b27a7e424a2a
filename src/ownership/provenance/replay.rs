//! Steps replayed: whether they lead from hand to hand to the owner on the label.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use thiserror::Error;

use super::Step;

/// Where a chain of hands breaks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Break {
    #[error("no change of hands was found")]
    Empty,
    #[error("the chain names no owner whom they could lead to")]
    NoOwner,
    #[error("in block {block} it goes from {from}, and it lay with {holder}")]
    Jump { block: u64, from: String, holder: String },
    #[error("the last change of hands leads to {last}, and the owner is {owner}")]
    OtherOwner { last: String, owner: Address },
    #[error("in block {block} {holder} gives away more editions than came to it")]
    Overdrawn { block: u64, holder: Address },
    #[error("the changes of hands leave {holder} {found} editions, and it holds {held}")]
    OtherBalance { holder: Address, found: U256, held: U256 },
}

/// Whether the steps lead from hand to hand to the owner of a single token. A step that
/// does not start where the last one ended breaks the chain, but for those that are left
/// out between the first and the second.
pub fn leads_to(steps: &[Step], left_out: u64, owner: Address) -> Result<(), Break> {
    let last = steps.last().ok_or(Break::Empty)?;
    for (place, pair) in steps.windows(2).enumerate() {
        let gap = place == 0 && left_out > 0;
        if !gap && pair[0].to != pair[1].from {
            return Err(Break::Jump {
                block: pair[1].block.number,
                from: named(pair[1].from),
                holder: named(pair[0].to),
            });
        }
    }
    if last.to == Some(owner) {
        return Ok(());
    }
    Err(Break::OtherOwner { last: named(last.to), owner })
}

/// The first step that does not lie behind the one before it: by its block, by its
/// transaction where the places of both are known, and by its event.
pub fn out_of_order(steps: &[Step]) -> Option<&Step> {
    let follows = |before: &Step, step: &Step| {
        if before.block.number != step.block.number {
            return before.block.number < step.block.number;
        }
        let places = [before, step].map(|step| step.receipt.map(|at| (at.transaction, at.log)));
        let in_receipts = match places {
            [Some(before), Some(place)] => before < place,
            _ => true,
        };
        before.block == step.block && before.log_index < step.log_index && in_receipts
    };
    steps.windows(2).find(|pair| !follows(&pair[0], &pair[1])).map(|pair| &pair[1])
}

/// Whether the steps leave each of these holders of editions with what it holds.
pub fn balances(steps: &[Step], holders: &[(Address, U256)]) -> Result<(), Break> {
    if steps.is_empty() {
        return Err(Break::Empty);
    }
    let mut found: BTreeMap<Address, U256> =
        holders.iter().map(|(holder, _)| (*holder, U256::ZERO)).collect();
    for step in steps {
        let moved = step.editions.unwrap_or(U256::ONE);
        if let Some((from, balance)) =
            step.from.and_then(|from| Some((from, found.get_mut(&from)?)))
        {
            let block = step.block.number;
            let rest = balance.checked_sub(moved);
            *balance = rest.ok_or(Break::Overdrawn { block, holder: from })?;
        }
        if let Some(balance) = step.to.and_then(|to| found.get_mut(&to)) {
            *balance = balance.saturating_add(moved);
        }
    }
    for (holder, held) in holders {
        let found = found[holder];
        if found != *held {
            return Err(Break::OtherBalance { holder: *holder, found, held: *held });
        }
    }
    Ok(())
}

fn named(party: Option<Address>) -> String {
    party.map_or_else(|| "nobody".to_owned(), |party| party.to_checksum(None))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::B256;

    use super::*;
    use crate::ownership::{BlockRef, InReceipt, Timestamp};

    fn party(byte: u8) -> Option<Address> {
        (byte > 0).then(|| Address::repeat_byte(byte))
    }

    fn chain(hands: &[(u8, u8)]) -> Vec<Step> {
        let block = |number| BlockRef {
            number,
            hash: B256::ZERO,
            time: Timestamp::from_unix(1_700_000_000),
        };
        let step = |(number, (from, to)): (u64, &(u8, u8))| Step {
            from: party(*from),
            to: party(*to),
            editions: None,
            price: None,
            block: block(number),
            transaction: B256::ZERO,
            log_index: 0,
            receipt: None,
        };
        (1..).zip(hands).map(step).collect()
    }

    #[test]
    fn a_chain_leads_from_hand_to_hand() {
        let check = |hands: &[(u8, u8)], left_out, expected: &str| {
            let found = leads_to(&chain(hands), left_out, Address::repeat_byte(3));
            let said = found.err().map(|found| found.to_string()).unwrap_or_default();
            assert!(said.starts_with(expected), "{hands:?}: {said}");
            assert_eq!(said.is_empty(), expected.is_empty(), "{hands:?}: {said}");
        };
        check(&[(0, 1), (1, 2), (2, 3)], 0, "");
        check(&[(0, 3)], 0, "");
        check(&[(1, 2), (2, 3)], 0, "");
        // Burnt, and minted anew.
        check(&[(0, 1), (1, 0), (0, 3)], 0, "");
        check(&[(0, 3), (3, 3)], 0, "");
        check(&[], 0, "no change of hands");
        check(&[(0, 1), (1, 2)], 0, "the last change of hands leads to 0x0202");
        check(&[(0, 3), (3, 0)], 0, "the last change of hands leads to nobody");
        check(&[(0, 1), (2, 3)], 0, "in block 2 it goes from 0x0202");
        check(&[(0, 1), (0, 3)], 0, "in block 2 it goes from nobody");
        check(&[(0, 1), (2, 3)], 7, "");
        check(&[(0, 1), (2, 1), (2, 3)], 7, "in block 3");
    }

    #[test]
    fn steps_lie_one_behind_the_other() {
        // The block, the event in it, and the transaction and the event in its receipt.
        type Place = (u64, u64, Option<(u64, u64)>);
        let check = |places: &[Place], expected: Option<u64>| {
            let mut steps = chain(&vec![(1, 1); places.len()]);
            for (step, (block, log_index, place)) in steps.iter_mut().zip(places) {
                (step.block.number, step.log_index) = (*block, *log_index);
                let blob = B256::ZERO;
                step.receipt = place.map(|(transaction, log)| InReceipt { blob, transaction, log });
            }
            let found = out_of_order(&steps).map(|step| step.block.number);
            assert_eq!(found, expected, "{places:?}");
        };
        check(&[], None);
        check(&[(5, 3, None)], None);
        check(&[(5, 3, None), (6, 1, None), (6, 2, None)], None);
        check(&[(5, 3, None), (4, 4, None)], Some(4));
        check(&[(5, 3, None), (5, 3, None)], Some(5));
        check(&[(5, 3, None), (5, 2, None)], Some(5));
        check(&[(5, 3, Some((1, 0))), (5, 4, Some((1, 1)))], None);
        check(&[(5, 3, Some((1, 0))), (5, 4, Some((2, 0)))], None);
        // A place that only its number in the block puts later.
        check(&[(5, 3, Some((1, 1))), (5, 4, Some((1, 1)))], Some(5));
        check(&[(5, 3, Some((2, 0))), (5, 4, Some((1, 9)))], Some(5));
        check(&[(5, 3, Some((2, 0))), (6, 0, Some((1, 9)))], None);
        let mut two_blocks = chain(&[(1, 2), (2, 1)]);
        let first = two_blocks[0].block.clone();
        two_blocks[1].block = BlockRef { hash: B256::repeat_byte(7), ..first };
        two_blocks[1].log_index = 9;
        assert!(out_of_order(&two_blocks).is_some(), "one number, and two blocks");
    }

    #[test]
    fn editions_add_up_or_do_not() {
        let check = |hands: &[(u8, u8, u64)], held: &[(u8, u64)], expected: &str| {
            let mut steps = Vec::new();
            for (from, to, editions) in hands {
                let mut step = chain(&[(*from, *to)]).remove(0);
                step.editions = Some(U256::from(*editions));
                steps.push(step);
            }
            let holders: Vec<(Address, U256)> =
                held.iter().map(|(h, n)| (Address::repeat_byte(*h), U256::from(*n))).collect();
            let found = balances(&steps, &holders);
            let said = found.err().map(|found| found.to_string()).unwrap_or_default();
            assert!(said.contains(expected), "{hands:?}: {said}");
            assert_eq!(said.is_empty(), expected.is_empty(), "{hands:?}: {said}");
        };
        check(&[(0, 1, 10), (1, 2, 4)], &[(1, 6), (2, 4)], "");
        check(&[(0, 1, 10), (1, 2, 4)], &[(2, 4)], "");
        check(&[(0, 1, 10), (1, 1, 4)], &[(1, 10)], "");
        check(&[(0, 1, 10)], &[(1, 9)], "10 editions, and it holds 9");
        check(&[(1, 2, 4)], &[(1, 6)], "more editions than came");
        check(&[], &[(1, 6)], "no change of hands");
        check(&[(0, 1, u64::MAX), (0, 1, 1)], &[(1, u64::MAX)], "and it holds");
    }
}
