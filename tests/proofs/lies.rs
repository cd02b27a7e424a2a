//! Whole shows through one endpoint that lies, and of contracts that do: what is left of
//! each lie, as the tables in the papers have it.

use std::time::Duration;

use alloy_primitives::{Bytes, U256};
use enfilade::exhibition::{LockedWork, ProblemKind};
use enfilade::ownership::{Level, RightKind};
use enfilade::token::AccountId;
use serde_json::{Value, json};

use crate::liar::{Damage, Disorder, Liar, Lie, Nodes};
use crate::local::Chain;
use crate::local::contracts::{Named, Numbered, Upgradeable};
use crate::scene::{n, proxies};
use crate::show::Show;
use crate::stage::{Stage, URI, checked, harmed, level, noted, owner};

/// The papers.
const KEPT: &str = include_str!("../../docs/lies.md");

/// All that is asked about the state of a block.
const OF_STATE: [&str; 5] =
    ["eth_getCode", "eth_call", "eth_getProof", "eth_getStorageAt", "eth_createAccessList"];

const PROVEN: Option<Level> = Some(Level::Proven);
const REPORTED: Option<Level> = Some(Level::Reported);

/// How strongly something is known, in a word.
fn word(level: Option<Level>) -> &'static str {
    level.map_or("nothing hangs", Level::key)
}

/// One thing that an endpoint changes in its answers, and what becomes of it: a name for
/// the table in the papers, the lie, and the level that is left; none where nothing hangs.
fn lies(stage: &Stage) -> Vec<(&'static str, Lie, Option<Level>)> {
    let liar = stage.chain.account(7);
    let flip = |node, byte| Damage::Flip { node, byte };
    let account = |damage| Lie::Nodes(Nodes::Account, damage);
    let storage = |damage| Lie::Nodes(Nodes::Storage, damage);
    let later = json!(format!("{:#x}", Chain::BEGINS + 1));
    vec![
        ("another owner in the answer to a call", Lie::Owner(liar), PROVEN),
        ("another value beside a true proof", Lie::Value(n(7)), PROVEN),
        ("another balance of the account", Lie::Account("balance", json!("0x7")), REPORTED),
        (
            "another code hash",
            Lie::Account("codeHash", json!(alloy_primitives::B256::ZERO)),
            REPORTED,
        ),
        (
            "another storage root",
            Lie::Account("storageHash", json!(alloy_primitives::B256::ZERO)),
            REPORTED,
        ),
        ("a bit turned in the account's proof", account(flip(0, 40)), REPORTED),
        ("a bit turned in the slot's proof", storage(flip(0, 12)), REPORTED),
        ("a proof cut short by bytes", storage(Damage::Cut(3)), REPORTED),
        ("a proof without its last node", storage(Damage::DropLast), REPORTED),
        ("a proof without its first node", account(Damage::DropFirst), REPORTED),
        ("no proof at all", account(Damage::DropAll), REPORTED),
        ("the nodes in another order", account(Damage::Reverse), PROVEN),
        ("a node twice", account(Damage::Double), PROVEN),
        ("a node that belongs nowhere", storage(Damage::Append), PROVEN),
        ("the proof of another slot", Lie::OtherSlot, REPORTED),
        ("the proof of another account", Lie::OtherAccount(liar), REPORTED),
        ("the state of another block", Lie::OtherBlock(2), REPORTED),
        ("slots in another order", Lie::SlotsReversed, PROVEN),
        ("a slot left out", Lie::SlotsFewer, REPORTED),
        (
            "another contract's code",
            Lie::Code(Bytes::from_static(&[0x60, 0, 0x60, 0, 0xf3])),
            REPORTED,
        ),
        ("an access list without anything", Lie::AccessListEmpty, PROVEN),
        ("an access list without its last account", Lie::AccessListShort, PROVEN),
        ("an access list of a thousand strangers", Lie::AccessListLong(1_000), PROVEN),
        ("no access lists", Lie::Missing("eth_createAccessList"), PROVEN),
        ("no proofs", Lie::Missing("eth_getProof"), REPORTED),
        ("null for a proof", Lie::Null("eth_getProof"), REPORTED),
        ("proofs of state that was thrown away", Lie::Pruned(&["eth_getProof"]), REPORTED),
        ("calls over state that was thrown away", Lie::Pruned(&["eth_call"]), None),
        (
            "calls and proofs over state that was thrown away",
            Lie::Pruned(&["eth_call", "eth_getProof"]),
            None,
        ),
        ("codes, calls and proofs that were thrown away", Lie::Pruned(&OF_STATE), None),
        (
            "a header whose state root is another",
            Lie::Header("stateRoot", json!(alloy_primitives::B256::ZERO)),
            REPORTED,
        ),
        ("a header with other extra data", Lie::Header("extraData", json!("0x07")), REPORTED),
        ("a header whose time is another", Lie::Header("timestamp", later), REPORTED),
        ("too many requests", Lie::Busy("eth_getProof", 2), PROVEN),
        ("every answer late", Lie::Slow(Duration::from_millis(100)), PROVEN),
        ("no answer when it is asked for proofs", Lie::Stall("eth_getProof"), REPORTED),
        ("no answer when contracts are called", Lie::Stall("eth_call"), None),
        ("answers of a batch in another order", Lie::Batch(Disorder::Reverse), PROVEN),
        ("the last answer of a batch left out", Lie::Batch(Disorder::Omit), PROVEN),
        (
            "an answer of a batch twice, and another not at all",
            Lie::Batch(Disorder::Duplicate),
            PROVEN,
        ),
        ("two answers of a batch under each other's ids", Lie::Batch(Disorder::Swap), None),
    ]
}

