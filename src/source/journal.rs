//! The journal of a resolve (`resolve.journal`): what was fetched, examined and
//! answered, one line of JSON with its checksum each, appended at once. A resolve that was
//! broken off reads it and goes on; a line that was torn or damaged is passed over.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

use super::Said;
use super::blob_folder::Stamp;
use super::sealed::{seal, unseal};
use crate::exhibition::{BlobHash, MediaKind, Problem, Rung};
use crate::ownership::{BlockRef, OwnershipRecord};
use crate::token::{AssetId, ChainId};

/// The file's name in the exhibition's folder.
pub const JOURNAL_FILE: &str = "resolve.journal";

/// Examinations of another version are made anew.
pub const EXAMINED_VERSION: u32 = 10;

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
    fetched: Mutex<HashMap<String, Fetched>>,
    examined: Mutex<HashMap<BlobHash, ExaminedEntry>>,
    answered: Mutex<HashMap<(AssetId, String), Answered>>,
    blocks: Mutex<HashMap<(ChainId, String), BlockRef>>,
    heard: Mutex<HashMap<(ChainId, Address), u64>>,
    born: Mutex<HashMap<(ChainId, Address), u64>>,
    whole: Mutex<Vec<(BlobHash, Stamp)>>,
}

/// Bytes that lie in the blobs, by the URI that they came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    pub uri: String,
    pub hash: BlobHash,
    pub length: u64,
}

/// What the lock says of a file, by the file's hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExaminedEntry {
    pub version: u32,
    pub hash: BlobHash,
    pub kind: MediaKind,
    pub mime: String,
    pub width_px: u32,
    pub height_px: u32,
    pub frames: u32,
    pub duration_ms: u64,
    pub has_sound: bool,
    pub codecs: String,
    pub average: [u8; 3],
    pub transparent: bool,
    pub rungs: Vec<Rung>,
    /// Width, height and depth of a sculpture in its own file.
    pub model_mm: Option<[u32; 3]>,
    pub notes: Vec<Problem>,
}

/// What a chain answered about a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub token: AssetId,
    /// What was asked for: the block setting, the holders.
    pub asked: String,
    /// The blob of the text that names the metadata.
    pub uri: BlobHash,
    pub owners: Vec<OwnershipRecord>,
    pub notes: Vec<Problem>,
    #[serde(default)]
    pub said: Said,
}

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Entry {
    Fetched(Fetched),
    Examined(ExaminedEntry),
    Answered(Box<Answered>),
    Block {
        chain: ChainId,
        setting: String,
        block: BlockRef,
    },
    /// What a contract told of changed metadata was heard, through this block.
    Heard {
        chain: ChainId,
        contract: Address,
        block: u64,
    },
    /// The first block in which a contract was there.
    Born {
        chain: ChainId,
        contract: Address,
        block: u64,
    },
    /// A token's metadata changed: it and these URIs are asked for anew.
    Changed {
        token: AssetId,
        uris: Vec<String>,
    },
    /// Blobs that were read and found whole, and how their files looked.
    Whole(Vec<(BlobHash, Stamp)>),
    /// A resolve came to its end: the next one asks chains at a block of its own.
    Done,
}

impl Journal {
    /// Opens the journal of the exhibition in `dir`. With `refresh` only what can
    /// never change is remembered of it.
    pub fn open(dir: &Path, refresh: bool) -> io::Result<Self> {
        let path = dir.join(JOURNAL_FILE);
        let written = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        if written.last().is_some_and(|last| *last != b'\n') {
            file.write_all(b"\n")?;
        }
        let journal = Self {
            file: Mutex::new(file),
            fetched: Mutex::default(),
            examined: Mutex::default(),
            answered: Mutex::default(),
            blocks: Mutex::default(),
            heard: Mutex::default(),
            born: Mutex::default(),
            whole: Mutex::default(),
        };
        for line in written.split(|byte| *byte == b'\n') {
            if let Some(Ok(entry)) = unseal(line).map(serde_json::from_str) {
                journal.remember(entry, refresh);
            }
        }
        Ok(journal)
    }

