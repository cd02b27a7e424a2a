//! Blobs in a folder: content-addressed, so it is shared by whoever writes there, and
//! what is there with the right hash is never fetched again.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::exhibition::BlobHash;
use crate::platform::files::write_blob_aside;

/// The blobs of one exhibition, below its folder.
#[derive(Clone, Debug)]
pub struct BlobFolder {
    dir: PathBuf,
    mended: Arc<AtomicUsize>,
}

impl BlobFolder {
    /// The blobs of the exhibition in `dir`. Nothing is made before something is kept.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), mended: Arc::default() }
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
            self.mended.fetch_add(usize::from(was_there), Ordering::Relaxed);
        }
        Ok(hash)
    }

    /// The bytes under a hash, if they are there and are what the hash says.
    pub fn read_whole(&self, hash: &BlobHash) -> Option<Vec<u8>> {
        let bytes = fs::read(self.path(hash)).ok()?;
        (BlobHash::of(&bytes) == *hash).then_some(bytes)
    }

    /// Whether the blob is there, with this length and the right content.
    pub fn holds(&self, hash: &BlobHash, length: u64) -> bool {
        let as_long = fs::metadata(self.path(hash)).is_ok_and(|found| found.len() == length);
        as_long && self.read_whole(hash).is_some()
    }

    /// How many blobs were there, damaged, when their bytes were kept anew.
    pub fn mended(&self) -> usize {
        self.mended.load(Ordering::Relaxed)
    }

    fn path(&self, hash: &BlobHash) -> PathBuf {
        self.dir.join(hash.path())
    }
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
        assert_eq!(blobs.mended(), 0);
        blobs.keep(b"whole").unwrap();
        blobs.keep(b"whole").unwrap();
        assert_eq!(blobs.mended(), 1);
        assert_eq!(blobs.read_whole(&hash).as_deref(), Some(&b"whole"[..]));
        let folder = dir.path().join(hash.path());
        let beside = fs::read_dir(folder.parent().unwrap()).unwrap().count();
        assert_eq!(beside, 1, "nothing is left beside a blob");
    }
}
