//! Checking a lock against its blobs and records, offline.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use thiserror::Error;

use super::{
    BlobHash, BlobStore, ByteStrength, Bytes, Lock, LockedWork, Media, MediaKind, Problem, Text,
    Visual, WorkId,
};
use crate::media::{
    MediaError, MediaType, Source, inspect_glb, inspect_page, inspect_recording_file, picture_size,
    sniff,
};
use crate::ownership::{Break, Level, Staleness, Timestamp};
use crate::token::AssetId;

/// What came of checking a whole lock.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckReport {
    pub checked: Timestamp,
    /// In the lock's order.
    pub works: Vec<WorkCheck>,
}

/// What came of checking one work.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkCheck {
    pub id: WorkId,
    pub title: Text,
    /// How strongly the bytes are tied to the token; none where nothing hangs.
    pub strength: Option<ByteStrength>,
    /// The strongest evidence for an owner; none where there is no record.
    pub evidence: Option<Level>,
    /// Statements that are called agreed or proven and were held to their proof again.
    pub held: usize,
    /// Blobs that were read, and their bytes.
    pub blobs: usize,
    pub bytes: u64,
    pub findings: Vec<Finding>,
}

/// Something that a check found. Its Display is a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Finding {
    #[error("nothing hangs here: {0}")]
    Missing(Problem),
    #[error("{what} is not there (blob {hash}: {problem}); run `enfilade resolve` to fetch it")]
    Absent { what: String, hash: BlobHash, problem: String },
    #[error(
        "{what} is damaged: blob {hash} holds bytes with the hash {found}; run `enfilade resolve` to fetch it again"
    )]
    Damaged { what: String, hash: BlobHash, found: BlobHash },
    #[error("{what} has {found} bytes, and the lock says {stated}")]
    Length { what: String, stated: u64, found: u64 },
    #[error("{what} is {found}, and the lock says {stated}")]
    Type { what: String, stated: String, found: String },
    #[error("{what} has {} x {} pixels, and the lock says {} x {}", found.0, found.1, stated.0, stated.1)]
    Pixels { what: String, stated: (u32, u32), found: (u32, u32) },
    #[error("{what} cannot be drawn: {problem}")]
    Undrawable { what: String, problem: MediaError },
    #[error("the ladder of sizes is out of order")]
    Ladder,
    #[error(
        "the record of {owner} is {days} days old, and {limit} are allowed; run `enfilade resolve --refresh`"
    )]
    Stale { owner: String, days: u32, limit: u32 },
    #[error("the record of {owner} names no date")]
    Undated { owner: String },
    #[error("the record of {owner} is dated {as_of}, which has not come yet")]
    FromTheFuture { owner: String, as_of: Timestamp },
    #[error("the record of {owner} speaks of another chain than the token")]
    OtherChain { owner: String },
    #[error(
        "something is called proven or agreed, and nothing to check it with is kept; run `enfilade resolve --refresh`"
    )]
    NoProof,
    #[error("{what} does not stand on its proof: {problem}")]
    Unproven { what: String, problem: String },
    #[error("the hands that it went through do not lead to its owner: {problem}")]
    OtherHands { problem: Break },
    #[error("{what} names other endpoints than its level needs")]
    Incoherent { what: String },
    #[error("the record of {owner} says that none of the editions is held")]
    NoEditions { owner: String },
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the exhibition is what the lock says.
    Notice,
    /// The exhibition is not what the lock says.
    Failure,
}

/// Checks every work of a lock. Asks nothing but `blobs`; `now` judges what is stale.
pub fn check(lock: &Lock, blobs: &dyn BlobStore, now: Timestamp) -> CheckReport {
    let mut checker = Checker::new(lock, blobs, now);
    let works = lock.works.iter().map(|work| checker.check(work)).collect();
    CheckReport { checked: now, works }
}

/// Checks the works of a lock one by one, best in the lock's order, in which works that
/// share a proof stand together.
pub struct Checker<'a> {
    lock: &'a Lock,
    blobs: &'a dyn BlobStore,
    now: Timestamp,
    #[cfg(feature = "verify")]
    witnesses: super::Witnesses,
    #[cfg(feature = "verify")]
    receipts: super::Receipts,
}

impl<'a> Checker<'a> {
    pub fn new(lock: &'a Lock, blobs: &'a dyn BlobStore, now: Timestamp) -> Self {
        Self {
            lock,
            blobs,
            now,
            #[cfg(feature = "verify")]
            witnesses: super::Witnesses::default(),
            #[cfg(feature = "verify")]
            receipts: super::Receipts::default(),
        }
    }