    pub fn fetched(&self, uri: &str) -> Option<Fetched> {
        held(&self.fetched).get(uri).cloned()
    }

    pub fn examined(&self, hash: &BlobHash) -> Option<ExaminedEntry> {
        held(&self.examined).get(hash).cloned()
    }

    pub fn answered(&self, token: &AssetId, asked: &str) -> Option<Answered> {
        held(&self.answered).get(&(token.clone(), asked.to_owned())).cloned()
    }

    /// The block that a resolve which was broken off asked at.
    pub fn block(&self, chain: &ChainId, setting: &str) -> Option<BlockRef> {
        held(&self.blocks).get(&(chain.clone(), setting.to_owned())).cloned()
    }

    /// The block through which a contract's changes were heard (ERC-4906).
    pub fn heard(&self, chain: &ChainId, contract: Address) -> Option<u64> {
        held(&self.heard).get(&(chain.clone(), contract)).copied()
    }

    /// The first block in which a contract was there.
    pub fn born(&self, chain: &ChainId, contract: Address) -> Option<u64> {
        held(&self.born).get(&(chain.clone(), contract)).copied()
    }

    pub fn add_fetched(&self, fetched: Fetched) -> io::Result<()> {
        self.add(Entry::Fetched(fetched))
    }

    pub fn add_examined(&self, examined: ExaminedEntry) -> io::Result<()> {
        self.add(Entry::Examined(examined))
    }

    pub fn add_answered(&self, answered: Answered) -> io::Result<()> {
        self.add(Entry::Answered(Box::new(answered)))
    }

    pub fn add_block(&self, chain: ChainId, setting: &str, block: BlockRef) -> io::Result<()> {
        self.add(Entry::Block { chain, setting: setting.to_owned(), block })
    }

    pub fn add_heard(&self, chain: ChainId, contract: Address, block: u64) -> io::Result<()> {
        self.add(Entry::Heard { chain, contract, block })
    }

    pub fn add_born(&self, chain: ChainId, contract: Address, block: u64) -> io::Result<()> {
        self.add(Entry::Born { chain, contract, block })
    }

    /// Forgets what is known of a token, and what came from these URIs.
    pub fn add_changed(&self, token: AssetId, uris: Vec<String>) -> io::Result<()> {
        self.add(Entry::Changed { token, uris })
    }

    /// Blobs that the last resolve which came to its end found whole.
    pub fn whole(&self) -> Vec<(BlobHash, Stamp)> {
        held(&self.whole).clone()
    }

    pub fn add_whole(&self, whole: Vec<(BlobHash, Stamp)>) -> io::Result<()> {
        if *held(&self.whole) == whole { Ok(()) } else { self.add(Entry::Whole(whole)) }
    }

    /// Notes that a resolve came to its end.
    pub fn done(&self) -> io::Result<()> {
        self.add(Entry::Done)
    }

    fn add(&self, entry: Entry) -> io::Result<()> {
        let line = seal(&serde_json::to_string(&entry)?) + "\n";
        // One write a line: lines of two processes never mix.
        held(&self.file).write_all(line.as_bytes())?;
        self.remember(entry, false);
        Ok(())
    }

    fn remember(&self, entry: Entry, refresh: bool) {
        match entry {
            Entry::Fetched(fetched) => {
                if !refresh || fetched.uri.starts_with("ipfs://") {
                    held(&self.fetched).insert(fetched.uri.clone(), fetched);
                }
            }
            Entry::Examined(examined) => {
                if examined.version == EXAMINED_VERSION {
                    held(&self.examined).insert(examined.hash, examined);
                }
            }
            Entry::Answered(answered) => {
                if !refresh {
                    let key = (answered.token.clone(), answered.asked.clone());
                    held(&self.answered).insert(key, *answered);
                }
            }
            Entry::Block { chain, setting, block } => {
                if !refresh {
                    held(&self.blocks).insert((chain, setting), block);
                }
            }
            Entry::Heard { chain, contract, block } => {
                held(&self.heard).insert((chain, contract), block);
            }
            Entry::Born { chain, contract, block } => {
                if !refresh {
                    held(&self.born).insert((chain, contract), block);
                }
            }
            Entry::Changed { token, uris } => {
                held(&self.answered).retain(|(known, _), _| *known != token);
                let mut fetched = held(&self.fetched);
                for uri in uris {
                    fetched.remove(&uri);
                }
            }
            Entry::Whole(whole) => {
                // Who asks anew for everything reads everything, too.
                if !refresh {
                    *held(&self.whole) = whole;
                }
            }
            Entry::Done => held(&self.blocks).clear(),
        }
    }
}

