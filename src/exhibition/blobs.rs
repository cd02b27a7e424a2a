//! Blobs: bytes named by their content (SHA-256), and where they are kept.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Cursor, Read};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Finding;
use crate::media::Source;

/// The SHA-256 of a blob's bytes, written as 64 lowercase hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlobHash([u8; 32]);

/// A place that holds blobs and can be asked at once, without the network.
pub trait BlobStore {
    /// The bytes under a hash, or why there are none. They are not yet checked.
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>>;

    /// The same to be read in pieces, for what may be long.
    fn open(&self, hash: &BlobHash) -> io::Result<Box<dyn Source>> {
        Ok(Box::new(Cursor::new(self.read(hash)?)))
    }
}

/// Blobs in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryBlobs(pub HashMap<BlobHash, Vec<u8>>);

/// A blob that has the hash which names it.
pub(super) fn whole(what: &str, hash: BlobHash, blobs: &dyn BlobStore) -> Result<Vec<u8>, Finding> {
    let what = what.to_owned();
    let bytes = blobs.read(&hash).map_err(|problem| Finding::Absent {
        what: what.clone(),
        hash,
        problem: problem.to_string(),
    })?;
    let found = BlobHash::of(&bytes);
    if found == hash { Ok(bytes) } else { Err(Finding::Damaged { what, hash, found }) }
}

impl BlobHash {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash and the length of what comes in pieces; each is also handed on.
    ///
    /// # Errors
    /// Those of what is read, and of who takes the pieces.
    pub fn of_pieces(
        mut bytes: impl Read,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<(Self, u64)> {
        const PIECE_BYTES: usize = 64 << 10;
        let (mut hasher, mut length) = (Sha256::new(), 0);
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let read = bytes.read(&mut piece)?;
            if read == 0 {
                return Ok((Self(hasher.finalize().into()), length));
            }
            hasher.update(&piece[..read]);
            length += read as u64;
            take(&piece[..read])?;
        }
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The blob's path below an exhibition's folder: `blobs/ab/abcd…`.
    pub fn path(&self) -> String {
        let name = self.to_string();
        format!("blobs/{}/{name}", &name[..2])
    }
}

impl MemoryBlobs {
    /// Keeps bytes and names them.
    pub fn keep(&mut self, bytes: Vec<u8>) -> BlobHash {
        let hash = BlobHash::of(&bytes);
        self.0.insert(hash, bytes);
        hash
    }
}

impl BlobStore for MemoryBlobs {
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>> {
        self.0.get(hash).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for BlobHash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is no SHA-256 in 64 lowercase hex digits");
        let lowercase = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.len() != 64 || !lowercase {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for BlobHash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<BlobHash> for String {
    fn from(hash: BlobHash) -> Self {
        hash.to_string()
    }
}