#[test]
fn what_one_endpoint_alone_says_is_no_stronger_than_it_is() {
    let stage = Stage::new();
    let mut table = String::new();
    for (name, lie, expected) in lies(&stage) {
        let liar = Liar::start(&stage.chain.url, std::slice::from_ref(&lie));
        let show = stage.show(&[liar.url()], "").in_haste();
        show.resolve();
        let work = show.work("w1");
        assert_eq!(level(&work), expected, "{name}: {:?}", work.notes);
        // One endpoint alone may report what it likes; only what it proves is bound.
        if expected == Some(Level::Proven) {
            assert_eq!(owner(&work), Some(stage.holder()), "{name}");
        }
        assert_eq!(checked(&show).1, [], "{name}");
        assert!(liar.most_in_flight() <= 40, "{name}");
        table += &format!("| {name} | {} | {} |\n", word(expected), noted(&work));
    }
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

/// How strongly it is known how a work came to its owner.
fn hands(work: &LockedWork) -> &'static str {
    let provenance = work.provenance.as_ref();
    provenance.map_or("nothing", |provenance| provenance.evidence.level().key())
}

#[test]
fn what_is_said_of_hands_is_held_to_receipts_and_to_the_owner() {
    let stage = Stage::new();
    // Of the work that was minted last, about whose mint the newest event is.
    let lies = [
        ("nothing changed", None),
        ("the newest event left out", Some(Lie::LogsFewer)),
        ("events about another token, in receipts too", Some(Lie::LogTopic(U256::from(8)))),
        ("an event left out of the receipts", Some(Lie::ReceiptLogsFewer)),
        ("no receipts of whole blocks", Some(Lie::Missing("eth_getBlockReceipts"))),
        ("no events", Some(Lie::Missing("eth_getLogs"))),
        ("no answer when it is asked for events", Some(Lie::Stall("eth_getLogs"))),
    ];
    let mut table = String::new();
    for (name, lie) in lies {
        let liar = Liar::start(&stage.chain.url, lie.as_slice());
        let show = stage.show(&[liar.url()], "").in_haste();
        show.resolve();
        let work = show.work("w3");
        // Of the owner the state tells, whatever is said of events.
        assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(stage.holder())));
        for step in work.provenance.iter().flat_map(|provenance| &provenance.steps) {
            assert_eq!((step.from, step.to), (None, Some(stage.holder())), "{name}");
        }
        assert_eq!(checked(&show).1, [], "{name}");
        table += &format!("| {name} | {} | {} |\n", hands(&work), noted(&work));
    }
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

