//! Blobs in a folder: content-addressed, so it is shared by whoever writes there, and
//! what is there with the right hash is never fetched again.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::exhibition::BlobHash;
use crate::media::HEAD_BYTES;
use crate::platform::files::{Aside, write_blob_aside};

/// The blobs of one exhibition, below its folder.
#[derive(Clone, Debug)]
pub struct BlobFolder {
    dir: PathBuf,
    mended: Arc<AtomicUsize>,
    /// Blobs that were whole when their files had these stamps.
    whole: Arc<Mutex<HashMap<BlobHash, Stamp>>>,
}

/// A blob that lies in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub hash: BlobHash,
    /// In bytes.
    pub length: u64,
}

/// How a file that was read and found whole looks from outside. One that still looks so
/// is not read again only to see that; `enfilade check` reads all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    modified_ns: u64,
}

/// A blob that is being written: hashed on its way to the disk, never whole in memory,
/// and a blob only when it is finished.
#[derive(Debug)]
pub struct BlobWriter {
    folder: BlobFolder,
    aside: Aside,
    hasher: Sha256,
    length: u64,
}

impl BlobFolder {
    /// The blobs of the exhibition in `dir`. Nothing is made before something is kept.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), mended: Arc::default(), whole: Arc::default() }
    }

    /// Keeps bytes under their hash; what is there already and whole stays untouched.
    ///
    /// # Errors
    /// The disk's own. What was there before is still there.
    pub fn keep(&self, bytes: &[u8]) -> io::Result<BlobHash> {
        let hash = BlobHash::of(bytes);
        // Asked first: what another thread puts there meanwhile is whole.
        let was_there = self.path(&hash).exists();
        if !self.holds(&hash, bytes.len() as u64) {
            write_blob_aside(&self.path(&hash), bytes)?;
            self.put(&hash, was_there);
        }
        Ok(hash)
    }

    /// A place for a blob whose bytes come in pieces.
    pub fn writer(&self) -> io::Result<BlobWriter> {
        let aside = Aside::new(&self.dir.join("blobs"))?;
        Ok(BlobWriter { folder: self.clone(), aside, hasher: Sha256::new(), length: 0 })
    }

    /// The bytes under a hash, if they are there and are what the hash says.
    pub fn read_whole(&self, hash: &BlobHash) -> Option<Vec<u8>> {
        let bytes = fs::read(self.path(hash)).ok()?;
        (BlobHash::of(&bytes) == *hash).then_some(bytes)
    }

    /// A blob that is read where it lies.
    ///
    /// # Errors
    /// The disk's own, and where the blob is gone or damaged.
    pub fn open(&self, kept: Kept) -> io::Result<File> {
        if !self.holds(&kept.hash, kept.length) {
            return Err(damaged(&kept.hash));
        }
        File::open(self.path(&kept.hash))
    }

    /// As many of a blob's first bytes as tell what it is; none where it is not there. They
    /// are not checked.
    pub fn head(&self, hash: &BlobHash) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(self.path(hash)).ok()?;
        file.take(HEAD_BYTES as u64).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether the blob is there, with this length and the right content.
    pub fn holds(&self, hash: &BlobHash, length: u64) -> bool {
        let path = self.path(hash);
        let Ok(found) = fs::metadata(&path) else { return false };
        if found.len() != length {
            return false;
        }
        let stamp = Stamp::of(&found);
        if self.stamps().get(hash) == Some(&stamp) {
            return true;
        }
        let whole = hash_of(&path).is_ok_and(|found| found == *hash);
        if whole {
            self.stamps().insert(*hash, stamp);
        }
        whole
    }

    /// Believes what an earlier run found whole, as long as it looks the same.
    pub fn believe(&self, stamps: impl IntoIterator<Item = (BlobHash, Stamp)>) {
        self.stamps().extend(stamps);
    }

    /// Every blob that was found whole, in the order of their hashes.
    pub fn found_whole(&self) -> Vec<(BlobHash, Stamp)> {
        let mut all: Vec<_> = self.stamps().iter().map(|(hash, stamp)| (*hash, *stamp)).collect();
        all.sort_by_key(|(hash, _)| *hash);
        all
    }

    /// How many blobs were there, damaged, when their bytes were kept anew.
    pub fn mended(&self) -> usize {
        self.mended.load(Ordering::Relaxed)
    }

    /// Where a blob lies, or would.
    pub fn path(&self, hash: &BlobHash) -> PathBuf {
        self.dir.join(hash.path())
    }

    /// Notes a blob that was just put in its place, whole.
    fn put(&self, hash: &BlobHash, was_there: bool) {
        self.mended.fetch_add(usize::from(was_there), Ordering::Relaxed);
        if let Ok(found) = fs::metadata(self.path(hash)) {
            self.stamps().insert(*hash, Stamp::of(&found));
        }
    }

    fn stamps(&self) -> std::sync::MutexGuard<'_, HashMap<BlobHash, Stamp>> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BlobWriter {
    /// Makes a blob of what was written.
    ///
    /// # Errors
    /// The disk's own. What was there before is still there.
    pub fn finish(self) -> io::Result<Kept> {
        let Self { folder, aside, hasher, length } = self;
        let hash = BlobHash::from_bytes(hasher.finalize().into());
        let was_there = folder.path(&hash).exists();
        if !folder.holds(&hash, length) {
            aside.put(&folder.path(&hash))?;
            folder.put(&hash, was_there);
        }
        Ok(Kept { hash, length })
    }

    /// The hash of what was written so far.
    pub fn hash(&self) -> BlobHash {
        BlobHash::from_bytes(self.hasher.clone().finalize().into())
    }
}

