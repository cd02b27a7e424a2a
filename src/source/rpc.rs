//! A chain through one JSON-RPC endpoint: its id checked, one block for all questions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use alloy_json_rpc::RpcError as Rpc;
use alloy_primitives::{Address, B256, Bytes, U64};
use alloy_rpc_client::RpcClient;
use alloy_transport::TransportError;
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;
use url::Url;

use super::door_error::host_of;
use super::multicall::MULTICALL;
use super::rpc_transport::{DoorTransport, TripError, trip_error};
use super::{Door, DoorError};
use crate::limits::CALLS_PER_BATCH_MAX;
use crate::ownership::proof::BlockHeader;
use crate::ownership::{BlockRef, Timestamp};
use crate::token::ChainId;

/// An endpoint of the right chain, asked at one block.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(super) client: RpcClient,
    pub(super) name: String,
    block: BlockRef,
    /// The block's header, where its fields hash to what the endpoint says.
    header: Option<BlockHeader>,
    /// What was learned of it; clones share it.
    pub(super) ways: Arc<Ways>,
    pub(super) backoff: Duration,
}

/// How an endpoint likes to be asked, as far as is known.
#[derive(Debug)]
pub(super) struct Ways {
    /// Whether it takes the block by its hash (EIP-1898); by its number otherwise.
    by_hash: AtomicBool,
    /// Whether the chain has the contract through which many calls are one.
    has_multicall: AtomicBool,
    /// Calls that it takes in one batch.
    pub batch_max: AtomicUsize,
    /// Whether the first two were found out.
    is_known: AtomicBool,
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    Data(T),
    /// The contract itself says no.
    Reverted(String),
    /// The endpoint does not answer; another one may.
    Refused(String),
}

impl<T> Reply<T> {
    /// The answer, where there is one.
    pub fn data(self) -> Option<T> {
        match self {
            Self::Data(data) => Some(data),
            Self::Reverted(_) | Self::Refused(_) => None,
        }
    }
}

/// What a call is answered with.
pub type Answer = Reply<Bytes>;

/// Why an endpoint cannot be asked at all.
#[derive(Debug, Error)]
pub enum RpcError {
    #[error("{endpoint} says it is chain {said}, and the exhibition asks for {asked}")]
    WrongChain { endpoint: String, said: u64, asked: u64 },
    #[error("{0} is none of the chains that can be asked: those of the EVM, Tezos and Solana")]
    NotEvm(ChainId),
    #[error("{endpoint} has no block {block}")]
    NoBlock { endpoint: String, block: String },
    #[error("{endpoint} has another block {block} than it had when it was asked about it first")]
    Replaced { endpoint: String, block: u64 },
    #[error("{endpoint} does not answer as an Ethereum endpoint does: {problem}")]
    NoEndpoint { endpoint: String, problem: String },
    #[error(transparent)]
    Door(DoorError),
}

impl Endpoint {
    /// Connects: checks the chain's id, and settles which block is asked at. `block` is
    /// a number, `latest`, `safe` or `finalized`; `again` is a block that was asked at
    /// before, and is taken once more if the endpoint still has it.
    pub async fn connect(
        door: &Door,
        url: &Url,
        chain: &ChainId,
        block: &str,
        again: Option<&BlockRef>,
    ) -> Result<Self, RpcError> {
        let asked = chain.evm_number().ok_or_else(|| RpcError::NotEvm(chain.clone()))?;
        let name = host_of(url);
        let transport = DoorTransport { door: door.clone(), url: url.clone() };
        let client = RpcClient::new(transport, false);
        // An empty list and not none: some nodes miss it.
        let said: U64 = client
            .request("eth_chainId", json!([]))
            .await
            .map_err(|error| failure(&name, &error))?;
        let said = said.to::<u64>();
        if said != asked {
            return Err(RpcError::WrongChain { endpoint: name, said, asked });
        }
        let endpoint = |(block, header)| Self {
            client: client.clone(),
            name: name.clone(),
            block,
            header,
            ways: Arc::new(Ways {
                by_hash: true.into(),
                has_multicall: false.into(),
                batch_max: CALLS_PER_BATCH_MAX.into(),
                is_known: false.into(),
            }),
            backoff: door.patience().backoff,
        };
        if let Some(again) = again
            && let Ok(found) = block_at(&client, &name, &again.number.to_string()).await
            && found.0 == *again
        {
            return Ok(endpoint(found));
        }
        Ok(endpoint(block_at(&client, &name, block).await?))
    }

