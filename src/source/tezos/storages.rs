//! What contracts of Tezos store, for documents that are read after tokens were asked about
//! (TZIP-16, `tezos-storage:`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use url::Url;

use super::Tezos;
use crate::platform::net::Gate;
use crate::source::{ChainError, Door};
use crate::token::{ChainId, TezosContract};

/// The chains of Tezos that an exhibition names; clones share their connections.
#[derive(Clone, Debug, Default)]
pub struct Storages(Arc<HashMap<String, Place>>);

/// One chain: whom to ask at which block, and the endpoint that answered.
#[derive(Debug)]
struct Place {
    chain: ChainId,
    endpoints: Vec<Url>,
    block: String,
    /// One connects, and the others wait for it.
    gate: Gate,
    tezos: Mutex<Option<Tezos>>,
}

impl Storages {
    /// Chains, their endpoints in the order in which they are asked, and the block.
    pub fn new(chains: impl IntoIterator<Item = (ChainId, Vec<Url>, String)>) -> Self {
        let place = |(chain, endpoints, block): (ChainId, Vec<Url>, String)| {
            let network = chain.reference().to_owned();
            let (gate, tezos) = (Gate::new(1), Mutex::default());
            (network, Place { chain, endpoints, block, gate, tezos })
        };
        Self(Arc::new(chains.into_iter().map(place).collect()))
    }

    /// Takes an endpoint that answers, at the block at which tokens were asked about.
    pub fn hold(&self, chain: &ChainId, tezos: &Tezos) {
        if let Some(place) = self.0.get(chain.reference()) {
            *place.held() = Some(tezos.clone());
        }
    }

    /// The bytes under a key of a contract of this network; none where there are none.
    pub async fn read(
        &self,
        door: &Door,
        network: &str,
        contract: TezosContract,
        key: &str,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        let unnamed = || ChainError::Unnamed { chain: format!("tezos:{network}") };
        let place = self.0.get(network).ok_or_else(unnamed)?;
        let tezos = place.connected(door).await?.ok_or_else(unnamed)?;
        tezos.stored(contract, key).await
    }
}

impl Place {
    /// An endpoint that answers; none where none is named.
    async fn connected(&self, door: &Door) -> Result<Option<Tezos>, ChainError> {
        let _alone = self.gate.enter().await;
        let held = self.held().clone();
        if held.is_some() {
            return Ok(held);
        }
        let mut last = None;
        for endpoint in &self.endpoints {
            match Tezos::connect(door, endpoint, &self.chain, &self.block).await {
                Ok(tezos) => {
                    *self.held() = Some(tezos.clone());
                    return Ok(Some(tezos));
                }
                Err(error) => last = Some(error),
            }
        }
        last.map_or(Ok(None), Err)
    }

    fn held(&self) -> MutexGuard<'_, Option<Tezos>> {
        self.tezos.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
