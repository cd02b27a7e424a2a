//! Whole shows on a real chain, before endpoints that tell the truth and that lie: how
//! strongly an owner is known in the end, and that it is never another.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolCall;
use enfilade::exhibition::{Change, Finding, LockedWork, ProblemKind, check, diff};
use enfilade::ownership::{Evidence, Level, RightKind};
use enfilade::resolve::{ResolveOptions, Silent, resolve};
use enfilade::source::Folder;
use serde_json::{Value, json};

use crate::liar::{Damage, Disorder, Liar, Lie, Nodes};
use crate::local::contracts::{Delegates, Erc721, Named, Numbered, Rights};
use crate::local::places::{DELEGATES, ENS, furnish, write_name};
use crate::local::{Chain, Setup};
use crate::scene::{account_of, diamond, n, proxies};
use crate::show::{Show, options};

/// A document in the token itself, so that no server is needed.
const URI: &str = "data:application/json,{\"name\":\"A\",\"image\":\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>\"}";

/// A work that changes hands, and who holds it.
struct Stage {
    chain: Chain,
    works: Address,
}

impl Stage {
    fn new() -> Self {
        let chain = Chain::start();
        let works = chain.deploy("Changing", &[]);
        let stage = Self { chain, works };
        for number in 1..=3 {
            stage.mint(number);
        }
        stage
    }

    fn mint(&self, number: u64) {
        let (to, uri) = (self.holder(), URI.to_owned());
        self.chain.tell(self.works, &Named::mintCall { to, number: n(number), uri });
    }

    fn holder(&self) -> Address {
        self.chain.account(1)
    }

    fn show(&self, endpoints: &[String], more: &str) -> Show {
        let mut toml =
            format!("[chains.\"{}\"]\nendpoints = {}\n{more}\n", Chain::CHAIN, json!(endpoints));
        for number in 1..=3 {
            let works = self.works;
            toml += &format!(
                "[[work]]\ntoken = \"{}/erc721:{works}/{number}\"\nid = \"w{number}\"\n",
                Chain::CHAIN
            );
        }
        Show::new(&toml)
    }
}

fn level(work: &LockedWork) -> Option<Level> {
    work.ownership.iter().map(|record| record.evidence.level()).max()
}

fn owner(work: &LockedWork) -> Option<Address> {
    work.ownership.first()?.owner.evm_address()
}

fn at_noon() -> enfilade::ownership::Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// Checks a show offline: how many statements stand, and what does not.
fn checked(show: &Show) -> (usize, Vec<Finding>) {
    let folder = Folder::open(show.path()).unwrap();
    let report = check(&folder.read_lock().unwrap(), &folder, at_noon());
    let held = report.works.iter().map(|work| work.held).sum();
    let findings = report.works.into_iter().flat_map(|work| work.findings);
    // What hangs is not the matter here.
    (held, findings.filter(|finding| !matches!(finding, Finding::Missing(_))).collect())
}

#[test]
fn what_is_proven_stands_without_the_network() {
    let stage = Stage::new();
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    let report = show.resolve();
    assert_eq!((report.shown, report.warnings), (3, vec![]));
    for id in ["w1", "w2", "w3"] {
        let work = show.work(id);
        assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(stage.holder())));
        assert_eq!(work.naming.unwrap().evidence.level(), Level::Proven);
        assert_eq!(work.notes, []);
    }
    drop(stage);
    // The chain is gone: for each of the three an owner, the name of the metadata, how it
    // came to its owner, and that its code is plain.
    assert_eq!(checked(&show), (12, vec![]));
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
        let mut harmed = lock.clone();
        *harmed.pointer_mut(pointer).unwrap() = value;
        show.write("exhibition.lock", &serde_json::to_vec_pretty(&harmed).unwrap());
        let (_, findings) = checked(&show);
        let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|said| said.contains(expected)), "{pointer}: {said:?}");
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

