//! Works that are watched through a real chain: what happens there is told, proven where
//! the endpoint proves it, and taken back with the block that it was in.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolValue, sol};
use enfilade::ownership::Level;
use enfilade::ownership::live::{Endpoints, Holding, LiveRecord, News, Order, Trouble, Watched};
use enfilade::platform::net;
use enfilade::source::{Pace, watch};
use enfilade::token::{AccountId, AssetId, ChainId, EvmStandard, EvmToken};
use futures::channel::mpsc::{UnboundedSender, unbounded};

use crate::local::Chain;
use crate::local::contracts::{Erc721, Erc1155, Named};
use crate::local::http::post_text;
use crate::scene::n;
use crate::server::{Reply, Server};

sol! {
    function mint(address to, uint256 number, string uri) external;
    function transferFrom(address from, address to, uint256 number) external;
}

const PATIENCE: Duration = Duration::from_secs(60);

/// A test waits for nobody's block.
const BRISK: Pace = Pace { round: Duration::from_millis(200), soon: Duration::from_millis(50) };

/// A task that watches tokens, as the gallery has one.
pub struct Watching {
    order: Order,
    orders: UnboundedSender<Order>,
    news: Receiver<News>,
}

impl Watching {
    fn through(endpoints: Endpoints, contract: Address, owner: Address) -> Self {
        let held = Holding::Owner(account(owner));
        Self::of(endpoints, vec![watched("one", EvmStandard::Erc721, contract, 1, held)])
    }

    pub fn of(endpoints: Endpoints, works: Vec<Watched>) -> Self {
        let order = Order { works, before: None };
        let ((orders, taken), (tell, news)) = (unbounded(), channel());
        net::spawn(watch(endpoints, BRISK, taken, move |one| {
            let _ = tell.send(one);
        }));
        orders.unbounded_send(order.clone()).unwrap();
        Self { order, orders, news }
    }

    /// The next thing told that is wanted; an order, given again, brings the next round.
    pub fn until<T>(&self, what: &str, wanted: impl Fn(&News) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            self.orders.unbounded_send(self.order.clone()).unwrap();
            while let Ok(news) = self.news.recv_timeout(Duration::from_millis(1_500)) {
                if let Some(found) = wanted(&news) {
                    return found;
                }
            }
        }
        panic!("{what} was never told");
    }

    pub fn record(&self, what: &str, wanted: impl Fn(&LiveRecord) -> bool) -> LiveRecord {
        self.until(what, |news| match news {
            News::Work(record) if wanted(record) => Some(*record.clone()),
            _ => None,
        })
    }
}

pub fn account(address: Address) -> AccountId {
    AccountId::evm(Chain::CHAIN.parse().unwrap(), address)
}

pub fn watched(
    work: &str,
    standard: EvmStandard,
    contract: Address,
    number: u64,
    holding: Holding,
) -> Watched {
    let chain: ChainId = Chain::CHAIN.parse().unwrap();
    let token = AssetId::of_evm(chain, EvmToken { standard, contract, number: n(number) });
    Watched { work: work.to_owned(), token, holding, block: None }
}

fn begun() -> (Chain, Address, [Address; 2]) {
    let chain = Chain::start();
    let contract = chain.deploy("Paintings", &[]);
    let [from, to] = [0, 1].map(|index| chain.account(index));
    let mint = mintCall { to: from, number: U256::from(1), uri: "ipfs://a".to_owned() };
    chain.tell(contract, &mint);
    (chain, contract, [from, to])
}

fn named(url: &str) -> Endpoints {
    all_named(&[url.to_owned()], None)
}

/// Endpoints that an exhibition names, and how many of them it wants to agree.
pub fn all_named(urls: &[String], agree: Option<u32>) -> Endpoints {
    let chain: ChainId = Chain::CHAIN.parse().unwrap();
    let agree = agree.map(|agree| (chain.clone(), agree)).into_iter().collect();
    Endpoints { named: [(chain, urls.to_vec())].into(), agree, own: None }
}