/// No endpoint lies here: contracts do, as whoever owns them wants. What their code says is
/// proven, and the hands of which they told end with somebody else.
#[test]
fn a_contract_that_lies_is_proven_to_say_so_and_its_hands_end_elsewhere() {
    let chain = Chain::start();
    let [admin, holder, other] = [0, 1, 2].map(|index| chain.account(index));
    let number = n(1);
    let rewritten = chain.deploy("Rewritable", &[]);
    chain.tell(rewritten, &Numbered::mintCall { to: holder, number });
    chain.tell(rewritten, &Numbered::rewriteCall { number, to: other });
    let (_, replaced) = proxies(&chain)[0];
    chain.tell(replaced, &Named::mintCall { to: holder, number, uri: URI.to_owned() });
    let implementation = chain.deploy("SeizedPaintings", &[]);
    let upgrade = Upgradeable::upgradeToAndCallCall { implementation, data: Bytes::new() };
    chain.tell(replaced, &upgrade);
    let account = |address| AccountId::evm(Chain::CHAIN.parse().unwrap(), address);
    let (implementation, may) = (account(implementation), Some(account(admin)));
    let replaceable = RightKind::Upgradeable { implementation, by: None, owner: may };
    let rows = [
        (
            "an entry that the contract's owner rewrote, without an event",
            (rewritten, other),
            RightKind::PlainCode,
            "nothing that could replace it was found",
        ),
        (
            "code that the contract's owner replaced, and that now names its owner",
            (replaced, admin),
            replaceable,
            "it can be replaced; who owns the contract is named",
        ),
    ];
    let mut table = String::new();
    for (name, (contract, named), code, said) in rows {
        let show = Show::new(&format!(
            "[chains.\"{0}\"]\nendpoints = [\"{1}\"]\n[[work]]\ntoken = \"{0}/erc721:{contract}/1\"\nid = \"w\"\n",
            Chain::CHAIN,
            chain.url
        ));
        show.resolve();
        let work = show.work("w");
        assert_eq!((level(&work), owner(&work)), (PROVEN, Some(named)), "{name}");
        let way = work.provenance.as_ref().unwrap_or_else(|| panic!("{name}: {:?}", work.notes));
        let steps: Vec<_> = way.steps.iter().map(|step| (step.from, step.to)).collect();
        assert_eq!((steps, way.ends_at_owner), (vec![(None, Some(holder))], false), "{name}");
        let broken = work.notes.iter().find(|note| note.kind == ProblemKind::ProvenanceBroken);
        let broken = broken.unwrap_or_else(|| panic!("{name}: {:?}", work.notes));
        assert!(broken.detail.contains(&format!("the owner is {named}")), "{name}: {broken}");
        let of_code = work.rights.iter().find(|right| right.right == code);
        let of_code = of_code.unwrap_or_else(|| panic!("{name}: {:?}", work.rights));
        assert_eq!(of_code.evidence.level(), Level::Proven, "{name}");
        assert_eq!(checked(&show).1, [], "{name}");
        let (left, note) = (word(level(&work)), broken.kind.key());
        table += &format!(
            "| {name} | {left}: whom the code names | {}, to another | {note} | {said} |\n",
            hands(&work)
        );
        // A lock that has them end at the owner is found out.
        let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
        let lock: Value = serde_json::from_slice(&lock).unwrap();
        let pointer = "/works/0/provenance/ends_at_owner";
        harmed(&show, &lock, pointer, json!(true), "do not lead to its owner");
    }
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

/// A whole world beside the true one: the same contract on a chain of the same number,
/// where everything belongs to somebody else. No answer contradicts another.
#[test]
fn one_endpoint_alone_can_prove_a_world_of_its_own() {
    let (stage, invented) = (Stage::new(), Stage::held_by(7));
    assert_eq!(stage.works, invented.works);
    let world = Lie::Turn { request: 0, url: invented.chain.url.clone() };
    let liar = Liar::start(&stage.chain.url, &[world]);
    let show = stage.show(&[liar.url()], "");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(invented.holder())));
    assert_eq!(work.notes, []);
    // What it proves is what it says; that the header is the chain's nobody else says.
    assert_eq!(work.ownership[0].evidence.sources().len(), 1);
    assert_eq!(checked(&show).1, []);
    let row = "| a whole world of its own, which contradicts itself nowhere | **proven, over its own header: another owner** | nothing more |";
    assert!(KEPT.contains(row), "docs/lies.md is to say so");
}

