//! What comes of checking a stored proof again, where the visitor is: for each thing
//! that is said, whether the proof holds.

use serde::{Deserialize, Serialize};

use super::{Binding, Evidence, OwnershipRecord, Right, Royalty, Timestamp};
use crate::token::AssetId;

/// What a work's proof is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub token: AssetId,
    pub ownership: Vec<OwnershipRecord>,
    #[serde(default)]
    pub naming: Option<Named>,
    #[serde(default)]
    pub royalty: Option<Royalty>,
    #[serde(default)]
    pub binding: Option<Binding>,
    #[serde(default)]
    pub rights: Vec<Right>,
}

/// The contract's own text that names the metadata, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub text: String,
    pub evidence: Evidence,
}

/// What came of checking one work, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkChecked {
    pub work: String,
    pub at: Timestamp,
    pub checks: Vec<Checked>,
}

/// One thing that is said, and whether its proof holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    pub said: Said,
    pub verdict: Verdict,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// Somebody holds the token, or some of its editions.
    Owner(String),
    /// The token names its metadata.
    Metadata,
    /// Somebody is to have a share of a sale.
    Royalty,
    /// The token can change hands, or cannot.
    Binding,
    /// Somebody has a right beside the owner.
    Right,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The contract's code says so, over nothing but proven state of this block.
    Holds { block: u64 },
    /// It is of this level, of which nothing is stored to check.
    Weaker(String),
    /// The proof does not hold, and why.
    Refused(String),
}

impl WorkChecked {
    /// The first proof that does not hold; else the first that does. None where nothing
    /// is proven.
    pub fn verdict(&self) -> Option<&Verdict> {
        let find = |wanted: fn(&Verdict) -> bool| {
            self.checks.iter().map(|check| &check.verdict).find(|verdict| wanted(verdict))
        };
        find(|verdict| matches!(verdict, Verdict::Refused(_)))
            .or_else(|| find(|verdict| matches!(verdict, Verdict::Holds { .. })))
    }
}