    /// The host, which stands for the endpoint in evidence: an address may hold a key.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn block(&self) -> &BlockRef {
        &self.block
    }

    pub fn header(&self) -> Option<&BlockHeader> {
        self.header.as_ref()
    }

    /// Asks at the block with this number from here on.
    pub(super) async fn move_to(&mut self, number: u64) -> Result<(), RpcError> {
        if self.block.number != number {
            let found = block_at(&self.client, &self.name, &number.to_string()).await?;
            (self.block, self.header) = found;
        }
        Ok(())
    }

    /// The code at each address; none for an account without. The first question to
    /// an endpoint, which finds out how it takes its block.
    pub async fn code_at(&self, addresses: &[Address]) -> Result<Vec<Bytes>, RpcError> {
        for by_hash in [true, false] {
            self.ways.by_hash.store(by_hash, Ordering::Relaxed);
            // What was refused for the block's sake was no matter of size.
            self.ways.batch_max.store(CALLS_PER_BATCH_MAX, Ordering::Relaxed);
            let at = self.block_parameter();
            let multicall = std::iter::once(&MULTICALL);
            let asked: Vec<Value> =
                addresses.iter().chain(multicall).map(|a| json!([a, at])).collect();
            let answers = self.ask::<Bytes>("eth_getCode", &asked).await?;
            let codes: Option<Vec<Bytes>> = answers
                .iter()
                .map(|answer| match answer {
                    Answer::Data(code) => Some(code.clone()),
                    Answer::Reverted(_) | Answer::Refused(_) => None,
                })
                .collect();
            // A block that was replaced is not known by its hash any more, and another one
            // by its number.
            let replaced = !by_hash && codes.is_some() && self.has_its_block().await == Some(false);
            match (codes, by_hash) {
                (Some(_), _) if replaced => {
                    let (endpoint, block) = (self.name.clone(), self.block.number);
                    return Err(RpcError::Replaced { endpoint, block });
                }
                (Some(mut codes), _) => {
                    let has_multicall = codes.pop().is_some_and(|code| !code.is_empty());
                    self.ways.has_multicall.store(has_multicall, Ordering::Relaxed);
                    self.ways.is_known.store(true, Ordering::Relaxed);
                    return Ok(codes);
                }
                (None, true) => {}
                (None, false) => {
                    let refused = answers.into_iter().find_map(|answer| match answer {
                        Answer::Refused(problem) | Answer::Reverted(problem) => Some(problem),
                        Answer::Data(_) => None,
                    });
                    let problem = format!(
                        "at block {} it answers “{}”",
                        self.block.number,
                        refused.unwrap_or_default()
                    );
                    return Err(RpcError::NoEndpoint { endpoint: self.name.clone(), problem });
                }
            }
        }
        Ok(Vec::new())
    }

    /// Finds out how it takes its block, where nobody did yet: one that is asked last is
    /// asked in its own way, too.
    pub(super) async fn learn(&self) -> Result<(), RpcError> {
        if !self.ways.is_known.load(Ordering::Relaxed) {
            self.code_at(&[]).await?;
        }
        Ok(())
    }

    /// Calls contracts at the block, as many calls in one round trip as it takes.
    pub async fn call(&self, calls: &[(Address, Vec<u8>)]) -> Result<Vec<Answer>, RpcError> {
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        self.learn().await?;
        match self.ways.has_multicall.load(Ordering::Relaxed) && calls.len() > 1 {
            true => self.call_together(calls).await,
            false => self.call_each(calls).await,
        }
    }

    /// Calls contracts, each by a call of its own.
    pub(super) async fn call_each(
        &self,
        calls: &[(Address, Vec<u8>)],
    ) -> Result<Vec<Answer>, RpcError> {
        let at = self.block_parameter();
        let asked: Vec<Value> = calls
            .iter()
            .map(|(to, data)| json!([{ "to": to, "data": Bytes::copy_from_slice(data) }, at]))
            .collect();
        self.ask("eth_call", &asked).await
    }

    pub(super) fn block_parameter(&self) -> Value {
        match self.ways.by_hash.load(Ordering::Relaxed) {
            true => json!({ "blockHash": self.block.hash }),
            false => json!(U64::from(self.block.number)),
        }
    }
}

/// A block by its number or its name, with its header where that can be held to its hash.
async fn block_at(
    client: &RpcClient,
    name: &str,
    block: &str,
) -> Result<(BlockRef, Option<BlockHeader>), RpcError> {
    /// The parts of a block that name it.
    #[derive(Clone, Debug, Deserialize)]
    struct Named {
        number: U64,
        hash: B256,
        timestamp: U64,
    }
    let asked = block.parse::<u64>().ok().map(U64::from);
    let tag = asked.map_or_else(|| json!(block), |number| json!(number));
    let whole: Value = client
        .request("eth_getBlockByNumber", (tag, false))
        .await
        .map_err(|error| failure(name, &error))?;
    // Another block than the one that was asked for is none.
    let named: Named = serde_json::from_value(whole.clone())
        .ok()
        .filter(|named: &Named| asked.is_none_or(|number| number == named.number))
        .ok_or_else(|| RpcError::NoBlock { endpoint: name.to_owned(), block: block.to_owned() })?;
    let header = BlockHeader::from_json(&whole);
    if let Err(problem) = &header {
        // The fields of some chains' blocks are not Ethereum's: asked, but not proven.
        tracing::info!("{name}: {problem}");
    }
    let seconds = i64::try_from(named.timestamp.to::<u64>()).unwrap_or(i64::MAX);
    let block = BlockRef {
        number: named.number.to::<u64>(),
        hash: named.hash,
        time: Timestamp::from_unix(seconds),
    };
    Ok((block, header.ok()))
}

pub(super) fn failure(name: &str, error: &TransportError) -> RpcError {
    let problem = match (trip_error(error), error) {
        (Some(TripError::Door(error)), _) => return RpcError::Door(error.clone()),
        (Some(trip), _) => trip.to_string(),
        (None, Rpc::ErrorResp(said)) => format!("{} ({})", said.message, said.code),
        (None, _) => TripError::NoJsonRpc.to_string(),
    };
    RpcError::NoEndpoint { endpoint: name.to_owned(), problem }
}
