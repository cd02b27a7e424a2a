//! The exhibition that is open: its lock, its plan and where its bytes come from.

use std::sync::Arc;

use bevy::prelude::*;

use crate::exhibition::{BlobHash, BlobStore, Language, Lock};
use crate::hang::Plan;

/// An exhibition, ready to be walked.
#[derive(Resource, Clone)]
pub struct Show {
    pub lock: Arc<Lock>,
    pub plan: Arc<Plan>,
    pub blobs: Arc<dyn BlobStore + Send + Sync>,
}

/// The language that the visitor reads.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading(pub Language);

impl std::fmt::Debug for Show {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Show").field("title", &self.lock.title).finish_non_exhaustive()
    }
}

impl Show {
    /// A blob's bytes, checked against their name; the error is a sentence.
    pub(super) fn read(&self, hash: &BlobHash) -> Result<Vec<u8>, String> {
        let bytes = self.blobs.read(hash).map_err(|error| format!("blob {hash}: {error}"))?;
        if BlobHash::of(&bytes) != *hash {
            return Err(format!("blob {hash} is not what its name says"));
        }
        Ok(bytes)
    }
}
