//! Works that are watched through endpoints that lie: what is told of them, as the tables in
//! the papers have it.

use std::cell::RefCell;

use alloy_primitives::{Address, Bytes};
use enfilade::ownership::Level;
use enfilade::ownership::live::{Endpoints, Holding, LiveRecord, News, Trouble};
use enfilade::token::EvmStandard;

use crate::liar::{Damage, Liar, Lie, Nodes};
use crate::live::{Watching, account, all_named, watched};
use crate::local::Chain;
use crate::local::contracts::{Erc721, Numbered, Pauses};
use crate::scene::n;
use crate::stage::Stage;

/// The papers.
const KEPT: &str = include_str!("../../docs/lies.md");

/// What is known of a work in the end, and what is the matter with the endpoint.
struct Told {
    record: Option<LiveRecord>,
    trouble: Option<Trouble>,
}

/// Watches the first work of a stage until its owner is proven, or it is said why not, or
/// nothing comes of it.
fn told(stage: &Stage, endpoints: Endpoints) -> Told {
    let held = Holding::Owner(account(stage.holder()));
    let mut work = watched("one", EvmStandard::Erc721, stage.works, 1, held);
    work.block = Some(stage.chain.height());
    let troubles = RefCell::new(None);
    let watching = Watching::of(endpoints, vec![work]);
    watching.until("what is known in the end", |news| match news {
        News::Work(record) => {
            let is_known = record.evidence.level() == Level::Proven || record.unproven.is_some();
            let trouble = troubles.borrow().clone();
            is_known.then(|| Told { record: Some(*record.clone()), trouble })
        }
        // The clock of these chains is not the machine's.
        News::Line { trouble: None | Some(Trouble::Stalled(_)), .. } | News::Checked(_) => None,
        News::Line { trouble: Some(trouble), .. } => {
            *troubles.borrow_mut() = Some(trouble.clone());
            let goes_on = matches!(trouble, Trouble::Alone(_) | Trouble::Disputed(_));
            (!goes_on).then(|| Told { record: None, trouble: Some(trouble.clone()) })
        }
    })
}

impl Told {
    /// As a row of the table.
    fn row(&self, name: &str, stage: &Stage) -> String {
        let holder = Holding::Owner(account(stage.holder()));
        let told = match &self.record {
            None => "nothing",
            Some(record) if record.evidence.level() != Level::Proven => "reported",
            Some(record) if record.holding == holder => "proven: the true owner",
            Some(_) => "**proven, over its own header: another owner**",
        };
        let said = match (&self.trouble, &self.record) {
            (Some(trouble), _) => trouble.key(),
            (None, Some(LiveRecord { unproven: Some(_), .. })) => "not proven",
            (None, _) => "nothing more",
        };
        format!("| {name} | {told} | {said} |\n")
    }
}

