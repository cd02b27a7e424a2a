//! Solana through one JSON-RPC endpoint: accounts of many tokens in few requests, each
//! answer with the slot that it speaks of.

mod accounts;
mod assets;
mod rpc;

use alloy_primitives::B256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::{StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use self::rpc::Rpc;
use super::{ChainError, Door};
use crate::limits::{PER_HOST_MAX, SOLANA_ACCOUNT_BYTES_MAX, SOLANA_ACCOUNTS_PER_REQUEST_MAX};
use crate::ownership::{BlockRef, Timestamp};
use crate::token::{ChainId, SolanaAddress};

pub use accounts::{Account, Holding, Mint, metadata_address};
pub use assets::{SolanaAsset, read_asset};

/// An endpoint of the right chain.
#[derive(Clone, Debug)]
pub struct Solana {
    rpc: Rpc,
    /// How settled what is answered must be.
    commitment: &'static str,
}

/// The letters of a genesis hash that name a chain (CAIP-2).
const REFERENCE_LETTERS: usize = 32;

impl Solana {
    /// Connects and checks the chain. Endpoints answer for the present alone: `latest`
    /// and `safe` ask at what is confirmed, `finalized` at what is final, and a number
    /// cannot be asked at.
    pub async fn connect(
        door: &Door,
        url: &Url,
        chain: &ChainId,
        block: &str,
    ) -> Result<Self, ChainError> {
        let rpc = Rpc::new(door, url);
        let said = rpc.one("getGenesisHash", json!([])).await?;
        let said = said.map_err(|problem| rpc.strange(&problem))?;
        let said = said.as_str().and_then(|hash| hash.get(..REFERENCE_LETTERS)).unwrap_or("");
        if said != chain.reference() {
            return Err(ChainError::OtherChain {
                endpoint: rpc.name().to_owned(),
                said: said.to_owned(),
                asked: chain.reference().to_owned(),
            });
        }
        let commitment = match block {
            "latest" | "safe" => "confirmed",
            "finalized" => "finalized",
            _ => {
                let endpoint = rpc.name().to_owned();
                return Err(ChainError::NoBlock { endpoint, block: block.to_owned() });
            }
        };
        Ok(Self { rpc, commitment })
    }

    /// The host, which stands for the endpoint in evidence: an address may hold a key.
    pub fn name(&self) -> &str {
        self.rpc.name()
    }

    /// The accounts at these addresses, and the slot that each answer speaks of.
    pub async fn accounts(
        &self,
        addresses: &[SolanaAddress],
    ) -> Result<Vec<(u64, Option<Account>)>, ChainError> {
        let asking = addresses.chunks(SOLANA_ACCOUNTS_PER_REQUEST_MAX).map(async |chunk| {
            let listed: Vec<String> = chunk.iter().map(ToString::to_string).collect();
            let options = json!({
                "encoding": "base64",
                "commitment": self.commitment,
                "dataSlice": { "offset": 0, "length": SOLANA_ACCOUNT_BYTES_MAX },
            });
            let answer = self.rpc.one("getMultipleAccounts", json!([listed, options])).await?;
            let answer = answer.map_err(|problem| self.rpc.strange(&problem))?;
            let found = accounts_in(answer).filter(|found| found.len() == chunk.len());
            found.ok_or_else(|| self.rpc.strange("its accounts are other than were asked for"))
        });
        let answers: Vec<Vec<_>> =
            futures::stream::iter(asking).buffered(PER_HOST_MAX).try_collect().await?;
        Ok(answers.into_iter().flatten().collect())
    }

    /// The token accounts that hold most of each mint, some twenty at most.
    pub async fn largest_holdings(
        &self,
        mints: &[SolanaAddress],
    ) -> Result<Vec<Result<Vec<SolanaAddress>, String>>, ChainError> {
        let commitment = json!({ "commitment": self.commitment });
        let asked = mints.iter().map(|mint| json!([mint.to_string(), commitment])).collect();
        let answers = self.rpc.many("getTokenLargestAccounts", asked).await?;
        Ok(answers.into_iter().map(|answer| answer.map(|answer| addresses_in(&answer))).collect())
    }

    /// What the endpoint's index (DAS) knows of these tokens, compressed ones too; none
    /// where it has no index.
    pub async fn assets(
        &self,
        ids: &[SolanaAddress],
    ) -> Result<Option<Vec<Option<SolanaAsset>>>, ChainError> {
        assets::ask(&self.rpc, ids).await
    }

    /// The block of a slot, where the endpoint still has it.
    pub async fn block(&self, slot: u64) -> Result<Option<BlockRef>, ChainError> {
        /// The parts of a block that name it.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Block {
            blockhash: SolanaAddress,
            block_time: Option<i64>,
        }
        let options = json!({
            "transactionDetails": "none",
            "rewards": false,
            "maxSupportedTransactionVersion": 0,
            "commitment": self.commitment,
        });
        let answer = self.rpc.one("getBlock", json!([slot, options])).await?;
        let block = answer.ok().and_then(|answer| serde_json::from_value::<Block>(answer).ok());
        Ok(block.and_then(|block| {
            let time = Timestamp::from_unix(block.block_time?);
            Some(BlockRef { number: slot, hash: B256::from(block.blockhash.0), time })
        }))
    }
}

/// `{ context: { slot }, value: [ … ] }`.
fn accounts_in(answer: Value) -> Option<Vec<(u64, Option<Account>)>> {
    #[derive(Deserialize)]
    struct Raw {
        owner: SolanaAddress,
        /// The bytes, and how they are written.
        data: (String, String),
    }
    let slot = answer["context"]["slot"].as_u64()?;
    let raw: Vec<Option<Raw>> = serde_json::from_value(answer.get("value")?.clone()).ok()?;
    let account = |raw: Option<Raw>| match raw {
        None => Some((slot, None)),
        Some(Raw { owner, data: (text, _) }) => {
            let mut data = STANDARD.decode(text).ok()?;
            // Whoever gives more than was asked for is read no further.
            data.truncate(SOLANA_ACCOUNT_BYTES_MAX);
            Some((slot, Some(Account { owner, data })))
        }
    };
    raw.into_iter().map(account).collect()
}

fn addresses_in(answer: &Value) -> Vec<SolanaAddress> {
    let found = answer["value"].as_array().map(Vec::as_slice).unwrap_or_default();
    found.iter().filter_map(|one| one["address"].as_str()?.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_so_far_and_no_further() {
        let check = |bytes: usize, expected: usize| {
            let data = [STANDARD.encode(vec![7; bytes]), "base64".to_owned()];
            let account = json!({ "owner": SolanaAddress([7; 32]), "data": data });
            let answer = json!({ "context": { "slot": 5 }, "value": [account, null] });
            let found = accounts_in(answer).unwrap();
            let read = found.into_iter().map(|(_, account)| account.map(|it| it.data.len()));
            assert_eq!(read.collect::<Vec<_>>(), [Some(expected), None]);
        };
        check(SOLANA_ACCOUNT_BYTES_MAX, SOLANA_ACCOUNT_BYTES_MAX);
        check(SOLANA_ACCOUNT_BYTES_MAX + 1, SOLANA_ACCOUNT_BYTES_MAX);
    }
}
