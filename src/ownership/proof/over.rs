//! A proof as an oracle: it answers what its state says, and nothing that is not proven.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256};

use super::execute::{Outcome, traced};
use super::state::{StateError, Unproven, account_at, slot_at};
use super::witness::Witness;
use crate::ownership::{NotKnown, Oracle};

/// A witness that is asked, and what its answers stood on.
#[derive(Debug)]
pub struct Over<'a> {
    witness: &'a Witness,
    chain: u64,
    pub nodes: BTreeSet<B256>,
    pub codes: BTreeSet<B256>,
    /// The first thing that was asked for and is not proven.
    pub missing: Option<StateError>,
}

impl<'a> Over<'a> {
    pub fn new(witness: &'a Witness, chain: u64) -> Self {
        Self { witness, chain, nodes: BTreeSet::new(), codes: BTreeSet::new(), missing: None }
    }

    fn miss(&mut self, error: impl Into<StateError>) -> NotKnown {
        self.missing.get_or_insert(error.into());
        NotKnown
    }
}

impl Oracle for Over<'_> {
    fn call(&mut self, to: Address, input: Bytes) -> Result<Option<Bytes>, NotKnown> {
        let ran = traced(self.witness, self.chain, to, &input);
        let (outcome, touched) = ran.map_err(|error| self.miss(error))?;
        self.nodes.extend(touched.nodes);
        self.codes.extend(touched.codes);
        Ok(match outcome {
            Outcome::Returned(data) => Some(data),
            Outcome::Reverted(_) => None,
        })
    }

    fn code(&mut self, of: Address) -> Result<Bytes, NotKnown> {
        let nodes = &mut self.nodes;
        let account = account_at(self.witness, of, &mut |node| {
            nodes.insert(node);
        });
        let account = account.map_err(|error| self.miss(error))?;
        let Some(hash) = account.map(|account| account.code_hash) else { return Ok(Bytes::new()) };
        if hash == KECCAK256_EMPTY {
            return Ok(Bytes::new());
        }
        let Some(code) = self.witness.code(&hash) else {
            return Err(self.miss(Unproven::Code { address: of, hash }));
        };
        let code = code.original_bytes();
        self.codes.insert(hash);
        Ok(code)
    }

    fn slot(&mut self, of: Address, slot: B256) -> Result<U256, NotKnown> {
        let nodes = &mut self.nodes;
        let mut passed = |node| {
            nodes.insert(node);
        };
        let word = account_at(self.witness, of, &mut passed).and_then(|account| match account {
            // Who is not there stores nothing.
            None => Ok(U256::ZERO),
            Some(account) => slot_at(self.witness, of, account.storage_root, slot, &mut passed),
        });
        word.map_err(|error| self.miss(error))
    }
}
