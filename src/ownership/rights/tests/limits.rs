//! Limits on what contracts tell of rights, each met from both sides.

use super::*;
use crate::limits::{
    CLAIMED_NAME_BYTES_MAX, DELEGATES_MAX, DELEGATIONS_MAX, TOKEN_ACCOUNTS_DEPTH_MAX,
};

/// A delegation of everything to somebody, in the words of the registry.
fn to(account: Address) -> [U256; 7] {
    [U256::ONE, word(account), word(OWNER), U256::ZERO, U256::ZERO, U256::ZERO, U256::ZERO]
}

/// How many delegates are found among these delegations.
fn delegates_among(delegations: &[[U256; 7]]) -> usize {
    let mut written = Written::default();
    let head = [U256::from(32), U256::from(delegations.len())];
    let words: Vec<U256> = head.into_iter().chain(delegations.iter().flatten().copied()).collect();
    delegating(&mut written, &words);
    delegates::delegates(&asset(7), token(7), OWNER, &mut written).unwrap().len()
}

#[test]
fn so_many_delegations_are_read_and_no_more() {
    // Those of another owner cover nothing here.
    let [one, mut other] = [to(Address::repeat_byte(0x33)); 2];
    other[2] = word(CONTRACT);
    let check = |before: usize, expected: usize| {
        let listed: Vec<[U256; 7]> = std::iter::repeat_n(other, before).chain([one]).collect();
        assert_eq!(delegates_among(&listed), expected, "{before}");
    };
    check(DELEGATIONS_MAX - 1, 1);
    check(DELEGATIONS_MAX, 0);
}

#[test]
fn so_many_delegates_are_named_and_no_more() {
    let check = |count: usize, expected: usize| {
        let each = (1..=count).map(|n| to(Address::with_last_byte(u8::try_from(n).unwrap())));
        assert_eq!(delegates_among(&each.collect::<Vec<_>>()), expected);
    };
    check(DELEGATES_MAX, DELEGATES_MAX);
    check(DELEGATES_MAX + 1, DELEGATES_MAX);
}

#[test]
fn accounts_of_tokens_are_followed_so_deep_and_no_deeper() {
    let at = |n: usize| Address::with_last_byte(u8::try_from(n).unwrap());
    let check = |depth: usize, last: Address, expected: Result<usize, Lost>| {
        let mut written = Written::default();
        for n in 1..=depth {
            let holder = if n == depth { last } else { at(n + 1) };
            place(&mut written, at(n), n as u64, holder);
        }
        let found = match behind(&asset(99), at(1), &mut written).unwrap() {
            Behind::Controller { account, through } => {
                assert_eq!(account, OWNER);
                Ok(through.len())
            }
            Behind::Lost(why) => Err(why),
            Behind::Nothing => panic!("{depth}: it is an account of a token"),
        };
        assert_eq!(found, expected, "{depth}");
    };
    check(TOKEN_ACCOUNTS_DEPTH_MAX, OWNER, Ok(TOKEN_ACCOUNTS_DEPTH_MAX));
    check(TOKEN_ACCOUNTS_DEPTH_MAX + 1, OWNER, Err(Lost::TooDeep));
    // A circle shows where the first of them comes again.
    check(TOKEN_ACCOUNTS_DEPTH_MAX, at(1), Err(Lost::InACircle));
    check(TOKEN_ACCOUNTS_DEPTH_MAX + 1, at(1), Err(Lost::TooDeep));
}

#[test]
fn a_claimed_name_is_so_long_and_no_longer() {
    let check = |bytes: usize, fits: bool| {
        let name = format!("{}.eth", "a".repeat(bytes - 4));
        assert_eq!(named(&name, OWNER), if fits { name.as_str() } else { "" });
    };
    check(CLAIMED_NAME_BYTES_MAX, true);
    check(CLAIMED_NAME_BYTES_MAX + 1, false);
}
