//! Rounds against a chain that is made up block by block: transfers, burns, replaced
//! blocks, and endpoints that stall, go back or lie.

mod answers;
mod editions;
mod gone;
mod limits;
mod turns;
mod unheard;
mod voices;

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use serde_json::{Value, json};

use super::*;
use crate::ownership::live::{Holding, LiveRecord, Watched};
use crate::token::{AccountId, AssetId, EvmStandard, EvmToken};

/// What an endpoint would say: who owns which token in each block, and events.
#[derive(Clone, Debug, Default)]
struct Chain {
    /// Each block's salt, by which two of one number differ, and its events.
    blocks: Vec<(u8, Vec<Value>)>,
    /// Owners from a block on.
    owners: BTreeMap<(u64, u64), Address>,
    says_chain: u64,
    says_nothing: bool,
    by_number_only: bool,
    /// Whether it refuses to tell of events.
    tells_no_events: bool,
}

const CONTRACT: Address = Address::repeat_byte(0xcc);
const START: i64 = 1_700_000_000;

fn who(number: u8) -> Address {
    Address::repeat_byte(number)
}

fn holding(number: u8) -> Holding {
    Holding::Owner(AccountId::evm(ChainId::evm(1), who(number)))
}

fn watched(id: u64, owner: u8) -> Watched {
    let evm =
        EvmToken { standard: EvmStandard::Erc721, contract: CONTRACT, number: U256::from(id) };
    let token = AssetId::of_evm(ChainId::evm(1), evm);
    Watched { work: format!("work-{id}"), token, holding: holding(owner), block: None }
}

impl Chain {
    fn new(blocks: u64) -> Self {
        let mut chain = Self { says_chain: 1, ..Self::default() };
        (0..blocks).for_each(|_| chain.mine(0));
        chain
    }

    fn mine(&mut self, salt: u8) {
        self.blocks.push((salt, Vec::new()));
    }

    fn head(&self) -> u64 {
        self.blocks.len() as u64 - 1
    }

    fn hash(&self, number: u64) -> B256 {
        keccak256([&number.to_be_bytes()[..], &[self.blocks[number as usize].0]].concat())
    }

    /// A new block in which a token goes to somebody, or to nobody.
    fn transfer(&mut self, salt: u8, id: u64, to: u8) {
        self.mine(salt);
        let head = self.head();
        self.owners.insert((id, head), if to == 0 { Address::ZERO } else { who(to) });
        let topics = [
            keccak256("Transfer(address,address,uint256)"),
            B256::ZERO,
            who(to).into_word(),
            B256::from(U256::from(id)),
        ];
        self.log(&topics, &[]);
    }

    fn log(&mut self, topics: &[B256], data: &[u8]) {
        let number = U64::from(self.head());
        let log = json!({ "address": CONTRACT, "topics": topics,
            "data": Bytes::copy_from_slice(data), "blockNumber": number });
        self.blocks.last_mut().unwrap().1.push(log);
    }

    /// Forgets the blocks from here on.
    fn cut(&mut self, from: u64) {
        self.blocks.truncate(from as usize);
        self.owners.retain(|(_, block), _| *block < from);
    }

    fn owner(&self, id: u64, at: u64) -> Option<Address> {
        let known = self.owners.range((id, 0)..=(id, at)).next_back();
        known.map(|(_, owner)| *owner)
    }

    fn block(&self, number: u64) -> Value {
        if number > self.head() {
            return Value::Null;
        }
        json!({ "number": U64::from(number), "hash": self.hash(number),
            "timestamp": U64::from(START as u64 + 12 * number) })
    }

    fn answer(&self, call: &Call) -> Answer {
        let refuse = |code, message: &str| Err(Refusal { code, message: message.to_owned() });
        let number = |value: &Value| serde_json::from_value::<U64>(value.clone()).unwrap().to();
        match call.method {
            "eth_chainId" => Ok(json!(U64::from(self.says_chain))),
            "eth_getBlockByNumber" if call.params[0] == "latest" => Ok(self.block(self.head())),
            "eth_getBlockByNumber" => Ok(self.block(number(&call.params[0]))),
            "eth_getLogs" if self.tells_no_events => refuse(-32005, "limit exceeded"),
            "eth_getLogs" => {
                let filter = &call.params[0];
                let range = number(&filter["fromBlock"])..=number(&filter["toBlock"]);
                let blocks = self.blocks.iter().enumerate();
                let there = blocks.filter(|(at, _)| range.contains(&(*at as u64)));
                Ok(there.flat_map(|(_, (_, logs))| logs.clone()).collect())
            }
            "eth_call" => {
                let at = &call.params[1];
                let at = match at.get("blockHash") {
                    Some(_) if self.by_number_only => return refuse(-32602, "invalid argument 1"),
                    Some(hash) => {
                        let hash: B256 = serde_json::from_value(hash.clone()).unwrap();
                        (0..=self.head()).find(|number| self.hash(*number) == hash).unwrap()
                    }
                    None => number(at),
                };
                let data: Bytes = serde_json::from_value(call.params[0]["data"].clone()).unwrap();
                let id = U256::from_be_slice(&data[4..36]).to::<u64>();
                match self.owner(id, at) {
                    Some(Address::ZERO) | None => refuse(3, "execution reverted"),
                    Some(owner) => Ok(json!(owner.into_word())),
                }
            }
            other => panic!("nobody asks {other}"),
        }
    }

