//! A stage for whole shows: a real chain with three works of one holder, and what a show
//! of them says in the end. The gallery's own tests hang such shows, too.

use std::path::Path;

use alloy_primitives::{Address, U256};
use enfilade::exhibition::{Finding, LockedWork, Media, check};
use enfilade::ownership::{Level, Timestamp};
use enfilade::source::Folder;
use serde_json::{Value, json};

use super::local::Chain;
use super::local::contracts::Named;
use super::show::Show;

/// A document in the token itself, so that no server is needed.
pub const URI: &str = "data:application/json,{\"name\":\"A\",\"image\":\"data:image/gif;base64,R0lGODdhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=\"}";

/// Works that change hands, and who holds them.
pub struct Stage {
    pub chain: Chain,
    pub works: Address,
    holder: usize,
}

impl Stage {
    pub fn new() -> Self {
        Self::held_by(1)
    }

    /// The same, but that the account at this place holds the works: the contract has the
    /// same address, and the blocks have other hashes.
    pub fn held_by(holder: usize) -> Self {
        let chain = Chain::start();
        let works = chain.deploy("Changing", &[]);
        let stage = Self { chain, works, holder };
        for number in 1..=3 {
            stage.mint(number);
        }
        stage
    }

    /// A stage on a chain that has the contract already, and no work yet.
    pub fn on(chain: Chain, works: Address) -> Self {
        Self { chain, works, holder: 1 }
    }

    pub fn mint(&self, number: u64) {
        let (to, number, uri) = (self.holder(), U256::from(number), URI.to_owned());
        self.chain.tell(self.works, &Named::mintCall { to, number, uri });
    }

    /// The moment of the newest block: the chain's clock is not the machine's.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.chain.now())
    }

    pub fn holder(&self) -> Address {
        self.chain.account(self.holder)
    }

    /// A show of the three works through these endpoints, with more lines for the chain.
    pub fn show(&self, endpoints: &[String], more: &str) -> Show {
        let mut toml =
            format!("[chains.\"{}\"]\nendpoints = {}\n{more}\n", Chain::CHAIN, json!(endpoints));
        for number in 1..=3 {
            let works = self.works;
            toml += &format!(
                "[[work]]\ntoken = \"{}/erc721:{works}/{number}\"\nid = \"w{number}\"\n",
                Chain::CHAIN
            );
        }
        Show::new(&toml)
    }
}

/// How strongly an owner is known; none where none is named.
pub fn level(work: &LockedWork) -> Option<Level> {
    work.ownership.iter().map(|record| record.evidence.level()).max()
}

pub fn owner(work: &LockedWork) -> Option<Address> {
    work.ownership.first()?.owner.evm_address()
}

/// What is noted of a work first, or why nothing hangs.
pub fn noted(work: &LockedWork) -> &'static str {
    match (&work.media, work.notes.first()) {
        (Media::Missing(problem), _) => problem.kind.key(),
        (Media::Shown(_), Some(note)) => note.kind.key(),
        (Media::Shown(_), None) => "nothing more",
    }
}

pub fn at_noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// Checks a show offline: how many statements stand, and what does not.
pub fn checked(show: &Show) -> (usize, Vec<Finding>) {
    checked_at(show.path(), at_noon())
}

/// The same of the show in a folder, at some moment.
pub fn checked_at(path: &Path, now: Timestamp) -> (usize, Vec<Finding>) {
    let folder = Folder::open(path).unwrap();
    let report = check(&folder.read_lock().unwrap(), &folder, now);
    let held = report.works.iter().map(|work| work.held).sum();
    let findings = report.works.into_iter().flat_map(|work| work.findings);
    // What hangs is not the matter here.
    (held, findings.filter(|finding| !matches!(finding, Finding::Missing(_))).collect())
}

/// Takes a show to another machine: another folder with nothing but its files.
pub fn elsewhere(show: &Show) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            if from.is_dir() {
                copy(&from, &to);
            } else {
                std::fs::copy(&from, &to).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(show.path(), folder.path());
    folder
}

/// Ten years after the shows of these tests are resolved.
pub fn years_later() -> Timestamp {
    "2036-03-01T12:00:00Z".parse().unwrap()
}

/// Checks the lock with another value at this place, which must be found out in these words.
/// The harmed lock is left in the show.
pub fn harmed(show: &Show, lock: &Value, pointer: &str, value: Value, expected: &str) {
    let mut harmed = lock.clone();
    *harmed.pointer_mut(pointer).unwrap() = value;
    show.write("exhibition.lock", &serde_json::to_vec_pretty(&harmed).unwrap());
    let (_, findings) = checked(show);
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains(expected)), "{pointer}: {said:?}");
}
