//! Code that can be replaced: found in each of its kinds, with who may replace it.

use super::super::upgrades;
use super::*;

/// The slot of a name in ERC-1967, and one of those before it.
fn slot(name: &str) -> B256 {
    B256::from(U256::from_be_bytes(keccak256(name).0) - U256::from(1))
}

/// The code of a minimal clone (ERC-1167).
fn clone_code(target: Address) -> Bytes {
    let mut code = account_code(1, token(1)).to_vec();
    code.truncate(45);
    code[10..30].copy_from_slice(target.as_slice());
    code.into()
}

const IMPLEMENTATION: Address = Address::repeat_byte(0xe1);
const ADMIN: Address = Address::repeat_byte(0xe2);
const BOSS: Address = Address::repeat_byte(0xe3);

/// The question for the facet of a function.
fn facet_of(signature: &str) -> Bytes {
    let selector = U256::from_be_slice(&keccak256(signature)[..4]) << 224;
    input("facetAddress(bytes4)", &[selector])
}

fn replaced(written: &mut Written, by: Option<Address>, owner: Option<Address>) {
    let expected = RightKind::Upgradeable {
        implementation: account(IMPLEMENTATION),
        by: by.map(account),
        owner: owner.map(account),
    };
    assert_eq!(upgrades::upgradeable(&asset(7), CONTRACT, written), Ok(Some(expected)));
}

#[test]
fn code_that_can_be_replaced_is_named_with_who_may() {
    let owned = |written: &mut Written, contract: Address| {
        written.calls.insert((contract, input("owner()", &[])), answer(&[word(BOSS)]));
    };
    let mut proxy = Written::default();
    proxy.slots.insert((CONTRACT, slot("eip1967.proxy.implementation")), word(IMPLEMENTATION));
    replaced(&mut proxy, None, None);
    // Its own code says who may replace it, who need not be the owner (UUPS).
    owned(&mut proxy, CONTRACT);
    replaced(&mut proxy, None, Some(BOSS));
    proxy.slots.insert((CONTRACT, slot("eip1967.proxy.admin")), word(ADMIN));
    replaced(&mut proxy, Some(ADMIN), None);
    owned(&mut proxy, ADMIN);
    replaced(&mut proxy, Some(BOSS), None);

    let mut beacon = Written::default();
    beacon.slots.insert((CONTRACT, slot("eip1967.proxy.beacon")), word(ADMIN));
    beacon.calls.insert((ADMIN, input("implementation()", &[])), answer(&[word(IMPLEMENTATION)]));
    owned(&mut beacon, ADMIN);
    replaced(&mut beacon, Some(BOSS), None);

    let mut proxiable = Written::default();
    proxiable.slots.insert((CONTRACT, keccak256("PROXIABLE")), word(IMPLEMENTATION));
    owned(&mut proxiable, CONTRACT);
    replaced(&mut proxiable, None, Some(BOSS));

    let mut old = Written::default();
    let named = |name: &str| keccak256(format!("org.zeppelinos.proxy.{name}"));
    old.slots.insert((CONTRACT, named("implementation")), word(IMPLEMENTATION));
    replaced(&mut old, None, None);
    old.slots.insert((CONTRACT, named("admin")), word(ADMIN));
    replaced(&mut old, Some(ADMIN), None);

    // One of editions has no `ownerOf`.
    for signature in ["ownerOf(uint256)", "balanceOf(address,uint256)"] {
        let mut diamond = Written::default();
        diamond.codes.insert(CONTRACT, Bytes::from_static(&[0xfe]));
        for function in ["ownerOf(uint256)", "balanceOf(address,uint256)"] {
            diamond.calls.insert((CONTRACT, facet_of(function)), answer(&[U256::ZERO]));
        }
        let facet = answer(&[word(IMPLEMENTATION)]);
        diamond.calls.insert((CONTRACT, facet_of(signature)), facet);
        replaced(&mut diamond, None, None);
        owned(&mut diamond, CONTRACT);
        replaced(&mut diamond, None, Some(BOSS));
    }

    let mut cloned = Written::default();
    let target = Address::repeat_byte(0xe9);
    cloned.codes.insert(CONTRACT, clone_code(target));
    cloned.slots.insert((target, slot("eip1967.proxy.implementation")), word(IMPLEMENTATION));
    cloned.slots.insert((target, slot("eip1967.proxy.admin")), word(ADMIN));
    replaced(&mut cloned, Some(ADMIN), None);
}

#[test]
fn code_in_which_nothing_was_found_is_said_to_be_so_where_it_was_looked_at() {
    let check = |written: &mut Written, expected: Result<Option<RightKind>, NotKnown>| {
        assert_eq!(upgrades::upgradeable(&asset(7), CONTRACT, written), expected);
    };
    let is_plain = || Ok(Some(RightKind::PlainCode));
    let with_code = |code: Bytes| {
        let mut written = Written::default();
        written.codes.insert(CONTRACT, code);
        written
    };
    let plain = || with_code(Bytes::from_static(&[0x60, 0, 0x60, 0, 0xf3]));
    check(&mut plain(), is_plain());
    check(&mut with_code(clone_code(Address::repeat_byte(0xe9))), is_plain());
    // What was not looked at is not called plain.
    check(&mut Written::default(), Ok(None));
    check(&mut Written { without_slots: true, ..plain() }, Err(NotKnown));
    check(&mut Written { without_refusals: true, ..plain() }, Err(NotKnown));
    // What answers as no diamond does is none.
    let mut chatty = Written { without_refusals: true, ..plain() };
    chatty.calls.insert((CONTRACT, facet_of("ownerOf(uint256)")), answer(&[U256::ZERO]));
    // Nor is it known where editions are counted.
    check(&mut chatty, Err(NotKnown));
    let counts = facet_of("balanceOf(address,uint256)");
    chatty.calls.insert((CONTRACT, counts.clone()), answer(&[U256::ZERO]));
    check(&mut chatty, is_plain());
    chatty.calls.insert((CONTRACT, facet_of("ownerOf(uint256)")), answer(&[word(CONTRACT)]));
    chatty.calls.insert((CONTRACT, counts), answer(&[word(CONTRACT)]));
    check(&mut chatty, is_plain());
}
