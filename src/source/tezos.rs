//! Tezos through one endpoint: an indexer (TzKT) or a node, whichever it shows itself to
//! be. All is asked at one block.

mod micheline;
mod node;
mod storages;
mod tzkt;

pub use micheline::{BigMap, address as address_in, find_big_map};
pub use storages::Storages;
pub use tzkt::{balances_in, infos_in};

use std::collections::BTreeMap;

use alloy_primitives::{B256, U256};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::door_error::host_of;
use super::{ChainError, Door, DoorError, Want};
use crate::ownership::{BlockRef, Timestamp};
use crate::token::{ChainId, TezosAddress, TezosContract, TezosHash};

/// A token of FA2 (TZIP-12).
pub type Fa2Token = (TezosContract, U256);

/// What a contract stores of one token in `token_metadata`: bytes by their names. Under
/// the empty name lies the URI of the rest (TZIP-12).
pub type TokenInfo = BTreeMap<String, Vec<u8>>;

/// An endpoint of the right chain, asked at one block.
#[derive(Clone, Debug)]
pub struct Tezos {
    rest: Rest,
    kind: Kind,
    block: BlockRef,
    /// Whether the block is the newest: an indexer answers that more readily.
    newest: bool,
}

/// Who holds a token, as far as the endpoint can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holders {
    /// Everybody who holds it, with how many editions; most first.
    All(Vec<(TezosAddress, U256)>),
    /// Some of those who hold it, most first: there are more than are listed.
    Part(Vec<(TezosAddress, U256)>),
    /// Only some were asked about, and these hold so many, or none.
    Asked(Vec<(TezosAddress, U256)>),
    /// The endpoint cannot tell, in its words.
    Unknown(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    TzKt,
    Node,
}

/// GET requests for JSON below one address.
#[derive(Clone, Debug)]
struct Rest {
    door: Door,
    base: Url,
    name: String,
}

const FAMILY: &str = "Tezos";
/// So many blocks on top of one make it final.
const BLOCKS_TO_FINALITY: u64 = 2;

impl Tezos {
    /// Connects: finds out which kind of endpoint it is, checks the chain, and settles
    /// which block is asked at: a level, `latest`, `safe` or `finalized`.
    pub async fn connect(
        door: &Door,
        url: &Url,
        chain: &ChainId,
        block: &str,
    ) -> Result<Self, ChainError> {
        let rest = Rest { door: door.clone(), base: url.clone(), name: host_of(url) };
        let (kind, head) = match rest.get::<tzkt::Newest>("v1/head").await {
            Ok(head) => (Kind::TzKt, Head::from(head)),
            Err(error) if speaks_otherwise(&error) => {
                let head = rest.get::<node::Header>("chains/main/blocks/head/header").await;
                (Kind::Node, Head::from(head.map_err(|error| rest.neither(error))?))
            }
            Err(error) => return Err(error),
        };
        if head.chain != chain.reference() {
            return Err(ChainError::OtherChain {
                endpoint: rest.name,
                said: head.chain,
                asked: chain.reference().to_owned(),
            });
        }
        let level = match block {
            "latest" => head.level,
            "safe" | "finalized" => head.level.saturating_sub(BLOCKS_TO_FINALITY),
            number => number.parse().unwrap_or(u64::MAX),
        };
        let no_block = || ChainError::NoBlock { endpoint: rest.name.clone(), block: block.into() };
        let newest = level == head.level;
        let head = match newest {
            true => head,
            false => {
                let other = match kind {
                    Kind::TzKt => {
                        let path = format!("v1/blocks/{level}");
                        rest.find::<tzkt::Block>(&path).await?.map(|found| found.on(head.chain))
                    }
                    Kind::Node => {
                        let path = format!("chains/main/blocks/{level}/header");
                        rest.find::<node::Header>(&path).await?.map(Head::from)
                    }
                };
                other.filter(|found| found.level == level).ok_or_else(no_block)?
            }
        };
        let hash = TezosHash::block(&head.hash)
            .ok_or_else(|| rest.strange("its block's hash is none of Tezos"))?;
        let block = BlockRef { number: head.level, hash: B256::from(hash), time: head.time };
        Ok(Self { rest, kind, block, newest })
    }

