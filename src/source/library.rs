//! One way to bytes, wherever they lie; what was fetched once is never fetched again.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use super::blob_folder::{BlobFolder, BlobWriter, Kept, damaged, hash_of};
use super::cache::Cache;
use super::fetch_error::FetchError;
use super::gateways::Gateways;
use super::journal::{Fetched, Journal};
use super::race::race;
use super::{Door, Ipfs, Storages, Uri, Want};
use crate::exhibition::BlobHash;
use crate::limits::HEAD_START;
use crate::media::HEAD_BYTES;
use crate::platform::net::{self, Gate};

/// Bytes for one exhibition: its folder, its blobs, the shared cache, gateways and
/// servers.
#[derive(Clone, Debug)]
pub struct Library(Arc<Inner>);

/// Bytes that are kept as a blob.
#[derive(Clone, Debug)]
pub struct Found {
    pub hash: BlobHash,
    pub bytes: Arc<Vec<u8>>,
}

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    door: Door,
    servers: Door,
    ipfs: Ipfs,
    arweave: Vec<Url>,
    storages: Storages,
    blobs: BlobFolder,
    cache: Cache,
    journal: Journal,
    /// One place for each URI, so that two works never fetch the same bytes at once.
    places: Mutex<HashMap<String, Gate>>,
    fetched: AtomicU64,
    fetched_bytes: AtomicU64,
}

impl Library {
    /// `door` is for what documents name; `servers` for the endpoints and gateways they may not.
    pub fn new(
        dir: PathBuf,
        (door, servers): (Door, Door),
        gateways: Gateways,
        storages: Storages,
        journal: Journal,
        cache: Cache,
    ) -> Self {
        let blobs = BlobFolder::new(&dir);
        blobs.believe(journal.whole());
        Self(Arc::new(Inner {
            blobs,
            dir,
            ipfs: Ipfs::new(servers.clone(), gateways.ipfs),
            arweave: gateways.arweave,
            door,
            servers,
            storages,
            cache,
            journal,
            places: Mutex::default(),
            fetched: AtomicU64::new(0),
            fetched_bytes: AtomicU64::new(0),
        }))
    }

    /// The door to endpoints.
    pub fn servers(&self) -> &Door {
        &self.0.servers
    }

