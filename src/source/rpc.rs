//! A chain through one JSON-RPC endpoint: its id checked, one block for all questions,
//! many questions in one round trip.

use std::task::{Context, Poll};

use alloy_json_rpc::{RequestPacket, ResponsePacket, RpcError as Rpc};
use alloy_primitives::{Address, B256, Bytes, U64};
use alloy_rpc_client::RpcClient;
use alloy_transport::{TransportError, TransportErrorKind, TransportFut};
use futures::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;
use tower::Service;
use url::Url;

use super::door_error::host_of;
use super::limits::{BACKOFF, CALLS_PER_BATCH_MAX, PER_HOST_MAX, RETRIES_MAX};
use super::{Door, DoorError, Want};
use crate::exhibition::Timestamp;
use crate::ownership::BlockRef;
use crate::platform::net;
use crate::token::ChainId;

/// An endpoint of the right chain, asked at one block.
#[derive(Clone, Debug)]
pub struct Endpoint {
    client: RpcClient,
    name: String,
    block: BlockRef,
    /// Whether it takes the block by its hash (EIP-1898); by its number otherwise.
    by_hash: bool,
}

/// What a call is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Data(Bytes),
    /// The contract itself says no.
    Reverted(String),
    /// The endpoint does not answer; another one may.
    Refused(String),
}

/// Why an endpoint cannot be asked at all.
#[derive(Debug, Error)]
pub enum RpcError {
    #[error("{endpoint} says it is chain {said}, and the exhibition asks for {asked}")]
    WrongChain { endpoint: String, said: u64, asked: u64 },
    #[error("{0} is no chain of the EVM, and no other can be asked yet")]
    NotEvm(ChainId),
    #[error("{endpoint} has no block {block}")]
    NoBlock { endpoint: String, block: String },
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
        let said: U64 =
            client.request_noparams("eth_chainId").await.map_err(|error| failure(&name, &error))?;
        let said = said.to::<u64>();
        if said != asked {
            return Err(RpcError::WrongChain { endpoint: name, said, asked });
        }
        let endpoint =
            |block| Self { client: client.clone(), name: name.clone(), block, by_hash: true };
        if let Some(again) = again
            && let Ok(found) = block_at(&client, &name, &again.number.to_string()).await
            && found == *again
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