    /// A whole round; how many batches it took, and what came of it.
    fn round(&self, watch: &mut Watch) -> (usize, Vec<News>) {
        let now = Timestamp::from_unix(START + 12 * self.head() as i64 + 1);
        self.round_at(watch, now)
    }

    fn round_at(&self, watch: &mut Watch, now: Timestamp) -> (usize, Vec<News>) {
        watch.begin();
        for batches in 0.. {
            let calls = watch.calls();
            if calls.is_empty() {
                return (batches, watch.take_news());
            }
            if self.says_nothing {
                watch.fail("timed out".to_owned());
                continue;
            }
            watch.bring(calls.iter().map(|call| self.answer(call)).collect(), now);
        }
        unreachable!("a round ends")
    }
}

/// A chain of ten blocks, and a watch that has looked at it once.
fn begun() -> (Chain, Watch) {
    let mut chain = Chain::new(8);
    chain.transfer(0, 1, 0xa1);
    chain.transfer(0, 2, 0xa2);
    let mut watch = watch_of(&[watched(1, 0xa1), watched(2, 0xa2)]);
    let (batches, news) = chain.round(&mut watch);
    assert_eq!((batches, news.len()), (2, 2));
    (chain, watch)
}

fn watch_of(works: &[Watched]) -> Watch {
    let mut watch = Watch::new(ChainId::evm(1), voices(&["node.example"], None)).unwrap();
    watch.heed(&Order { works: works.to_vec(), before: None });
    watch
}

/// Endpoints by their hosts, watched through the first.
fn voices(hosts: &[&str], agree: Option<u32>) -> Voices {
    let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    Voices::new(hosts, 0, agree).unwrap()
}

fn records(news: Vec<News>) -> Vec<LiveRecord> {
    let works = news.into_iter().filter_map(|news| match news {
        News::Work(record) => Some(*record),
        News::Line { .. } | News::Checked(_) => None,
    });
    works.collect()
}

fn troubles(news: Vec<News>) -> Vec<Option<Trouble>> {
    let lines = news.into_iter().filter_map(|news| match news {
        News::Line { trouble, .. } => Some(trouble),
        News::Work(_) | News::Checked(_) => None,
    });
    lines.collect()
}

#[test]
fn nothing_is_asked_where_nothing_is_in_sight_and_little_where_nothing_is_new() {
    let (mut chain, mut watch) = begun();
    assert_eq!(chain.round(&mut watch), (1, Vec::new()), "no new block");
    chain.mine(0);
    assert_eq!(chain.round(&mut watch), (2, Vec::new()), "a new block, the same owners");
    watch.heed(&Order::default());
    chain.transfer(0, 1, 0xb1);
    assert_eq!(chain.round(&mut watch), (0, Vec::new()), "nothing in sight");
    // What happened meanwhile is seen with the work.
    watch.heed(&Order { works: vec![watched(1, 0xa1)], before: None });
    let (_, news) = chain.round(&mut watch);
    let [record] = records(news).try_into().unwrap();
    assert_eq!(record.holding, holding(0xb1));
    assert!(Watch::new(ChainId::tezos(), voices(&["node.example"], None)).is_none());
}

#[test]
fn a_change_is_told_with_its_block() {
    let check = |happens: &dyn Fn(&mut Chain), is: Holding, in_block: u64| {
        let (mut chain, mut watch) = begun();
        happens(&mut chain);
        chain.mine(0);
        let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
        assert_eq!(record.work, "work-1");
        assert_eq!(record.holding, is);
        let change = record.change.expect("it changed");
        assert_eq!((change.was, change.in_block), (holding(0xa1), Some(in_block)));
        assert_eq!(change.block, chain.head());
        assert_eq!(record.evidence.block().unwrap().number, chain.head());
        assert_eq!(record.evidence.level(), crate::ownership::Level::Reported);
    };
    check(&|chain| chain.transfer(0, 1, 0xb1), holding(0xb1), 10);
    check(&|chain| chain.transfer(0, 1, 0), Holding::Nobody, 10);
    check(
        &|chain| {
            chain.transfer(0, 1, 0xb1);
            chain.mine(0);
            chain.transfer(0, 1, 0xc1);
        },
        holding(0xc1),
        12,
    );
}

#[test]
fn what_changed_since_the_exhibition_was_put_together_is_no_news_of_now() {
    let mut chain = Chain::new(4);
    chain.transfer(0, 1, 0xb1);
    let mut watch = watch_of(&[watched(1, 0xa1)]);
    let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
    let change = record.change.unwrap();
    assert_eq!((change.was, change.block, change.in_block), (holding(0xa1), 4, None));
}

