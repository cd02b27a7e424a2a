//! Events of contracts (`eth_getLogs`), in steps as large as an endpoint takes them.

use std::ops::RangeInclusive;

use alloy_primitives::{Address, B256, Bytes, U64};
use serde::Deserialize;
use serde_json::{Value, json};

use super::rpc::failure;
use super::rpc_batch::in_haste;
use super::rpc_transport::trip_error;
use super::{Endpoint, RpcError};
use crate::limits::{EVENTS_PER_SEARCH_MAX, LOG_REQUESTS_MAX, RETRIES_MAX};
use crate::platform::net;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    pub address: Address,
    pub topics: Vec<B256>,
    pub data: Bytes,
    pub block_number: U64,
    pub block_hash: B256,
    pub transaction_hash: B256,
    /// Its number within its block.
    pub log_index: U64,
}

/// The events of a range of blocks, as far as they were heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub logs: Vec<Log>,
    /// The last block whose events are in; it may lie before the end of the range.
    pub through: u64,
}

impl Heard {
    /// Whether so many events are in that no further blocks are asked for.
    fn is_full(&self) -> bool {
        self.logs.len() > EVENTS_PER_SEARCH_MAX
    }
}

/// JSON-RPC's code for a method that is not there.
const UNKNOWN_METHOD: i64 = -32601;

impl Endpoint {
    /// The events of these contracts whose first topic is one of these. A range that is
    /// too long for the endpoint is halved until it is not, and doubled again after.
    pub async fn logs(
        &self,
        contracts: &[Address],
        first_topics: &[B256],
        blocks: RangeInclusive<u64>,
    ) -> Result<Heard, RpcError> {
        let (heard, trouble) = self.hear(contracts, &json!([first_topics]), blocks).await;
        trouble.map_or(Ok(heard), Err)
    }

    /// The events of these contracts whose topics are among those that are named for each
    /// place, as far as they were to be had, and what ended the search early.
    pub async fn hear(
        &self,
        contracts: &[Address],
        topics: &Value,
        blocks: RangeInclusive<u64>,
    ) -> (Heard, Option<RpcError>) {
        let (first, last) = (*blocks.start(), *blocks.end());
        let mut heard = Heard { logs: Vec::new(), through: first.saturating_sub(1) };
        let mut step = (last.saturating_sub(first)).saturating_add(1);
        let (mut haste, mut from) = (0, first);
        for _ in 0..LOG_REQUESTS_MAX {
            if from > last || heard.is_full() {
                break;
            }
            let to = from.saturating_add(step - 1).min(last);
            let filter: Value = json!({
                "address": contracts,
                "topics": topics,
                "fromBlock": U64::from(from),
                "toBlock": U64::from(to),
            });
            let answer: Result<Vec<Log>, _> = self.client.request("eth_getLogs", [filter]).await;
            let error = match answer {
                Ok(logs) => {
                    heard.logs.extend(logs);
                    heard.through = to;
                    step = step.saturating_mul(2);
                    haste = 0;
                    from = to.saturating_add(1);
                    continue;
                }
                Err(error) => error,
            };
            let said =
                error.as_error_resp().map(|said| format!("{} ({})", said.message, said.code));
            // No range is short enough for who does not know the question.
            if error.as_error_resp().is_some_and(|said| said.code == UNKNOWN_METHOD) {
                return (heard, Some(failure(&self.name, &error)));
            }
            // “limit exceeded” may be about the range as well as about haste.
            let hurried = said.as_deref().is_some_and(in_haste) && haste < RETRIES_MAX;
            let about_size =
                said.is_some() || trip_error(&error).is_some_and(|trip| trip.is_about_size());
            if hurried {
                net::sleep(self.backoff * 2_u32.pow(haste)).await;
                haste += 1;
            }
            if about_size && to > from {
                step = (to - from).div_ceil(2);
            } else if !hurried {
                return (heard, Some(failure(&self.name, &error)));
            }
        }
        (heard, None)
    }

    /// Whether it gives events of all blocks up to this one at once. It does not know
    /// events at all where that is none.
    pub async fn hears_at_once(
        &self,
        contract: Address,
        topics: &Value,
        last: u64,
    ) -> Option<bool> {
        let filter = json!({
            "address": contract,
            "topics": topics,
            "fromBlock": U64::ZERO,
            "toBlock": U64::from(last),
        });
        let answer: Result<Vec<Log>, _> = self.client.request("eth_getLogs", [filter]).await;
        match answer {
            Ok(_) => Some(true),
            Err(error) => {
                let unknown = |code| code == UNKNOWN_METHOD;
                (!error.as_error_resp().is_some_and(|said| unknown(said.code))).then_some(false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_brings_so_many_events_and_goes_no_further() {
        let log = Log {
            address: Address::ZERO,
            topics: Vec::new(),
            data: Bytes::new(),
            block_number: U64::from(7),
            block_hash: B256::ZERO,
            transaction_hash: B256::ZERO,
            log_index: U64::ZERO,
        };
        let check = |events: usize, full: bool| {
            let heard = Heard { logs: vec![log.clone(); events], through: 7 };
            assert_eq!(heard.is_full(), full, "{events}");
        };
        check(EVENTS_PER_SEARCH_MAX, false);
        check(EVENTS_PER_SEARCH_MAX + 1, true);
    }
}
