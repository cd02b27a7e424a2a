//! Whoever answers what contracts say: an endpoint's answers, or a proof.

use alloy_primitives::{Address, B256, Bytes, U256};

/// Answers about a chain at one block. None where an answer is not at hand (yet), or the
/// contract gave none.
pub trait Oracle {
    /// What a contract returns.
    fn call(&mut self, to: Address, input: Bytes) -> Option<Bytes>;
    /// Whether it is at hand that a contract gives no answer to this: it refuses, or breaks
    /// off.
    fn refuses(&mut self, to: Address, input: Bytes) -> bool;
    /// The code at an address; empty for an account without.
    fn code(&mut self, of: Address) -> Option<Bytes>;
    /// A slot of a contract's storage.
    fn slot(&mut self, of: Address, slot: B256) -> Option<U256>;
}
