//! Events of contracts by which tokens change hands, and how to ask for them.

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};

use crate::ownership::PUNKS_LEDGER;
use crate::token::AssetId;

/// One event, as it lies in a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub contract: Address,
    pub topics: Vec<B256>,
    pub data: Bytes,
}

/// A token whose way is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Traced {
    pub kind: TracedKind,
    pub contract: Address,
    pub number: U256,
}

/// By which events a token changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TracedKind {
    /// `Transfer` of ERC-721, and `ConsecutiveTransfer` of ERC-2309.
    Single,
    /// `TransferSingle` and `TransferBatch` of ERC-1155.
    Editions,
    /// `Assign`, `PunkTransfer` and `PunkBought` of CryptoPunks.
    Punk,
}

impl Traced {
    /// How a token is followed; none where it is no token of an EVM chain. `editions`
    /// says that the contract counts them, whatever the token's id calls it.
    pub fn of(token: &AssetId, editions: bool) -> Option<Self> {
        let evm = token.evm()?;
        let kind = if editions {
            TracedKind::Editions
        } else if token.chain.evm_number() == Some(1) && evm.contract == PUNKS_LEDGER {
            TracedKind::Punk
        } else {
            TracedKind::Single
        };
        Some(Self { kind, contract: evm.contract, number: evm.number })
    }
}

/// First topics of the events that are read.
#[derive(Debug)]
pub struct Topics {
    pub transfer: B256,
    pub consecutive: B256,
    pub single: B256,
    pub batch: B256,
    pub assign: B256,
    pub punk_transfer: B256,
    pub punk_bought: B256,
    pub order_fulfilled: B256,
}

/// The topics, worked out once.
pub fn topics() -> &'static Topics {
    static TOPICS: LazyLock<Topics> = LazyLock::new(|| Topics {
        transfer: keccak256("Transfer(address,address,uint256)"),
        consecutive: keccak256("ConsecutiveTransfer(uint256,uint256,address,address)"),
        single: keccak256("TransferSingle(address,address,address,uint256,uint256)"),
        batch: keccak256("TransferBatch(address,address,address,uint256[],uint256[])"),
        assign: keccak256("Assign(address,uint256)"),
        punk_transfer: keccak256("PunkTransfer(address,address,uint256)"),
        punk_bought: keccak256("PunkBought(uint256,uint256,address,address)"),
        order_fulfilled: keccak256(
            "OrderFulfilled(bytes32,address,address,address,(uint8,address,uint256,uint256)[],(uint8,address,uint256,uint256,address)[])",
        ),
    });
    &TOPICS
}

/// The data of an event in words of 32 bytes.
#[derive(Clone, Copy, Debug)]
pub(in crate::ownership) struct Data<'a>(pub &'a [u8]);

impl Data<'_> {
    pub fn word(&self, place: usize) -> Option<U256> {
        let start = place.checked_mul(32)?;
        self.0.get(start..start.checked_add(32)?).map(U256::from_be_slice)
    }

    pub fn address(&self, place: usize) -> Option<Address> {
        address_of(B256::from(self.word(place)?))
    }

    /// The array that the word at `place` points to: where its items begin, in words, and
    /// how many they are. One that would not fit the data with its items is none.
    pub fn array(&self, place: usize, item_words: usize, max: usize) -> Option<(usize, usize)> {
        let offset = usize::try_from(self.word(place)?).ok()?;
        if !offset.is_multiple_of(32) {
            return None;
        }
        let start = offset / 32;
        let count = usize::try_from(self.word(start)?).ok().filter(|count| *count <= max)?;
        let first = start + 1;
        let end = first.checked_add(count.checked_mul(item_words)?)?;
        (end <= self.0.len() / 32).then_some((first, count))
    }
}

/// The address in a word whose other bytes are zero, as the ABI has it.
pub(super) fn address_of(word: B256) -> Option<Address> {
    word[..12].iter().all(|byte| *byte == 0).then(|| Address::from_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_those_of_the_chain() {
        let check = |topic: B256, expected: &str| assert_eq!(topic.to_string(), expected);
        let known = topics();
        check(known.transfer, "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
        check(known.single, "0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62");
        check(known.batch, "0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb");
        check(
            known.punk_bought,
            "0x58e5d5a525e3b40bc15abaa38b5882678db1ee68befd2f60bafe3a7fd06db9e3",
        );
        check(
            known.order_fulfilled,
            "0x9d9af8e38d66c62e2c12f0225249fd9d721c54b83f48d9352c97c6cacdcb6f31",
        );
    }

    #[test]
    fn arrays_are_read_only_where_they_fit() {
        let words = |words: &[u64]| -> Vec<u8> {
            words.iter().flat_map(|word| U256::from(*word).to_be_bytes::<32>()).collect()
        };
        let check = |data: &[u64], item_words, expected| {
            assert_eq!(Data(&words(data)).array(0, item_words, 4), expected, "{data:?}");
        };
        check(&[32, 2, 7, 8], 1, Some((2, 2)));
        check(&[32, 0], 1, Some((2, 0)));
        check(&[32, 3, 7, 8], 1, None);
        check(&[32, 2, 7, 8], 2, None);
        check(&[32, 5, 1, 2, 3, 4, 5], 1, None);
        check(&[33, 2, 7, 8], 1, None);
        check(&[u64::MAX - 31, 2], 1, None);
        check(&[320, 2, 7, 8], 1, None);
        check(&[], 1, None);
        let mut huge = words(&[32]);
        huge.extend([0xff; 32]);
        assert_eq!(Data(&huge).array(0, 1, usize::MAX), None);
    }
}