#[test]
fn announced_metadata_is_told_once() {
    let (mut chain, mut watch) = begun();
    chain.mine(0);
    chain.log(&[crate::token::update_topics()[0]], &U256::from(2).to_be_bytes::<32>());
    let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
    assert_eq!((record.work.as_str(), record.metadata_in), ("work-2", Some(10)));
    assert_eq!(record.change, None);
    chain.mine(0);
    assert_eq!(chain.round(&mut watch).1, Vec::new());
}

#[test]
fn what_was_seen_in_a_replaced_block_is_taken_back() {
    // How the chain goes on from block 10 after the transfer there was replaced.
    let check = |goes_on: &dyn Fn(&mut Chain), is: Holding, change: Option<u64>| {
        let (mut chain, mut watch) = begun();
        chain.transfer(0, 1, 0xb1);
        chain.round(&mut watch);
        chain.cut(10);
        goes_on(&mut chain);
        let (_, news) = chain.round(&mut watch);
        let [record]: [LiveRecord; 1] = records(news).try_into().unwrap();
        assert_eq!(record.taken_back_from, Some(10));
        assert_eq!(record.holding, is);
        assert_eq!(record.change.and_then(|change| change.in_block), change);
        assert_eq!(chain.round(&mut watch), (1, Vec::new()), "it is calm again");
    };
    check(&|chain| chain.mine(7), holding(0xa1), None);
    check(
        &|chain| {
            chain.mine(7);
            chain.mine(7);
        },
        holding(0xa1),
        None,
    );
    check(
        &|chain| {
            chain.mine(7);
            chain.transfer(7, 1, 0xb1);
        },
        holding(0xb1),
        Some(11),
    );
    check(&|chain| chain.transfer(7, 1, 0xc1), holding(0xc1), Some(10));
}

#[test]
fn a_chain_that_is_all_other_is_looked_at_anew() {
    let (mut chain, mut watch) = begun();
    chain.cut(0);
    (0..12).for_each(|_| chain.mine(9));
    chain.transfer(9, 1, 0xa1);
    chain.transfer(9, 2, 0xd2);
    let found = records(chain.round(&mut watch).1);
    let held: Vec<_> = found.iter().map(|record| record.holding.clone()).collect();
    assert_eq!(held, [holding(0xa1), holding(0xd2)]);
}

#[test]
fn an_endpoint_that_goes_back_is_believed_once_it_has_come_as_far_again() {
    let (mut chain, mut watch) = begun();
    chain.transfer(0, 1, 0xb1);
    chain.round(&mut watch);
    let ahead = chain.clone();
    chain.cut(10);
    for _ in 0..10 {
        let news = chain.round(&mut watch).1;
        assert!(records(news).is_empty(), "what it knew once is still so");
    }
    // It was late, and is not any more.
    let (_, news) = ahead.round(&mut watch);
    assert_eq!(troubles(news), [None]);
    // What was seen is taken back where another block stands in the place of its own.
    while chain.head() <= ahead.head() {
        chain.mine(7);
    }
    let found = records(chain.round(&mut watch).1);
    let held: Vec<_> = found.iter().map(|record| record.holding.clone()).collect();
    assert_eq!(held, [holding(0xa1)]);
}

#[test]
fn an_endpoint_that_has_not_come_as_far_as_the_exhibition_is_not_believed() {
    let chain = Chain::new(3);
    let of = |block| Watched { block: Some(block), ..watched(1, 0xa1) };
    let check = |block: u64, believed: bool| {
        let mut watch = watch_of(&[of(block)]);
        let (_, news) = chain.round(&mut watch);
        let told = records(news.clone()).len();
        assert_eq!((told == 1, troubles(news).is_empty()), (believed, believed), "{block}");
    };
    check(chain.head(), true);
    check(chain.head() + 1, false);
}

#[test]
fn an_endpoint_without_use_is_named_once_and_taken_back_when_it_is_well() {
    let check = |spoil: &dyn Fn(&mut Chain), late_secs: i64, expected: Trouble| {
        let (mut chain, mut watch) = begun();
        let well = chain.clone();
        spoil(&mut chain);
        chain.transfer(0, 1, 0xb1);
        let now = Timestamp::from_unix(START + 12 * chain.head() as i64 + late_secs);
        let (_, news) = chain.round_at(&mut watch, now);
        if late_secs == 0 {
            assert!(records(news.clone()).is_empty(), "nothing is taken from it");
        }
        assert_eq!(troubles(news), [Some(expected)]);
        let (_, again) = chain.round_at(&mut watch, now);
        assert_eq!(troubles(again), []);
        let mut well = well;
        (0..3).for_each(|_| well.mine(0));
        assert_eq!(troubles(well.round(&mut watch).1), [None]);
    };
    check(&|chain| chain.says_nothing = true, 0, Trouble::Silent("timed out".to_owned()));
    check(&|chain| chain.says_chain = 5, 0, Trouble::OtherChain(5));
    let since = Timestamp::from_unix(START + 12 * 10);
    check(&|_| {}, STALLED_SECS + 1, Trouble::Stalled(since));
}
