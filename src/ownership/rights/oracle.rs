//! Whoever answers what contracts say: an endpoint's answers, or a proof.

use alloy_primitives::{Address, B256, Bytes, U256};

/// The answer is not at hand: not asked for yet, or not proven. Nothing follows from it,
/// least of all that there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKnown;

/// Answers about a chain at one block.
pub trait Oracle {
    /// What a contract returns; none where it refuses.
    fn call(&mut self, to: Address, input: Bytes) -> Result<Option<Bytes>, NotKnown>;
    /// The code at an address; empty for an account without.
    fn code(&mut self, of: Address) -> Result<Bytes, NotKnown>;
    /// A slot of a contract's storage.
    fn slot(&mut self, of: Address, slot: B256) -> Result<U256, NotKnown>;
}
