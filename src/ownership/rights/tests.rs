//! Rights as contracts tell them, from answers that are written down here.

mod limits;
mod replaceable;

use std::collections::HashMap;

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};

use super::accounts::{Behind, behind};
use super::{Lost, NotKnown, Oracle, Right, RightKind, Search, delegates, names, users};
use crate::ownership::{Evidence, Owner, OwnershipRecord};
use crate::token::{AccountId, AssetId, EvmStandard, EvmToken};

#[derive(Default)]
struct Written {
    calls: HashMap<(Address, Bytes), Bytes>,
    codes: HashMap<Address, Bytes>,
    slots: HashMap<(Address, B256), U256>,
    /// Accounts of which nothing is known.
    unknown: Vec<Address>,
    /// Whether slots are not at hand, and whether it is not that contracts refuse.
    without_slots: bool,
    without_refusals: bool,
}

impl Oracle for Written {
    fn call(&mut self, to: Address, input: Bytes) -> Result<Option<Bytes>, NotKnown> {
        match self.calls.get(&(to, input)) {
            None if self.without_refusals => Err(NotKnown),
            answer => Ok(answer.cloned()),
        }
    }

    fn code(&mut self, of: Address) -> Result<Bytes, NotKnown> {
        match self.unknown.contains(&of) {
            true => Err(NotKnown),
            false => Ok(self.codes.get(&of).cloned().unwrap_or_default()),
        }
    }

    fn slot(&mut self, of: Address, slot: B256) -> Result<U256, NotKnown> {
        match self.without_slots {
            true => Err(NotKnown),
            false => Ok(self.slots.get(&(of, slot)).copied().unwrap_or_default()),
        }
    }
}

const CONTRACT: Address = Address::repeat_byte(0xc0);
const OWNER: Address = Address::repeat_byte(0x11);

fn asset(number: u64) -> AssetId {
    AssetId::of_evm("eip155:1".parse().unwrap(), token(number))
}

fn token(number: u64) -> EvmToken {
    EvmToken { standard: EvmStandard::Erc721, contract: CONTRACT, number: U256::from(number) }
}

/// What is searched for of a token and its owners; names are in their one form as they stand.
fn search<'a>(token: &'a AssetId, owners: &'a [Address]) -> Search<'a> {
    Search {
        token,
        owners,
        lends: false,
        has_editions: false,
        normalise: &|name| Some(name.to_owned()),
    }
}

fn account(address: Address) -> AccountId {
    AccountId::evm("eip155:1".parse().unwrap(), address)
}

/// The input of a call, by its signature.
fn input(signature: &str, words: &[U256]) -> Bytes {
    let mut input = keccak256(signature)[..4].to_vec();
    input.extend(words.iter().flat_map(|word| word.to_be_bytes::<32>()));
    input.into()
}

fn word(address: Address) -> U256 {
    U256::from_be_slice(address.as_slice())
}

fn answer(words: &[U256]) -> Bytes {
    words.iter().flat_map(|word| word.to_be_bytes::<32>()).collect::<Vec<u8>>().into()
}

#[test]
fn users_and_supplies_are_read() {
    let mut written = Written::default();
    let seven = [U256::from(7)];
    let user = Address::repeat_byte(0x22);
    written.calls.insert((CONTRACT, input("userOf(uint256)", &seven)), answer(&[word(user)]));
    written.calls.insert(
        (CONTRACT, input("userExpires(uint256)", &seven)),
        answer(&[U256::from(1_800_000_000)]),
    );
    written
        .calls
        .insert((CONTRACT, input("totalSupply(uint256)", &seven)), answer(&[U256::from(30)]));
    let expected = RightKind::User {
        account: account(user),
        expires: "2027-01-15T08:00:00Z".parse().unwrap(),
    };
    assert_eq!(users::user(&asset(7), token(7), &mut written), Ok(Some(expected)));
    assert_eq!(users::user(&asset(8), token(8), &mut written), Ok(None));
    let expected = RightKind::Supply { editions: U256::from(30) };
    assert_eq!(users::supply(token(7), &mut written), Ok(Some(expected)));
    // Nobody's address is no user.
    written.calls.insert((CONTRACT, input("userOf(uint256)", &seven)), answer(&[U256::ZERO]));
    assert_eq!(users::user(&asset(7), token(7), &mut written), Ok(None));
}

