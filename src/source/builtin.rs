//! The built-in exhibition: its lock and blobs, carried by the program itself.

use std::io;

use include_dir::{Dir, include_dir};

use crate::exhibition::{BlobHash, BlobStore, Lock, LockError, read_lock};

static BLOBS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/exhibition/blobs");

static LOCK: &[u8] = include_bytes!("../../assets/exhibition/exhibition.lock");

/// The blobs of the built-in exhibition.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn;

/// The lock of the built-in exhibition.
pub fn built_in_lock() -> Result<Lock, LockError> {
    read_lock(LOCK)
}

impl BlobStore for BuiltIn {
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>> {
        let path = hash.path();
        let below = path.strip_prefix("blobs/").unwrap_or(&path);
        let file = BLOBS.get_file(below).ok_or(io::ErrorKind::NotFound)?;
        Ok(file.contents().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blob_of_the_built_in_exhibition_is_what_its_name_says() {
        let lock = built_in_lock().expect("the built-in lock is whole");
        assert!(lock.works.len() >= 30, "{} works", lock.works.len());
        let report = crate::exhibition::check(&lock, &BuiltIn, lock.resolved);
        assert!(report.is_sound(), "{report:#?}");
    }
}
