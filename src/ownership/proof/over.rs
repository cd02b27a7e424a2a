//! A proof as an oracle: it answers what its state says, and nothing that is not proven.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256};

use super::execute::{Outcome, traced};
use super::state::{account_at, slot_at};
use super::witness::Witness;
use crate::ownership::Oracle;

/// A witness that is asked, and what its answers stood on.
#[derive(Debug)]
pub struct Over<'a> {
    witness: &'a Witness,
    chain: u64,
    pub nodes: BTreeSet<B256>,
    pub codes: BTreeSet<B256>,
}

impl<'a> Over<'a> {
    pub fn new(witness: &'a Witness, chain: u64) -> Self {
        Self { witness, chain, nodes: BTreeSet::new(), codes: BTreeSet::new() }
    }
}

impl Oracle for Over<'_> {
    fn call(&mut self, to: Address, input: Bytes) -> Option<Bytes> {
        let (outcome, touched) = traced(self.witness, self.chain, to, &input).ok()?;
        self.nodes.extend(touched.nodes);
        self.codes.extend(touched.codes);
        match outcome {
            Outcome::Returned(data) => Some(data),
            Outcome::Reverted(_) | Outcome::Halted(_) => None,
        }
    }

    fn refuses(&mut self, to: Address, input: Bytes) -> bool {
        let Ok((outcome, touched)) = traced(self.witness, self.chain, to, &input) else {
            return false;
        };
        self.nodes.extend(touched.nodes);
        self.codes.extend(touched.codes);
        !matches!(outcome, Outcome::Returned(_))
    }

    fn code(&mut self, of: Address) -> Option<Bytes> {
        let nodes = &mut self.nodes;
        let account = account_at(self.witness, of, &mut |node| {
            nodes.insert(node);
        });
        let Some(account) = account.ok()? else { return Some(Bytes::new()) };
        if account.code_hash == KECCAK256_EMPTY {
            return Some(Bytes::new());
        }
        let code = self.witness.code(&account.code_hash)?.original_bytes();
        self.codes.insert(account.code_hash);
        Some(code)
    }

    fn slot(&mut self, of: Address, slot: B256) -> Option<U256> {
        let nodes = &mut self.nodes;
        let mut passed = |node| {
            nodes.insert(node);
        };
        let account = account_at(self.witness, of, &mut passed).ok()??;
        slot_at(self.witness, of, account.storage_root, slot, &mut passed).ok()
    }
}