/// The answer of delegate.xyz on whom the owner delegates to.
fn delegating(written: &mut Written, words: &[U256]) {
    let registry: Address = "0x00000000000000447e69651d841bD8D104Bed493".parse().unwrap();
    let call = input("getOutgoingDelegations(address)", &[word(OWNER)]);
    written.calls.insert((registry, call), answer(words));
}

#[test]
fn delegations_count_where_they_cover_the_token() {
    let to = Address::repeat_byte(0x33);
    let number = |n: u64| U256::from(n);
    // Kind, to, from, rights, contract, token, amount.
    let row = |kind, from, rights, contract: Address, id, amount| {
        [
            number(kind),
            word(to),
            word(from),
            number(rights),
            word(contract),
            number(id),
            number(amount),
        ]
    };
    let check = |row: [U256; 7], expected: bool| {
        let mut written = Written::default();
        delegating(&mut written, &[&[number(32), number(1)], row.as_slice()].concat());
        let found = delegates::delegates(&asset(7), token(7), OWNER, &mut written).unwrap();
        assert_eq!(!found.is_empty(), expected, "{row:?}");
    };
    let other = Address::repeat_byte(0x99);
    check(row(1, OWNER, 0, Address::ZERO, 0, 1), true);
    check(row(2, OWNER, 0, CONTRACT, 0, 1), true);
    check(row(2, OWNER, 0, other, 0, 1), false);
    check(row(3, OWNER, 0, CONTRACT, 7, 1), true);
    check(row(3, OWNER, 0, CONTRACT, 8, 1), false);
    // Editions are another standard's, rights may be partial, and others delegate, too.
    check(row(5, OWNER, 0, CONTRACT, 7, 1), false);
    check(row(1, OWNER, 9, Address::ZERO, 0, 1), false);
    check(row(1, other, 0, Address::ZERO, 0, 1), false);
    // What is no array is nothing.
    let mut written = Written::default();
    for nonsense in [vec![], vec![number(32)], vec![number(32), U256::MAX], vec![U256::MAX; 9]] {
        delegating(&mut written, &nonsense);
        let found = delegates::delegates(&asset(7), token(7), OWNER, &mut written);
        assert_eq!(found, Ok(Vec::new()));
    }
}

/// The code of an account of a token, as ERC-6551 lays it out.
fn account_code(chain: u64, token: EvmToken) -> Bytes {
    let mut code = vec![0x36, 0x3d, 0x3d, 0x37, 0x3d, 0x3d, 0x3d, 0x36, 0x3d, 0x73];
    code.extend([0xab; 20]);
    code.extend([
        0x5a, 0xf4, 0x3d, 0x82, 0x80, 0x3e, 0x90, 0x3d, 0x91, 0x60, 0x2b, 0x57, 0xfd, 0x5b, 0xf3,
    ]);
    code.extend(answer(&[U256::ZERO, U256::from(chain), word(token.contract), token.number]));
    code.into()
}

/// Puts the account of a token somewhere, and the token into somebody's hands.
fn place(written: &mut Written, at: Address, of: u64, held_by: Address) {
    written.codes.insert(at, account_code(1, token(of)));
    let said = answer(&[U256::from(1), word(CONTRACT), U256::from(of)]);
    written.calls.insert((at, input("token()", &[])), said);
    let asked = input("ownerOf(uint256)", &[U256::from(of)]);
    written.calls.insert((CONTRACT, asked), answer(&[word(held_by)]));
}

#[test]
fn accounts_of_tokens_lead_to_whoever_controls_them() {
    let mut written = Written::default();
    let (first, second) = (Address::repeat_byte(0xa1), Address::repeat_byte(0xa2));
    place(&mut written, first, 1, second);
    place(&mut written, second, 2, OWNER);
    let controller = RightKind::Controller {
        owner: account(first),
        account: account(OWNER),
        through: vec![asset(1), asset(2)],
    };
    let found = behind(&asset(7), first, &mut written).unwrap();
    assert_eq!(found.right(&asset(7), first), Some(controller));
    let check = |written: &mut Written, owner: Address, expected: Result<Behind, NotKnown>| {
        assert_eq!(behind(&asset(7), owner, written), expected);
    };
    // Whether somebody stands behind the last one must be known.
    written.unknown.push(OWNER);
    check(&mut written, first, Err(NotKnown));
    written.unknown.clear();
    check(&mut written, OWNER, Ok(Behind::Nothing));
    // In a circle, of two or of one, nobody controls anything, and without an owner nobody does.
    place(&mut written, second, 2, first);
    check(&mut written, first, Ok(Behind::Lost(Lost::InACircle)));
    place(&mut written, second, 2, second);
    check(&mut written, second, Ok(Behind::Lost(Lost::InACircle)));
    place(&mut written, second, 2, Address::ZERO);
    check(&mut written, first, Ok(Behind::Lost(Lost::Ownerless)));
    // An account of another chain's token, and one that says otherwise than its code.
    written.codes.insert(first, account_code(10, token(1)));
    check(&mut written, first, Ok(Behind::Nothing));
    written.codes.insert(first, account_code(1, token(3)));
    check(&mut written, first, Ok(Behind::Nothing));
}

