//! Checking a lock against its blobs and records, offline.

use super::desk::Desk;
use super::{
    BlobStore, ByteStrength, Finding, Lock, LockedWork, Media, OwnersStand, Severity, Text, WorkId,
};
use crate::ownership::Timestamp;

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
    /// How strongly its owners are known, as far as that was held up here.
    pub owners: OwnersStand,
    /// Statements that are called attested, agreed or proven and were held again to what is
    /// kept with them.
    pub held: usize,
    /// Blobs that were read, and their bytes.
    pub blobs: usize,
    pub bytes: u64,
    pub findings: Vec<Finding>,
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
        let mut desk = Desk::new(self.blobs);
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
        let mut owners = OwnersStand::said(work);
        if desk.findings.iter().any(|finding| matches!(finding, Finding::OtherChain { .. })) {
            owners.lower(OwnersStand::Refused);
        }
        desk.findings.extend(super::check_named(work, self.blobs));
        desk.findings.extend(super::check_called(work, self.blobs));
        #[cfg(feature = "verify")]
        let held = self.witnesses.check(work, self.blobs, &mut owners, &mut desk.findings)
            + super::check_signed(work, self.blobs, self.now, &mut owners, &mut desk.findings)
            + self.receipts.check(work, self.blobs, &mut desk.findings);
        #[cfg(not(feature = "verify"))]
        let held = 0;
        #[cfg(not(feature = "verify"))]
        if work.ownership.iter().any(|record| record.evidence.is_to_be_checked()) {
            owners.lower(OwnersStand::Unchecked);
        }
        WorkCheck {
            id: work.id.clone(),
            title: work.title.clone(),
            strength,
            owners,
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

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
