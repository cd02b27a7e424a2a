//! Receipts: which events a block's transactions left behind, proven by the receipts root
//! in its header (Yellow Paper, 4.3.1; typed receipts of EIP-2718).
//!
//! Stored like a witness, as one RLP list `[header, [node, …]]`, the nodes in the order of
//! their hashes; they are those of the receipts' trie on the way to some receipts.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bloom, Bytes, Log, U64};
use alloy_rlp::{Decodable, Encodable, Header as RlpHeader};
use alloy_trie::proof::ProofRetainer;
use alloy_trie::root::adjust_index_for_rlp;
use alloy_trie::{EMPTY_ROOT_HASH, HashBuilder, Nibbles};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::header::BlockHeader;
use super::trie::{TrieError, find};
use super::witness::{Witness, WitnessError};
use crate::limits::RECEIPTS_PER_BLOCK_MAX;
use crate::ownership::{Event, Step, Traced, hands};

/// All receipts of a block, held to the root in its header.
#[derive(Clone, Debug)]
pub struct BlockReceipts {
    header: BlockHeader,
    receipts: Vec<Listed>,
}

/// One receipt of a block.
#[derive(Clone, Debug)]
pub struct Listed {
    /// As the endpoint names it: the root does not say.
    pub transaction: B256,
    pub events: Vec<Event>,
    /// The number within the block of its first event.
    pub first_log: u64,
    encoded: Vec<u8>,
}

/// Some receipts of a block with their proof, as a lock keeps them.
#[derive(Clone, Debug)]
pub struct ReceiptsProof(Witness);

/// Why an answer is not the receipts of a block.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptsError {
    #[error("its answer is no receipts: {0}")]
    NoReceipts(String),
    #[error(
        "it gives more than {RECEIPTS_PER_BLOCK_MAX} receipts for one block, the most that are read"
    )]
    TooMany,
    #[error(
        "its receipts of block {number} have the root {found}, and the block's header says {said}"
    )]
    OtherRoot { number: u64, said: B256, found: B256 },
}

/// Why a step is not what stored receipts prove.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unheld {
    #[error("it stands on no receipt")]
    NoReceipt,
    #[error("its receipt is of block {found}, and it says {said}")]
    OtherBlock { said: u64, found: u64 },
    #[error("the receipt {transaction} of block {block} is not proven ({problem})")]
    Unproven { block: u64, transaction: u64, problem: TrieError },
    #[error("the receipt {transaction} of block {block} is damaged")]
    Damaged { block: u64, transaction: u64 },
    #[error(
        "the receipt {transaction} of block {block} has another event at {log} than the step says"
    )]
    OtherStep { block: u64, transaction: u64, log: u64 },
}

impl BlockReceipts {
    /// Reads what `eth_getBlockReceipts` answers, or as many single receipts, and holds
    /// them to the header's root.
    pub fn from_json(header: BlockHeader, answer: &[Value]) -> Result<Self, ReceiptsError> {
        if answer.len() > RECEIPTS_PER_BLOCK_MAX {
            return Err(ReceiptsError::TooMany);
        }
        let mut raw = Vec::with_capacity(answer.len());
        for receipt in answer {
            let receipt = RawReceipt::deserialize(receipt);
            raw.push(receipt.map_err(|error| ReceiptsError::NoReceipts(error.to_string()))?);
        }
        raw.sort_by_key(|receipt| receipt.transaction_index);
        let mut receipts = Vec::with_capacity(raw.len());
        let mut first_log = 0;
        for receipt in raw {
            let encoded = receipt.encode();
            let events: Vec<Event> = receipt.logs.into_iter().map(RawLog::event).collect();
            let count = events.len() as u64;
            let transaction = receipt.transaction_hash;
            receipts.push(Listed { transaction, events, first_log, encoded });
            first_log += count;
        }
        let read = Self { header, receipts };
        let (found, said) = (read.root(), read.header.receipts_root());
        if found == said {
            return Ok(read);
        }
        Err(ReceiptsError::OtherRoot { number: read.header.number(), said, found })
    }

    pub fn header(&self) -> &BlockHeader {
        &self.header
    }

    /// In the order of the block's transactions.
    pub fn receipts(&self) -> &[Listed] {
        &self.receipts
    }

    /// The stored form of a proof of those receipts whose places are named.
    pub fn prove(&self, places: &BTreeSet<u64>) -> Vec<u8> {
        let keys = places.iter().filter_map(|place| usize::try_from(*place).ok()).map(key);
        let retainer = ProofRetainer::from_iter(keys);
        let mut builder = HashBuilder::default().with_proof_retainer(retainer);
        self.build(|key, value| builder.add_leaf(key, value));
        builder.root();
        let mut witness = Witness::new(self.header.clone());
        let nodes = builder.take_proof_nodes().into_nodes_sorted();
        // Smaller ones stand within those that name them.
        let kept = nodes.into_iter().filter(|(path, node)| path.is_empty() || node.len() >= 32);
        let kept: BTreeSet<B256> = kept.map(|(_, node)| witness.nodes.insert(node)).collect();
        witness.write(&kept)
    }

    fn root(&self) -> B256 {
        if self.receipts.is_empty() {
            return EMPTY_ROOT_HASH;
        }
        let mut builder = HashBuilder::default();
        self.build(|key, value| builder.add_leaf(key, value));
        builder.root()
    }

    /// Every receipt with its key, in the order of the keys.
    fn build(&self, mut add: impl FnMut(Nibbles, &[u8])) {
        let count = self.receipts.len();
        for turn in 0..count {
            let place = adjust_index_for_rlp(turn, count);
            add(key(place), &self.receipts[place].encoded);
        }
    }
}

