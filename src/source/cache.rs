//! One cache of blobs for all exhibitions of a machine, which several processes may use
//! at once.
//!
//! What may be served from it:
//! - bytes by their SHA-256: where the exhibition's own journal says that an address
//!   gave these bytes, and where an address carries the hash (`sha256://`);
//! - a file of IPFS by its content id and path, since no server can change what these
//!   stand for. Its blocks were checked when it came; that they were is written beside it
//!   in a line with a checksum, and the blob itself is hashed whenever it is lent.
//!
//! What never is: the bytes of an address that can change (https, IPNS, Arweave's gateways,
//! which are believed) because some other exhibition fetched it once. They are kept here by
//! their hash alone, without a word of where they came from.
//!
//! A blob is written aside and renamed; a process that dies leaves a `.part-` file and
//! never half a blob. Nothing waits for the disk: what a power cut damages no longer has
//! its hash, or its line its checksum, and is passed over and replaced. There is no lock:
//! who finds a file gone that was there a moment before fetches it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::blob_folder::{Kept, hash_of};
use super::sealed::{seal, unseal};
use crate::exhibition::BlobHash;
use crate::limits::{CACHE_BYTES_MAX, LITTER_AGE, SWEEP_EVERY};
use crate::platform::files::{self, LITTER_PREFIX};

/// The cache, or none.
#[derive(Clone, Debug, Default)]
pub struct Cache(Option<Arc<Shelf>>);

#[derive(Debug)]
struct Shelf {
    dir: PathBuf,
    now: SystemTime,
    /// The first thing that went wrong with writing.
    trouble: Mutex<Option<String>>,
}

/// What stands in a place's file.
#[derive(Serialize, Deserialize)]
struct Placed {
    place: String,
    hash: BlobHash,
    length: u64,
}

/// A blob that was used is noted as such when it was not for so long.
const TOUCHED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Sweeping stops when this much of the limit is left in use.
const SWEPT_TO: (u64, u64) = (3, 4);

impl Cache {
    /// No cache: nothing is found and nothing is kept.
    pub fn none() -> Self {
        Self::default()
    }

    /// The cache in `dir`, at the moment `now`. Where it cannot be made or written, it is
    /// read as far as it goes; [`Cache::trouble`] says so.
    pub fn open(dir: &Path, now: SystemTime) -> Self {
        let shelf = Shelf { dir: dir.to_owned(), now, trouble: Mutex::default() };
        for folder in ["blobs", "places"] {
            shelf.note(fs::create_dir_all(dir.join(folder)));
        }
        Self(Some(Arc::new(shelf)))
    }

    /// What went wrong with writing, as a sentence; the resolve goes on without.
    pub fn trouble(&self) -> Option<String> {
        let shelf = self.0.as_ref()?;
        let problem = shelf.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        Some(format!(
            "the shared cache in {} cannot be written: {problem}; everything is resolved all the same, and fetched anew for every exhibition",
            shelf.dir.display()
        ))
    }

    /// The blob that an immutable place (`ipfs://CID/path`) stands for, if it is known.
    pub fn at(&self, place: &str) -> Option<Kept> {
        let shelf = self.0.as_ref()?;
        let line = fs::read(shelf.place(place)).ok()?;
        let placed: Placed = serde_json::from_str(unseal(&line)?).ok()?;
        (placed.place == place).then_some(Kept { hash: placed.hash, length: placed.length })
    }

    /// Puts a blob into an exhibition, as a second name of one file where the disk allows
    /// it and as a copy otherwise. Says whether it is there now; what turns out damaged
    /// is thrown away.
    pub fn lend(&self, hash: &BlobHash, to: &Path) -> bool {
        let Some(shelf) = self.0.as_ref() else { return false };
        let from = shelf.dir.join(hash.path());
        match hash_of(&from) {
            Ok(found) if found == *hash => {}
            Ok(_) => {
                let _ = fs::remove_file(&from);
                return false;
            }
            Err(_) => return false,
        }
        shelf.touch(&from);
        files::link_or_copy(&from, to).is_ok()
    }

