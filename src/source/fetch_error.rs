//! Why there are no bytes, whoever was asked for them.

use std::io;

use thiserror::Error;

use super::{ChainError, DoorError, IpfsError};
use crate::exhibition::BlobHash;

/// Why there are no bytes.
#[derive(Debug, Error)]
pub enum FetchError {
    #[error(transparent)]
    Door(DoorError),
    #[error(transparent)]
    Ipfs(IpfsError),
    #[error("{} servers were asked, and none had it: {}", each.len(), in_turn(each))]
    Nowhere { each: Vec<DoorError> },
    #[error("{0} is a name, and no gateway of Arweave here has a domain to put it before")]
    Nameless(String),
    #[error("{place} has the SHA-256 {found}, and its address says {said}")]
    OtherHash { place: String, said: BlobHash, found: BlobHash },
    #[error("{0} lies in the storage of a Tezos contract, and no contract was read for it")]
    InStorage(String),
    #[error(transparent)]
    Storage(ChainError),
    #[error("{0} names what its contract does not store")]
    NotStored(String),
    #[error("the exhibition's folder holds no {0}")]
    NoFile(String),
    #[error("{path} cannot be read: {problem}")]
    Unreadable { path: String, problem: String },
    #[error("{0} leads out of the exhibition's folder")]
    Outside(String),
    #[error("{path} is larger than the {bytes_max} bytes that {what} may have")]
    TooLarge { path: String, what: &'static str, bytes_max: u64 },
    /// The disk fails, which no other work can escape either.
    #[error("the exhibition's folder cannot be written: {0}")]
    Disk(io::Error),
}

impl From<DoorError> for FetchError {
    fn from(error: DoorError) -> Self {
        match error {
            DoorError::NotKept(kind) => Self::Disk(kind.into()),
            error => Self::Door(error),
        }
    }
}

impl From<IpfsError> for FetchError {
    fn from(error: IpfsError) -> Self {
        match error {
            IpfsError::NotKept(kind) => Self::Disk(kind.into()),
            error => Self::Ipfs(error),
        }
    }
}

fn in_turn(each: &[DoorError]) -> String {
    let said: Vec<String> = each.iter().map(ToString::to_string).collect();
    said.join("; ")
}