    /// The code at each address; none for an account without. The first question to
    /// an endpoint, which finds out how it takes its block.
    pub async fn code_at(&mut self, addresses: &[Address]) -> Result<Vec<Bytes>, RpcError> {
        for by_hash in [true, false] {
            self.by_hash = by_hash;
            let at = self.block_parameter();
            let asked: Vec<Value> = addresses.iter().map(|a| json!([a, at])).collect();
            let answers = self.ask("eth_getCode", &asked).await?;
            let codes: Option<Vec<Bytes>> = answers
                .iter()
                .map(|answer| match answer {
                    Answer::Data(code) => Some(code.clone()),
                    Answer::Reverted(_) | Answer::Refused(_) => None,
                })
                .collect();
            match (codes, by_hash) {
                (Some(codes), _) => return Ok(codes),
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

    /// Calls contracts at the block, as many calls in one round trip as it takes.
    pub async fn call(&self, calls: &[(Address, Vec<u8>)]) -> Result<Vec<Answer>, RpcError> {
        let at = self.block_parameter();
        let asked: Vec<Value> = calls
            .iter()
            .map(|(to, data)| json!([{ "to": to, "data": Bytes::copy_from_slice(data) }, at]))
            .collect();
        self.ask("eth_call", &asked).await
    }

    fn block_parameter(&self) -> Value {
        match self.by_hash {
            true => json!({ "blockHash": self.block.hash }),
            false => json!(U64::from(self.block.number)),
        }
    }

    /// Asks one method many times. What was turned away for haste is asked again.
    async fn ask(&self, method: &'static str, asked: &[Value]) -> Result<Vec<Answer>, RpcError> {
        let mut answers = vec![None; asked.len()];
        for attempt in 0..=RETRIES_MAX {
            let open: Vec<usize> = (0..asked.len()).filter(|i| answers[*i].is_none()).collect();
            if open.is_empty() {
                break;
            }
            if attempt > 0 {
                net::sleep(BACKOFF * 2_u32.pow(attempt - 1)).await;
            }
            for batch in open.chunks(CALLS_PER_BATCH_MAX) {
                let found = self.round_trip(method, asked, batch).await?;
                for (i, answer) in batch.iter().zip(found) {
                    match answer {
                        Answer::Refused(problem) if in_haste(&problem) && attempt < RETRIES_MAX => {
                        }
                        answer => answers[*i] = Some(answer),
                    }
                }
            }
        }
        Ok(answers.into_iter().flatten().collect())
    }

    async fn round_trip(
        &self,
        method: &'static str,
        asked: &[Value],
        which: &[usize],
    ) -> Result<Vec<Answer>, RpcError> {
        if which.len() > 1 {
            let mut batch = self.client.new_batch();
            let mut waiters = Vec::with_capacity(which.len());
            for i in which {
                let waiter = batch.add_call::<_, Bytes>(method, &asked[*i]);
                waiters.push(waiter.map_err(|error| failure(&self.name, &error))?);
            }
            let sent = batch.send().await;
            let mut answers = Vec::with_capacity(which.len());
            if sent.is_ok() {
                for waiter in waiters {
                    answers.push(waiter.await);
                }
            } else if let Err(error) = &sent
                && is_of_the_door(error)
            {
                return Err(failure(&self.name, error));
            }
            let understood = answers.iter().any(|answer| match answer {
                Err(error) => error.as_error_resp().is_some(),
                Ok(_) => true,
            });
            if understood {
                return answers.into_iter().map(|answer| self.judge(answer)).collect();
            }
        }
        // An endpoint without batches is asked one by one.
        let singly = which.iter().map(async |i| {
            let answer = self.client.request::<_, Bytes>(method, asked[*i].clone()).await;
            self.judge(answer)
        });
        let answers: Vec<_> = futures::stream::iter(singly).buffered(PER_HOST_MAX).collect().await;
        answers.into_iter().collect()
    }

    fn judge(&self, answer: Result<Bytes, TransportError>) -> Result<Answer, RpcError> {
        match answer {
            Ok(data) => Ok(Answer::Data(data)),
            Err(error) => match error.as_error_resp() {
                Some(said) if is_revert(said.code, &said.message) => {
                    Ok(Answer::Reverted(said.message.to_string()))
                }
                Some(said) => Ok(Answer::Refused(format!("{} ({})", said.message, said.code))),
                None if is_of_the_door(&error) => Err(failure(&self.name, &error)),
                None => Ok(Answer::Refused(error.to_string())),
            },
        }
    }
}

async fn block_at(client: &RpcClient, name: &str, block: &str) -> Result<BlockRef, RpcError> {
    /// The parts of a block that name it.
    #[derive(Clone, Debug, Deserialize)]
    struct Header {
        number: U64,
        hash: B256,
        timestamp: U64,
    }
    let tag = match block.parse::<u64>() {
        Ok(number) => json!(U64::from(number)),
        Err(_) => json!(block),
    };
    let header: Option<Header> = client
        .request("eth_getBlockByNumber", (tag, false))
        .await
        .map_err(|error| failure(name, &error))?;
    let header = header
        .ok_or_else(|| RpcError::NoBlock { endpoint: name.to_owned(), block: block.to_owned() })?;
    let seconds = i64::try_from(header.timestamp.to::<u64>()).unwrap_or(i64::MAX);
    Ok(BlockRef {
        number: header.number.to::<u64>(),
        hash: header.hash,
        time: Timestamp::from_unix(seconds),
    })
}

/// Whether an error is the contract's own (Geth's code 3, and what others write).
fn is_revert(code: i64, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let words = ["revert", "invalid opcode", "out of gas", "vm execution", "invalid jump"];
    code == 3 || words.iter().any(|word| message.contains(word))
}

/// Whether an endpoint only asks for a slower pace.
fn in_haste(problem: &str) -> bool {
    let problem = problem.to_ascii_lowercase();
    ["(-32005)", "(429)", "(-32029)", "rate limit", "too many requests", "limit exceeded"]
        .iter()
        .any(|sign| problem.contains(sign))
}

fn is_of_the_door(error: &TransportError) -> bool {
    matches!(error, Rpc::Transport(TransportErrorKind::Custom(_)))
}

fn failure(name: &str, error: &TransportError) -> RpcError {
    match error {
        Rpc::Transport(TransportErrorKind::Custom(problem)) => {
            match problem.downcast_ref::<DoorError>() {
                Some(error) => RpcError::Door(error.clone()),
                None => {
                    RpcError::NoEndpoint { endpoint: name.to_owned(), problem: problem.to_string() }
                }
            }
        }
        Rpc::ErrorResp(said) => RpcError::NoEndpoint {
            endpoint: name.to_owned(),
            problem: format!("{} ({})", said.message, said.code),
        },
        _ => RpcError::NoEndpoint {
            endpoint: name.to_owned(),
            problem: "its answer is no JSON-RPC".to_owned(),
        },
    }
}

/// JSON-RPC through the one door.
#[derive(Clone, Debug)]
struct DoorTransport {
    door: Door,
    url: Url,
}

impl Service<RequestPacket> for DoorTransport {
    type Response = ResponsePacket;
    type Error = TransportError;
    type Future = TransportFut<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, packet: RequestPacket) -> TransportFut<'static> {
        let Self { door, url } = self.clone();
        Box::pin(async move {
            let json = serde_json::to_vec(&packet).map_err(TransportError::ser_err)?;
            let answer = door
                .post_json(&url, &json, Want::ANSWER)
                .await
                .map_err(TransportErrorKind::custom)?;
            serde_json::from_slice(&answer)
                .map_err(|error| TransportError::deser_err(error, String::from_utf8_lossy(&answer)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reverts_are_told_from_refusals() {
        let check = |code, message, expected| {
            assert_eq!(is_revert(code, message), expected, "{code} {message}");
        };
        check(3, "execution reverted: ERC721: invalid token ID", true);
        check(3, "", true);
        check(-32000, "execution reverted", true);
        check(-32015, "VM execution error.", true);
        check(-32000, "header not found", false);
        check(-32602, "invalid argument 1: hex string has length 0", false);
        check(-32005, "rate limit exceeded", false);
    }

    #[test]
    fn haste_is_known_by_its_signs() {
        let check = |problem, expected| assert_eq!(in_haste(problem), expected, "{problem}");
        check("daily request count exceeded (-32005)", true);
        check("Too Many Requests (-32090)", true);
        check("header not found (-32000)", false);
    }
}