/// Every lie that an endpoint can tell, and what becomes of it: a name for the table in
/// the papers, the lie, and the level that is left. The owner is right in any case.
fn lies(stage: &Stage) -> Vec<(&'static str, Lie, Level)> {
    let liar = stage.chain.account(7);
    let flip = |node, byte| Damage::Flip { node, byte };
    let account = |damage| Lie::Nodes(Nodes::Account, damage);
    let storage = |damage| Lie::Nodes(Nodes::Storage, damage);
    use Level::{Proven, Reported};
    vec![
        ("another owner in the answer to a call", Lie::Owner(liar), Proven),
        ("another value beside a true proof", Lie::Value(n(7)), Proven),
        ("another balance of the account", Lie::Account("balance", json!("0x7")), Reported),
        (
            "another code hash",
            Lie::Account("codeHash", json!(alloy_primitives::B256::ZERO)),
            Reported,
        ),
        (
            "another storage root",
            Lie::Account("storageHash", json!(alloy_primitives::B256::ZERO)),
            Reported,
        ),
        ("a bit turned in the account's proof", account(flip(0, 40)), Reported),
        ("a bit turned in the slot's proof", storage(flip(0, 12)), Reported),
        ("a proof cut short by bytes", storage(Damage::Cut(3)), Reported),
        ("a proof without its last node", storage(Damage::DropLast), Reported),
        ("a proof without its first node", account(Damage::DropFirst), Reported),
        ("no proof at all", account(Damage::DropAll), Reported),
        ("the nodes in another order", account(Damage::Reverse), Proven),
        ("a node twice", account(Damage::Double), Proven),
        ("a node that belongs nowhere", storage(Damage::Append), Proven),
        ("the proof of another slot", Lie::OtherSlot, Reported),
        ("the proof of another account", Lie::OtherAccount(liar), Reported),
        ("the state of another block", Lie::OtherBlock(2), Reported),
        ("slots in another order", Lie::SlotsReversed, Proven),
        ("a slot left out", Lie::SlotsFewer, Reported),
        (
            "another contract's code",
            Lie::Code(Bytes::from_static(&[0x60, 0, 0x60, 0, 0xf3])),
            Reported,
        ),
        ("an access list without anything", Lie::AccessListEmpty, Proven),
        ("an access list without its last account", Lie::AccessListShort, Proven),
        ("an access list of a thousand strangers", Lie::AccessListLong(1_000), Proven),
        ("no access lists", Lie::Missing("eth_createAccessList"), Proven),
        ("no proofs", Lie::Missing("eth_getProof"), Reported),
        ("null for a proof", Lie::Null("eth_getProof"), Reported),
        ("state that was thrown away", Lie::Pruned("eth_getProof"), Reported),
        (
            "a header whose state root is another",
            Lie::Header("stateRoot", json!(alloy_primitives::B256::ZERO)),
            Reported,
        ),
        ("a header whose time is another", Lie::Header("extraData", json!("0x07")), Reported),
        ("too many requests", Lie::Busy("eth_getProof", 2), Proven),
        ("answers of a batch in another order", Lie::Batch(Disorder::Reverse), Proven),
    ]
}

