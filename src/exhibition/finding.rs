//! What a check of a lock can find, each in a sentence.

use serde::Serialize;
use thiserror::Error;

use super::{BlobHash, Problem};
use crate::media::MediaError;
use crate::ownership::{Break, Timestamp};
use crate::token::ChainId;

/// Something that a check found. Its Display is a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Finding {
    #[error("nothing hangs here: {0}")]
    Missing(Problem),
    #[error("{what} is not there (blob {hash}: {problem}); run `enfilade resolve` to fetch it")]
    Absent { what: String, hash: BlobHash, problem: String },
    #[error(
        "{what} is damaged: blob {hash} holds bytes with the hash {found}; run `enfilade resolve` to fetch it again"
    )]
    Damaged { what: String, hash: BlobHash, found: BlobHash },
    #[error("{what} has {found} bytes, and the lock says {stated}")]
    Length { what: String, stated: u64, found: u64 },
    #[error("{what} is {found}, and the lock says {stated}")]
    Type { what: String, stated: String, found: String },
    #[error("{what} has {} x {} pixels, and the lock says {} x {}", found.0, found.1, stated.0, stated.1)]
    Pixels { what: String, stated: (u32, u32), found: (u32, u32) },
    #[error("{what} cannot be drawn: {problem}")]
    Undrawable { what: String, problem: MediaError },
    #[error("the ladder of sizes is out of order")]
    Ladder,
    #[error("{what} is {days} days old, and {limit} are allowed; run `enfilade resolve --refresh`")]
    Stale { what: String, days: u32, limit: u32 },
    #[error("{what} held until {on}, and holds no longer")]
    Expired { what: String, on: Timestamp },
    #[error(
        "the issuer's list by which {what} was not taken back is out of date since {until}; run `enfilade resolve --refresh`"
    )]
    ListOld { what: String, until: Timestamp },
    #[error("{user} could use it until {on}, and may no longer")]
    UseEnded { user: String, on: Timestamp },
    #[error("{what} names no date")]
    Undated { what: String },
    #[error("the record of {owner} is dated {as_of}, which has not come yet")]
    FromTheFuture { owner: String, as_of: Timestamp },
    #[error("the record of {owner} speaks of another chain than the token")]
    OtherChain { owner: String },
    #[error(
        "something is called proven or agreed, and nothing to check it with is kept; run `enfilade resolve --refresh`"
    )]
    NoProof,
    #[error(
        "something is called agreed, and its block's header is not kept: that so many endpoints named this block cannot be held against anything"
    )]
    NoHeader,
    #[error("{what} does not stand on its proof: {problem}")]
    Unproven { what: String, problem: String },
    #[error(
        "by which rules {chain} runs contracts is not known; its proof was run by Ethereum's newest"
    )]
    RulesAssumed { chain: ChainId },
    #[error("the hands that it went through do not lead to its owner: {problem}")]
    OtherHands { problem: Break },
    #[error(
        "the changes of hands are not in the order in which they happened: that in block {block} does not lie behind the one before it"
    )]
    OutOfOrder { block: u64 },
    #[error("its way is called whole, and does not begin with a mint")]
    NotWhole,
    #[error(
        "{left_out} of its changes of hands are not kept, so that what its holders have cannot be added up again"
    )]
    Uncounted { left_out: u64 },
    #[error(
        "its way is told through another block than that of its owner, of which no header is kept"
    )]
    OtherThrough,
    #[error("what hangs is not what its contract names")]
    OtherNamed,
    #[error(
        "what hangs was put together here, and is called more than one endpoint's word; no contract answers with it"
    )]
    MadeHere,
    #[error("the collection is not called as its contract calls it")]
    OtherCalled,
    #[error(
        "what its contract names was passed on by documents that are not kept, so that it cannot be followed again to its metadata"
    )]
    PassedOn,
    #[error("{what} names other endpoints than its level needs")]
    Incoherent { what: String },
    #[error("the record of {owner} says that none of the editions is held")]
    NoEditions { owner: String },
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the exhibition is what the lock says.
    Notice,
    /// The exhibition is not what the lock says.
    Failure,
}

impl Finding {
    pub fn severity(&self) -> Severity {
        match self {
            Self::Missing(_)
            | Self::Stale { .. }
            | Self::Undated { .. }
            | Self::Expired { .. }
            | Self::ListOld { .. }
            | Self::UseEnded { .. }
            | Self::Uncounted { .. }
            | Self::PassedOn
            // Of chains whose headers are not Ethereum's there is none that could be kept.
            | Self::NoHeader
            | Self::RulesAssumed { .. }
            | Self::NoEditions { .. } => Severity::Notice,
            Self::Absent { .. }
            | Self::Damaged { .. }
            | Self::Length { .. }
            | Self::Type { .. }
            | Self::Pixels { .. }
            | Self::Undrawable { .. }
            | Self::Ladder
            | Self::NoProof
            | Self::Unproven { .. }
            | Self::Incoherent { .. }
            | Self::OtherHands { .. }
            | Self::OutOfOrder { .. }
            | Self::NotWhole
            | Self::OtherThrough
            | Self::OtherNamed
            | Self::MadeHere
            | Self::OtherCalled
            | Self::FromTheFuture { .. }
            | Self::OtherChain { .. } => Severity::Failure,
        }
    }
}
