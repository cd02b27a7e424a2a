//! A block's header: as endpoints write it, as it is hashed, and as a block of evidence.

use alloy_consensus::Header;
use alloy_primitives::{Address, B64, B256, Bloom, Bytes, U64, U256};
use alloy_rlp::{Decodable, Encodable};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::limits::BLOCK_HEADER_BYTES_MAX;
use crate::ownership::{BlockRef, Timestamp};

/// A header whose hash was worked out from its own fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockHeader {
    header: Header,
    hash: B256,
}

/// Why something is no header.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HeaderError {
    #[error("its answer is no block: {0}")]
    NoBlock(String),
    #[error("its header for block {number} hashes to {found}, and it says {said}")]
    OtherHash { number: u64, said: B256, found: B256 },
    #[error("the stored header is not in its one encoding")]
    Encoding,
}

impl BlockHeader {
    /// Reads what `eth_getBlockByNumber` answers, and holds its hash to its fields.
    pub fn from_json(block: &Value) -> Result<Self, HeaderError> {
        let raw: RawHeader = serde_json::from_value(block.clone())
            .map_err(|error| HeaderError::NoBlock(error.to_string()))?;
        let said = raw.hash;
        let header = raw.parse();
        let found = header.hash_slow();
        if found != said {
            return Err(HeaderError::OtherHash { number: header.number, said, found });
        }
        if header.length() > BLOCK_HEADER_BYTES_MAX {
            return Err(HeaderError::Encoding);
        }
        Ok(Self { header, hash: found })
    }

    /// Reads a header from its RLP, the encoding that is hashed.
    pub fn read(bytes: &[u8]) -> Result<Self, HeaderError> {
        if bytes.len() > BLOCK_HEADER_BYTES_MAX {
            return Err(HeaderError::Encoding);
        }
        let header = Header::decode(&mut &*bytes).map_err(|_| HeaderError::Encoding)?;
        let read = Self { hash: header.hash_slow(), header };
        if read.rlp() == bytes { Ok(read) } else { Err(HeaderError::Encoding) }
    }

    /// The header's RLP, of which its hash is the Keccak-256.
    pub fn rlp(&self) -> Vec<u8> {
        alloy_rlp::encode(&self.header)
    }

    pub fn hash(&self) -> B256 {
        self.hash
    }

    pub fn number(&self) -> u64 {
        self.header.number
    }

    pub fn state_root(&self) -> B256 {
        self.header.state_root
    }

    pub fn receipts_root(&self) -> B256 {
        self.header.receipts_root
    }

    pub fn fields(&self) -> &Header {
        &self.header
    }

    /// The block as evidence names it.
    pub fn block(&self) -> BlockRef {
        let seconds = i64::try_from(self.header.timestamp).unwrap_or(i64::MAX);
        BlockRef {
            number: self.header.number,
            hash: self.hash,
            time: Timestamp::from_unix(seconds),
        }
    }
}

/// The fields as endpoints have them (execution-apis, `BlockHeader`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawHeader {
    hash: B256,
    parent_hash: B256,
    sha3_uncles: B256,
    miner: Address,
    state_root: B256,
    transactions_root: B256,
    receipts_root: B256,
    logs_bloom: Bloom,
    #[serde(default)]
    difficulty: U256,
    number: U64,
    gas_limit: U64,
    gas_used: U64,
    timestamp: U64,
    extra_data: Bytes,
    mix_hash: B256,
    nonce: B64,
    base_fee_per_gas: Option<U64>,
    withdrawals_root: Option<B256>,
    blob_gas_used: Option<U64>,
    excess_blob_gas: Option<U64>,
    parent_beacon_block_root: Option<B256>,
    requests_hash: Option<B256>,
    block_access_list_hash: Option<B256>,
    slot_number: Option<U64>,
}

impl RawHeader {
    fn parse(self) -> Header {
        let number = |field: Option<U64>| field.map(|field| field.to::<u64>());
        Header {
            parent_hash: self.parent_hash,
            ommers_hash: self.sha3_uncles,
            beneficiary: self.miner,
            state_root: self.state_root,
            transactions_root: self.transactions_root,
            receipts_root: self.receipts_root,
            logs_bloom: self.logs_bloom,
            difficulty: self.difficulty,
            number: self.number.to(),
            gas_limit: self.gas_limit.to(),
            gas_used: self.gas_used.to(),
            timestamp: self.timestamp.to(),
            extra_data: self.extra_data,
            mix_hash: self.mix_hash,
            nonce: self.nonce,
            base_fee_per_gas: number(self.base_fee_per_gas),
            withdrawals_root: self.withdrawals_root,
            blob_gas_used: number(self.blob_gas_used),
            excess_blob_gas: number(self.excess_blob_gas),
            parent_beacon_block_root: self.parent_beacon_block_root,
            requests_hash: self.requests_hash,
            block_access_list_hash: self.block_access_list_hash,
            slot_number: number(self.slot_number),
        }
    }
}
