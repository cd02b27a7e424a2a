//! What a page is held to as it is written: it calls nothing attested that no signed record
//! bears out, and lets no script call proven what is shown in the place of what a contract
//! answers.

use crate::exhibition::{BlobStore, Lock, LockedWork, hold_to_answers};
use crate::ownership::{Checked, Timestamp, WorkChecked};

/// What came of holding each work to its contract's answers and to the records that are kept of
/// it, in the lock's order. A program that cannot verify finds nothing of records, and what is
/// attested is called unchecked.
pub(super) fn check_as_written(
    lock: &Lock,
    blobs: &dyn BlobStore,
    now: Timestamp,
) -> Vec<WorkChecked> {
    let checked = |work: &LockedWork| {
        let mut checks = of_records(work, blobs, now);
        hold_to_answers(work, blobs, &mut checks);
        WorkChecked { work: work.id.to_string(), at: now, checks }
    };
    lock.works.iter().map(checked).collect()
}

#[cfg(feature = "verify")]
fn of_records(work: &LockedWork, blobs: &dyn BlobStore, now: Timestamp) -> Vec<Checked> {
    use crate::exhibition::{Attestable, signed_bytes};
    let mut checks = Vec::new();
    if work.is_attested() {
        let signed = signed_bytes(work, blobs);
        crate::verifier::add_signed(&mut checks, &Attestable::of(work), &signed, now);
    }
    checks
}

#[cfg(not(feature = "verify"))]
fn of_records(_: &LockedWork, _: &dyn BlobStore, _: Timestamp) -> Vec<Checked> {
    Vec::new()
}
