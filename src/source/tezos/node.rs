//! A node of Tezos with its REST interface: contracts' storage, key by key.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use futures::StreamExt;
use serde::Deserialize;
use serde_json::Value;

use super::micheline::{self, BigMap};
use super::{Fa2Token, Head, Holders, Tezos, TokenInfo};
use crate::limits::PER_HOST_MAX;
use crate::ownership::Timestamp;
use crate::source::ChainError;
use crate::token::{TezosAddress, TezosContract, TezosHash};

/// A block's header, as far as it names one.
#[derive(Deserialize)]
pub(super) struct Header {
    chain_id: String,
    hash: String,
    level: u64,
    timestamp: Timestamp,
}

impl From<Header> for Head {
    fn from(header: Header) -> Self {
        let Header { chain_id, hash, level, timestamp } = header;
        Self { chain: chain_id, level, hash, time: timestamp }
    }
}

/// How a contract's ledger says who holds what (TZIP-12 leaves it open).
enum Ledger {
    /// A number's one owner.
    OneOwner(BigMap),
    /// How many editions a holder has of a number.
    Editions { map: BigMap, holder_first: bool },
    /// In a way that is not read.
    Other,
}

pub(super) async fn token_infos(
    tezos: &Tezos,
    tokens: &[Fa2Token],
) -> Vec<Result<Option<TokenInfo>, ChainError>> {
    let scripts = scripts(tezos, tokens.iter().map(|(contract, _)| *contract)).await;
    let maps: BTreeMap<TezosContract, Result<Option<BigMap>, ChainError>> = scripts
        .into_iter()
        .map(|(contract, script)| {
            let map = |script: Value| micheline::find_big_map(&script, "token_metadata");
            (contract, script.map(|script| script.and_then(map)))
        })
        .collect();
    let asking = tokens.iter().map(async |(contract, number)| {
        let map = match maps.get(contract) {
            Some(Ok(Some(map))) => map,
            Some(Ok(None)) | None => return Ok(None),
            Some(Err(error)) => return Err(error.clone()),
        };
        let value = key(tezos, map, &micheline::pack_number(*number)).await?;
        Ok(value.and_then(|value| info_in(&value, *number)))
    });
    futures::stream::iter(asking).buffered(PER_HOST_MAX).collect().await
}

pub(super) async fn holders(
    tezos: &Tezos,
    tokens: &[(Fa2Token, &[TezosAddress])],
) -> Vec<Result<Holders, ChainError>> {
    let scripts = scripts(tezos, tokens.iter().map(|((contract, _), _)| *contract)).await;
    let ledgers: BTreeMap<TezosContract, Result<Ledger, ChainError>> = scripts
        .into_iter()
        .map(|(contract, script)| {
            let ledger = |script: Option<Value>| script.as_ref().map_or(Ledger::Other, ledger_of);
            (contract, script.map(ledger))
        })
        .collect();
    let asking =
        tokens.iter().map(async |((contract, number), asked)| match ledgers.get(contract) {
            Some(Err(error)) => Err(error.clone()),
            Some(Ok(Ledger::OneOwner(map))) => {
                let value = key(tezos, map, &micheline::pack_number(*number)).await?;
                let owner = value.as_ref().and_then(micheline::address);
                Ok(Holders::All(owner.map(|owner| (owner, U256::ONE)).into_iter().collect()))
            }
            Some(Ok(Ledger::Editions { .. })) if asked.is_empty() => {
                let problem = "a node cannot list who holds editions; name holders, or use TzKT";
                Ok(Holders::Unknown(problem.to_owned()))
            }
            Some(Ok(Ledger::Editions { map, holder_first })) => {
                let mut held = Vec::new();
                for holder in *asked {
                    let packed = micheline::pack_holding(*holder, *number, *holder_first);
                    let value = key(tezos, map, &packed).await?;
                    let editions = value.as_ref().and_then(micheline::int).unwrap_or_default();
                    held.push((*holder, editions));
                }
                Ok(Holders::Asked(held))
            }
            Some(Ok(Ledger::Other)) | None => {
                let problem = format!("the ledger of {contract} is kept in a way of its own");
                Ok(Holders::Unknown(problem))
            }
        });
    futures::stream::iter(asking).buffered(PER_HOST_MAX).collect().await
}

pub(super) async fn stored(
    tezos: &Tezos,
    contract: TezosContract,
    name: &str,
) -> Result<Option<Vec<u8>>, ChainError> {
    let script = script(tezos, contract).await?;
    let map = script.and_then(|script| micheline::find_big_map(&script, "metadata"));
    let Some(map) = map else { return Ok(None) };
    let value = key(tezos, &map, &micheline::pack_text(name)).await?;
    Ok(value.as_ref().and_then(micheline::bytes))
}

/// The script and storage of each contract; none where there is no such contract.
async fn scripts(
    tezos: &Tezos,
    contracts: impl Iterator<Item = TezosContract>,
) -> BTreeMap<TezosContract, Result<Option<Value>, ChainError>> {
    let distinct: BTreeSet<TezosContract> = contracts.collect();
    let asking =
        distinct.into_iter().map(async |contract| (contract, script(tezos, contract).await));
    futures::stream::iter(asking).buffer_unordered(PER_HOST_MAX).collect().await
}

async fn script(tezos: &Tezos, contract: TezosContract) -> Result<Option<Value>, ChainError> {
    find(tezos, &format!("context/contracts/{contract}/script")).await
}

async fn key(tezos: &Tezos, map: &BigMap, packed: &[u8]) -> Result<Option<Value>, ChainError> {
    let hash = micheline::key_hash(packed);
    find(tezos, &format!("context/big_maps/{}/{hash}", map.number)).await
}

/// What lies under a path of the block that is asked at.
async fn find(tezos: &Tezos, path: &str) -> Result<Option<Value>, ChainError> {
    let block = TezosHash::Block(tezos.block.hash.0);
    tezos.rest.find(&format!("chains/main/blocks/{block}/{path}")).await
}

/// `Pair number { Elt name bytes; … }`, where it is of the token that was asked for.
fn info_in(value: &Value, number: U256) -> Option<TokenInfo> {
    let [said, info] = micheline::parts(value) else { return None };
    if micheline::int(said) != Some(number) {
        return None;
    }
    let entry = |element: &Value| {
        let [name, value] = element["args"].as_array()?.as_slice() else { return None };
        let name = name.get("string")?.as_str()?.to_owned();
        (element["prim"] == "Elt").then_some((name, micheline::bytes(value)?))
    };
    info.as_array()?.iter().map(entry).collect()
}

fn ledger_of(script: &Value) -> Ledger {
    let Some(map) = micheline::find_big_map(script, "ledger") else { return Ledger::Other };
    let prims = |kind: &Value| -> Vec<String> {
        let parts =
            micheline::parts(kind).iter().chain(micheline::parts(kind).is_empty().then_some(kind));
        parts.map(|part| part["prim"].as_str().unwrap_or("").to_owned()).collect()
    };
    let (key, value) = (prims(&map.key), prims(&map.value));
    let (key, value): (Vec<&str>, Vec<&str>) =
        (key.iter().map(String::as_str).collect(), value.iter().map(String::as_str).collect());
    match (key.as_slice(), value.as_slice()) {
        (["nat"], ["address"]) => Ledger::OneOwner(map),
        (["address", "nat"], ["nat"]) => Ledger::Editions { map, holder_first: true },
        (["nat", "address"], ["nat"]) => Ledger::Editions { map, holder_first: false },
        _ => Ledger::Other,
    }
}
