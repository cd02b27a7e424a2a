//! How far a round has come, and what is asked next.

use alloy_primitives::{B256, U64};
use serde_json::json;

use super::call::{Call, block_call};
use super::{Watch, signs};
use crate::ownership::proof::{Prover, Request};

#[derive(Debug, Default)]
pub(super) enum Phase {
    #[default]
    Resting,
    /// The newest block is asked for, and whether the last one still stands.
    Poll,
    /// Which of the remembered blocks still stand.
    Recheck(Vec<(u64, B256)>),
    /// The owners at the head, and what happened since; the items that are asked about.
    Look {
        asked: Vec<usize>,
        from: Option<u64>,
    },
    /// Nothing more is asked of this endpoint before the others have said whose block it is.
    Hear,
    Prove {
        asked: Vec<usize>,
        prover: Box<Prover>,
        requests: Vec<Request>,
    },
}

impl Watch {
    /// What is to be asked now, in one batch; nothing when the round is over, or when it
    /// waits for the others.
    pub fn calls(&self) -> Vec<Call> {
        match &self.phase {
            Phase::Resting | Phase::Hear => Vec::new(),
            Phase::Poll => {
                let newest = self.blocks.newest().map(|(number, _)| block_call(number));
                let latest =
                    Call { method: "eth_getBlockByNumber", params: json!(["latest", false]) };
                let chain = Call { method: "eth_chainId", params: json!([]) };
                [chain, latest].into_iter().chain(newest).collect()
            }
            Phase::Recheck(blocks) => {
                blocks.iter().map(|(number, _)| block_call(*number)).collect()
            }
            Phase::Look { asked, from } => self.questions(asked, *from),
            Phase::Prove { prover, requests, .. } => {
                let json_rpc = requests.iter().map(|request| {
                    let (method, params) = prover.json_rpc(request);
                    Call { method, params }
                });
                json_rpc.collect()
            }
        }
    }

    fn questions(&self, asked: &[usize], from: Option<u64>) -> Vec<Call> {
        let Some(head) = &self.head else { return Vec::new() };
        let at = match self.by_hash {
            true => json!({ "blockHash": head.block.hash }),
            false => json!(U64::from(head.block.number)),
        };
        let owners = asked.iter().map(|at_item| {
            let (to, data) = self.items[*at_item].question.call();
            let params = json!([{ "to": to, "data": data }, at]);
            Call { method: "eth_call", params }
        });
        let mut calls: Vec<Call> = owners.collect();
        if let Some(from) = from {
            let mut contracts: Vec<_> =
                asked.iter().map(|at| self.items[*at].token.contract).collect();
            contracts.sort_unstable();
            contracts.dedup();
            let filter = json!({
                "address": contracts,
                "topics": [signs::topics()],
                "fromBlock": U64::from(from),
                "toBlock": U64::from(head.block.number),
            });
            calls.push(Call { method: "eth_getLogs", params: json!([filter]) });
        }
        calls
    }
}