/// Whether the page has a row on a chain that replaces its blocks.
fn kept_of_replacing(what: &str, left: &str, noted: &str) {
    let row = format!("| the newest block replaced before {what} | {left} | {noted} |\n");
    assert!(KEPT.contains(&row), "docs/lies.md is to hold this row:\n{row}");
}

/// An innocent reorganisation while the resolve goes on, before each of its requests.
#[test]
fn a_block_that_is_replaced_meanwhile_is_no_lie() {
    // What is noted of a work that was minted in that block, and how often it ended so.
    let gone = ["no-such-token", "owner-contradicted"];
    let proven = ["nothing more", "provenance-broken", "endpoint-disagrees"];
    let (mut met, mut ends) = (0, [0; 2]);
    for request in 0..24 {
        let stage = Stage::new();
        let liar = Liar::start(&stage.chain.url, &[Lie::Reorg { request, blocks: 1 }]);
        let show = stage.show(&[liar.url()], "");
        show.resolve();
        met += usize::from(liar.asked() > request);
        let held = (PROVEN, Some(stage.holder()));
        for id in ["w1", "w2"] {
            let work = show.work(id);
            assert_eq!((level(&work), owner(&work)), held, "{request}, {id}: {:?}", work.notes);
            assert_eq!(work.notes, [], "{request}, {id}");
        }
        // The last one was minted in the block that is gone: nobody has it, or it is proven
        // that somebody had it at that block.
        let work = show.work("w3");
        let there = !work.ownership.is_empty();
        let expected = if there { held } else { (None, None) };
        assert_eq!((level(&work), owner(&work)), expected, "{request}: {:?}", work.notes);
        let may: &[&str] = if there { &proven } else { &gone };
        assert!(may.contains(&noted(&work)), "{request}: {} of {:?}", noted(&work), work.notes);
        let blamed = [ProblemKind::ProofRefused, ProblemKind::BlockReplaced];
        let found = work.notes.iter().find(|note| blamed.contains(&note.kind));
        assert_eq!(found, None, "{request}");
        ends[usize::from(there)] += 1;
        assert_eq!(checked(&show).1, [], "{request}");
    }
    assert!(met > 10, "it happened while {met} shows were resolved");
    assert!(!ends.contains(&0), "{ends:?}");
    let older = "any one request; a work of an older block";
    kept_of_replacing(older, word(PROVEN), "nothing more");
    let before = "any one request; a work minted in it, not proven by then";
    kept_of_replacing(before, "no owner", &gone.join(" or "));
    let after = "any one request; a work minted in it, proven by then";
    let left = format!("{}, as of that block", word(PROVEN));
    kept_of_replacing(after, &left, &proven.join(", or "));
}

#[test]
fn a_chain_that_goes_on_replacing_its_blocks_proves_nothing_and_is_not_blamed() {
    let stage = Stage::new();
    // Before every question for a proof, however often it is begun anew.
    let liar = Liar::start(&stage.chain.url, &[Lie::Restless("eth_getProof")]);
    let show = stage.show(&[liar.url()], "");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (REPORTED, Some(stage.holder())));
    assert_eq!(noted(&work), ProblemKind::BlockReplaced.key(), "{:?}", work.notes);
    assert_eq!(checked(&show).1, []);
    let what = "every question for a proof; a work of an older block";
    kept_of_replacing(what, word(level(&work)), noted(&work));
}