    /// Checks one work: its files, its dates, and what is proven of it.
    pub fn check(&mut self, work: &LockedWork) -> WorkCheck {
        let mut desk =
            Desk { blobs: self.blobs, read: HashMap::new(), bytes: 0, findings: Vec::new() };
        if let Some(metadata) = &work.metadata {
            desk.blob("the metadata", &metadata.hash, metadata.length);
        }
        let strength = match &work.media {
            Media::Shown(visual) => {
                desk.visual(visual);
                Some(visual.original.strength)
            }
            Media::Missing(problem) => {
                desk.findings.push(Finding::Missing(problem.clone()));
                None
            }
        };
        desk.records(work, self.lock.stale_after_days, self.now);
        #[cfg(feature = "verify")]
        let held = self.witnesses.check(work, self.blobs, &mut desk.findings)
            + super::check_signed(work, self.blobs, self.now, &mut desk.findings)
            + self.receipts.check(work, self.blobs, &mut desk.findings);
        #[cfg(not(feature = "verify"))]
        let held = 0;
        WorkCheck {
            id: work.id.clone(),
            title: work.title.clone(),
            strength,
            evidence: work.ownership.iter().map(|record| record.evidence.level()).max(),
            held,
            blobs: desk.read.len(),
            bytes: desk.bytes,
            findings: desk.findings,
        }
    }
}

impl std::fmt::Debug for Checker<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checker").field("now", &self.now).finish_non_exhaustive()
    }
}

impl CheckReport {
    /// Whether everything is what the lock says.
    pub fn is_sound(&self) -> bool {
        self.count(Severity::Failure) == 0
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.works.iter().flat_map(|work| &work.findings);
        findings.filter(|finding| finding.severity() == severity).count()
    }
}

impl WorkCheck {
    /// The worst that was found.
    pub fn severity(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::severity).max()
    }
}

impl Finding {
    pub fn severity(&self) -> Severity {
        match self {
            Self::Missing(_)
            | Self::Stale { .. }
            | Self::Undated { .. }
            | Self::NoEditions { .. } => Severity::Notice,
            Self::Absent { .. }
            | Self::Damaged { .. }
            | Self::Length { .. }
            | Self::Type { .. }
            | Self::Pixels { .. }
            | Self::Undrawable { .. }
            | Self::Ladder
            | Self::NoProof
            | Self::Unproven { .. }
            | Self::Incoherent { .. }
            | Self::OtherHands { .. }
            | Self::FromTheFuture { .. }
            | Self::OtherChain { .. } => Severity::Failure,
        }
    }
}

/// A record may be dated this much after the checker's own clock.
const CLOCK_SLACK_SECS: i64 = 3_600;

/// One work on the desk of the checker.
struct Desk<'a> {
    blobs: &'a dyn BlobStore,
    /// Which blobs were read for this work, and whether they were whole.
    read: HashMap<BlobHash, bool>,
    bytes: u64,
    findings: Vec<Finding>,
}

