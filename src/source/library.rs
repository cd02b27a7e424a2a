//! One way to bytes, wherever they lie; what was fetched once is never fetched again.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

use super::blob_folder::BlobFolder;
use super::journal::{Fetched, Journal};
use super::{Door, DoorError, Ipfs, IpfsError, Uri, Want};
use crate::exhibition::BlobHash;
use crate::platform::net::{self, Gate};

/// Bytes for one exhibition: its folder, its blobs, gateways and servers.
#[derive(Clone, Debug)]
pub struct Library(Arc<Inner>);

/// Bytes that are kept as a blob.
#[derive(Clone, Debug)]
pub struct Found {
    pub hash: BlobHash,
    pub bytes: Arc<[u8]>,
}

/// Why there are no bytes.
#[derive(Debug, Error)]
pub enum FetchError {
    #[error(transparent)]
    Door(#[from] DoorError),
    #[error(transparent)]
    Ipfs(#[from] IpfsError),
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

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    door: Door,
    ipfs: Ipfs,
    blobs: BlobFolder,
    journal: Journal,
    /// One place for each URI, so that two works never fetch the same bytes at once.
    places: Mutex<HashMap<String, Gate>>,
    fetched: AtomicU64,
    fetched_bytes: AtomicU64,
}

impl Library {
    pub fn new(dir: PathBuf, door: Door, ipfs: Ipfs, journal: Journal) -> Self {
        Self(Arc::new(Inner {
            blobs: BlobFolder::new(&dir),
            dir,
            door,
            ipfs,
            journal,
            places: Mutex::default(),
            fetched: AtomicU64::new(0),
            fetched_bytes: AtomicU64::new(0),
        }))
    }

    pub fn door(&self) -> &Door {
        &self.0.door
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub fn blobs(&self) -> &BlobFolder {
        &self.0.blobs
    }

    /// How many files came over the network, and how many bytes.
    pub fn fetched(&self) -> (u64, u64) {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (of(&self.0.fetched), of(&self.0.fetched_bytes))
    }

    /// The bytes that a URI names, kept as a blob.
    pub async fn get(&self, uri: &Uri, want: Want) -> Result<Found, FetchError> {
        match uri {
            Uri::Data { bytes, .. } => {
                at_most(&uri.to_string(), want, bytes, bytes.len() as u64)?;
                self.keep(bytes.as_slice().into()).await
            }
            Uri::File(segments) => {
                let (this, segments) = (self.clone(), segments.clone());
                let bytes = threaded(move || this.read_file(&segments, want)).await?;
                self.keep(bytes.into()).await
            }
            Uri::Ipfs(_) | Uri::Web(_) => self.fetch(uri, want).await,
        }
    }

    async fn fetch(&self, uri: &Uri, want: Want) -> Result<Found, FetchError> {
        let name = uri.to_string();
        let place = {
            let mut places = self.0.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry(name.clone()).or_insert_with(|| Gate::new(1)).clone()
        };
        let _alone = place.enter().await;
        if let Some(known) = self.journal().fetched(&name) {
            let this = self.clone();
            let there = threaded(move || Ok(this.blobs().read_whole(&known.hash))).await?;
            if let Some(bytes) = there {
                return Ok(Found { hash: known.hash, bytes: bytes.into() });
            }
        }
        let bytes = match uri {
            Uri::Ipfs(path) => self.0.ipfs.get(path, want).await?,
            Uri::Web(url) => self.0.door.get(url, want).await?,
            Uri::Data { .. } | Uri::File(_) => Vec::new(),
        };
        self.0.fetched.fetch_add(1, Ordering::Relaxed);
        self.0.fetched_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let found = self.keep(bytes.into()).await?;
        let length = found.bytes.len() as u64;
        let entry = Fetched { uri: name, hash: found.hash, length };
        self.journal().add_fetched(entry).map_err(FetchError::Disk)?;
        Ok(found)
    }

    async fn keep(&self, bytes: Arc<[u8]>) -> Result<Found, FetchError> {
        let this = self.clone();
        threaded(move || {
            let hash = this.blobs().keep(&bytes).map_err(FetchError::Disk)?;
            Ok(Found { hash, bytes })
        })
        .await
    }

    /// A file of the folder; a link that leads out of it is none.
    fn read_file(&self, segments: &[String], want: Want) -> Result<Vec<u8>, FetchError> {
        let name = segments.join("/");
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => FetchError::NoFile(name.clone()),
            _ => FetchError::Unreadable { path: name.clone(), problem: error.to_string() },
        };
        let dir = fs::canonicalize(&self.0.dir).map_err(unreadable)?;
        let path = dir.join(segments.iter().collect::<PathBuf>());
        let path = fs::canonicalize(path).map_err(unreadable)?;
        if !path.starts_with(&dir) {
            return Err(FetchError::Outside(name));
        }
        let mut file = fs::File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let mut bytes = Vec::new();
        file.by_ref().take(HEAD_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
        at_most(&name, want, &bytes, length)?;
        file.take(want.bytes_max(&bytes)).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }
}

/// As many bytes as tell a file's kind.
const HEAD_BYTES: u64 = 64;

fn at_most(path: &str, want: Want, head: &[u8], length: u64) -> Result<(), FetchError> {
    let bytes_max = want.bytes_max(head);
    if length > bytes_max {
        return Err(FetchError::TooLarge { path: path.to_owned(), what: want.what, bytes_max });
    }
    Ok(())
}

/// Work for the disk, where it stops nothing else.
async fn threaded<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    net::on_a_thread(work).await.unwrap_or_else(|broken| {
        Err(FetchError::Disk(io::Error::other(format!("a thread broke off: {broken}"))))
    })
}
