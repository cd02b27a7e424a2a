//! Limits on what is watched, each met from both sides.

use super::*;
use crate::limits::{
    LOOK_BACK_BLOCKS_MAX, PROOF_TRIES_MAX, WATCHED_WORKS_MAX, WATCHING_VOICES_MAX,
};
use crate::ownership::BlockRef;
use crate::ownership::proof::{Lie, Unanswered};

#[test]
fn so_many_works_are_watched_and_no_more() {
    let check = |count: usize, expected: usize| {
        let works: Vec<Watched> = (0..count as u64).map(|id| watched(id, 0xa1)).collect();
        let mut watch = watch_of(&works);
        let chain = Chain::new(1);
        watch.begin();
        let answers = watch.calls().iter().map(|call| chain.answer(call)).collect();
        watch.bring(answers, Timestamp::from_unix(START));
        let calls = watch.calls();
        assert!(calls.iter().all(|call| call.method == "eth_call"));
        assert_eq!(calls.len(), expected);
    };
    check(WATCHED_WORKS_MAX, WATCHED_WORKS_MAX);
    check(WATCHED_WORKS_MAX + 1, WATCHED_WORKS_MAX);
}

#[test]
fn events_are_asked_for_so_far_back_and_no_farther() {
    let check = |further_blocks: u64, heard: bool| {
        let (mut chain, mut watch) = begun();
        watch.heed(&Order::default());
        // In the first block after the last that was looked at.
        chain.mine(0);
        chain.log(&[crate::token::update_topics()[0]], &U256::from(1).to_be_bytes::<32>());
        let announced = chain.head();
        (0..further_blocks).for_each(|_| chain.mine(0));
        watch.heed(&Order { works: vec![watched(1, 0xa1)], before: None });
        let told: Vec<Option<u64>> =
            records(chain.round(&mut watch).1).iter().map(|record| record.metadata_in).collect();
        let expected: &[Option<u64>] = if heard { &[Some(announced)] } else { &[] };
        assert_eq!(told, expected, "{further_blocks}");
    };
    check(LOOK_BACK_BLOCKS_MAX, true);
    check(LOOK_BACK_BLOCKS_MAX + 1, false);
}

#[test]
fn a_change_is_tried_to_be_proven_so_often_and_no_more() {
    let at = BlockRef { number: 9, hash: B256::ZERO, time: Timestamp::from_unix(START) };
    let behind = voices(&["node.example"], None).proven(&at).unwrap();
    let mut item = Item::new(watched(1, 0xa1)).unwrap();
    let other = Answered::Data(who(0xb1).into_word().to_vec().into());
    assert!(item.look(&other, std::iter::empty(), &at));
    for tries in 1..=PROOF_TRIES_MAX {
        assert!(item.is_to_be_proven(), "before {tries}");
        let lied = Unanswered::Lied(Lie::NoAnswer("eth_getProof"));
        item.take_proof(Err(lied), &at, &behind);
    }
    assert!(!item.is_to_be_proven());
    let unproven = item.record("node.example", &at).unproven;
    assert_eq!(unproven.as_deref(), Some("its answer to eth_getProof has not the form of one"));
}

#[test]
fn so_many_others_are_asked_for_a_block_and_no_more() {
    let at = BlockRef { number: 9, hash: B256::ZERO, time: Timestamp::from_unix(START) };
    let check = |others: usize, asked: usize| {
        let hosts: Vec<String> = (0..=others).map(|host| format!("{host}.example")).collect();
        let mut voices = Voices::new(hosts, 0, None).unwrap();
        voices.ask_about(&at);
        assert_eq!(voices.inquiry().unwrap().endpoints, (1..=asked).collect::<Vec<_>>());
    };
    check(WATCHING_VOICES_MAX, WATCHING_VOICES_MAX);
    check(WATCHING_VOICES_MAX + 1, WATCHING_VOICES_MAX);
}