impl Desk<'_> {
    /// Reads a blob and holds it to its hash and length; none if it fails.
    fn blob(&mut self, what: &str, hash: &BlobHash, stated: u64) -> Option<Vec<u8>> {
        match self.blobs.read(hash) {
            Ok(bytes) => {
                let found = (BlobHash::of(&bytes), bytes.len() as u64);
                self.holds(what, (hash, stated), found).then_some(bytes)
            }
            Err(problem) => self.absent(what, hash, problem),
        }
    }

    /// The same for what may be long: it is read in pieces, and stays where it lies.
    fn long_blob(&mut self, what: &str, hash: &BlobHash, stated: u64) -> Option<Box<dyn Source>> {
        let opened = self.blobs.open(hash).and_then(|mut file| {
            let found = BlobHash::of_pieces(&mut file, |_| Ok(()))?;
            Ok((file, found))
        });
        match opened {
            Ok((file, found)) => self.holds(what, (hash, stated), found).then_some(file),
            Err(problem) => self.absent(what, hash, problem),
        }
    }

    fn absent<T>(&mut self, what: &str, hash: &BlobHash, problem: io::Error) -> Option<T> {
        let (what, problem) = (what.to_owned(), problem.to_string());
        self.findings.push(Finding::Absent { what, hash: *hash, problem });
        None
    }

    /// Whether a blob has the hash that names it; its length is noted where it is another.
    fn holds(
        &mut self,
        what: &str,
        (hash, stated): (&BlobHash, u64),
        (found_hash, found): (BlobHash, u64),
    ) -> bool {
        let what = what.to_owned();
        let whole = found_hash == *hash;
        if self.read.insert(*hash, whole).is_none() {
            self.bytes += found;
        }
        if !whole {
            self.findings.push(Finding::Damaged { what, hash: *hash, found: found_hash });
        } else if found != stated {
            self.findings.push(Finding::Length { what, stated, found });
        }
        whole
    }

    fn visual(&mut self, visual: &Visual) {
        self.original(visual, &visual.original);
        if let Some(packed) = &visual.packed {
            for file in &packed.files {
                let what = format!("its file {}", file.path);
                self.blob(&what, &file.bytes.hash, file.bytes.length);
            }
            let what = "the work with its files in it";
            if let Some(bytes) = self.blob(what, &packed.hash, packed.length) {
                self.kind(what, &bytes, &packed.mime);
                self.model(what, visual.kind, &bytes);
            }
        }
        let sizes = visual.rungs.iter().map(|rung| rung.width_px.max(rung.height_px));
        if !sizes.is_sorted() || (visual.kind.is_picture() && visual.rungs.is_empty()) {
            self.findings.push(Finding::Ladder);
        }
        for rung in &visual.rungs {
            let what = format!("its picture of {} pixels", rung.width_px.max(rung.height_px));
            if let Some(bytes) = self.blob(&what, &rung.hash, rung.length) {
                self.kind(&what, &bytes, &rung.mime);
                self.pixels(&what, &bytes, (rung.width_px, rung.height_px));
            }
        }
    }

    fn original(&mut self, visual: &Visual, original: &Bytes) {
        let what = "the work's own file";
        if matches!(visual.kind, MediaKind::Film | MediaKind::Sound) {
            if let Some(file) = self.long_blob(what, &original.hash, original.length) {
                self.recording(what, file, visual);
            }
            return;
        }
        let Some(bytes) = self.blob(what, &original.hash, original.length) else { return };
        self.kind(what, &bytes, &visual.mime);
        match visual.kind {
            MediaKind::Still | MediaKind::Animation => {
                self.pixels(what, &bytes, (visual.width_px, visual.height_px));
            }
            // A model in several files stands as the one that they were packed into.
            MediaKind::Sculpture if visual.packed.is_some() => {}
            MediaKind::Sculpture => self.model(what, visual.kind, &bytes),
            // Read where they lie, above.
            MediaKind::Film | MediaKind::Sound => {}
            MediaKind::Code => {
                if let Err(problem) = inspect_page(&bytes) {
                    self.undrawable(what, problem);
                }
            }
        }
    }

    fn recording(&mut self, what: &str, file: Box<dyn Source>, visual: &Visual) {
        let found = match inspect_recording_file(file) {
            Ok(found) => found,
            Err(problem) => return self.undrawable(what, problem),
        };
        self.same_kind(what, found.media.mime(), &visual.mime);
        if let Some(size_px) = found.size_px {
            self.same_pixels(what, size_px, (visual.width_px, visual.height_px));
        }
    }

    fn model(&mut self, what: &str, kind: MediaKind, bytes: &[u8]) {
        if kind == MediaKind::Sculpture
            && let Err(problem) = inspect_glb(bytes)
        {
            self.undrawable(what, problem);
        }
    }

    fn kind(&mut self, what: &str, bytes: &[u8], stated: &str) {
        self.same_kind(what, sniff(bytes).map_or("of no known kind", MediaType::mime), stated);
    }

    fn same_kind(&mut self, what: &str, found: &str, stated: &str) {
        if found != stated {
            self.findings.push(Finding::Type {
                what: what.to_owned(),
                stated: stated.to_owned(),
                found: found.to_owned(),
            });
        }
    }

    fn pixels(&mut self, what: &str, bytes: &[u8], stated: (u32, u32)) {
        match picture_size(bytes) {
            Ok(found) => self.same_pixels(what, found, stated),
            Err(problem) => self.undrawable(what, problem),
        }
    }

    fn same_pixels(&mut self, what: &str, found: (u32, u32), stated: (u32, u32)) {
        if found != stated {
            self.findings.push(Finding::Pixels { what: what.to_owned(), stated, found });
        }
    }

    fn undrawable(&mut self, what: &str, problem: MediaError) {
        self.findings.push(Finding::Undrawable { what: what.to_owned(), problem });
    }

    fn records(&mut self, work: &LockedWork, limit: u32, now: Timestamp) {
        for record in &work.ownership {
            let owner = record.owner.to_string();
            match record.staleness(now, limit) {
                Staleness::Fresh => {}
                Staleness::Stale { days } => {
                    self.findings.push(Finding::Stale { owner: owner.clone(), days, limit });
                }
                Staleness::Undated => {
                    self.findings.push(Finding::Undated { owner: owner.clone() });
                }
            }
            let latest = Timestamp::from_unix(now.unix() + CLOCK_SLACK_SECS);
            if let Some(as_of) = record.evidence.as_of().filter(|as_of| *as_of > latest) {
                self.findings.push(Finding::FromTheFuture { owner: owner.clone(), as_of });
            }
            let of_other_chain = |token: &AssetId| {
                record.owner.account().is_some_and(|account| account.chain != token.chain)
            };
            if work.token.as_ref().is_some_and(of_other_chain) {
                self.findings.push(Finding::OtherChain { owner: owner.clone() });
            }
            if record.editions.is_some_and(|editions| editions.is_zero()) {
                self.findings.push(Finding::NoEditions { owner });
            }
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
