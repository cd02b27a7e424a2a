//! Proofs: a contract's own code, run over nothing but proven state of one block.
//!
//! A [`Witness`] holds a block's header and the nodes of its state trie that some calls
//! touch. [`call`] runs a contract over it; whatever was not proven is an error that
//! names it, never a zero. [`Prover`] says what to ask an endpoint for until a call can
//! be run, and asks nothing itself. [`ReceiptsProof`] holds receipts of a block, with which
//! [`verify_step`] checks a change of hands.

mod answers;
mod apart;
mod chains;
mod execute;
mod fork;
mod header;
mod over;
mod prover;
mod receipts;
mod state;
mod trie;
mod unanswered;
mod verify;
mod witness;

pub use answers::Lie;
pub use chains::Foreign;
pub use execute::{Outcome, call};
pub use fork::knows_rules;
pub use header::{BlockHeader, HeaderError};
pub use over::Over;
pub use prover::{Proven, Prover, Request};
pub use receipts::{
    BlockReceipts, Listed, ReceiptsError, ReceiptsProof, Unheld, events_of, verify_step,
};
pub use state::{Account, StateError, Unproven};
pub use trie::{Nodes, TrieError, find};
pub use unanswered::Unanswered;
pub use verify::{
    Refusal, verify_binding, verify_block, verify_called, verify_naming, verify_owner,
    verify_right, verify_royalty,
};
pub use witness::{Witness, WitnessError};

#[cfg(test)]
pub(super) mod tests;
