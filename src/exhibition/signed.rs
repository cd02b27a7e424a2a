//! What a lock keeps of records that issuers signed.

use serde::{Deserialize, Serialize};

use super::BlobHash;
use crate::ownership::Evidence;

/// A signed record about a work, and the status list that went with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedRecord {
    pub record: BlobHash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<BlobHash>,
}

/// Who made a work, as an issuer signed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorship {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    pub evidence: Evidence,
}
