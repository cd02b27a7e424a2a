//! Checking again, offline, how a work came to its owner.

use std::collections::HashMap;

use alloy_primitives::B256;

use super::blobs::whole;
use super::reprove::unproven;
use super::{BlobHash, BlobStore, Finding, LockedWork};
use crate::ownership::proof::{ReceiptsProof, Refusal, verify_step};
use crate::ownership::{Break, Level, Provenance, Step, Traced, balances, leads_to, out_of_order};

/// Receipts that were read for one work after the other: what was minted in one block
/// shares them.
#[derive(Debug, Default)]
pub struct Receipts {
    read: HashMap<B256, Result<ReceiptsProof, Finding>>,
}

/// Blobs of receipts that are held at once.
const HELD_MAX: usize = 32;

impl Receipts {
    /// Holds every step that is proven to its receipt, the steps to the order in which they
    /// can have happened, and the whole to the owner on the label; says how many statements
    /// stand: one, where there is a proven provenance.
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
        if let Some(step) = out_of_order(&provenance.steps) {
            findings.push(Finding::OutOfOrder { block: step.block.number });
        }
        if !is_dated(provenance, work) {
            findings.push(Finding::OtherThrough);
        }
        let editions = provenance.steps.iter().any(|step| step.editions.is_some());
        findings.extend(end(provenance, work, editions));
        if Traced::of(token, editions).is_none() {
            findings.push(unproven(&what(), &Refusal::NotEvm));
            return 0;
        }
        for ran in self.run(work, blobs).into_iter().flatten() {
            // Of a blob that holds several steps it is said once what is the matter with it.
            if let Err(finding) = ran
                && !findings.contains(&finding)
            {
                findings.push(finding);
            }
        }
        usize::from(proven && findings.len() == before)
    }

    /// What the receipt of each step shows for it, in the steps' order: nothing of a step
    /// that names none, and of a token that is none of an EVM chain.
    pub fn run(
        &mut self,
        work: &LockedWork,
        blobs: &dyn BlobStore,
    ) -> Vec<Option<Result<(), Finding>>> {
        let (Some(provenance), Some(token)) = (&work.provenance, &work.token) else {
            return Vec::new();
        };
        let editions = provenance.steps.iter().any(|step| step.editions.is_some());
        let Some(traced) = Traced::of(token, editions) else { return Vec::new() };
        let run = |step: &Step| Some(self.step(step, step.receipt?.blob, &traced, blobs));
        provenance.steps.iter().map(run).collect()
    }

    fn step(
        &mut self,
        step: &Step,
        blob: B256,
        traced: &Traced,
        blobs: &dyn BlobStore,
    ) -> Result<(), Finding> {
        verify_step(step, traced, self.receipts(blob, blobs)?).map_err(|problem| {
            unproven(&format!("the change of hands in block {}", step.block.number), &problem)
        })
    }

    fn receipts(&mut self, blob: B256, blobs: &dyn BlobStore) -> Result<&ReceiptsProof, Finding> {
        if self.read.len() >= HELD_MAX && !self.read.contains_key(&blob) {
            self.read.clear();
        }
        let held = self.read.entry(blob).or_insert_with(|| read(blob, blobs));
        held.as_ref().map_err(Clone::clone)
    }
}

/// What does not bear out that its way is whole, and that it ends at its owner.
fn end(provenance: &Provenance, work: &LockedWork, editions: bool) -> Option<Finding> {
    let minted = provenance.steps.first().is_some_and(|first| first.from.is_none());
    // Where the editions add up, nothing lies before that their holders had.
    let by_count = editions && provenance.whole && !minted;
    if provenance.whole && !minted && !editions {
        return Some(Finding::NotWhole);
    }
    if !provenance.ends_at_owner && !by_count {
        return None;
    }
    // With a part of the steps nothing can be added up.
    if editions && provenance.left_out > 0 {
        return Some(Finding::Uncounted { left_out: provenance.left_out });
    }
    match ends(provenance, work, editions) {
        Ok(()) => None,
        Err(problem) if provenance.ends_at_owner => Some(Finding::OtherHands { problem }),
        Err(_) => Some(Finding::NotWhole),
    }
}

/// Whether the steps lead to those whom the records name.
fn ends(provenance: &Provenance, work: &LockedWork, editions: bool) -> Result<(), Break> {
    let of_chain = work.ownership.iter().filter(|record| record.evidence.block().is_some());
    let held = of_chain.filter_map(|record| {
        Some((record.owner.evm_address()?, record.editions.unwrap_or_default()))
    });
    let owners: Vec<_> = held.collect();
    if owners.is_empty() {
        return Err(Break::NoOwner);
    }
    if editions {
        return balances(&provenance.steps, &owners);
    }
    let left_out = provenance.left_out;
    owners.iter().try_for_each(|(owner, _)| leads_to(&provenance.steps, left_out, *owner))
}

/// Whether the block through which it was heard is its owner's own, or an earlier one: of
/// which a step's receipts hold the header, or for which an endpoint is merely believed.
fn is_dated(provenance: &Provenance, work: &LockedWork) -> bool {
    let Some(through) = provenance.evidence.block() else { return false };
    let last = provenance.steps.last().map_or(0, |step| step.block.number);
    let owners = || work.ownership.iter().filter_map(|record| record.evidence.block());
    let of_owner = owners().any(|block| block == through);
    let earlier = owners().all(|block| through.number < block.number);
    let kept = |step: &Step| step.receipt.is_some() && step.block == *through;
    let held = provenance.evidence.level() < Level::Agreed || provenance.steps.iter().any(kept);
    last <= through.number && (of_owner || earlier && held)
}

fn read(blob: B256, blobs: &dyn BlobStore) -> Result<ReceiptsProof, Finding> {
    let hash = BlobHash::from_bytes(blob.0);
    let what = "the proof of its provenance";
    let bytes = whole(what, hash, blobs)?;
    ReceiptsProof::read(&bytes).map_err(|problem| unproven(what, &problem))
}

#[cfg(test)]
#[path = "rehand_tests.rs"]
mod tests;
