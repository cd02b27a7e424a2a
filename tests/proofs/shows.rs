//! Whole shows on a real chain: how strongly an owner is known in the end, and at which
//! block.

use alloy_primitives::Bytes;
use alloy_sol_types::SolValue;
use enfilade::exhibition::{Change, Finding, Media, ProblemKind, Severity, diff};
use enfilade::ownership::{Evidence, Level, RightKind};
use enfilade::resolve::{ResolveOptions, Silent, resolve};
use enfilade::source::Folder;
use serde_json::{Value, json};

use crate::liar::Liar;
use crate::local::contracts::{Ends, Erc721, Erc1155};
use crate::local::places::furnish;
use crate::local::{Chain, Setup, quantity};
use crate::scene::n;
use crate::show::{Show, options};
use crate::stage::{
    Stage, URI, at_noon, checked, checked_at, elsewhere, harmed, level, noted, owner, years_later,
};

#[test]
fn what_is_proven_stands_without_the_network() {
    let stage = Stage::new();
    let mut show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.now = stage.now();
    let report = show.resolve();
    assert_eq!((report.shown, report.warnings), (3, vec![]));
    for id in ["w1", "w2", "w3"] {
        let work = show.work(id);
        assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(stage.holder())));
        assert_eq!(work.naming.unwrap().evidence.level(), Level::Proven);
        assert_eq!(work.called.unwrap().evidence.level(), Level::Proven);
        assert_eq!(work.notes, []);
    }
    drop(stage);
    // The chain is gone: for each of the three an owner, the name of the metadata, what its
    // collection is called, how it came to its owner, and that its code is plain.
    assert_eq!(checked(&show), (15, vec![]));
}

#[test]
fn what_is_proven_stands_on_another_machine_years_later() {
    let stage = Stage::new();
    let mut show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.now = stage.now();
    show.resolve();
    let folder = elsewhere(&show);
    drop((stage, show));
    let (held, findings) = checked_at(folder.path(), years_later());
    // As much stands as on the day, and that it is old is all that there is to say.
    assert_eq!((held, findings.len()), (15, 3), "{findings:?}");
    for finding in findings {
        assert!(matches!(finding, Finding::Stale { .. }), "{finding}");
        assert_eq!(finding.severity(), Severity::Notice);
    }
}

#[test]
fn an_owner_is_called_proven_where_the_proof_was_run() {
    let stage = Stage::new();
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let proof = show.work("w1").proof.unwrap();
    let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
    let lock: Value = serde_json::from_slice(&lock).unwrap();
    let other = json!(format!("{}:{}", Chain::CHAIN, stage.chain.account(5)));
    let said_and_other = [lock["works"][0]["ownership"][0]["owner"].clone(), other];
    let check = |owner: &Value, expected: &str| {
        let mut lock = lock.clone();
        lock["works"][0]["ownership"][0]["owner"] = owner.clone();
        show.write("exhibition.lock", &serde_json::to_vec(&lock).unwrap());
        let folder = Folder::open(show.path()).unwrap();
        let report = enfilade::exhibition::check(&show.lock(), &folder, at_noon());
        assert_eq!(report.works[0].owners.key(), expected, "{:?}", report.works[0].findings);
    };
    for (owner, expected) in said_and_other.iter().zip(["proven", "refused"]) {
        check(owner, expected);
    }
    // What is not there, or damaged, speaks neither for an owner nor against one.
    for blob in [proof.witness, proof.codes[0]] {
        let path = show.path().join(blob.path());
        let whole = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        said_and_other.iter().for_each(|owner| check(owner, "unchecked"));
        show.write(&blob.path(), &whole[1..]);
        said_and_other.iter().for_each(|owner| check(owner, "unchecked"));
        show.write(&blob.path(), &whole);
    }
    // What is beside an owner is not about them.
    let mut work = lock["works"][0].clone();
    work["royalty"] = json!({
        "receiver": said_and_other[1],
        "basis_points": 500,
        "evidence": work["ownership"][0]["evidence"],
    });
    let royalty =
        |findings: &[Finding]| findings.iter().any(|it| it.to_string().contains("royalty"));
    let mut with_royalty = lock.clone();
    with_royalty["works"][0] = work;
    show.write("exhibition.lock", &serde_json::to_vec(&with_royalty).unwrap());
    let folder = Folder::open(show.path()).unwrap();
    let report = enfilade::exhibition::check(&show.lock(), &folder, at_noon());
    let first = &report.works[0];
    assert_eq!((first.owners.key(), royalty(&first.findings)), ("proven", true), "{first:?}");
}

