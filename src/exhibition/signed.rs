//! What a lock keeps of records that issuers signed, and what it says on their strength.

use serde::{Deserialize, Serialize};

use super::{BlobHash, LockedWork, Media};
use crate::ownership::{Evidence, OwnershipRecord};
use crate::token::AssetId;

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

/// The bytes of a [`SignedRecord`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBytes {
    pub record: Vec<u8>,
    pub status: Option<Vec<u8>>,
}

/// What is held to a work's signed records: what the lock says of the work, and what a record
/// must be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestable {
    #[serde(default)]
    pub token: Option<AssetId>,
    /// The file that hangs.
    #[serde(default)]
    pub file: Option<BlobHash>,
    #[serde(default)]
    pub ownership: Vec<OwnershipRecord>,
    #[serde(default)]
    pub authorship: Vec<Authorship>,
}

impl Attestable {
    pub fn of(work: &LockedWork) -> Self {
        let file = match &work.media {
            Media::Shown(visual) => Some(visual.original.hash),
            Media::Missing(_) => None,
        };
        Self {
            token: work.token.clone(),
            file,
            ownership: work.ownership.clone(),
            authorship: work.authorship.clone(),
        }
    }
}

impl LockedWork {
    /// Whether anything in it is said to have been signed by an issuer.
    pub fn is_attested(&self) -> bool {
        let attested = |record: &OwnershipRecord| record.evidence.is_attested();
        !self.authorship.is_empty() || self.ownership.iter().any(attested)
    }

    /// Whether anything is kept to which this evidence, of something in it, can be held.
    pub fn keeps(&self, evidence: &Evidence) -> bool {
        if evidence.is_attested() { !self.signed.is_empty() } else { self.proof.is_some() }
    }
}