#[test]
fn a_transfer_is_told_proven_and_taken_back_with_its_block() {
    let (chain, contract, [from, to]) = begun();
    let watching = Watching::through(named(&chain.url), contract, from);
    let first = watching.record("the owner", |_| true);
    assert_eq!(first.change, None);
    assert_eq!(first.evidence.level(), Level::Reported);
    chain.tell_as(from, contract, &transferFromCall { from, to, number: U256::from(1) });
    let proven = watching.record("the new owner", |record| {
        record.change.is_some() && record.evidence.level() == Level::Proven
    });
    assert_eq!(proven.holding, Holding::Owner(account(to)));
    let change = proven.change.unwrap();
    assert_eq!(change.in_block, Some(chain.height()));
    assert!(!change.burnt);
    chain.reorg(1);
    let back = watching.record("the block's end", |record| record.taken_back_from.is_some());
    assert_eq!((back.change, back.taken_back_from), (None, change.in_block));
    assert_eq!(back.holding, first.holding);
}

#[test]
fn the_visitors_own_endpoint_proves_what_they_stand_before() {
    let (chain, contract, [from, _]) = begun();
    // Whoever is to agree on what the exhibition's endpoints say is not asked about it.
    let elsewhere = ["http://127.0.0.1:9", "http://127.0.0.1:10"].map(str::to_owned);
    let own = Endpoints { own: Some(chain.url.clone()), ..all_named(&elsewhere, Some(2)) };
    let mut watching = Watching::through(own, contract, from);
    watching.order.before = Some("one".to_owned());
    let proven = watching.record("a proof", |record| record.evidence.level() == Level::Proven);
    assert_eq!((proven.change, proven.unproven), (None, None));
    let host = chain.url.trim_start_matches("http://");
    assert_eq!(proven.evidence.sources(), [host]);
}

#[test]
fn an_endpoint_that_is_none_is_named() {
    let (other, contract, [from, _]) = begun();
    let check = |url: &str, expected: fn(&Trouble) -> bool| {
        let watching = Watching::through(named(url), contract, from);
        watching.until("the trouble", |news| match news {
            News::Line { trouble: Some(trouble), .. } if expected(trouble) => Some(()),
            News::Work(record) => panic!("{record:?}"),
            _ => None,
        });
    };
    drop(other);
    let wrong = Chain::start_as(5);
    check(&wrong.url, |trouble| *trouble == Trouble::OtherChain(5));
    check("http://127.0.0.1:9", |trouble| matches!(trouble, Trouble::Silent(_)));
}

#[test]
fn whatever_is_in_sight_is_proven_where_nobody_stands_before_it() {
    let (chain, contract, [from, _]) = begun();
    let mint = mintCall { to: from, number: n(2), uri: "ipfs://b".to_owned() };
    chain.tell(contract, &mint);
    let of = |work: &str, number| {
        let held = Holding::Owner(account(from));
        watched(work, EvmStandard::Erc721, contract, number, held)
    };
    let watching = Watching::of(named(&chain.url), vec![of("one", 1), of("two", 2)]);
    assert_eq!(watching.order.before, None);
    for work in ["one", "two"] {
        let proven = watching
            .record(work, |record| record.work == work && record.evidence.level() == Level::Proven);
        assert_eq!((proven.change, proven.unproven), (None, None), "{work}");
    }
}

