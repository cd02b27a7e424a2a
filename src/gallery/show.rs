//! The exhibition that is open: its lock, its plan and where its bytes come from.

use std::sync::Arc;

use bevy::prelude::*;
use url::Url;

use crate::exhibition::{
    BlobHash, BlobStore, Language, Lock, Media, MediaKind, Problem, ProblemKind, read_lock,
};
use crate::hang::{Plan, hang};
use crate::ownership::Timestamp;
use crate::platform::film::PLAYS_FILMS;
use crate::platform::hold;
use crate::platform::net::reach;
use crate::source::{Allowed, Door, Patience, Want};

/// An exhibition, ready to be walked.
#[derive(Resource, Clone)]
pub struct Show {
    pub lock: Arc<Lock>,
    pub plan: Arc<Plan>,
    pub blobs: Blobs,
}

/// Where an open exhibition's bytes come from.
#[derive(Clone)]
pub enum Blobs {
    /// A folder, or the program itself.
    Here(Arc<dyn BlobStore + Send + Sync>),
    /// A published site, below this address.
    Site(Door, Url),
}

/// The moment at which records are old or not: the visitor's own, and in a picture the one at
/// which the exhibition was put together, so that a picture does not change by itself.
#[derive(Resource, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Today(pub Timestamp);

/// The language that the visitor reads.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading(pub Language);

impl std::fmt::Debug for Show {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Show").field("title", &self.lock.title).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Here(_) => f.write_str("Here"),
            Self::Site(_, base) => write!(f, "Site({base})"),
        }
    }
}

impl Show {
    /// Hangs a lock whose bytes come from `blobs`.
    pub fn new(lock: Lock, blobs: Blobs) -> Self {
        let plan = hang(&lock);
        Self { lock: Arc::new(lock), plan: Arc::new(plan), blobs }
    }

    /// Whether something in it can be heard here.
    pub(super) fn sounds(&self) -> bool {
        let heard = |media: &Media| match media {
            Media::Shown(visual) => visual.kind == MediaKind::Sound || visual.has_sound,
            Media::Missing(_) => false,
        };
        PLAYS_FILMS && self.lock.works.iter().any(|work| heard(&work.media))
    }

    /// Opens a published site below an address that ends in `/`.
    pub async fn of_site(base: Url) -> Result<Self, Problem> {
        let mut allowed = Allowed::default();
        allowed.server(&base);
        let door = Door::new(allowed, Patience::VISITOR);
        let url = base
            .join("exhibition.lock")
            .map_err(|error| Problem::new(ProblemKind::AddressUnreadable, error))?;
        let bytes = reach(door.get(&url, Want::MEDIA)).await?;
        let lock = read_lock(&bytes).map_err(|error| Problem::new(ProblemKind::Damaged, error))?;
        Ok(Self::new(lock, Blobs::Site(door, base)))
    }

    /// A blob's bytes, checked against their name.
    pub(super) async fn read(&self, hash: &BlobHash) -> Result<Vec<u8>, Problem> {
        let of_blob =
            |kind, what: &dyn std::fmt::Display| Problem::new(kind, format!("blob {hash}: {what}"));
        let bytes = match &self.blobs {
            Blobs::Here(store) => store.read(hash).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => of_blob(ProblemKind::NotFound, &error),
                _ => of_blob(ProblemKind::Unreachable, &error),
            })?,
            Blobs::Site(door, base) => {
                let url = base
                    .join(&hash.path())
                    .map_err(|error| of_blob(ProblemKind::AddressUnreadable, &error))?;
                reach(door.get(&url, Want::MEDIA)).await?
            }
        };
        let _held = hold("enfilade:hash");
        if BlobHash::of(&bytes) != *hash {
            return Err(of_blob(ProblemKind::Damaged, &"it is not what its name says"));
        }
        Ok(bytes)
    }
}