#[test]
fn owners_of_whom_nobody_knows_who_controls_them_are_found() {
    let mut written = Written::default();
    place(&mut written, OWNER, 1, OWNER);
    let (asset, owners) = (asset(7), [OWNER]);
    let search = search(&asset, &owners);
    let found = search.run(&mut written);
    assert_eq!(found.lost, [(account(OWNER), Lost::InACircle)]);
    let controlled = |right: &RightKind| matches!(right, RightKind::Controller { .. });
    assert!(!found.rights.iter().any(controlled), "{:?}", found.rights);
}

/// The registry of ENS, and a resolver of its names.
const REGISTRY: Address = address!("00000000000C2E074eC69A0dFb2997BA6C7d2e1e");
const RESOLVER: Address = Address::repeat_byte(0x55);

/// The node of a name (EIP-137).
fn node(name: &str) -> U256 {
    let hash = name.split('.').rev().fold(B256::ZERO, |node, label| {
        keccak256([node.as_slice(), keccak256(label).as_slice()].concat())
    });
    U256::from_be_bytes(hash.0)
}

/// Puts the records of a name with a resolver.
fn resolved(written: &mut Written, name: &str, resolver: Address) {
    let asked = input("resolver(bytes32)", &[node(name)]);
    written.calls.insert((REGISTRY, asked), answer(&[word(resolver)]));
}

/// The owner's own record, which chooses a name.
fn choosing(chosen: &str) -> Written {
    let text = |text: &str| {
        let mut answer = answer(&[U256::from(32), U256::from(text.len())]).to_vec();
        answer.extend(text.as_bytes());
        Bytes::from(answer)
    };
    let mut written = Written::default();
    let reverse = format!("{}.addr.reverse", "11".repeat(20));
    resolved(&mut written, &reverse, RESOLVER);
    written.calls.insert((RESOLVER, input("name(bytes32)", &[node(&reverse)])), text(chosen));
    written
}

/// What the owner is named; the form of names is that they are lowercase.
fn name_of(written: &mut Written) -> String {
    let lowercase = |name: &str| Some(name.to_lowercase());
    let chain = "eip155:1".parse().unwrap();
    match names::name(&chain, OWNER, &lowercase, written).unwrap() {
        names::Named::NotAtAll => String::new(),
        names::Named::Rightly(RightKind::Name { name, .. }) => name,
        names::Named::Rightly(other) => panic!("{other:?}"),
        names::Named::Misleadingly(name) => format!("not {name}"),
        names::Named::Unfollowed(name) => format!("perhaps {name}"),
    }
}

/// The name of the owner, who chose one that leads somewhere.
fn named(chosen: &str, leads_to: Address) -> String {
    let mut written = choosing(chosen);
    resolved(&mut written, chosen, RESOLVER);
    let asked = input("addr(bytes32)", &[node(chosen)]);
    written.calls.insert((RESOLVER, asked), answer(&[word(leads_to)]));
    name_of(&mut written)
}

#[test]
fn a_name_must_lead_back_and_be_written_in_its_one_form() {
    let check = |chosen: &str, leads_to: Address, expected: &str| {
        assert_eq!(named(chosen, leads_to), expected);
    };
    check("gallery.eth", OWNER, "gallery.eth");
    check("gallery.eth", Address::repeat_byte(0x77), "not gallery.eth");
    check("Gallery.eth", OWNER, "not Gallery.eth");
    check("gallery.eth", Address::ZERO, "not gallery.eth");
    check("", OWNER, "");
}