    /// Keeps a blob that lies in an exhibition, whole, and with it the immutable place
    /// that it came from, if there is one.
    pub fn keep(&self, kept: Kept, from: &Path, place: Option<&str>) {
        let Some(shelf) = self.0.as_ref() else { return };
        let to = shelf.dir.join(kept.hash.path());
        let there = fs::metadata(&to).is_ok_and(|found| found.len() == kept.length);
        if !there && !shelf.note(files::link_or_copy(from, &to)) {
            return;
        }
        let Some(place) = place else { return };
        let Kept { hash, length } = kept;
        let placed = Placed { place: place.to_owned(), hash, length };
        if let Ok(text) = serde_json::to_string(&placed) {
            let line = seal(&text);
            shelf.note(files::write_blob_aside(&shelf.place(place), line.as_bytes()));
        }
    }

    /// Throws away what processes left that died, and while there is more than may be,
    /// what was not used for the longest time. Does so now and then, and not each time.
    pub fn sweep(&self) {
        if let Some(shelf) = self.0.as_ref()
            && shelf.is_due()
        {
            sweep(&shelf.dir, CACHE_BYTES_MAX, shelf.now);
        }
    }
}

impl Shelf {
    /// Where it is written what a place stands for.
    fn place(&self, place: &str) -> PathBuf {
        let name = BlobHash::of(place.as_bytes()).to_string();
        self.dir.join("places").join(&name[..2]).join(name)
    }

    fn note(&self, done: io::Result<()>) -> bool {
        if let Err(problem) = &done {
            let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
            trouble.get_or_insert_with(|| problem.to_string());
        }
        done.is_ok()
    }

    fn touch(&self, path: &Path) {
        let Ok(file) = File::open(path) else { return };
        let used = file.metadata().and_then(|found| found.modified());
        if used.is_ok_and(|used| age(used, self.now) >= TOUCHED_EVERY) {
            // Who may only read the cache does not keep its blobs either.
            let _ = file.set_modified(self.now);
        }
    }

    /// Whether nobody swept for a while; if so, whoever asks next hears that somebody did.
    fn is_due(&self) -> bool {
        let mark = self.dir.join("swept");
        let last = fs::metadata(&mark).and_then(|found| found.modified());
        if last.is_ok_and(|last| age(last, self.now) < SWEEP_EVERY) {
            return false;
        }
        File::create(&mark).and_then(|mark| mark.set_modified(self.now)).is_ok()
    }
}

/// How long ago a moment was; nothing for one to come.
fn age(then: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(then).unwrap_or_default()
}

/// Throws away litter that is old at `now`, then the least recently used files until no
/// more than `bytes_max` are left.
fn sweep(dir: &Path, bytes_max: u64, now: SystemTime) {
    let mut kept = Vec::new();
    for folder in ["blobs", "places"] {
        files::sweep_litter(&dir.join(folder), LITTER_AGE, now);
        for inner in fs::read_dir(dir.join(folder)).into_iter().flatten().flatten() {
            for file in fs::read_dir(inner.path()).into_iter().flatten().flatten() {
                let is_litter = file.file_name().to_string_lossy().starts_with(LITTER_PREFIX);
                if let (false, Ok(found)) = (is_litter, file.metadata()) {
                    let used = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                    kept.push((used, file.path(), found.len()));
                }
            }
        }
    }
    let mut bytes: u64 = kept.iter().map(|(_, _, length)| length).sum();
    if bytes <= bytes_max {
        return;
    }
    kept.sort();
    for (_, path, length) in kept {
        if bytes <= bytes_max / SWEPT_TO.1 * SWEPT_TO.0 {
            break;
        }
        if fs::remove_file(path).is_ok() {
            bytes -= length;
        }
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