#[test]
fn a_lock_that_says_more_than_its_proof_is_refused() {
    let stage = Stage::new();
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let lock: Value =
        serde_json::from_slice(&std::fs::read(show.path().join("exhibition.lock")).unwrap())
            .unwrap();
    let other = format!("{}:{}", Chain::CHAIN, stage.chain.account(5));
    let check = |pointer: &str, value: Value, expected: &str| {
        harmed(&show, &lock, pointer, value, expected);
    };
    let first = "/works/0/ownership/0";
    check(&format!("{first}/owner"), json!(other), "the contract names");
    check(&format!("{first}/evidence/block/number"), json!(3), "it speaks of block 3");
    check(
        &format!("{first}/evidence/block/time"),
        json!("2026-01-01T00:00:00Z"),
        "another hash or time",
    );
    check(
        &format!("{first}/evidence/endpoints"),
        json!([]),
        "other endpoints than its level needs",
    );
    check(&format!("{first}/evidence/endpoints"), json!(["a", "a"]), "other endpoints");
    check(
        "/works/0/token",
        json!(format!("{}/erc721:{}/9", Chain::CHAIN, stage.works)),
        "does not stand on its proof",
    );
    check(&format!("{first}/evidence/level"), json!("final"), "finalized the block");
    // The same address on another chain, of whose editions this chain's contract knows nothing.
    let elsewhere = format!("eip155:1:{}", stage.holder());
    let no_account_here = "it names an account of eip155:1, and the token is one of eip155:31337";
    check(&format!("{first}/owner"), json!(elsewhere), no_account_here);
    let mut record = lock["works"][0]["ownership"][0].clone();
    record["owner"] = json!(elsewhere);
    record["editions"] = json!("0x1");
    check(first, record, no_account_here);
    let mut work = lock["works"][0].clone();
    work["royalty"] = json!({
        "receiver": elsewhere,
        "basis_points": 500,
        "evidence": lock["works"][0]["ownership"][0]["evidence"],
    });
    check("/works/0", work, no_account_here);
    // A right in somebody else's work.
    let account = |n| json!(format!("{}:{}", Chain::CHAIN, stage.chain.account(n)));
    let mut work = lock["works"][0].clone();
    work["rights"] = json!([{
        "right": { "kind": "delegate", "owner": account(6), "account": account(7) },
        "evidence": lock["works"][0]["ownership"][0]["evidence"],
    }]);
    check("/works/0", work, "neither holds the work nor stands behind");
    check("/works/0/proof/codes", json!([]), "is not at hand");
    check("/works/0/proof", Value::Null, "nothing to check it with");
}