#[test]
fn no_lie_ends_in_another_owner() {
    let stage = Stage::new();
    let mut table = String::new();
    for (name, lie, expected) in lies(&stage) {
        let liar = Liar::start(&stage.chain.url, std::slice::from_ref(&lie));
        let show = stage.show(&[liar.url()], "").in_haste();
        show.resolve();
        let work = show.work("w1");
        assert_eq!(level(&work), Some(expected), "{name}: {:?}", work.notes);
        // One endpoint alone may report what it likes; only what it proves is bound.
        if expected == Level::Proven {
            assert_eq!(owner(&work), Some(stage.holder()), "{name}");
        }
        assert_eq!(checked(&show).1, [], "{name}");
        assert!(liar.most_in_flight() <= 40, "{name}");
        let note = work.notes.first().map(|note| note.kind.key()).unwrap_or("nothing more");
        table += &format!("| {name} | {} | {note} |\n", expected.key());
    }
    let kept = include_str!("../../docs/lies.md");
    assert!(kept.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

#[test]
fn honest_endpoints_outvote_one_that_lies() {
    let stage = Stage::new();
    let honest = stage.chain.url.clone();
    let check = |lie: Lie, proof: &str, expected: Level, note: Option<ProblemKind>| {
        let liar = Liar::start(&honest, std::slice::from_ref(&lie));
        let other = Liar::start(&honest, &[]);
        let show = stage.show(&[liar.url(), honest.clone(), other.url()], proof).in_haste();
        show.resolve();
        let work = show.work("w1");
        assert_eq!(level(&work), Some(expected), "{lie:?}: {:?}", work.notes);
        assert_eq!(owner(&work), Some(stage.holder()), "{lie:?}");
        let kinds: Vec<ProblemKind> = work.notes.iter().map(|note| note.kind).collect();
        assert!(note.is_none_or(|note| kinds.contains(&note)), "{lie:?}: {kinds:?}");
        if let Some(note) = work.notes.first().filter(|_| note.is_some()) {
            let name = liar.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
            assert!(note.detail.contains(&name), "{lie:?}: {note} names {name}");
        }
        assert_eq!(checked(&show).1, [], "{lie:?}");
    };
    let liar = stage.chain.account(7);
    let disagrees = Some(ProblemKind::EndpointDisagrees);
    check(Lie::Owner(liar), "proof = false", Level::Agreed, disagrees);
    check(Lie::Missing("eth_getProof"), "", Level::Proven, None);
    check(Lie::Nodes(Nodes::Storage, Damage::DropLast), "", Level::Proven, None);
    check(
        Lie::Header("hash", json!(alloy_primitives::B256::repeat_byte(7))),
        "",
        Level::Proven,
        disagrees,
    );
    check(
        Lie::Header("hash", json!(alloy_primitives::B256::repeat_byte(7))),
        "proof = false",
        Level::Agreed,
        disagrees,
    );
    check(Lie::ChainId(5), "", Level::Proven, None);
    check(Lie::Stall("eth_getProof"), "", Level::Proven, None);
}

#[test]
fn two_who_differ_agree_on_nothing() {
    let stage = Stage::new();
    let liar = Liar::start(&stage.chain.url, &[Lie::Owner(stage.chain.account(7))]);
    let show = stage.show(&[stage.chain.url.clone(), liar.url()], "proof = false");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Reported), Some(stage.holder())));
    assert_eq!(work.notes[0].kind, ProblemKind::EndpointDisagrees);
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
    let stage = Stage { chain, works };
    for number in 1..=3 {
        stage.mint(number);
    }
    let then = stage.chain.height();
    stage.chain.mine(40);
    let show = stage.show(std::slice::from_ref(&stage.chain.url), &format!("block = \"{then}\""));
    show.resolve();
    let work = show.work("w1");
    assert!(level(&work) < Some(Level::Proven), "{:?}", work.ownership);
}

