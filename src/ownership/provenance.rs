//! Provenance: the chain of hands that a token went through, from its mint to its owner.

use alloy_primitives::{Address, B256, U256};
use serde::{Deserialize, Serialize};

use super::{BlockRef, Evidence};

/// How a token came to its owner, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// In the order in which they happened.
    pub steps: Vec<Step>,
    /// Whether the first step is the mint, so that nothing lies before.
    pub whole: bool,
    /// Whether the last hands are those of the owner on the label.
    pub ends_at_owner: bool,
    pub evidence: Evidence,
}

/// One change of hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// None for a mint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Address>,
    /// None where it was burnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Address>,
    /// Editions, for tokens that have several (ERC-1155).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editions: Option<U256>,
    /// What was paid, where the log itself says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    pub block: BlockRef,
    pub transaction: B256,
    pub log_index: u64,
}

/// A price, in the smallest unit of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub amount: U256,
    /// The token's contract; none for the chain's own currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Address>,
}