    /// The host, which stands for the endpoint in evidence: an address may hold a key.
    pub fn name(&self) -> &str {
        &self.rest.name
    }

    pub fn block(&self) -> &BlockRef {
        &self.block
    }

    /// What each token's contract stores of it; none where it stores nothing. What fails
    /// for one fails for no other.
    pub async fn token_infos(
        &self,
        tokens: &[Fa2Token],
    ) -> Vec<Result<Option<TokenInfo>, ChainError>> {
        match self.kind {
            Kind::TzKt => tzkt::token_infos(self, tokens).await,
            Kind::Node => node::token_infos(self, tokens).await,
        }
    }

    /// Who holds each token. A node cannot list the holders of editions: `asked` are
    /// those that it is asked about. What fails for one fails for no other.
    pub async fn holders(
        &self,
        tokens: &[(Fa2Token, &[TezosAddress])],
    ) -> Vec<Result<Holders, ChainError>> {
        match self.kind {
            Kind::TzKt => tzkt::holders(self, tokens).await,
            Kind::Node => node::holders(self, tokens).await,
        }
    }

    /// The bytes that a contract stores under a name in `metadata`, for
    /// `tezos-storage:` (TZIP-16).
    pub async fn stored(
        &self,
        contract: TezosContract,
        key: &str,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        match self.kind {
            Kind::TzKt => tzkt::stored(self, contract, key).await,
            Kind::Node => node::stored(self, contract, key).await,
        }
    }
}

/// A block, whoever told it.
struct Head {
    chain: String,
    level: u64,
    hash: String,
    time: Timestamp,
}

impl Rest {
    /// The JSON that lies at a path below the endpoint's address.
    async fn get<T: for<'de> Deserialize<'de>>(&self, path: &str) -> Result<T, ChainError> {
        let nothing = || self.strange("its answer is empty");
        self.find(path).await?.ok_or_else(nothing)
    }

    /// The same, or none where nothing lies there.
    async fn find<T: for<'de> Deserialize<'de>>(
        &self,
        path: &str,
    ) -> Result<Option<T>, ChainError> {
        self.read(path, |bytes| serde_json::from_slice(bytes).ok()).await
    }

    /// What `read` finds in the bytes that lie there.
    async fn read<T>(
        &self,
        path: &str,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, ChainError> {
        let mut url = self.base.clone();
        let (path, query) = path.split_once('?').map_or((path, None), |(p, q)| (p, Some(q)));
        let base = url.path().trim_end_matches('/').trim_end_matches("/v1").to_owned();
        url.set_path(&format!("{base}/{path}"));
        // What stands in the address already may be a key.
        let query: Vec<&str> = [self.base.query(), query].into_iter().flatten().collect();
        url.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
        let bytes = match self.door.get(&url, Want::ANSWER).await {
            Err(DoorError::NotFound { .. }) => return Ok(None),
            answer => answer?,
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let strange = || self.strange("its answer has another shape");
        read(&bytes).ok_or_else(strange).map(Some)
    }

    fn strange(&self, problem: &str) -> ChainError {
        ChainError::NoEndpoint {
            endpoint: self.name.clone(),
            family: FAMILY,
            problem: problem.to_owned(),
        }
    }

    /// What is said of an endpoint that is neither TzKT nor a node.
    fn neither(&self, error: ChainError) -> ChainError {
        match speaks_otherwise(&error) {
            true => self.strange("it has neither TzKT's /v1/head nor a node's /chains/main"),
            false => error,
        }
    }
}

/// Whether an endpoint answered, and has no such place or another language.
fn speaks_otherwise(error: &ChainError) -> bool {
    match error {
        ChainError::NoEndpoint { .. } => true,
        ChainError::Door(DoorError::Status { status, .. }) => (400..500).contains(status),
        _ => false,
    }
}

/// Text in bytes as Tezos writes them: hex digits without a prefix.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    alloy_primitives::hex::decode(text).ok().filter(|_| !text.starts_with("0x"))
}

/// A whole number below 2^256 that stands in JSON as a text.
fn number_in(value: &Value) -> Option<U256> {
    let text = value.as_str()?;
    let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    decimal.then(|| U256::from_str_radix(text, 10).ok()).flatten()
}
