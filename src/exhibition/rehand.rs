//! Checking again, offline, how a work came to its owner.

use std::collections::HashMap;

use alloy_primitives::B256;

use super::reprove::{unproven, whole};
use super::{BlobHash, BlobStore, Finding, LockedWork};
use crate::ownership::proof::{ReceiptsProof, Refusal, verify_step};
use crate::ownership::{Break, Level, Provenance, Traced, balances, leads_to};

/// Receipts that were read for one work after the other: what was minted in one block
/// shares them.
#[derive(Debug, Default)]
pub struct Receipts {
    read: HashMap<B256, Result<ReceiptsProof, Finding>>,
}

/// Blobs of receipts that are held at once.
const HELD_MAX: usize = 32;

impl Receipts {
    /// Holds every step that is proven to its receipt, and the whole to the owner on the
    /// label; says how many statements stand: one, where there is a proven provenance.
    pub fn check(
        &mut self,
        work: &LockedWork,
        blobs: &dyn BlobStore,
        findings: &mut Vec<Finding>,
    ) -> usize {
        let (Some(provenance), Some(token)) = (&work.provenance, &work.token) else { return 0 };
        let before = findings.len();
        let what = || "the provenance".to_owned();
        if !provenance.evidence.is_coherent() {
            findings.push(Finding::Incoherent { what: what() });
        }
        if provenance.evidence.level() > Level::Proven {
            findings.push(unproven(&what(), &Refusal::NotFinal));
        }
        let proven = provenance.evidence.level() >= Level::Proven;
        if proven && !provenance.is_proven() {
            findings.push(Finding::NoProof);
        }
        let editions = provenance.steps.iter().any(|step| step.editions.is_some());
        let Some(traced) = Traced::of(token, editions) else { return 0 };
        for step in &provenance.steps {
            let Some(place) = step.receipt else { continue };
            let stands = match self.receipts(place.blob, blobs) {
                Ok(proof) => verify_step(step, &traced, proof),
                Err(finding) => {
                    if !findings.contains(&finding) {
                        findings.push(finding);
                    }
                    continue;
                }
            };
            if let Err(problem) = stands {
                let what = format!("the change of hands in block {}", step.block.number);
                findings.push(unproven(&what, &problem));
            }
        }
        if provenance.ends_at_owner
            && let Err(problem) = ends(provenance, work, editions)
        {
            findings.push(Finding::OtherHands { problem });
        }
        usize::from(proven && findings.len() == before)
    }

    fn receipts(&mut self, blob: B256, blobs: &dyn BlobStore) -> Result<&ReceiptsProof, Finding> {
        if self.read.len() >= HELD_MAX && !self.read.contains_key(&blob) {
            self.read.clear();
        }
        let held = self.read.entry(blob).or_insert_with(|| read(blob, blobs));
        held.as_ref().map_err(Clone::clone)
    }
}

/// Whether the steps lead to those whom the records name.
fn ends(provenance: &Provenance, work: &LockedWork, editions: bool) -> Result<(), Break> {
    let of_chain = work.ownership.iter().filter(|record| record.evidence.block().is_some());
    let mut owners = of_chain.filter_map(|record| {
        Some((record.owner.evm_address()?, record.editions.unwrap_or_default()))
    });
    if !editions {
        return owners
            .try_for_each(|(owner, _)| leads_to(&provenance.steps, provenance.left_out, owner));
    }
    // With a part of the steps nothing can be added up.
    if provenance.left_out > 0 {
        return Ok(());
    }
    balances(&provenance.steps, &owners.collect::<Vec<_>>())
}

fn read(blob: B256, blobs: &dyn BlobStore) -> Result<ReceiptsProof, Finding> {
    let hash = BlobHash::from_bytes(blob.0);
    let what = "the proof of its provenance";
    let bytes = whole(what, hash, blobs)?;
    ReceiptsProof::read(&bytes).map_err(|problem| unproven(what, &problem))
}