#[test]
fn many_works_take_few_requests() {
    let stage = Stage::new();
    let counting = Liar::start(&stage.chain.url, &[]);
    stage.show(&[counting.url()], "").resolve();
    let plain = counting.asked();
    assert!(plain <= 24, "{plain}");
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
fn rights_stand_beside_the_owner_with_proofs_of_their_own() {
    let chain = Chain::start_as(1);
    furnish(&chain);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    let lent = chain.deploy("Lent", &[]);
    chain.tell(lent, &Numbered::mintCall { to: holder, number: n(1) });
    let expires = Chain::BEGINS + 1_000_000;
    chain.tell_as(holder, lent, &Rights::setUserCall { number: n(1), user: other, expires });
    let enable = true;
    let rights = alloy_primitives::B256::ZERO;
    chain.tell_as(holder, DELEGATES, &Delegates::delegateAllCall { to: other, rights, enable });
    write_name(&chain, "holder.eth", holder, holder);
    write_name(&chain, "somebody.eth", other, chain.account(3));
    let _ = ENS;
    let upgradeable = proxies(&chain);
    let mut toml = format!(
        "[chains.\"eip155:1\"]\nendpoints = [\"{}\"]\n[[work]]\ntoken = \"eip155:1/erc721:{lent}/1\"\nid = \"lent\"\n",
        chain.url
    );
    let diamond = diamond(&chain);
    for (kind, works) in upgradeable.iter().copied().chain([("diamond", diamond)]) {
        let uri = URI.to_owned();
        chain.tell(works, &Named::mintCall { to: holder, number: n(1), uri });
        toml += &format!(
            "[[work]]\ntoken = \"eip155:1/erc721:{works}/1\"\nid = \"{}\"\n",
            kind.to_lowercase()
        );
    }
    // A name that leads elsewhere.
    let plain = chain.deploy("Changing", &[]);
    let (to, uri) = (chain.account(3), URI.to_owned());
    chain.tell(plain, &Named::mintCall { to, number: n(1), uri });
    toml += &format!("[[work]]\ntoken = \"eip155:1/erc721:{plain}/1\"\nid = \"misnamed\"\n");
    let show = Show::new(&toml);
    show.resolve();
    let lent = show.work("lent");
    let has = |fits: &dyn Fn(&RightKind) -> bool| {
        let found = lent.rights.iter().find(|right| fits(&right.right));
        let found = found.unwrap_or_else(|| panic!("{:#?}", lent.rights));
        assert_eq!(found.evidence.level(), Level::Proven, "{:?}", found.right);
    };
    has(
        &|right| matches!(right, RightKind::User { account, .. } if account.evm_address() == Some(other)),
    );
    has(
        &|right| matches!(right, RightKind::Delegate { account, .. } if account.evm_address() == Some(other)),
    );
    has(&|right| matches!(right, RightKind::Name { name, .. } if name == "holder.eth"));
    for (kind, expected) in [
        ("uups", true),
        ("transparent", true),
        ("beacon", true),
        ("diamond", true),
        ("clone", false),
    ] {
        let work = show.work(kind);
        let found = work.rights.iter().find(|r| matches!(r.right, RightKind::Upgradeable { .. }));
        assert_eq!(found.is_some(), expected, "{kind}: {:?}", work.rights);
        let plain = work.rights.iter().find(|right| right.right == RightKind::PlainCode);
        assert_eq!(plain.is_some(), !expected, "{kind}: {:?}", work.rights);
        for found in found.into_iter().chain(plain) {
            assert_eq!(found.evidence.level(), Level::Proven, "{kind}");
        }
    }
    // Who may replace the code of a UUPS its code says, and not its owner.
    let admin = Some(chain.account(0));
    for (kind, may, owns) in
        [("uups", None, admin), ("transparent", admin, None), ("beacon", admin, None)]
    {
        let rights = show.work(kind).rights;
        let who = rights.iter().find_map(|right| match &right.right {
            RightKind::Upgradeable { by, owner, .. } => Some((by.clone(), owner.clone())),
            _ => None,
        });
        let (by, owner) = who.unwrap();
        let address = |of: Option<enfilade::token::AccountId>| of.and_then(|of| of.evm_address());
        assert_eq!((address(by), address(owner)), (may, owns), "{kind}");
    }
    let misnamed = show.work("misnamed");
    assert!(!misnamed.rights.iter().any(|r| matches!(r.right, RightKind::Name { .. })));
    assert!(misnamed.notes.iter().any(|note| note.kind == ProblemKind::NameUnverified));
    assert_eq!(checked(&show).1, []);
    drop(chain);
    assert_eq!(checked(&show).1, []);
}

#[test]
fn an_account_of_a_token_is_followed_to_whoever_controls_it() {
    let chain = Chain::start();
    furnish(&chain);
    let holder = chain.account(1);
    let works = chain.deploy("Changing", &[]);
    let implementation = chain.deploy("TokenAccount", &[]);
    let mint = |to, number| {
        let uri = URI.to_owned();
        chain.tell(works, &Named::mintCall { to, number: n(number), uri });
    };
    mint(holder, 1);
    let first = account_of(&chain, implementation, works, 1);
    mint(first, 2);
    let second = account_of(&chain, implementation, works, 2);
    mint(second, 3);
    let stage = Stage { chain, works };
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let work = show.work("w3");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(second)));
    let found = work.rights.iter().find_map(|right| match &right.right {
        RightKind::Controller { account, through, .. } => Some((right, account, through.len())),
        _ => None,
    });
    let (right, account, depth) = found.expect("it is followed");
    assert_eq!((account.evm_address(), depth), (Some(holder), 2));
    assert_eq!(right.evidence.level(), Level::Proven);
    assert_eq!(checked(&show).1, []);
    assert_eq!(Erc721::ownerOfCall::SELECTOR, [0x63, 0x52, 0x21, 0x1e]);
}
