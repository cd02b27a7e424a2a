//! What a lock keeps of proofs: which blobs they lie in, and what they say.

use serde::{Deserialize, Serialize};

use super::BlobHash;
use crate::ownership::{Evidence, Level};

/// The blobs with which what is proven of a work can be checked again, offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// A block's header with nodes of its state; works of one block share it. What is
    /// agreed and not proven has the header alone.
    pub witness: BlobHash,
    /// Codes of the contracts that were run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<BlobHash>,
}

/// What names a token's metadata, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// The contract's own text: a URI, or the document itself.
    pub text: BlobHash,
    /// Whether that document was put together here from what the contract answers.
    #[serde(default, skip_serializing_if = "is_false")]
    pub made: bool,
    pub evidence: Evidence,
}

impl Proof {
    /// Every blob that it needs.
    pub fn blobs(&self) -> impl Iterator<Item = BlobHash> + use<'_> {
        std::iter::once(self.witness).chain(self.codes.iter().copied())
    }
}

impl Naming {
    /// Whether it says more than can be known: no contract answers with what was put together
    /// here, and nobody but whoever put it together told of it.
    pub fn is_overstated(&self) -> bool {
        self.made && self.evidence.level() > Level::Reported
    }
}

fn is_false(made: &bool) -> bool {
    !made
}