impl ReceiptsProof {
    /// Reads a stored proof; one that is not in its one form is refused.
    pub fn read(bytes: &[u8]) -> Result<Self, WitnessError> {
        Witness::read(bytes).map(Self)
    }

    pub fn header(&self) -> &BlockHeader {
        self.0.header()
    }

    /// The events of the receipt at a place of the block.
    fn events(&self, transaction: u64) -> Result<Vec<Event>, Unheld> {
        let block = self.header().number();
        let damaged = || Unheld::Damaged { block, transaction };
        let place = usize::try_from(transaction).map_err(|_| damaged())?;
        let root = self.header().receipts_root();
        let found = find(&self.0.nodes, root, &key(place), &mut |_| {});
        let found = found.map_err(|problem| Unheld::Unproven { block, transaction, problem })?;
        let missing = Unheld::Unproven { block, transaction, problem: TrieError::Missing(root) };
        decode(&found.ok_or(missing)?).ok_or_else(damaged)
    }
}

/// Whether a step of a token happened as it says: at its place in its block's receipts
/// lies the event that says so, and what was paid is what the receipt tells.
pub fn verify_step(step: &Step, traced: &Traced, proof: &ReceiptsProof) -> Result<(), Unheld> {
    let place = step.receipt.ok_or(Unheld::NoReceipt)?;
    if proof.header().block() != step.block {
        let (said, found) = (step.block.number, proof.header().number());
        return Err(Unheld::OtherBlock { said, found });
    }
    let events = proof.events(place.transaction)?;
    let is_it = hands(traced, &events).iter().any(|hand| {
        hand.at as u64 == place.log
            && hand.from == step.from
            && hand.to == step.to
            && hand.editions == step.editions
            && hand.price == step.price
    });
    let (block, transaction, log) = (step.block.number, place.transaction, place.log);
    if is_it { Ok(()) } else { Err(Unheld::OtherStep { block, transaction, log }) }
}

/// The events of a receipt as an endpoint gives it, which proves nothing; none where it is
/// no receipt.
pub fn events_of(receipt: &Value) -> Option<Vec<Event>> {
    let receipt = RawReceipt::deserialize(receipt).ok()?;
    Some(receipt.logs.into_iter().map(RawLog::event).collect())
}

/// The key of a receipt: the RLP of its transaction's place.
fn key(place: usize) -> Nibbles {
    Nibbles::unpack(alloy_rlp::encode(place))
}

/// The events of an encoded receipt: after its type, if it has one, the list of status,
/// gas, bloom, events, and on some chains more.
fn decode(encoded: &[u8]) -> Option<Vec<Event>> {
    let mut rest = match encoded.first()? {
        0..0x80 => &encoded[1..],
        _ => encoded,
    };
    let mut fields = RlpHeader::decode_bytes(&mut rest, true).ok()?;
    if !rest.is_empty() {
        return None;
    }
    Bytes::decode(&mut fields).ok()?;
    u64::decode(&mut fields).ok()?;
    Bloom::decode(&mut fields).ok()?;
    let logs = Vec::<Log>::decode(&mut fields).ok()?;
    let event = |log: Log| {
        let (topics, data) = log.data.split();
        Event { contract: log.address, topics, data }
    };
    Some(logs.into_iter().map(event).collect())
}

/// A receipt as endpoints have it (execution-apis, `ReceiptInfo`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawReceipt {
    transaction_hash: B256,
    transaction_index: U64,
    #[serde(default, rename = "type")]
    kind: U64,
    /// Before Byzantium, a state root stands in its place.
    status: Option<U64>,
    root: Option<Bytes>,
    cumulative_gas_used: U64,
    logs_bloom: Bloom,
    logs: Vec<RawLog>,
    /// Of deposits, on chains of the OP Stack.
    deposit_nonce: Option<U64>,
    deposit_receipt_version: Option<U64>,
}

#[derive(Deserialize)]
struct RawLog {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
}

/// The type of deposits on chains of the OP Stack, whose receipts hold two fields more.
const DEPOSIT: u64 = 0x7e;

impl RawReceipt {
    /// The receipt as its trie has it.
    fn encode(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        match (self.status, &self.root) {
            (None, Some(root)) => root.encode(&mut fields),
            (status, _) => (status == Some(U64::from(1))).encode(&mut fields),
        }
        self.cumulative_gas_used.to::<u64>().encode(&mut fields);
        self.logs_bloom.encode(&mut fields);
        let logs: Vec<Log> = self.logs.iter().map(RawLog::log).collect();
        logs.encode(&mut fields);
        let kind = self.kind.to::<u64>();
        if kind == DEPOSIT {
            for more in [self.deposit_nonce, self.deposit_receipt_version].into_iter().flatten() {
                more.to::<u64>().encode(&mut fields);
            }
        }
        let mut encoded = Vec::with_capacity(fields.len() + 5);
        if kind != 0 {
            encoded.push(u8::try_from(kind).unwrap_or(u8::MAX));
        }
        RlpHeader { list: true, payload_length: fields.len() }.encode(&mut encoded);
        encoded.extend(fields);
        encoded
    }
}

impl RawLog {
    fn log(&self) -> Log {
        Log::new_unchecked(self.address, self.topics.clone(), self.data.clone())
    }

    fn event(self) -> Event {
        Event { contract: self.address, topics: self.topics, data: self.data }
    }
}

#[cfg(test)]
#[path = "receipts_tests.rs"]
mod tests;