#[test]
fn new_metadata_and_an_end_are_told() {
    let chain = Chain::start();
    let contract = chain.deploy("Changing", &[]);
    let from = chain.account(0);
    let of = |work: &str, number: u64| {
        let uri = "ipfs://a".to_owned();
        chain.tell(contract, &Named::mintCall { to: from, number: n(number), uri });
        let held = Holding::Owner(account(from));
        watched(work, EvmStandard::Erc721, contract, number, held)
    };
    let watching = Watching::of(named(&chain.url), vec![of("one", 1), of("two", 2)]);
    for work in ["one", "two"] {
        watching.record(work, |record| record.work == work);
    }

    // ERC-4906, of one token and of a range of them.
    let uri = "ipfs://another".to_owned();
    chain.tell(contract, &Named::changeCall { number: n(1), uri });
    let changed = chain.height();
    let told = watching.record("new metadata", |record| record.metadata_in == Some(changed));
    assert_eq!((told.work.as_str(), told.change), ("one", None));
    chain.tell(contract, &Named::changeAllCall { first: n(2), last: n(9) });
    let changed = chain.height();
    let told = watching.record("further metadata", |record| record.metadata_in == Some(changed));
    assert_eq!((told.work.as_str(), told.change), ("two", None));

    // A burnt token has no owner, and that it has none is proven.
    chain.tell_as(from, contract, &Erc721::burnCall { number: n(2) });
    let burnt = chain.height();
    let gone = watching.record("the end", |record| {
        record.change.is_some() && record.evidence.level() == Level::Proven
    });
    assert_eq!((gone.work.as_str(), &gone.holding), ("two", &Holding::Nobody));
    let change = gone.change.unwrap();
    assert_eq!((change.was, change.in_block), (Holding::Owner(account(from)), Some(burnt)));
    assert!(change.burnt);
}

#[test]
fn an_endpoint_that_answers_half_of_a_round_loses_its_turn() {
    let (chain, contract, [from, _]) = begun();
    // It names its newest block whenever it is asked, and says nothing of contracts.
    let node = chain.url.clone();
    let half = Server::reading(move |request| {
        let asked = String::from_utf8_lossy(&request.body);
        match asked.contains("eth_call") {
            true => Reply::status(403, "not for you"),
            false => Reply::ok(post_text(&node, &asked).body),
        }
    });
    let endpoints = all_named(&[half.url(), chain.url.clone()], Some(1));
    let told = Watching::through(endpoints, contract, from).record("the owner", |_| true);
    assert_eq!(told.evidence.sources(), [chain.url.trim_start_matches("http://")]);
}

#[test]
fn editions_that_change_hands_change_both_counts() {
    let chain = Chain::start();
    let contract = chain.deploy("Editions", &"ipfs://a".abi_encode());
    let [from, to] = [1, 2].map(|index| chain.account(index));
    for (holder, editions) in [(from, 9), (to, 2)] {
        let mint = Erc1155::mintCall { to: holder, number: n(7), editions: n(editions) };
        chain.tell(contract, &mint);
    }
    let editions = |holder: Address, count: u64| Holding::Editions {
        holder: account(holder),
        count: U256::from(count),
    };
    let of = |holding| watched("print", EvmStandard::Erc1155, contract, 7, holding);
    let works = vec![of(editions(from, 9)), of(editions(to, 2))];
    let watching = Watching::of(named(&chain.url), works);
    let told = |holding: Holding, block: Option<u64>| {
        let proven = watching.record(&format!("{holding:?}"), |record| {
            record.holding == holding && record.evidence.level() == Level::Proven
        });
        assert_eq!(proven.change.and_then(|change| change.in_block), block, "{holding:?}");
    };
    told(editions(from, 9), None);
    told(editions(to, 2), None);

    let give = Erc1155::safeTransferFromCall {
        from,
        to,
        number: n(7),
        editions: n(4),
        data: Bytes::new(),
    };
    chain.tell_as(from, contract, &give);
    let given = chain.height();
    told(editions(from, 5), Some(given));
    told(editions(to, 6), Some(given));

    // Among other tokens, in one event, in a block that is not the newest any more.
    let (numbers, more) = (vec![n(3), n(7)], vec![n(1), n(10)]);
    chain.tell(contract, &Erc1155::mintBatchCall { to, numbers, editions: more });
    let minted = chain.height();
    chain.mine(3);
    told(editions(to, 16), Some(minted));
}