#[test]
fn a_show_goes_back_in_time_and_tells_what_changed() {
    let stage = Stage::new();
    let before = stage.chain.height();
    let (from, to) = (stage.holder(), stage.chain.account(2));
    stage.chain.tell_as(from, stage.works, &Erc721::transferFromCall { from, to, number: n(2) });
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let now = show.lock();
    assert_eq!(owner(&show.work("w2")), Some(to));
    let at = ResolveOptions { at: vec![(None, before)], ..options(false) };
    resolve(show.path(), &at, &Silent).unwrap();
    let then = show.lock();
    let work = show.work("w2");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(from)));
    let Evidence::Proven { block, .. } = &work.ownership[0].evidence else { panic!() };
    assert_eq!(block.number, before);
    assert_eq!(checked(&show).1, []);
    let changes = diff(&then, &now);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(matches!(&changes[0].changes[..], [Change::Owners { .. }]), "{changes:?}");
    assert_eq!(diff(&now, &now), []);
    // A chain that is not there cannot be gone back on.
    let nowhere = ResolveOptions { at: vec![(Some("eip155:5".into()), 1)], ..options(false) };
    let refused = resolve(show.path(), &nowhere, &Silent).unwrap_err().to_string();
    assert!(refused.contains("--at CHAIN=1"), "{refused}");
}

#[test]
fn state_that_is_forgotten_is_not_proven() {
    let chain = Chain::start_with(Setup { states_kept: Some(2), ..Setup::default() });
    let works = chain.deploy("Changing", &[]);
    let stage = Stage::on(chain, works);
    for number in 1..=3 {
        stage.mint(number);
    }
    let then = stage.chain.height();
    stage.chain.mine(40);
    let endpoints = std::slice::from_ref(&stage.chain.url);
    let show = stage.show(endpoints, &format!("block = \"{then}\""));
    show.resolve();
    // The node has that block and the events in it, and no code that could be asked: whoever
    // the works went to, nobody is named as their owner.
    for id in ["w1", "w2", "w3"] {
        let work = show.work(id);
        assert_eq!((level(&work), owner(&work)), (None, None), "{id}: {:?}", work.ownership);
        assert_eq!(noted(&work), ProblemKind::EndpointSilent.key(), "{id}");
        let said = show.problem(id).detail;
        assert!(said.contains(&format!("at block {then} it answers")), "{id}: {said}");
        assert_eq!((work.notes, work.provenance, work.proof), (vec![], None, None), "{id}");
    }
    assert_eq!(checked(&show), (0, vec![]));
    // What it keeps it proves.
    let show = stage.show(endpoints, "");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(stage.holder())));
    assert_eq!(checked(&show).1, []);
}

#[test]
fn many_works_take_few_requests() {
    let stage = Stage::new();
    let counting = Liar::start(&stage.chain.url, &[]);
    stage.show(&[counting.url()], "").resolve();
    let plain = counting.asked();
    assert!(plain <= 25, "{plain}");
    furnish(&stage.chain);
    stage.chain.mine(1);
    let counting = Liar::start(&stage.chain.url, &[]);
    let show = stage.show(&[counting.url()], "");
    show.resolve();
    assert_eq!(level(&show.work("w1")), Some(Level::Proven));
    let asked = counting.asked();
    // Nothing is asked again but whether metadata changed since (ERC-4906).
    show.resolve();
    assert!(counting.asked() <= asked + 2, "{} {asked}", counting.asked());
}

#[test]
fn a_show_is_asked_at_what_is_final_or_safe() {
    let stage = Stage::new();
    let (from, to) = (stage.holder(), stage.chain.account(2));
    stage.chain.tell_as(from, stage.works, &Erc721::transferFromCall { from, to, number: n(1) });
    let owner_of = Erc721::ownerOfCall { number: n(1) };
    let mut numbers = Vec::new();
    for block in ["finalized", "safe", "latest"] {
        let number = quantity(&stage.chain.block(block)["number"]);
        let there = stage.chain.view(stage.works, &owner_of, format!("{number:#x}"));
        let more = format!("block = \"{block}\"");
        let show = stage.show(std::slice::from_ref(&stage.chain.url), &more);
        show.resolve();
        let work = show.work("w1");
        assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(there)), "{block}");
        let asked_at = work.ownership[0].evidence.block().unwrap();
        assert_eq!(asked_at.number, number, "{block}");
        assert_eq!(checked(&show).1, [], "{block}");
        numbers.push(number);
    }
    // The newest block is not final yet, and what is in it is seen by `latest` alone.
    assert!(numbers[0] < numbers[2] && numbers[1] <= numbers[2], "{numbers:?}");
}

