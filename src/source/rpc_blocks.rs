//! Blocks of the past: their headers, their receipts, and since when contracts are there.

use alloy_primitives::{Address, B256, Bytes, U64};
use serde_json::{Value, json};

use super::{Endpoint, Reply, RpcError};
use crate::limits::TRANSACTIONS_PER_BLOCK_MAX;

impl Endpoint {
    /// Blocks as the endpoint writes them, without their transactions; none for one that
    /// it does not give.
    pub async fn blocks(&self, numbers: &[u64]) -> Result<Vec<Option<Value>>, RpcError> {
        let asked: Vec<Value> =
            numbers.iter().map(|number| json!([U64::from(*number), false])).collect();
        let answers = self.ask::<Value>("eth_getBlockByNumber", &asked).await?;
        Ok(answers.into_iter().map(given).collect())
    }

    /// Whether the block that is asked at is still the one of its number: a chain may have
    /// replaced it since. None where the endpoint does not say.
    pub async fn has_its_block(&self) -> Option<bool> {
        self.has_block(self.block().number, self.block().hash).await
    }

    /// The same of any block that it had once.
    pub async fn has_block(&self, number: u64, hash: B256) -> Option<bool> {
        let asked = [json!([U64::from(number), false])];
        match self.ask::<Value>("eth_getBlockByNumber", &asked).await.ok()?.pop()? {
            Reply::Data(block) => {
                let there: Option<B256> = serde_json::from_value(block["hash"].clone()).ok();
                Some(there == Some(hash))
            }
            Reply::Reverted(_) | Reply::Refused(_) => None,
        }
    }

    /// All receipts of a block: at once, or one by one where the endpoint does not know
    /// how to. Otherwise what it says instead.
    pub async fn block_receipts(
        &self,
        number: u64,
    ) -> Result<Result<Vec<Value>, String>, RpcError> {
        let asked = [json!([U64::from(number)])];
        let mut said = String::new();
        match self.ask::<Value>("eth_getBlockReceipts", &asked).await?.into_iter().next() {
            Some(Reply::Data(Value::Array(receipts))) => return Ok(Ok(receipts)),
            Some(Reply::Refused(why) | Reply::Reverted(why)) => said = why,
            Some(Reply::Data(_)) | None => {}
        }
        let block = self.blocks(&[number]).await?.pop().flatten().unwrap_or_default();
        let hashes = match transactions_of(&block, &said) {
            Ok(hashes) => hashes,
            Err(why) => return Ok(Err(why)),
        };
        let receipts: Option<Vec<Value>> = self.receipts(&hashes).await?.into_iter().collect();
        Ok(receipts.ok_or(said))
    }

    /// The receipts of transactions; none for one that the endpoint does not give.
    pub async fn receipts(&self, transactions: &[B256]) -> Result<Vec<Option<Value>>, RpcError> {
        let asked: Vec<Value> = transactions.iter().map(|hash| json!([hash])).collect();
        let answers = self.ask::<Value>("eth_getTransactionReceipt", &asked).await?;
        Ok(answers.into_iter().map(given).collect())
    }

    /// The first block in which each contract was there, up to the block that is asked at;
    /// none where the endpoint does not remember so far back. All are there now.
    pub async fn births(&self, contracts: &[Address]) -> Result<Vec<Option<u64>>, RpcError> {
        let last = self.block().number;
        let mut spans: Vec<Option<(u64, u64)>> = vec![Some((0, last)); contracts.len()];
        // Halved, every number of 64 bits is found in as many rounds.
        for _ in 0..u64::BITS {
            let open: Vec<(usize, u64)> = spans
                .iter()
                .enumerate()
                .filter_map(|(place, span)| {
                    let (low, high) = (*span)?;
                    (low < high).then_some((place, low + (high - low) / 2))
                })
                .collect();
            if open.is_empty() {
                break;
            }
            let asked: Vec<Value> = open
                .iter()
                .map(|(place, middle)| json!([contracts[*place], U64::from(*middle)]))
                .collect();
            let answers = self.ask::<Bytes>("eth_getCode", &asked).await?;
            for ((place, middle), answer) in open.into_iter().zip(answers) {
                spans[place] = match (spans[place], answer) {
                    (Some((low, _)), Reply::Data(code)) if !code.is_empty() => Some((low, middle)),
                    (Some((_, high)), Reply::Data(_)) => Some((middle + 1, high)),
                    _ => None,
                };
            }
        }
        Ok(spans.into_iter().map(|span| span.map(|(low, _)| low)).collect())
    }
}

/// The transactions of a block, where they may be asked for one by one; otherwise why not,
/// with what the endpoint said when it was asked for all at once.
fn transactions_of(block: &Value, said: &str) -> Result<Vec<B256>, String> {
    let listed = block["transactions"].as_array().ok_or(said)?;
    if listed.len() > TRANSACTIONS_PER_BLOCK_MAX {
        return Err(format!(
            "the block has more than {TRANSACTIONS_PER_BLOCK_MAX} transactions ({said})"
        ));
    }
    let hashes: Option<Vec<B256>> = listed.iter().map(|hash| hash.as_str()?.parse().ok()).collect();
    hashes.ok_or_else(|| said.to_owned())
}

fn given(reply: Reply<Value>) -> Option<Value> {
    match reply {
        Reply::Data(value) if !value.is_null() => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_so_many_transactions_and_no_more() {
        let check = |count: usize, expected: Result<usize, &str>| {
            let block = json!({ "transactions": vec![B256::ZERO; count] });
            let found = transactions_of(&block, "no such method").map(|hashes| hashes.len());
            assert_eq!(found, expected.map_err(str::to_owned));
        };
        check(TRANSACTIONS_PER_BLOCK_MAX, Ok(TRANSACTIONS_PER_BLOCK_MAX));
        let most = format!("more than {TRANSACTIONS_PER_BLOCK_MAX} transactions");
        let refused = format!("the block has {most} (no such method)");
        check(TRANSACTIONS_PER_BLOCK_MAX + 1, Err(&refused));
    }

    #[test]
    fn a_block_without_its_transactions_tells_what_was_said_before() {
        let check = |block: Value| {
            assert_eq!(transactions_of(&block, "no such method"), Err("no such method".to_owned()));
        };
        check(Value::Null);
        check(json!({ "transactions": 7 }));
        check(json!({ "transactions": ["0x12"] }));
        check(json!({ "transactions": [{ "hash": B256::ZERO }] }));
    }
}
