//! What a token's contract says of its sale: who is to have a share (ERC-2981), and
//! whether it can change hands at all (ERC-5192).

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::token::AccountId;

/// A price that every share of it in basis points can be read from.
pub const ROYALTY_PRICE: u32 = 10_000;

/// Who is to have how much of a sale's price (ERC-2981). A wish: nothing enforces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Royalty {
    pub receiver: AccountId,
    /// Hundredths of a per cent, from 1 to 10,000.
    pub basis_points: u32,
    pub evidence: Evidence,
}

/// Whether a token is bound to its owner (ERC-5192).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    pub locked: bool,
    pub evidence: Evidence,
}

/// The receiver and the basis points in an answer to `royaltyInfo(id, 10000)`. None
/// where nobody is to have anything, or more than the whole price.
pub fn read_royalty(answer: &[u8]) -> Option<(Address, u32)> {
    let (receiver, share) = (answer.get(..32)?, answer.get(32..64)?);
    let share = u32::try_from(U256::from_be_slice(share)).ok()?;
    let (padding, receiver) = receiver.split_at(12);
    let receiver = Address::from_slice(receiver);
    let fits = padding.iter().all(|byte| *byte == 0) && receiver != Address::ZERO;
    (fits && (1..=ROYALTY_PRICE).contains(&share)).then_some((receiver, share))
}

/// The answer to `locked(id)`, or to any question of yes or no.
pub fn read_yes_or_no(answer: &[u8]) -> Option<bool> {
    let word = U256::from_be_slice(answer.get(..32)?);
    match u8::try_from(word) {
        Ok(0) => Some(false),
        Ok(1) => Some(true),
        _ => None,
    }
}

impl Royalty {
    /// As a label has it: `5`, `7.5`, `0.25`.
    pub fn percent(&self) -> String {
        let (whole, rest) = (self.basis_points / 100, self.basis_points % 100);
        match (rest, rest % 10) {
            (0, _) => whole.to_string(),
            (_, 0) => format!("{whole}.{}", rest / 10),
            _ => format!("{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[U256]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes::<32>()).collect()
    }

    #[test]
    fn royalties_are_shares_of_a_price() {
        let receiver = Address::repeat_byte(0x22);
        let whom = U256::from_be_slice(receiver.as_slice());
        let check = |answer: Vec<u8>, expected: Option<u32>| {
            assert_eq!(
                read_royalty(&answer),
                expected.map(|share| (receiver, share)),
                "{answer:x?}"
            );
        };
        check(words(&[whom, U256::from(750)]), Some(750));
        check(words(&[whom, U256::from(1)]), Some(1));
        check(words(&[whom, U256::from(10_000)]), Some(10_000));
        check(words(&[whom, U256::from(10_001)]), None);
        check(words(&[whom, U256::ZERO]), None);
        check(words(&[whom, U256::MAX]), None);
        check(words(&[U256::ZERO, U256::from(750)]), None);
        check(words(&[U256::MAX, U256::from(750)]), None);
        check(words(&[whom]), None);
        check(Vec::new(), None);
    }

    #[test]
    fn yes_is_one_and_no_is_zero() {
        let check = |answer: Vec<u8>, expected| assert_eq!(read_yes_or_no(&answer), expected);
        check(words(&[U256::ZERO]), Some(false));
        check(words(&[U256::from(1)]), Some(true));
        check(words(&[U256::from(2)]), None);
        check(words(&[U256::MAX]), None);
        check(vec![1], None);
        check(Vec::new(), None);
    }

    #[test]
    fn shares_are_written_in_per_cent() {
        let check = |basis_points, expected: &str| {
            let evidence = Evidence::Claimed { by: String::new(), as_of: None };
            let receiver = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap();
            assert_eq!(Royalty { receiver, basis_points, evidence }.percent(), expected);
        };
        check(500, "5");
        check(750, "7.5");
        check(25, "0.25");
        check(1, "0.01");
        check(105, "1.05");
        check(10_000, "100");
    }
}