#[test]
fn editions_and_their_number_are_proven() {
    let chain = Chain::start();
    let works = chain.deploy("Editions", &URI.abi_encode());
    let [one, two, three] = [1, 2, 3].map(|index| chain.account(index));
    chain.tell(works, &Erc1155::mintCall { to: one, number: n(7), editions: n(9) });
    let (from, to, number, editions) = (one, two, n(7), n(4));
    let give = Erc1155::safeTransferFromCall { from, to, number, editions, data: Bytes::new() };
    chain.tell_as(one, works, &give);
    let show = Show::new(&format!(
        "[chains.\"{0}\"]\nendpoints = [\"{1}\"]\n[[work]]\ntoken = \"{0}/erc1155:{works}/7\"\nid = \"print\"\nholders = [\"{one}\", \"{two}\", \"{three}\"]\n",
        Chain::CHAIN,
        chain.url
    ));
    show.resolve();
    let work = show.work("print");
    let held: Vec<_> = work
        .ownership
        .iter()
        .map(|record| {
            let editions = record.editions.map(|editions| editions.to::<u64>());
            (record.owner.evm_address(), editions, record.evidence.level())
        })
        .collect();
    let expected = [(Some(one), Some(5), Level::Proven), (Some(two), Some(4), Level::Proven)];
    assert_eq!(held, expected, "{:?}", work.notes);
    assert!(work.notes.iter().any(|note| note.kind == ProblemKind::HoldsNone), "{:?}", work.notes);
    let supply = work.rights.iter().find_map(|right| match right.right {
        RightKind::Supply { editions } => Some((editions, right.evidence.level())),
        _ => None,
    });
    assert_eq!(supply, Some((n(9), Level::Proven)), "{:?}", work.rights);
    // Two holders, their number, what names the metadata, that the code is plain, and the
    // hands they went through.
    drop(chain);
    assert_eq!(checked(&show), (6, vec![]));
    // As many editions of the same address on another chain are nobody's here.
    let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
    let lock: Value = serde_json::from_slice(&lock).unwrap();
    let elsewhere = json!(format!("eip155:1:{one}"));
    harmed(
        &show,
        &lock,
        "/works/0/ownership/0/owner",
        elsewhere,
        "it names an account of eip155:1",
    );
}

#[test]
fn a_contract_that_ended_has_no_owners_any_more() {
    // Since Cancun the code stays; before, the contract is gone with its tokens.
    for (hard_fork, stays) in [("shanghai", false), ("osaka", true)] {
        let chain = Chain::start_with(Setup { hard_fork, ..Setup::default() });
        let mortal = chain.deploy("Mortal", &[]);
        let alive = chain.height();
        chain.tell(mortal, &Ends::endCall {});
        let holder = chain.account(0);
        let show = |more: &str| {
            let show = Show::new(&format!(
                "[chains.\"{0}\"]\nendpoints = [\"{1}\"]\n{more}\n[[work]]\ntoken = \"{0}/erc721:{mortal}/1\"\nid = \"m\"\n",
                Chain::CHAIN,
                chain.url
            ));
            show.resolve();
            assert_eq!(checked(&show).1, [], "{hard_fork}, {more}");
            show.work("m")
        };
        let before = show(&format!("block = \"{alive}\""));
        assert_eq!((level(&before), owner(&before)), (Some(Level::Proven), Some(holder)));
        let after = show("");
        assert_eq!(owner(&after), stays.then_some(holder), "{hard_fork}: {:?}", after.notes);
        let gone =
            matches!(&after.media, Media::Missing(why) if why.kind == ProblemKind::NoContract);
        assert_eq!(gone, !stays, "{hard_fork}: {:?}", after.media);
    }
}