impl Write for BlobWriter {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let written = self.aside.write(piece)?;
        self.hasher.update(&piece[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.aside.flush()
    }
}

impl Stamp {
    fn of(found: &Metadata) -> Self {
        let since = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified_ns = since.and_then(|since| u64::try_from(since.as_nanos()).ok());
        Self { length: found.len(), modified_ns: modified_ns.unwrap_or(0) }
    }
}

/// What is said of a blob that is not what its name says any more.
pub(super) fn damaged(hash: &BlobHash) -> io::Error {
    io::Error::other(format!("the blob {hash} was damaged while it was read"))
}

/// The hash of a file's bytes, read in pieces.
pub(super) fn hash_of(path: &Path) -> io::Result<BlobHash> {
    Ok(BlobHash::of_pieces(File::open(path)?, |_| Ok(()))?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_blob_is_not_there_and_is_mended() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::new(dir.path());
        let hash = blobs.keep(b"whole").unwrap();
        assert!(blobs.holds(&hash, 5));
        fs::write(dir.path().join(hash.path()), b"wrong").unwrap();
        assert!(!blobs.holds(&hash, 5));
        assert_eq!(blobs.read_whole(&hash), None);
        assert!(blobs.open(Kept { hash, length: 5 }).is_err());
        assert_eq!(blobs.mended(), 0);
        blobs.keep(b"whole").unwrap();
        blobs.keep(b"whole").unwrap();
        assert_eq!(blobs.mended(), 1);
        assert_eq!(blobs.read_whole(&hash).as_deref(), Some(&b"whole"[..]));
        let mut whole = String::new();
        let mut file = blobs.open(Kept { hash, length: 5 }).unwrap();
        file.read_to_string(&mut whole).unwrap();
        assert_eq!(whole, "whole");
        let folder = dir.path().join(hash.path());
        let beside = fs::read_dir(folder.parent().unwrap()).unwrap().count();
        assert_eq!(beside, 1, "nothing is left beside a blob");
    }

    #[test]
    fn a_blob_in_pieces_is_the_same_blob() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::new(dir.path());
        let mut writer = blobs.writer().unwrap();
        writer.write_all(b"who").unwrap();
        writer.write_all(b"le").unwrap();
        assert_eq!(writer.hash(), BlobHash::of(b"whole"));
        let kept = writer.finish().unwrap();
        assert_eq!(kept, Kept { hash: BlobHash::of(b"whole"), length: 5 });
        assert_eq!(blobs.read_whole(&kept.hash).as_deref(), Some(&b"whole"[..]));
        assert_eq!(blobs.head(&kept.hash).as_deref(), Some(&b"whole"[..]));
        let long = vec![7; HEAD_BYTES + 1];
        let head = blobs.head(&blobs.keep(&long).unwrap());
        assert_eq!(head.as_deref(), Some(&long[..HEAD_BYTES]));
        drop(blobs.writer().unwrap());
        let left = fs::read_dir(dir.path().join("blobs")).unwrap().count();
        assert_eq!(left, 2, "what was not finished is gone");
    }

    #[test]
    fn what_looks_as_it_did_is_believed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let first = BlobFolder::new(dir.path());
        let hash = first.keep(b"whole").unwrap();
        let path = first.path(&hash);
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, b"wrong").unwrap();
        let stranger = BlobFolder::new(dir.path());
        stranger.believe(first.found_whole());
        assert!(!stranger.holds(&hash, 5), "it was written to");
        File::open(&path).unwrap().set_modified(time).unwrap();
        assert!(stranger.holds(&hash, 5), "it looks the same");
        assert!(!BlobFolder::new(dir.path()).holds(&hash, 5), "who believes nothing reads it");
    }
}
