//! More in sight than one round holds: nobody is left out, each has a turn.

use std::collections::BTreeSet;

use super::*;
use crate::limits::WATCHED_WORKS_MAX;

const MANY: u64 = 2 * WATCHED_WORKS_MAX as u64 + 50;

/// A round, and the works that it told of.
fn told(chain: &Chain, watch: &mut Watch) -> BTreeSet<String> {
    let works = records(chain.round(watch).1).into_iter();
    works.map(|record| record.work).collect()
}

#[test]
fn what_one_round_does_not_hold_the_next_ones_look_at() {
    let chain = Chain::new(3);
    let works: Vec<Watched> = (0..MANY).map(|id| watched(id, 0xa1)).collect();
    let mut watch = watch_of(&works);
    let rounds = [(); 4].map(|()| told(&chain, &mut watch));
    let counts = rounds.each_ref().map(BTreeSet::len);
    assert_eq!(counts, [WATCHED_WORKS_MAX, WATCHED_WORKS_MAX, 50, 0]);
    let all: BTreeSet<String> = rounds.into_iter().flatten().collect();
    assert_eq!(all.len() as u64, MANY, "each of them once");
}

#[test]
fn what_happens_out_of_turn_is_told_when_its_turn_comes() {
    let mut chain = Chain::new(3);
    let works: Vec<Watched> = (0..MANY).map(|id| watched(id, 0xa1)).collect();
    let mut watch = watch_of(&works);
    for _ in 0..3 {
        told(&chain, &mut watch);
    }
    let (last, happened) = (MANY - 1, chain.head() + 1);
    chain.transfer(0, last, 0xb1);
    chain.mine(0);
    let rounds = [(); 3].map(|()| records(chain.round(&mut watch).1));
    let turns = rounds.each_ref().map(Vec::len);
    assert_eq!(turns, [0, 0, 1], "the last of all has the last turn");
    let record = &rounds[2][0];
    assert_eq!(record.holding, holding(0xb1));
    assert_eq!(record.change.as_ref().and_then(|change| change.in_block), Some(happened));
}

#[test]
fn what_the_visitor_stands_before_has_a_turn_in_every_round() {
    let mut chain = Chain::new(3);
    let works: Vec<Watched> = (0..MANY).map(|id| watched(id, 0xa1)).collect();
    let mut watch = watch_of(&works);
    let last = MANY - 1;
    watch.heed(&Order { works, before: Some(format!("work-{last}")) });
    assert!(told(&chain, &mut watch).contains(&format!("work-{last}")));
    chain.transfer(0, last, 0xb1);
    assert!(told(&chain, &mut watch).contains(&format!("work-{last}")));
}

#[test]
fn a_round_has_failed_until_all_of_it_is_answered() {
    let (mut chain, mut watch) = begun();
    assert!(!watch.has_failed());
    chain.mine(0);
    let well = chain.clone();
    // The newest block it tells, and then nothing of what contracts say.
    watch.begin();
    for _ in 0..9 {
        let refuse = |call: &Call| match call.method {
            "eth_call" => Err(Refusal { code: -32005, message: "slower".to_owned() }),
            _ => chain.answer(call),
        };
        let answers: Vec<Answer> = watch.calls().iter().map(refuse).collect();
        watch.bring(answers, Timestamp::from_unix(START + 130));
    }
    assert!(watch.has_failed());
    assert!(matches!(troubles(watch.take_news())[..], [Some(Trouble::Silent(_))]));
    well.round(&mut watch);
    assert!(!watch.has_failed());
}
