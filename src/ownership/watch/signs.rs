//! The events that say that something happened to a token: it changed hands
//! (ERC-721, ERC-1155, there by itself or among others, and CryptoPunks), or its metadata did
//! (ERC-4906, and `URI` of ERC-1155).

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, Bytes, U64, U256, b256, keccak256};
use serde::Deserialize;
use serde_json::Value;

use crate::limits::{EVENTS_PER_LOOK_MAX, TOKENS_PER_BATCH_MAX};
use crate::ownership::provenance::Data;
use crate::token::{EvmToken, read_update, update_topics};

static TRANSFER: LazyLock<B256> = LazyLock::new(|| keccak256("Transfer(address,address,uint256)"));
static SINGLE: LazyLock<B256> =
    LazyLock::new(|| keccak256("TransferSingle(address,address,address,uint256,uint256)"));
static BATCH: LazyLock<B256> =
    LazyLock::new(|| keccak256("TransferBatch(address,address,address,uint256[],uint256[])"));
static URI: LazyLock<B256> = LazyLock::new(|| keccak256("URI(string,uint256)"));

// CryptoPunks are older than ERC-721, and their `Transfer` names no punk. Written out, for the
// verifier of pages has few bytes to spare.
const PUNK_TRANSFER: B256 =
    b256!("05af636b70da6819000c49f85b21fa82081c632069bb626f30932034099107d8");
const PUNK_BOUGHT: B256 = b256!("58e5d5a525e3b40bc15abaa38b5882678db1ee68befd2f60bafe3a7fd06db9e3");

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sign {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
    block_number: U64,
    #[serde(default)]
    removed: bool,
}

/// What an event says of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Moved,
    /// It changed hands, to nobody's: to the address zero.
    Burnt,
    Metadata,
}

/// What the first topic of such an event is.
pub(super) fn topics() -> Vec<B256> {
    let known = [*TRANSFER, *SINGLE, *BATCH, PUNK_TRANSFER, PUNK_BOUGHT, *URI];
    known.into_iter().chain(update_topics()).collect()
}

/// Reads an answer to `eth_getLogs`.
pub(super) fn read(answer: &Value) -> Option<Vec<Sign>> {
    let listed = answer.as_array()?;
    let read = listed.iter().take(EVENTS_PER_LOOK_MAX);
    let signs = read.map(|sign| serde_json::from_value(sign.clone()).ok());
    // One that is none makes the whole answer none: who knows what else is wrong with it.
    let signs: Option<Vec<Sign>> = signs.collect();
    Some(signs?.into_iter().filter(|sign| !sign.removed).collect())
}

impl Sign {
    pub fn block(&self) -> u64 {
        self.block_number.to()
    }

