//! The gallery before a real chain: what happens there stands on the labels in the room.

#[path = "../../../tests/local/mod.rs"]
#[expect(dead_code, reason = "the tests of proofs use the rest of it")]
mod local;
#[path = "../../../tests/end_to_end/show.rs"]
#[expect(dead_code, reason = "the tests of resolves use the rest of it")]
mod show;
#[path = "../../../tests/proofs/stage.rs"]
#[expect(dead_code, reason = "the tests of proofs use the rest of it")]
mod stage;

use std::sync::Arc;
use std::time::Duration;

use alloy_primitives::{Address, U256};
use bevy::prelude::Without;

use super::house::House;
use crate::gallery::labels::Card;
use crate::gallery::lettering::Print;
use crate::gallery::line::Line;
use crate::gallery::live::Live;
use crate::gallery::wishes::Wish;
use crate::ownership::live::{Endpoints, Holding};
use crate::ownership::{Level, Timestamp};
use crate::source::{Folder, Pace};
use crate::token::AccountId;
use local::Chain;
use local::contracts::{Erc721, Named};
use stage::Stage;

/// A test waits for nobody's block.
const BRISK: Pace = Pace { round: Duration::from_millis(100), soon: Duration::from_millis(20) };

/// A show of the stage's works, resolved from its chain, hung, and watched through it.
fn hung(stage: &Stage) -> (House, show::Show) {
    let endpoint = stage.chain.url.clone();
    let mut show = stage.show(std::slice::from_ref(&endpoint), "");
    show.now = Timestamp::from_unix(stage.chain.now());
    let report = show.resolve();
    assert_eq!((report.shown, report.warnings), (3, vec![]));
    let blobs = Arc::new(Folder::open(show.path()).unwrap());
    let mut house = House::of(show.lock(), blobs, 1_280, 720);
    let named = [(Chain::CHAIN.parse().unwrap(), vec![endpoint])].into();
    let endpoints = Endpoints { named, ..Endpoints::default() };
    house.app.insert_resource(Line::to(&endpoints, BRISK));
    (house, show)
}

/// Goes on until the endpoint has proven here and now who holds a work.
fn proven(house: &mut House, work: usize, holding: &Holding) {
    house.until(&format!("a proof of {holding:?}"), |world| {
        let records = world.resource::<Live>().records(work);
        records
            .iter()
            .any(|record| record.holding == *holding && record.evidence.level() == Level::Proven)
    });
}

/// Goes on until a work's label says all of this, and gives its words.
fn reads(house: &mut House, work: usize, wanted: &[&str]) -> String {
    let mut said = String::new();
    house.until(&format!("a label that says {wanted:?}"), |world| {
        let mut cards = world.query::<(&Card, &Print)>();
        let label = cards.iter(world).find(|(card, _)| card.work == work);
        said = label.map(|(_, print)| format!("{print:?}")).unwrap_or_default();
        wanted.iter().all(|words| said.contains(words))
    });
    said
}

/// Goes on until what is not a label, but the panel, says all of this.
fn reads_in_panel(house: &mut House, wanted: &[&str]) {
    house.until(&format!("a panel that says {wanted:?}"), |world| {
        let mut prints = world.query_filtered::<&Print, Without<Card>>();
        prints.iter(world).any(|print| {
            let said = format!("{print:?}");
            wanted.iter().all(|words| said.contains(words))
        })
    });
}

fn owned_by(address: Address) -> Holding {
    Holding::Owner(AccountId::evm(Chain::CHAIN.parse().unwrap(), address))
}

/// An address as a label has room for it.
fn short(address: Address) -> String {
    let whole = address.to_string();
    format!("{}…{}", &whole[..6], &whole[whole.len() - 4..])
}

#[test]
fn what_happens_on_the_chain_stands_on_the_label_before_the_visitor() {
    let stage = Stage::new();
    let (chain, works) = (&stage.chain, stage.works);
    let [from, to] = [stage.holder(), chain.account(2)];
    let (mut house, _show) = hung(&stage);

    let first = house.stand_before("w1");
    let hangs = reads(&mut house, first, &[&short(from), "Proven"]);
    assert!(!hangs.contains("Changed hands"), "{hangs}");
    // Whatever changes before the endpoint was first asked came about before the visitor did.
    let second = house.work("w2");
    for work in [first, second] {
        proven(&mut house, work, &owned_by(from));
    }

    let give = Erc721::transferFromCall { from, to, number: U256::from(1) };
    chain.tell_as(from, works, &give);
    let mark = format!("Changed hands just now, block {}.", chain.height());
    let given = reads(&mut house, first, &[&mark, &short(to), "Proven"]);
    assert!(!given.contains(&short(from)), "{given}");
    proven(&mut house, first, &owned_by(to));

    // New metadata (ERC-4906) is announced beside that, and does not take its place.
    let uri = "ipfs://another".to_owned();
    chain.tell(works, &Named::changeCall { number: U256::from(1), uri });
    let announced = format!("New metadata was announced in block {};", chain.height());
    reads(&mut house, first, &[&mark, &announced, &short(to), "Proven"]);
    house.wish(Wish::TogglePanel);
    reads_in_panel(&mut house, &[&mark, &announced, &to.to_string()]);
    house.wish(Wish::TogglePanel);

    // Its neighbour is as it was.
    house.stand_before("w2");
    let beside = reads(&mut house, second, &[&short(from), "Proven"]);
    let changed = ["Changed hands", "New metadata"].map(|words| beside.contains(words));
    assert_eq!(changed, [false; 2], "{beside}");

    chain.tell_as(from, works, &Erc721::burnCall { number: U256::from(2) });
    let height = chain.height();
    // What is proven, and what the endpoint alone says of it.
    let host = chain.url.trim_start_matches("http://");
    let burnt = format!("{host} says that it was burnt in block {height};");
    let gone = reads(&mut house, second, &[&burnt, "The contract names no owner", "Proven"]);
    assert!(!gone.contains(&short(from)), "{gone}");
    proven(&mut house, second, &Holding::Nobody);

    // The block of the burning is replaced by another, and that of the transfer stands.
    chain.reorg(1);
    let back = reads(&mut house, second, &[&short(from), "Proven"]);
    assert!(!back.contains("burnt") && !back.contains("names no owner"), "{back}");
    house.stand_before("w1");
    reads(&mut house, first, &[&mark, &announced, &short(to), "Proven"]);
}
