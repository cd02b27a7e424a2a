//! Calls that are run here over state that an endpoint proves: the prover says what to
//! ask, and this sends it, many questions in one round trip.

use serde_json::Value;

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
                let (mine, asked): (Vec<&Request>, Vec<Value>) = requests
                    .iter()
                    .filter_map(|request| {
                        let (said, parameters) = prover.json_rpc(request);
                        (said == method).then_some((request, parameters))
                    })
                    .unzip();
                let mut mine = mine.into_iter();
                // A proof is some kilobytes: few in one answer, so that none is too large.
                for asked in asked.chunks(TOGETHER) {
                    let answers = self.ask::<Value>(method, asked).await?;
                    for (request, answer) in mine.by_ref().zip(answers) {
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

/// What a prover asks, in the order in which answers build on each other.
const METHODS: [&str; 3] = ["eth_createAccessList", "eth_getProof", "eth_getCode"];

/// Questions that go out before the first of their answers is read.
const TOGETHER: usize = 100;