    /// What it says of this token, if anything.
    pub fn says(&self, token: &EvmToken) -> Option<Says> {
        if self.address != token.contract {
            return None;
        }
        let event = *self.topics.first()?;
        let number = |at: usize| self.topics.get(at).map(|word| U256::from_be_bytes(word.0));
        let is_it = |number: Option<U256>| number == Some(token.number);
        let moved = |to: usize| match self.topics.get(to) {
            Some(to) if to.is_zero() => Says::Burnt,
            _ => Says::Moved,
        };
        if event == *TRANSFER {
            return is_it(number(3)).then(|| moved(2));
        }
        if event == *SINGLE {
            let id = self.data.get(..32).map(U256::from_be_slice);
            return is_it(id).then(|| moved(3));
        }
        if event == *BATCH {
            let data = Data(&self.data);
            let (first, count) = data.array(0, 1, TOKENS_PER_BATCH_MAX)?;
            return (0..count).any(|at| is_it(data.word(first + at))).then(|| moved(3));
        }
        if event == PUNK_TRANSFER {
            return is_it(Data(&self.data).word(0)).then(|| moved(2));
        }
        if event == PUNK_BOUGHT {
            // Of an accepted bid the ledger names the address zero as the buyer.
            return is_it(number(1)).then_some(Says::Moved);
        }
        if event == *URI {
            return is_it(number(1)).then_some(Says::Metadata);
        }
        let range = read_update(&self.topics, &self.data)?;
        range.contains(token.number).then_some(Says::Metadata)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::token::EvmStandard;

    #[test]
    fn events_speak_of_their_own_token_only() {
        let contract = Address::repeat_byte(7);
        let token = EvmToken { standard: EvmStandard::Erc721, contract, number: U256::from(5) };
        let word = |number: u64| B256::from(U256::from(number));
        let update = update_topics();
        let check = |address: Address, topics: &[B256], data: &[u64], expected: Option<Says>| {
            let data: Vec<u8> = data.iter().flat_map(|number| word(*number).0).collect();
            let log = json!([{ "address": address, "topics": topics, "data": Bytes::from(data),
                "blockNumber": "0x9", "logIndex": "0x0" }]);
            let signs = read(&log).unwrap();
            assert_eq!(signs[0].block(), 9);
            assert_eq!(signs[0].says(&token), expected, "{log}");
        };
        let moved = |id| vec![*TRANSFER, word(1), word(2), word(id)];
        check(contract, &moved(5), &[], Some(Says::Moved));
        check(contract, &moved(6), &[], None);
        check(Address::ZERO, &moved(5), &[], None);
        check(contract, &[*TRANSFER, word(1), word(0), word(5)], &[], Some(Says::Burnt));
        // Who gets it from nobody has it.
        check(contract, &[*TRANSFER, word(0), word(2), word(5)], &[], Some(Says::Moved));
        check(contract, &[*TRANSFER, word(1), word(0), word(6)], &[], None);
        // ERC-20's event has the same name, and its amount is no token.
        check(contract, &moved(5)[..3], &[5], None);
        check(contract, &[*SINGLE, word(1), word(2), word(3)], &[5, 1], Some(Says::Moved));
        check(contract, &[*SINGLE, word(1), word(2), word(3)], &[4, 5], None);
        check(contract, &[*SINGLE, word(1), word(2), word(0)], &[5, 1], Some(Says::Burnt));
        let batch = [*BATCH, word(1), word(2), word(3)];
        check(contract, &batch, &[64, 160, 2, 4, 5, 2, 1, 1], Some(Says::Moved));
        check(contract, &batch, &[64, 160, 2, 4, 6, 2, 5, 5], None);
        let burnt = [*BATCH, word(1), word(2), word(0)];
        check(contract, &burnt, &[64, 160, 2, 4, 5, 2, 1, 1], Some(Says::Burnt));
        // One whose list is longer than it is.
        check(contract, &batch, &[64, 160, 9, 4, 5, 2, 1, 1], None);
        check(contract, &batch, &[], None);
        check(contract, &[PUNK_TRANSFER, word(1), word(2)], &[5], Some(Says::Moved));
        check(contract, &[PUNK_TRANSFER, word(1), word(0)], &[5], Some(Says::Burnt));
        check(contract, &[PUNK_TRANSFER, word(1), word(2)], &[6], None);
        check(contract, &[PUNK_TRANSFER, word(1), word(5)], &[], None);
        check(contract, &[PUNK_BOUGHT, word(5), word(1), word(2)], &[9], Some(Says::Moved));
        check(contract, &[PUNK_BOUGHT, word(5), word(1), word(0)], &[0], Some(Says::Moved));
        check(contract, &[PUNK_BOUGHT, word(6), word(1), word(2)], &[5], None);
        check(contract, &[*URI, word(5)], &[], Some(Says::Metadata));
        check(contract, &[update[0]], &[5], Some(Says::Metadata));
        check(contract, &[update[0]], &[6], None);
        check(contract, &[update[1]], &[1, 9], Some(Says::Metadata));
        check(contract, &[], &[], None);
    }

    #[test]
    fn events_of_punks_are_asked_for_by_their_own_names() {
        let check = |topic: B256, signature: &str| {
            assert_eq!(topic, keccak256(signature), "{signature}");
            assert!(topics().contains(&topic), "{signature}");
        };
        check(PUNK_TRANSFER, "PunkTransfer(address,address,uint256)");
        check(PUNK_BOUGHT, "PunkBought(uint256,uint256,address,address)");
    }

    #[test]
    fn an_answer_that_is_no_list_of_events_is_none() {
        let check = |answer: Value, expected: Option<usize>| {
            assert_eq!(read(&answer).map(|signs| signs.len()), expected, "{answer}");
        };
        let sign = |removed: bool| {
            json!({ "address": Address::ZERO, "topics": [], "data": "0x", "blockNumber": "0x1",
                "removed": removed })
        };
        check(json!([]), Some(0));
        check(json!([sign(false), sign(true)]), Some(1));
        check(json!([sign(false), { "address": 5 }]), None);
        check(json!(null), None);
        check(json!({}), None);
    }

    #[test]
    fn so_many_events_are_read_and_no_more() {
        let sign = json!({ "address": Address::ZERO, "topics": [], "data": "0x",
            "blockNumber": "0x1" });
        // What would make the whole answer none, behind so many events.
        let check = |before: usize, expected: Option<usize>| {
            let mut listed = vec![sign.clone(); before];
            listed.push(json!(null));
            assert_eq!(read(&Value::Array(listed)).map(|signs| signs.len()), expected);
        };
        check(EVENTS_PER_LOOK_MAX - 1, None);
        check(EVENTS_PER_LOOK_MAX, Some(EVENTS_PER_LOOK_MAX));
    }
}
