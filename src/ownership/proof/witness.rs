//! A witness: one block's header, and the nodes of its state that some calls touch. It
//! is what a lock keeps of a proof.
//!
//! Stored as one RLP list `[header, [node, …]]`, the nodes in the order of their hashes,
//! so that the same proof is the same bytes everywhere. Codes are kept beside it, each
//! under its own hash, because many works share one contract.

use std::collections::{BTreeSet, HashMap};

use alloy_primitives::{B256, Bytes, keccak256};
use alloy_rlp::{Decodable, Header as RlpHeader};
use revm::state::Bytecode;
use thiserror::Error;

use super::header::{BlockHeader, HeaderError};
use super::trie::Nodes;
use crate::limits::{CONTRACT_CODE_BYTES_MAX, WITNESS_BYTES_MAX};

/// A block's header with nodes of its state and codes of its contracts.
#[derive(Clone, Debug)]
pub struct Witness {
    header: BlockHeader,
    pub(super) nodes: Nodes,
    codes: HashMap<B256, Bytecode>,
}

/// Why bytes are no witness.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WitnessError {
    #[error("the proof has more than {WITNESS_BYTES_MAX} bytes, the most that is read")]
    TooLarge,
    #[error("the proof is no list of a header and nodes")]
    Shape,
    #[error("the proof's nodes stand in another order than that of their hashes")]
    Order,
    #[error("the code has {0} bytes, more than the {CONTRACT_CODE_BYTES_MAX} that are read")]
    CodeTooLarge(usize),
    #[error(transparent)]
    Header(#[from] HeaderError),
}

impl Witness {
    /// A witness that proves nothing yet.
    pub fn new(header: BlockHeader) -> Self {
        Self { header, nodes: Nodes::default(), codes: HashMap::new() }
    }

    /// Reads a stored witness. Every node is known by the hash of its bytes from here on.
    pub fn read(bytes: &[u8]) -> Result<Self, WitnessError> {
        if bytes.len() > WITNESS_BYTES_MAX {
            return Err(WitnessError::TooLarge);
        }
        let shape = |_| WitnessError::Shape;
        let mut rest = RlpHeader::decode_bytes(&mut &*bytes, true).map_err(shape)?;
        let header = take_list(&mut rest)?;
        let mut listed = RlpHeader::decode_bytes(&mut rest, true).map_err(shape)?;
        let mut witness = Self::new(BlockHeader::read(header)?);
        let mut last = None;
        while !listed.is_empty() {
            let node = Bytes::decode(&mut listed).map_err(shape)?;
            let hash = witness.nodes.insert(node);
            if last.is_some_and(|last| last >= hash) {
                return Err(WitnessError::Order);
            }
            last = Some(hash);
        }
        // One form and no other, so that nothing can be hidden in it.
        let known: BTreeSet<B256> = witness.nodes.hashes().collect();
        if witness.write(&known) == bytes { Ok(witness) } else { Err(WitnessError::Shape) }
    }

    /// The witness's one form, with those of its nodes that are named.
    pub fn write(&self, nodes: &BTreeSet<B256>) -> Vec<u8> {
        let named: Vec<&Bytes> = nodes.iter().filter_map(|hash| self.nodes.get(hash)).collect();
        let mut listed = Vec::new();
        alloy_rlp::encode_list::<&Bytes, Bytes>(&named, &mut listed);
        let header = self.header.rlp();
        let payload_length = header.len() + listed.len();
        let mut bytes = Vec::with_capacity(payload_length + 4);
        RlpHeader { list: true, payload_length }.encode(&mut bytes);
        bytes.extend(header);
        bytes.extend(listed);
        bytes
    }

    /// Takes in a contract's code and says by which hash it is known.
    pub fn add_code(&mut self, code: Bytes) -> Result<B256, WitnessError> {
        if code.len() > CONTRACT_CODE_BYTES_MAX {
            return Err(WitnessError::CodeTooLarge(code.len()));
        }
        let hash = keccak256(&code);
        self.codes.entry(hash).or_insert_with(|| {
            // What begins as a delegation (EIP-7702) and is none is code like any other.
            Bytecode::new_raw_checked(code.clone()).unwrap_or_else(|_| Bytecode::new_legacy(code))
        });
        Ok(hash)
    }

    pub fn code(&self, hash: &B256) -> Option<&Bytecode> {
        self.codes.get(hash)
    }

    pub fn header(&self) -> &BlockHeader {
        &self.header
    }
}

/// Takes one whole list off the front, with its own length before it.
fn take_list<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], WitnessError> {
    let mut after = *rest;
    RlpHeader::decode_bytes(&mut after, true).map_err(|_| WitnessError::Shape)?;
    let (list, after) = rest.split_at(rest.len() - after.len());
    *rest = after;
    Ok(list)
}
