//! Changes of hands of which no event was told: they were seen somewhere, and happened nobody
//! knows where.

use super::*;
use crate::limits::LOOK_BACK_BLOCKS_MAX;
use crate::ownership::BlockRef;
use crate::ownership::proof::{Outcome, Proven};

/// Gives a token to somebody in a new block without a word.
fn give(chain: &mut Chain, id: u64, to: u8) {
    chain.mine(0);
    let head = chain.head();
    chain.owners.insert((id, head), who(to));
}

#[test]
fn a_change_without_an_event_is_seen_at_a_block_and_happened_in_none() {
    // In block 10, after which so many pass by before anybody looks again.
    let check = |happens: &dyn Fn(&mut Chain), further_blocks: u64, in_block: Option<u64>| {
        let (mut chain, mut watch) = begun();
        watch.heed(&Order::default());
        happens(&mut chain);
        (0..further_blocks).for_each(|_| chain.mine(0));
        watch.heed(&Order { works: vec![watched(1, 0xa1)], before: None });
        let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
        assert_eq!(record.holding, holding(0xb1));
        let change = record.change.expect("it changed");
        assert_eq!((change.was, change.in_block), (holding(0xa1), in_block));
        assert_eq!(change.block, chain.head());
        // A later look does not move it.
        chain.mine(0);
        assert_eq!(chain.round(&mut watch).1, Vec::new());
    };
    let transfer = |chain: &mut Chain| chain.transfer(0, 1, 0xb1);
    check(&transfer, 40, Some(10));
    check(&transfer, LOOK_BACK_BLOCKS_MAX, Some(10));
    // It lies farther back than events are asked for.
    check(&transfer, LOOK_BACK_BLOCKS_MAX + 1, None);
    // The contract says nothing.
    check(&|chain| give(chain, 1, 0xb1), 40, None);
    // The endpoint does not answer on events, or in no form of use.
    let refused = |chain: &mut Chain| {
        chain.tells_no_events = true;
        transfer(chain);
    };
    check(&refused, 40, None);
    let spoilt = |chain: &mut Chain| {
        transfer(chain);
        chain.blocks.last_mut().unwrap().1.push(Value::Null);
    };
    check(&spoilt, 40, None);
}

#[test]
fn a_change_without_an_event_is_taken_back_with_the_block_at_which_it_was_seen() {
    let (mut chain, mut watch) = begun();
    give(&mut chain, 1, 0xb1);
    chain.mine(0);
    chain.round(&mut watch);
    // For all that is known, it happened in the block that is replaced.
    chain.cut(11);
    chain.mine(7);
    let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
    assert_eq!((record.holding, record.taken_back_from), (holding(0xb1), Some(10)));
    let change = record.change.expect("it is told anew");
    assert_eq!((change.block, change.in_block), (11, None));
}

#[test]
fn an_event_of_a_change_that_is_disproven_goes_with_it() {
    let at = |number: u64| {
        let time = Timestamp::from_unix(START);
        BlockRef { number, hash: B256::ZERO, time }
    };
    let says = |to: u8| -> Bytes { who(to).into_word().to_vec().into() };
    let mut item = Item::new(watched(1, 0xa1)).unwrap();
    item.look(&Answered::Data(says(0xa1)), std::iter::empty(), &at(9));
    // An event in an older block than the newest, and an owner in the newest, both untrue.
    let mut chain = Chain::new(10);
    chain.transfer(0, 1, 0xb1);
    let invented = signs::read(&Value::Array(chain.blocks[10].1.clone())).unwrap();
    item.look(&Answered::Data(says(0xb1)), invented.iter(), &at(12));
    let told = item.record("node.example", &at(12));
    assert_eq!(told.change.and_then(|change| change.in_block), Some(10));
    let outcome = Outcome::Returned(says(0xa1));
    let proven = Proven { outcome, nodes: Default::default(), codes: Default::default() };
    let behind = voices(&["node.example"], None).proven(&at(12)).unwrap();
    item.take_proof(Ok(proven), &at(12), &behind);
    let told = item.record("node.example", &at(12));
    assert_eq!((told.holding, told.change), (holding(0xa1), None));
}