#[test]
fn what_one_endpoint_tells_while_somebody_looks_is_no_stronger_than_it_is() {
    let stage = Stage::new();
    let liar = stage.chain.account(7);
    let lies = [
        ("nothing changed", None),
        ("another owner in the answer to a call", Some(Lie::Owner(liar))),
        (
            "a bit turned in the slot's proof",
            Some(Lie::Nodes(Nodes::Storage, Damage::Flip { node: 0, byte: 12 })),
        ),
        ("another contract's code", Some(Lie::Code(Bytes::from_static(&[0x60, 0, 0x60, 0, 0xf3])))),
        ("no proofs", Some(Lie::Missing("eth_getProof"))),
        ("no answer that is a block", Some(Lie::Missing("eth_getBlockByNumber"))),
        ("the number of another chain", Some(Lie::ChainId(5))),
        ("a newest block that is older than the exhibition's", Some(Lie::Stopped(2))),
    ];
    let mut table = String::new();
    for (name, lie) in lies {
        let endpoint = Liar::start(&stage.chain.url, lie.as_slice()).url();
        table += &told(&stage, all_named(&[endpoint], None)).row(name, &stage);
    }
    let invented = Stage::held_by(7);
    let world = all_named(std::slice::from_ref(&invented.chain.url), None);
    let name = "a whole world of its own, which contradicts itself nowhere";
    table += &told(&stage, world).row(name, &stage);
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

#[test]
fn where_several_must_name_a_block_one_alone_proves_nothing() {
    let (stage, invented) = (Stage::new(), Stage::held_by(7));
    let host = |url: &str| url.trim_start_matches("http://").to_owned();
    let [honest, other, mute, stopped] =
        [None, None, Some(Lie::Missing("eth_getBlockByNumber")), Some(Lie::Stopped(2))]
            .map(|lie| Liar::start(&stage.chain.url, lie.as_slice()).url());
    let world = invented.chain.url.clone();
    // Who is asked first, who is asked beside them, and who of these is named.
    let rows = [
        ("two that are honest", vec![&honest, &other], vec![]),
        (
            "a whole world of its own, beside one that is honest",
            vec![&world, &honest],
            vec![&honest],
        ),
        (
            "the same, beside two that are honest",
            vec![&world, &honest, &other],
            vec![&honest, &other],
        ),
        (
            "one that is honest, beside another and a whole world of its own",
            vec![&honest, &world, &other],
            vec![&world],
        ),
        ("one that is honest, beside one that gives no blocks", vec![&honest, &mute], vec![&mute]),
        (
            "one that is honest, beside one that stopped long ago",
            vec![&honest, &stopped],
            vec![&stopped],
        ),
    ];
    let mut table = String::new();
    for (name, urls, named) in rows {
        let urls: Vec<String> = urls.into_iter().cloned().collect();
        let told = told(&stage, all_named(&urls, None));
        let record = told.record.as_ref().unwrap();
        let said = told.trouble.as_ref().map(Trouble::detail).unwrap_or_default();
        for url in named {
            assert!(said.contains(&host(url)), "{name}: {said}");
        }
        // What stands on the label is the word of whoever was asked, or of all who agree.
        let sources = record.evidence.sources();
        assert_eq!(sources[0], host(&urls[0]), "{name}");
        assert_eq!(sources.len() > 1, record.evidence.level() == Level::Proven, "{name}");
        table += &told.row(name, &stage);
    }
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

#[test]
fn of_a_burning_nothing_is_proven_but_that_no_owner_is_named() {
    let row = |name: &str, endpoints: &[String], of: (&Chain, Address), ends: &dyn Fn()| {
        let (chain, works) = of;
        let held = Holding::Owner(account(chain.account(1)));
        let work = watched("one", EvmStandard::Erc721, works, 1, held);
        let watching = Watching::of(all_named(endpoints, None), vec![work]);
        watching.record("the owner", |_| true);
        ends();
        let gone = watching.record("the end", |record| {
            record.change.is_some() && record.evidence.level() == Level::Proven
        });
        assert_eq!(gone.holding, Holding::Nobody, "{name}");
        // Whose word the burning is stands first among those who are behind the block.
        let hosts = endpoints.iter().map(|url| url.trim_start_matches("http://").to_owned());
        assert_eq!(gone.evidence.sources(), hosts.collect::<Vec<_>>(), "{name}");
        let change = gone.change.unwrap();
        assert_eq!(change.in_block, change.burnt.then(|| chain.height()), "{name}");
        let said = if change.burnt { "that one endpoint says so" } else { "nothing more" };
        format!("| {name} | proven: the contract names no owner | {said} |\n")
    };
    let mut table = String::new();
    for (name, lie) in [("nothing changed", None), ("its event left out", Some(Lie::LogsFewer))] {
        let stage = Stage::new();
        let endpoint = Liar::start(&stage.chain.url, lie.as_slice()).url();
        let burn = Erc721::burnCall { number: n(1) };
        let ends = || drop(stage.chain.tell_as(stage.holder(), stage.works, &burn));
        let name = format!("a token that is burnt, {name}");
        table += &row(&name, &[endpoint], (&stage.chain, stage.works), &ends);
    }
    let chain = Chain::start();
    let pausing = chain.deploy("Pausing", &[]);
    chain.tell(pausing, &Numbered::mintCall { to: chain.account(1), number: n(1) });
    let [liar, honest] = [Some(Lie::LogOfBurning(pausing, n(1))), None]
        .map(|lie| Liar::start(&chain.url, lie.as_slice()).url());
    let ends = || drop(chain.tell(pausing, &Pauses::pauseCall {}));
    let name = "a contract that is paused, a burning invented beside one that is honest";
    table += &row(name, &[liar, honest], (&chain, pausing), &ends);
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}
