//! Signed records, verified as a page is written: it calls nothing attested that no record
//! bears out.

use crate::exhibition::{BlobStore, Lock, LockedWork};
use crate::ownership::{Checked, Timestamp, WorkChecked};

/// What came of holding each work to the records that are kept of it, in the lock's order. A
/// program that cannot verify finds nothing, and what is attested is called unchecked.
pub(super) fn check_signed(lock: &Lock, blobs: &dyn BlobStore, now: Timestamp) -> Vec<WorkChecked> {
    let checked = |work: &LockedWork| {
        let checks = checks(work, blobs, now);
        WorkChecked { work: work.id.to_string(), at: now, checks }
    };
    lock.works.iter().map(checked).collect()
}

#[cfg(feature = "verify")]
fn checks(work: &LockedWork, blobs: &dyn BlobStore, now: Timestamp) -> Vec<Checked> {
    use crate::exhibition::{Attestable, signed_bytes};
    let mut checks = Vec::new();
    if work.is_attested() {
        let signed = signed_bytes(work, blobs);
        crate::verifier::add_signed(&mut checks, &Attestable::of(work), &signed, now);
    }
    checks
}

#[cfg(not(feature = "verify"))]
fn checks(_: &LockedWork, _: &dyn BlobStore, _: Timestamp) -> Vec<Checked> {
    Vec::new()
}