#[test]
fn a_name_that_cannot_be_followed_here_is_not_told_off() {
    const NAME: &str = "work.gallery.eth";
    let below = U256::from_be_slice(&keccak256("resolve(bytes,bytes)")[..4]) << 224;
    let resolves_below = |written: &mut Written, resolver: Address, yes: bool| {
        let asked = input("supportsInterface(bytes4)", &[below]);
        written.calls.insert((resolver, asked), answer(&[U256::from(yes)]));
    };
    let addr = input("addr(bytes32)", &[node(NAME)]);
    // Its resolver refuses, as one does whose records lie off the chain.
    let mut written = choosing(NAME);
    resolved(&mut written, NAME, RESOLVER);
    assert_eq!(name_of(&mut written), format!("perhaps {NAME}"));
    // One that knows nobody by that question may by the other.
    written.calls.insert((RESOLVER, addr.clone()), answer(&[U256::ZERO]));
    assert_eq!(name_of(&mut written), format!("not {NAME}"));
    resolves_below(&mut written, RESOLVER, true);
    assert_eq!(name_of(&mut written), format!("perhaps {NAME}"));
    // What it answers all the same is an answer.
    written.calls.insert((RESOLVER, addr), answer(&[word(CONTRACT)]));
    assert_eq!(name_of(&mut written), format!("not {NAME}"));

    // Nobody has records of it, or only a parent does.
    let mut written = choosing(NAME);
    assert_eq!(name_of(&mut written), format!("not {NAME}"));
    let [near, far] = [Address::repeat_byte(0x56), Address::repeat_byte(0x57)];
    resolved(&mut written, "eth", far);
    resolves_below(&mut written, far, true);
    assert_eq!(name_of(&mut written), format!("perhaps {NAME}"));
    // The nearest answers, and this one answers for itself alone.
    resolved(&mut written, "gallery.eth", near);
    assert_eq!(name_of(&mut written), format!("not {NAME}"));
    resolves_below(&mut written, near, false);
    assert_eq!(name_of(&mut written), format!("not {NAME}"));
    resolves_below(&mut written, near, true);
    assert_eq!(name_of(&mut written), format!("perhaps {NAME}"));
}

#[test]
fn names_that_cannot_be_followed_are_found_apart_from_those_that_mislead() {
    let mut written = choosing("gallery.eth");
    resolved(&mut written, "gallery.eth", RESOLVER);
    let (asset, owners) = (asset(7), [OWNER]);
    let search = search(&asset, &owners);
    let found = search.run(&mut written);
    assert_eq!((found.misleading, found.unfollowed), (vec![], vec!["gallery.eth".to_owned()]));
    let name = RightKind::Name { account: account(OWNER), name: "gallery.eth".to_owned() };
    assert_eq!(search.says(&name, &mut written), Ok(false));
}

#[test]
fn what_is_found_is_found_again() {
    let mut written = Written::default();
    written.calls.insert(
        (CONTRACT, input("totalSupply(uint256)", &[U256::from(7)])),
        answer(&[U256::from(3)]),
    );
    let (asset, owners) = (asset(7), [OWNER]);
    let search = Search { lends: true, has_editions: true, ..search(&asset, &owners) };
    let found = search.run(&mut written);
    assert_eq!(found.rights, [RightKind::Supply { editions: U256::from(3) }]);
    assert_eq!(search.says(&found.rights[0], &mut written), Ok(true));
    let more = RightKind::Supply { editions: U256::from(4) };
    assert_eq!(search.says(&more, &mut written), Ok(false));
}

#[test]
fn rights_are_of_those_who_hold_the_work() {
    let (other, behind) = (Address::repeat_byte(0x99), Address::repeat_byte(0x44));
    let evidence = || Evidence::Claimed { by: "a file".to_owned(), as_of: None };
    let record = OwnershipRecord {
        owner: Owner::evm("eip155:1".parse().unwrap(), OWNER),
        editions: None,
        evidence: evidence(),
    };
    let controller = |owner, through| RightKind::Controller {
        owner: account(owner),
        account: account(through),
        through: vec![asset(1)],
    };
    let delegate = |owner| RightKind::Delegate { owner: account(owner), account: account(behind) };
    let name = |of| RightKind::Name { account: account(of), name: "gallery.eth".to_owned() };
    let rights = [Right { right: controller(OWNER, behind), evidence: evidence() }];
    let check = |right: RightKind, expected| {
        assert_eq!(right.is_of(std::slice::from_ref(&record), &rights), expected, "{right:?}");
    };
    check(delegate(OWNER), true);
    check(delegate(other), false);
    check(controller(OWNER, behind), true);
    check(controller(other, behind), false);
    check(name(OWNER), true);
    check(name(behind), true);
    check(name(other), false);
    check(RightKind::Supply { editions: U256::from(3) }, true);
}
