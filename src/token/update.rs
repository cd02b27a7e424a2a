//! ERC-4906: the events by which a contract tells that the metadata of its tokens
//! changed.

use std::sync::LazyLock;

use alloy_primitives::{B256, U256, keccak256};

/// Tokens whose metadata changed, from the first to the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRange {
    pub first: U256,
    pub last: U256,
}

/// The event for one token: `MetadataUpdate(uint256)`.
static METADATA_UPDATE: LazyLock<B256> = LazyLock::new(|| keccak256("MetadataUpdate(uint256)"));

/// The event for many: `BatchMetadataUpdate(uint256,uint256)`.
static BATCH_METADATA_UPDATE: LazyLock<B256> =
    LazyLock::new(|| keccak256("BatchMetadataUpdate(uint256,uint256)"));

/// What the first topic of such an event is.
pub fn update_topics() -> [B256; 2] {
    [*METADATA_UPDATE, *BATCH_METADATA_UPDATE]
}

/// Reads an event. The standard has its numbers in the data; contracts that index them
/// have them in the topics. A range to 2^256 - 1 means all tokens. None for another
/// event, or for a range that ends before it begins.
pub fn read_update(topics: &[B256], data: &[u8]) -> Option<TokenRange> {
    let (event, indexed) = topics.split_first()?;
    let in_data = data.chunks_exact(32).map(B256::from_slice);
    let mut numbers =
        indexed.iter().copied().chain(in_data).map(|word| U256::from_be_bytes(word.0));
    let first = numbers.next()?;
    if *event == *METADATA_UPDATE {
        return Some(TokenRange { first, last: first });
    }
    if *event != *BATCH_METADATA_UPDATE {
        return None;
    }
    let last = numbers.next()?;
    // Where only one of the two is indexed, nothing tells which.
    let (first, last) = match indexed.len() {
        1 => (first.min(last), first.max(last)),
        _ => (first, last),
    };
    (first <= last).then_some(TokenRange { first, last })
}

impl TokenRange {
    pub fn contains(&self, number: U256) -> bool {
        (self.first..=self.last).contains(&number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_known_by_their_topics() {
        // As the standard's own text and the contracts in use have them.
        let expected = [
            "0xf8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce7",
            "0x6bd5c950a8d8df17f772f5af37cb3655737899cbf903264b9795592da439661c",
        ];
        assert_eq!(update_topics().map(|topic| topic.to_string()), expected);
    }

    #[test]
    fn ranges_are_read_wherever_their_numbers_stand() {
        let word = |number: U256| B256::from(number.to_be_bytes());
        let check =
            |event: usize, indexed: &[U256], data: &[U256], expected: Option<(U256, U256)>| {
                let mut topics = vec![update_topics()[event]];
                topics.extend(indexed.iter().copied().map(word));
                let data: Vec<u8> = data.iter().flat_map(|number| word(*number).0).collect();
                let found = read_update(&topics, &data).map(|range| (range.first, range.last));
                assert_eq!(found, expected, "{event} {indexed:?} {data:?}");
            };
        let [one, five, all] = [U256::from(1), U256::from(5), U256::MAX];
        check(0, &[], &[five], Some((five, five)));
        check(0, &[five], &[], Some((five, five)));
        check(0, &[], &[all], Some((all, all)));
        check(0, &[], &[], None);
        check(1, &[], &[one, five], Some((one, five)));
        check(1, &[one, five], &[], Some((one, five)));
        check(1, &[one], &[five], Some((one, five)));
        check(1, &[five], &[one], Some((one, five)));
        check(1, &[], &[U256::ZERO, all], Some((U256::ZERO, all)));
        check(1, &[], &[five, five], Some((five, five)));
        check(1, &[], &[five, one], None);
        check(1, &[], &[one], None);
        assert_eq!(read_update(&[], &[]), None);
        assert_eq!(read_update(&[B256::ZERO], &[0; 64]), None);
    }

    #[test]
    fn a_range_holds_its_ends_and_what_lies_between() {
        let range = TokenRange { first: U256::from(2), last: U256::MAX };
        let check = |number: U256, expected| assert_eq!(range.contains(number), expected);
        check(U256::from(1), false);
        check(U256::from(2), true);
        check(U256::from(3), true);
        check(U256::MAX, true);
    }
}
