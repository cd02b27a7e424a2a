//! One work on the desk of the checker: its files against their hashes, lengths and
//! kinds, its records against the calendar.

use std::collections::HashMap;
use std::io;

use super::{BlobHash, BlobStore, Bytes, Finding, LockedWork, MediaKind, Visual};
use crate::limits::CLOCK_SLACK_SECS;
use crate::media::{
    MediaError, MediaType, Source, inspect_glb, inspect_page, inspect_recording_file, picture_size,
    sniff,
};
use crate::ownership::{Evidence, RightKind, Staleness, Timestamp};
use crate::token::AssetId;

/// One work on the desk of the checker.
pub(super) struct Desk<'a> {
    blobs: &'a dyn BlobStore,
    /// Which blobs were read for this work, and whether they were whole.
    pub read: HashMap<BlobHash, bool>,
    pub bytes: u64,
    pub findings: Vec<Finding>,
}

impl<'a> Desk<'a> {
    pub fn new(blobs: &'a dyn BlobStore) -> Self {
        Self { blobs, read: HashMap::new(), bytes: 0, findings: Vec::new() }
    }

    /// Reads a blob and holds it to its hash and length; none if it fails.
    pub fn blob(&mut self, what: &str, hash: &BlobHash, stated: u64) -> Option<Vec<u8>> {
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

    pub fn visual(&mut self, visual: &Visual) {
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

    /// Holds what is said of a work to the calendar, and its owners to its token.
    pub fn records(&mut self, work: &LockedWork, limit: u32, now: Timestamp) {
        for record in &work.ownership {
            let owner = record.owner.to_string();
            self.age(format!("the record of {owner}"), &record.evidence, limit, now);
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
        for author in &work.authorship {
            // Who made a work does not change with time; what was signed for a time ends.
            if let Staleness::Expired { on } = author.evidence.staleness(now, limit) {
                let what = format!("the authorship of {}", author.name);
                self.findings.push(Finding::Expired { what, on });
            }
        }
        let mut blocks = Vec::new();
        for evidence in work.beside() {
            let Some(block) = evidence.block() else { continue };
            // Of each block once, whatever it says.
            if !work.is_of_an_owners_block(evidence) && !blocks.contains(&block) {
                blocks.push(block);
                let what = format!("what is said beside the owner, at block {},", block.number);
                self.age(what, evidence, limit, now);
            }
        }
        for right in &work.rights {
            if let RightKind::User { account, expires: on } = &right.right
                && *on <= now
            {
                self.findings.push(Finding::UseEnded { user: account.to_string(), on: *on });
            }
        }
    }

    /// What there is to say of how old evidence is, or that it ended.
    fn age(&mut self, what: String, evidence: &Evidence, limit: u32, now: Timestamp) {
        self.findings.push(match evidence.staleness(now, limit) {
            Staleness::Fresh => return,
            Staleness::Stale { days } => Finding::Stale { what, days, limit },
            Staleness::Expired { on } => Finding::Expired { what, on },
            Staleness::Undated => Finding::Undated { what },
        });
    }
}