/// A lock's content; a thread that panicked with it left whole lines all the same.
fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(uri: &str) -> Fetched {
        Fetched { uri: uri.into(), hash: BlobHash::of(uri.as_bytes()), length: 3 }
    }

    #[test]
    fn a_torn_line_is_passed_over_and_the_rest_stands() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path(), false).unwrap();
        journal.add_fetched(fetched("https://a")).unwrap();
        drop(journal);
        let path = dir.path().join(JOURNAL_FILE);
        let mut torn = fs::read(&path).unwrap();
        torn.extend_from_slice(b"{\"fetched\":{\"uri\":\"https://b\",\"ha");
        fs::write(&path, torn).unwrap();
        let journal = Journal::open(dir.path(), false).unwrap();
        journal.add_fetched(fetched("https://c")).unwrap();
        drop(journal);
        let journal = Journal::open(dir.path(), false).unwrap();
        let known =
            ["https://a", "https://b", "https://c"].map(|uri| journal.fetched(uri).is_some());
        assert_eq!(known, [true, false, true]);
    }

    #[test]
    fn what_changed_is_forgotten_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path(), false).unwrap();
        let [changed, other] = [1, 2].map(|number| -> AssetId {
            format!("eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/{number}")
                .parse()
                .unwrap()
        });
        for token in [&changed, &other] {
            let answered = Answered {
                token: token.clone(),
                asked: "latest".into(),
                uri: BlobHash::of(b"x"),
                owners: vec![],
                notes: vec![],
                said: Said::default(),
            };
            journal.add_answered(answered).unwrap();
        }
        journal.add_fetched(fetched("https://a")).unwrap();
        journal.add_fetched(fetched("https://b")).unwrap();
        journal.add_changed(changed.clone(), vec!["https://a".into()]).unwrap();
        let contract = changed.evm().unwrap().contract;
        journal.add_heard(changed.chain.clone(), contract, 7).unwrap();
        drop(journal);
        let journal = Journal::open(dir.path(), false).unwrap();
        let known = [&changed, &other].map(|token| journal.answered(token, "latest").is_some());
        assert_eq!(known, [false, true]);
        assert_eq!(
            ["https://a", "https://b"].map(|uri| journal.fetched(uri).is_some()),
            [false, true]
        );
        assert_eq!(journal.heard(&changed.chain, contract), Some(7));
    }

    #[test]
    fn a_flipped_byte_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path(), false).unwrap();
        journal.add_fetched(fetched("https://a")).unwrap();
        drop(journal);
        let path = dir.path().join(JOURNAL_FILE);
        let line = fs::read(&path).unwrap();
        for at in 0..line.len() - 1 {
            let mut flipped = line.clone();
            flipped[at] ^= 1;
            fs::write(&path, flipped).unwrap();
            let journal = Journal::open(dir.path(), false).unwrap();
            assert!(held(&journal.fetched).is_empty(), "byte {at}");
        }
    }

    #[test]
    fn a_refresh_remembers_only_what_never_changes() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path(), false).unwrap();
        journal.add_fetched(fetched("https://a")).unwrap();
        journal.add_fetched(fetched("ipfs://b")).unwrap();
        drop(journal);
        let journal = Journal::open(dir.path(), true).unwrap();
        assert_eq!(journal.fetched("https://a"), None);
        assert_eq!(journal.fetched("ipfs://b"), Some(fetched("ipfs://b")));
    }
}
