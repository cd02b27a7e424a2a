//! What stands beside the owner in whole shows: rights, names, accounts of tokens, what a
//! collection is called, each with a proof of its own.

use alloy_primitives::B256;
use alloy_sol_types::{SolCall, SolValue};
use enfilade::exhibition::{Finding, ProblemKind};
use enfilade::limits::TOKEN_ACCOUNTS_DEPTH_MAX;
use enfilade::ownership::{CalledBy, Level, RightKind, Timestamp};
use serde_json::{Value, json};

use crate::liar::Liar;
use crate::local::Chain;
use crate::local::contracts::{Delegates, Erc721, Named, Numbered, Rights};
use crate::local::places::{DELEGATES, ENS, furnish, write_name};
use crate::scene::{account_of, diamond, n, proxies};
use crate::show::Show;
use crate::stage::{Stage, URI, checked, checked_at, harmed, level, owner};

#[test]
fn rights_stand_beside_the_owner_with_proofs_of_their_own() {
    let chain = Chain::start_as(1);
    furnish(&chain);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    let lent = chain.deploy("Lent", &[]);
    chain.tell(lent, &Numbered::mintCall { to: holder, number: n(1) });
    let expires = Chain::BEGINS + 10_000_000;
    chain.tell_as(holder, lent, &Rights::setUserCall { number: n(1), user: other, expires });
    let enable = true;
    let rights = B256::ZERO;
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
    // Who may replace the code of a UUPS or a diamond its code says, and not its owner.
    let admin = Some(chain.account(0));
    for (kind, may, owns) in [
        ("uups", None, admin),
        ("transparent", admin, None),
        ("beacon", admin, None),
        ("diamond", None, admin),
    ] {
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
    // What ended since is proven as it was, and told of.
    let on = Timestamp::from_unix(i64::try_from(expires).unwrap());
    let ended = Finding::UseEnded { user: format!("eip155:1:{other}"), on };
    assert_eq!(checked_at(show.path(), on).1, [ended]);
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
    let stage = Stage::on(chain, works);
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

#[test]
fn a_collection_is_called_by_what_is_proven() {
    let chain = Chain::start();
    let holder = chain.account(1);
    let base = "data:,".to_owned();
    let own = "data:application/json,{\"name\":\"Kiln\"}".to_owned();
    let whole = chain.deploy("Whole", &(base, own, holder).abi_encode_params());
    let plain = chain.deploy("Changing", &[]);
    let mint = Named::mintCall { to: holder, number: n(1), uri: URI.to_owned() };
    chain.tell(plain, &mint);
    let show_of = |endpoints: &[String], more: &str| {
        let work = |works, number, id, more| {
            let token = format!("{}/erc721:{works}/{number}", Chain::CHAIN);
            format!("[[work]]\ntoken = \"{token}\"\nid = \"{id}\"\n{more}\n")
        };
        let toml = [
            format!("[chains.\"{}\"]\nendpoints = {}\n{more}\n", Chain::CHAIN, json!(endpoints)),
            work(whole, 1, "whole", ""),
            work(plain, 1, "plain", ""),
            work(whole, 2, "mine", "collection = \"Mine\""),
        ];
        let show = Show::new(&toml.concat());
        show.resolve();
        show
    };
    let one = [chain.url.clone()];
    let two = [chain.url.clone(), Liar::start(&chain.url, &[]).url()];
    for (endpoints, more, level) in [
        (&one[..], "", Level::Proven),
        (&two[..], "", Level::Proven),
        (&two[..], "proof = false", Level::Agreed),
        (&one[..], "proof = false", Level::Reported),
    ] {
        let show = show_of(endpoints, more);
        for (id, name, by) in
            [("whole", "Kiln", CalledBy::Document), ("plain", "Changing", CalledBy::Name)]
        {
            let work = show.work(id);
            assert_eq!(work.collection.get(Default::default()), name);
            let called = work.called.unwrap();
            assert_eq!((called.by, called.evidence.level()), (by, level), "{more}");
        }
        // The curator's word is nobody else's.
        assert_eq!(show.work("mine").called, None);
        assert_eq!(checked(&show).1, [], "{more}");
        // Nothing else is known when it is asked again.
        let before = show.lock();
        show.resolve();
        assert_eq!(show.lock(), before, "{more}");
    }
    let show = show_of(&one, "");
    let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
    let lock: Value = serde_json::from_slice(&lock).unwrap();
    let check = |pointer: &str, value: Value, expected: &str| {
        harmed(&show, &lock, pointer, value, expected);
    };
    for work in ["/works/0", "/works/1"] {
        let at = |part: &str| format!("{work}{part}");
        check(&at("/collection"), json!("Other"), "is not called as its contract calls it");
        check(&at("/called/text"), json!(B256::ZERO), "calls its collection otherwise");
        // Another question, which the proof does not answer.
        check(&at("/called/by"), json!("symbol"), "what the collection is called");
        check(&at("/called/evidence/block/number"), json!(1), "it speaks of block 1");
    }
    // Whoever has the same address on another chain has no share of this one's sales.
    let receiver = json!(format!("eip155:1:{holder}"));
    check("/works/0/royalty/receiver", receiver, "it names an account of eip155:1");
}

/// How many accounts of tokens are followed, one inside the other.
const DEPTH_MAX: u64 = TOKEN_ACCOUNTS_DEPTH_MAX as u64;

#[test]
fn accounts_of_tokens_are_followed_so_deep_and_no_deeper() {
    let chain = Chain::start();
    furnish(&chain);
    let works = chain.deploy("Changing", &[]);
    let implementation = chain.deploy("TokenAccount", &[]);
    let mut holder = chain.account(1);
    // The account of each token holds the next one.
    let deepest = DEPTH_MAX + 2;
    let mut toml = format!("[chains.\"{}\"]\nendpoints = [\"{}\"]\n", Chain::CHAIN, chain.url);
    for number in 1..=deepest {
        let uri = URI.to_owned();
        chain.tell(works, &Named::mintCall { to: holder, number: n(number), uri });
        holder = account_of(&chain, implementation, works, number);
        toml += &format!(
            "[[work]]\ntoken = \"{}/erc721:{works}/{number}\"\nid = \"w{number}\"\n",
            Chain::CHAIN
        );
    }
    let show = Show::new(&toml);
    show.resolve();
    let followed = |number: u64| {
        let work = show.work(&format!("w{number}"));
        assert_eq!(level(&work), Some(Level::Proven), "{number}: {:?}", work.notes);
        work.rights.iter().find_map(|right| match &right.right {
            RightKind::Controller { account, through, .. } => {
                assert_eq!(right.evidence.level(), Level::Proven, "{number}");
                Some((account.evm_address(), through.len() as u64))
            }
            _ => None,
        })
    };
    let first = Some(chain.account(1));
    assert_eq!(followed(1), None, "its owner is no account of a token");
    assert_eq!(followed(DEPTH_MAX + 1), Some((first, DEPTH_MAX)));
    assert_eq!(followed(DEPTH_MAX + 2), None, "too deep");
    let told = |number: u64| {
        let notes = show.work(&format!("w{number}")).notes;
        notes.iter().any(|note| note.kind == ProblemKind::AccountsTooDeep)
    };
    assert!(!told(DEPTH_MAX + 1) && told(DEPTH_MAX + 2));
    assert_eq!(checked(&show).1, []);
}

#[test]
fn accounts_of_tokens_that_hold_each_other_are_said_to() {
    let chain = Chain::start();
    furnish(&chain);
    let holder = chain.account(1);
    let works = chain.deploy("Changing", &[]);
    let implementation = chain.deploy("TokenAccount", &[]);
    let accounts = [1, 2].map(|number| {
        let uri = URI.to_owned();
        chain.tell(works, &Named::mintCall { to: holder, number: n(number), uri });
        account_of(&chain, implementation, works, number)
    });
    for (number, to) in [(1, accounts[1]), (2, accounts[0])] {
        let give = Erc721::transferFromCall { from: holder, to, number: n(number) };
        chain.tell_as(holder, works, &give);
    }
    let uri = URI.to_owned();
    chain.tell(works, &Named::mintCall { to: accounts[0], number: n(3), uri });
    let stage = Stage::on(chain, works);
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    for (work, held_by) in [("w1", accounts[1]), ("w2", accounts[0]), ("w3", accounts[0])] {
        let found = show.work(work);
        assert_eq!((level(&found), owner(&found)), (Some(Level::Proven), Some(held_by)), "{work}");
        let controlled = |right: &RightKind| matches!(right, RightKind::Controller { .. });
        assert!(!found.rights.iter().any(|right| controlled(&right.right)), "{work}");
        let note = found.notes.iter().find(|note| note.kind == ProblemKind::AccountsInCircle);
        let note = note.unwrap_or_else(|| panic!("{work}: {:?}", found.notes));
        assert!(note.detail.contains(&held_by.to_string()), "{work}: {note}");
    }
    assert_eq!(checked(&show).1, []);
}
