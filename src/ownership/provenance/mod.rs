//! Provenance: the chain of hands that a token went through, from its mint to its owner.

mod custody;
mod draw;
mod events;
mod hands;
mod orders;
mod price;
mod replay;
mod rows;
mod table;
mod timeline;

use alloy_primitives::{Address, B256, U256};
use serde::{Deserialize, Serialize};

use super::{BlockRef, Evidence};
use crate::limits::PROVENANCE_STEPS_MAX;

#[cfg(feature = "verify")]
pub(super) use events::Data;

pub use custody::{Custody, Span};
pub use draw::{Sheet, draw_provenance};
pub use events::{Event, Topics, Traced, TracedKind, topics};
pub use hands::{Hand, hands};
pub use price::Price;
pub use replay::{Break, balances, leads_to, out_of_order};
pub use rows::{Addresses, Row, SayWords};
pub use table::{Ran, as_csv, as_json};
pub use timeline::{Mark, Spread, Timeline};

/// How a token came to its owner, as far as it is known.
///
/// Receipts prove that every step happened. They do not prove that none was left out: what
/// went away and came back to the same hands between two steps leaves no gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// In the order in which they happened.
    pub steps: Vec<Step>,
    /// How many steps between the first and the second are not kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// Whether the first step is the mint, so that nothing lies before.
    pub whole: bool,
    /// Whether the last hands are those of the owner on the label.
    pub ends_at_owner: bool,
    /// At the block through which the contract was heard.
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
    /// What was paid, where the transaction's own events say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    pub block: BlockRef,
    /// As an endpoint names it: a receipt does not hold its transaction's hash.
    pub transaction: B256,
    /// The event's number within its block.
    pub log_index: u64,
    /// Where its proof lies, if it is proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<InReceipt>,
}

/// Where an event lies in proven receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InReceipt {
    /// The SHA-256 of the blob with the block's header and receipts.
    pub blob: B256,
    /// The transaction's place in its block.
    pub transaction: u64,
    /// The event's place in the receipt.
    pub log: u64,
}

impl Provenance {
    /// Keeps the first step and the newest, [`PROVENANCE_STEPS_MAX`] in all.
    pub fn shorten(&mut self) {
        let over = self.steps.len().saturating_sub(PROVENANCE_STEPS_MAX);
        if over > 0 {
            self.steps.drain(1..=over);
            self.left_out += over as u64;
        }
    }

    /// Whether every step that is kept has its proof.
    pub fn is_proven(&self) -> bool {
        !self.steps.is_empty() && self.steps.iter().all(|step| step.receipt.is_some())
    }

    /// The blobs with which its steps can be checked again, each once.
    pub fn blobs(&self) -> impl Iterator<Item = B256> + use<'_> {
        let mut last = None;
        let named = self.steps.iter().filter_map(|step| Some(step.receipt?.blob));
        named.filter(move |blob| last.replace(*blob) != Some(*blob))
    }

    /// How many steps there were, kept or not.
    pub fn count(&self) -> u64 {
        self.steps.len() as u64 + self.left_out
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::Timestamp;

    fn many(count: u64) -> Provenance {
        let block =
            BlockRef { number: 1, hash: B256::ZERO, time: Timestamp::from_unix(1_700_000_000) };
        let step = |index| Step {
            from: None,
            to: None,
            editions: None,
            price: None,
            block: block.clone(),
            transaction: B256::ZERO,
            log_index: index,
            receipt: None,
        };
        Provenance {
            steps: (0..count).map(step).collect(),
            left_out: 0,
            whole: true,
            ends_at_owner: true,
            evidence: Evidence::Reported { endpoint: "a".into(), block: block.clone() },
        }
    }

    #[test]
    fn a_long_chain_keeps_its_first_step_and_its_newest() {
        let check = |count: u64, kept: usize, second: u64| {
            let mut provenance = many(count);
            provenance.shorten();
            assert_eq!(provenance.steps.len(), kept, "{count}");
            assert_eq!(provenance.count(), count);
            let places: Vec<u64> = provenance.steps.iter().map(|step| step.log_index).collect();
            assert_eq!((places[0], places[1], places[kept - 1]), (0, second, count - 1));
        };
        check(2, 2, 1);
        let max = PROVENANCE_STEPS_MAX as u64;
        check(max, PROVENANCE_STEPS_MAX, 1);
        check(max + 1, PROVENANCE_STEPS_MAX, 2);
        check(max + 1_000, PROVENANCE_STEPS_MAX, 1_001);
    }

    #[test]
    fn an_older_lock_is_still_read() {
        let mut written = serde_json::to_value(many(2)).unwrap();
        assert_eq!(written.get("left_out"), None);
        assert!(serde_json::from_value::<Provenance>(written.clone()).is_ok());
        written["more"] = true.into();
        assert!(serde_json::from_value::<Provenance>(written).is_err());
    }
}
