//! Works that are watched through a real chain: what happens there is told, proven where
//! the endpoint proves it, and taken back with the block that it was in.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use enfilade::ownership::Level;
use enfilade::ownership::live::{Endpoints, Holding, LiveRecord, News, Order, Trouble, Watched};
use enfilade::platform::net;
use enfilade::source::watch;
use enfilade::token::{AccountId, AssetId, ChainId, EvmStandard, EvmToken};
use futures::channel::mpsc::{UnboundedSender, unbounded};

use crate::local::Chain;

sol! {
    function mint(address to, uint256 number, string uri) external;
    function transferFrom(address from, address to, uint256 number) external;
}

const PATIENCE: Duration = Duration::from_secs(60);

/// A task that watches one token, as the gallery has one.
struct Watching {
    order: Order,
    orders: UnboundedSender<Order>,
    news: Receiver<News>,
}

impl Watching {
    fn through(endpoints: Endpoints, contract: Address, owner: Address) -> Self {
        let chain: ChainId = Chain::CHAIN.parse().unwrap();
        let evm = EvmToken { standard: EvmStandard::Erc721, contract, number: U256::from(1) };
        let watched = Watched {
            work: "one".to_owned(),
            token: AssetId::of_evm(chain.clone(), evm),
            holding: Holding::Owner(AccountId::evm(chain, owner)),
        };
        let order = Order { works: vec![watched], before: None };
        let ((orders, taken), (tell, news)) = (unbounded(), channel());
        net::spawn(watch(endpoints, taken, move |one| {
            let _ = tell.send(one);
        }));
        orders.unbounded_send(order.clone()).unwrap();
        Self { order, orders, news }
    }

    /// The next thing told that is wanted; an order, given again, brings the next round.
    fn until<T>(&self, what: &str, wanted: impl Fn(&News) -> Option<T>) -> T {
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

    fn record(&self, what: &str, wanted: impl Fn(&LiveRecord) -> bool) -> LiveRecord {
        self.until(what, |news| match news {
            News::Work(record) if wanted(record) => Some(*record.clone()),
            _ => None,
        })
    }
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
    let chain = Chain::CHAIN.parse().unwrap();
    Endpoints { named: [(chain, vec![url.to_owned()])].into(), own: None }
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
    let account = AccountId::evm(Chain::CHAIN.parse().unwrap(), to);
    assert_eq!(proven.holding, Holding::Owner(account));
    let change = proven.change.unwrap();
    assert!(change.just_now);
    assert_eq!(change.block, chain.height());
    chain.reorg(1);
    let back = watching.record("the block's end", |record| record.taken_back_from.is_some());
    assert_eq!((back.change, back.taken_back_from), (None, Some(change.block)));
    assert_eq!(back.holding, first.holding);
}

#[test]
fn the_visitors_own_endpoint_proves_what_they_stand_before() {
    let (chain, contract, [from, _]) = begun();
    let own = Endpoints { named: named("http://127.0.0.1:9").named, own: Some(chain.url.clone()) };
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