    /// What contracts of Tezos store.
    pub fn storages(&self) -> &Storages {
        &self.0.storages
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub fn blobs(&self) -> &BlobFolder {
        &self.0.blobs
    }

    pub fn cache(&self) -> &Cache {
        &self.0.cache
    }

    /// How many files came over the network, and how many bytes.
    pub fn fetched(&self) -> (u64, u64) {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (of(&self.0.fetched), of(&self.0.fetched_bytes))
    }

    /// Notes that the resolve came to its end.
    ///
    /// # Errors
    /// The disk's own.
    pub fn done(&self) -> io::Result<()> {
        self.journal().add_whole(self.blobs().found_whole())?;
        self.journal().done()?;
        if self.fetched().0 > 0 {
            self.cache().sweep();
        }
        Ok(())
    }

    /// The bytes that a URI names, kept as a blob and read into memory: for documents.
    pub async fn get(&self, uri: &Uri, want: Want) -> Result<Found, FetchError> {
        let kept = self.keep(uri, want).await?;
        let this = self.clone();
        threaded(move || this.read(kept)).await
    }

    /// A blob's bytes in memory.
    ///
    /// # Errors
    /// [`FetchError::Disk`] where it is gone or damaged since it was kept.
    pub fn read(&self, kept: Kept) -> Result<Found, FetchError> {
        let bytes = self.blobs().read_whole(&kept.hash);
        let bytes = bytes.ok_or_else(|| FetchError::Disk(damaged(&kept.hash)))?;
        Ok(Found { hash: kept.hash, bytes: bytes.into() })
    }

    /// Keeps the bytes that a URI names as a blob, whatever their size, without ever
    /// holding more than a piece of them.
    pub async fn keep(&self, uri: &Uri, want: Want) -> Result<Kept, FetchError> {
        match uri {
            Uri::Data { .. } | Uri::File(_) => {
                let (this, uri) = (self.clone(), uri.clone());
                threaded(move || {
                    if let Some(kept) = this.unchanged(&uri)? {
                        short_enough(&uri, want, this.blobs(), kept)?;
                        return Ok(kept);
                    }
                    let mut writer = this.blobs().writer().map_err(FetchError::Disk)?;
                    this.copy(&uri, want, &mut writer)?;
                    writer.finish().map_err(FetchError::Disk)
                })
                .await
            }
            _ => self.fetch(uri, want).await,
        }
    }

    async fn fetch(&self, uri: &Uri, want: Want) -> Result<Kept, FetchError> {
        let name = uri.place();
        let place = {
            let mut places = self.0.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry(name.clone()).or_insert_with(|| Gate::new(1)).clone()
        };
        let _alone = place.enter().await;
        let (this, of) = (self.clone(), uri.clone());
        if let Some(kept) = threaded(move || this.known(&of)).await? {
            short_enough(uri, want, self.blobs(), kept)?;
            return Ok(kept);
        }
        let writer = self.bring(uri, want).await?;
        let (this, immutable) = (self.clone(), matches!(uri, Uri::Ipfs(_)));
        threaded(move || {
            let kept = writer.finish().map_err(FetchError::Disk)?;
            this.0.fetched.fetch_add(1, Ordering::Relaxed);
            this.0.fetched_bytes.fetch_add(kept.length, Ordering::Relaxed);
            let path = this.blobs().path(&kept.hash);
            this.cache().keep(kept, &path, immutable.then_some(name.as_str()));
            let entry = Fetched { uri: name, hash: kept.hash, length: kept.length };
            this.journal().add_fetched(entry).map_err(FetchError::Disk)?;
            Ok(kept)
        })
        .await
    }

    /// What needs no network: what the journal says and the blobs or the shared cache
    /// hold, and what the shared cache knows of what cannot change.
    fn known(&self, uri: &Uri) -> Result<Option<Kept>, FetchError> {
        let name = uri.place();
        let lent = |hash: &BlobHash| self.cache().lend(hash, &self.blobs().path(hash));
        if let Some(Fetched { hash, length, .. }) = self.journal().fetched(&name)
            && (self.blobs().holds(&hash, length)
                || lent(&hash) && self.blobs().holds(&hash, length))
        {
            return Ok(Some(Kept { hash, length }));
        }
        let immutable = match uri {
            Uri::Ipfs(_) => self.cache().at(&name).filter(|kept| lent(&kept.hash)),
            Uri::Hashed { sha256, .. } => {
                let hash = BlobHash::from_bytes(*sha256);
                let length =
                    || fs::metadata(self.blobs().path(&hash)).ok().map(|found| found.len());
                lent(&hash).then(length).flatten().map(|length| Kept { hash, length })
            }
            _ => None,
        };
        let Some(kept) = immutable.filter(|kept| self.blobs().holds(&kept.hash, kept.length))
        else {
            return Ok(None);
        };
        let entry = Fetched { uri: name, hash: kept.hash, length: kept.length };
        self.journal().add_fetched(entry).map_err(FetchError::Disk)?;
        Ok(Some(kept))
    }

    /// Bytes over the network, on the disk and not yet a blob.
    async fn bring(&self, uri: &Uri, want: Want) -> Result<BlobWriter, FetchError> {
        let blobs = self.blobs();
        match uri {
            Uri::Ipfs(path) => {
                let mut writer = blobs.writer().map_err(FetchError::Disk)?;
                self.0.ipfs.get(path, want, &self.0.door, &mut writer).await?;
                Ok(writer)
            }
            Uri::Web(url) => Ok(self.0.door.get_into(url, want, || blobs.writer()).await?),
            Uri::Ipns(path) => {
                let mut segments = vec!["ipns".to_owned(), path.name.clone()];
                segments.extend_from_slice(&path.path);
                let urls = self.0.ipfs.addresses(&segments);
                self.first_of(&self.0.servers, urls, want).await
            }
            Uri::Arweave(path) => {
                let urls: Vec<Url> =
                    self.0.arweave.iter().filter_map(|gateway| path.at(gateway)).collect();
                if urls.is_empty() {
                    return Err(FetchError::Nameless(uri.to_string()));
                }
                self.first_of(&self.0.servers, urls, want).await
            }
            Uri::Hashed { sha256, place } => {
                let said = BlobHash::from_bytes(*sha256);
                let writer = Box::pin(self.bring(place, want)).await?;
                let found = writer.hash();
                if found != said {
                    return Err(FetchError::OtherHash { place: place.to_string(), said, found });
                }
                Ok(writer)
            }
            Uri::TezosStorage { contract, key } => {
                let bytes = self.stored(uri, contract.as_deref(), key).await?;
                at_most(&uri.to_string(), want, &bytes, bytes.len() as u64)?;
                let mut writer = blobs.writer().map_err(FetchError::Disk)?;
                writer.write_all(&bytes).map_err(FetchError::Disk)?;
                Ok(writer)
            }
            Uri::Data { .. } | Uri::File(_) => {
                let mut writer = blobs.writer().map_err(FetchError::Disk)?;
                self.copy(uri, want, &mut writer)?;
                Ok(writer)
            }
        }
    }

    /// What a contract (`KT1….NetX…`) stores under a key.
    async fn stored(
        &self,
        uri: &Uri,
        contract: Option<&str>,
        key: &str,
    ) -> Result<Vec<u8>, FetchError> {
        let unread = || FetchError::InStorage(uri.to_string());
        let (contract, network) =
            contract.and_then(|contract| contract.split_once('.')).ok_or_else(unread)?;
        let contract = contract.parse().map_err(|_| unread())?;
        let found = self.0.storages.read(self.servers(), network, contract, key).await;
        found.map_err(FetchError::Storage)?.ok_or_else(|| FetchError::NotStored(uri.to_string()))
    }

    /// The same from whichever of these addresses has it first.
    async fn first_of(
        &self,
        door: &Door,
        urls: Vec<Url>,
        want: Want,
    ) -> Result<BlobWriter, FetchError> {
        let attempts = urls.iter().map(|url| door.get_into(url, want, || self.blobs().writer()));
        match race(attempts, HEAD_START).await {
            Ok(won) => Ok(won.value),
            Err(mut each) if each.len() == 1 => Err(each.remove(0).into()),
            Err(each) => Err(FetchError::Nowhere { each }),
        }
    }

    /// The blob of a file of the folder that was kept before.
    fn unchanged(&self, uri: &Uri) -> Result<Option<Kept>, FetchError> {
        let Uri::File(segments) = uri else { return Ok(None) };
        let path = self.path_of(segments)?;
        let Ok((hash, found)) = hash_of(&path).and_then(|hash| Ok((hash, fs::metadata(&path)?)))
        else {
            return Ok(None);
        };
        let kept = Kept { hash, length: found.len() };
        Ok(Some(kept).filter(|kept| self.blobs().holds(&kept.hash, kept.length)))
    }

    /// Where a file of the folder lies; a link that leads out of it is none.
    fn path_of(&self, segments: &[String]) -> Result<PathBuf, FetchError> {
        let name = segments.join("/");
        let dir = fs::canonicalize(&self.0.dir).map_err(|error| unreadable(&name, &error))?;
        let path = dir.join(segments.iter().collect::<PathBuf>());
        let path = fs::canonicalize(path).map_err(|error| unreadable(&name, &error))?;
        if path.starts_with(&dir) { Ok(path) } else { Err(FetchError::Outside(name)) }
    }

    /// Bytes of the URI itself or of a file of the folder.
    fn copy(&self, uri: &Uri, want: Want, into: &mut BlobWriter) -> Result<(), FetchError> {
        let segments = match uri {
            Uri::Data { bytes, .. } => {
                at_most(&uri.to_string(), want, bytes, bytes.len() as u64)?;
                return into.write_all(bytes).map_err(FetchError::Disk);
            }
            Uri::File(segments) => segments,
            _ => return Ok(()),
        };
        let name = segments.join("/");
        let unreadable = |error| unreadable(&name, &error);
        let path = self.path_of(segments)?;
        let mut file = fs::File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let mut piece = Vec::new();
        Read::by_ref(&mut file)
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut piece)
            .map_err(unreadable)?;
        at_most(&name, want, &piece, length)?;
        let mut rest = file.take(want.bytes_max(&piece));
        loop {
            into.write_all(&piece).map_err(FetchError::Disk)?;
            piece.resize(PIECE_BYTES, 0);
            let read = rest.read(&mut piece).map_err(unreadable)?;
            piece.truncate(read);
            if read == 0 {
                return Ok(());
            }
        }
    }
}

/// As many bytes of a file are in memory at once.
const PIECE_BYTES: usize = 64 << 10;

/// Holds what was fetched for one purpose to the limits of another.
fn short_enough(uri: &Uri, want: Want, blobs: &BlobFolder, kept: Kept) -> Result<(), FetchError> {
    if kept.length <= want.bytes_max(&[]) {
        return Ok(());
    }
    let head = blobs.head(&kept.hash).unwrap_or_default();
    at_most(&uri.place(), want, &head, kept.length)
}

fn unreadable(name: &str, error: &io::Error) -> FetchError {
    match error.kind() {
        io::ErrorKind::NotFound => FetchError::NoFile(name.to_owned()),
        _ => FetchError::Unreadable { path: name.to_owned(), problem: error.to_string() },
    }
}

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
