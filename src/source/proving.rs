//! Calls that are run here over state that an endpoint proves: the prover says what to
//! ask, and this sends it, many questions in one round trip.

use alloy_primitives::{Address, B256, Bytes, U256};
use serde_json::{Value, json};

use super::{Endpoint, Reply, RpcError};
use crate::ownership::proof::{Prover, Request};

impl Endpoint {
    /// Brings the prover everything it asks for, until nothing more is wanted. What the
    /// endpoint will not prove the prover knows; only one that fails altogether is an
    /// error.
    pub async fn prove(&self, prover: &mut Prover) -> Result<(), RpcError> {
        loop {
            let requests = prover.requests();
            if requests.is_empty() && !prover.is_waiting() {
                return Ok(());
            }
            for method in METHODS {
                let mine: Vec<(&Request, Value)> = requests
                    .iter()
                    .filter_map(|request| {
                        let (said, parameters) = prover.json_rpc(request);
                        (said == method).then_some((request, parameters))
                    })
                    .collect();
                // A proof is some kilobytes: few in one answer, so that none is too large.
                for mine in mine.chunks(TOGETHER) {
                    let asked: Vec<Value> = mine.iter().map(|(_, asked)| asked.clone()).collect();
                    let answers = self.ask::<Value>(method, &asked).await?;
                    for ((request, _), answer) in mine.iter().zip(answers) {
                        match answer {
                            Reply::Data(answer) => prover.bring(request, Ok(&answer)),
                            Reply::Reverted(said) | Reply::Refused(said) => {
                                prover.bring(request, Err(said));
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Endpoint {
    /// The codes at these addresses; none where it does not say.
    pub async fn codes(&self, of: &[Address]) -> Result<Vec<Option<Bytes>>, RpcError> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        self.learn().await?;
        let at = self.block_parameter();
        let asked: Vec<Value> = of.iter().map(|of| json!([of, at])).collect();
        let answers = self.ask::<Bytes>("eth_getCode", &asked).await?;
        Ok(answers.into_iter().map(Reply::data).collect())
    }

    /// Slots of contracts; none where it does not say.
    pub async fn slots(&self, of: &[(Address, B256)]) -> Result<Vec<Option<U256>>, RpcError> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        self.learn().await?;
        let at = self.block_parameter();
        let asked: Vec<Value> = of.iter().map(|(of, slot)| json!([of, slot, at])).collect();
        let answers = self.ask::<U256>("eth_getStorageAt", &asked).await?;
        Ok(answers.into_iter().map(Reply::data).collect())
    }
}

/// What a prover asks, in the order in which answers build on each other.
const METHODS: [&str; 3] = ["eth_createAccessList", "eth_getProof", "eth_getCode"];

/// Questions that go out before the first of their answers is read.
const TOGETHER: usize = 100;
