//! Checking again, offline, what a lock calls agreed or proven.

use std::collections::{HashMap, HashSet};

use super::{BlobHash, BlobStore, Finding, LockedWork, Proof};
use crate::ownership::proof::{Refusal, Witness, verify_block, verify_naming, verify_owner};
use crate::ownership::{Evidence, Level};

/// Witnesses that were read for one work after the other: neighbours share them.
#[derive(Debug, Default)]
pub struct Witnesses {
    read: HashMap<BlobHash, Result<Held, Finding>>,
}

/// A witness, and the blobs of the codes that it knows.
#[derive(Debug)]
struct Held {
    witness: Witness,
    codes: HashSet<BlobHash>,
}

/// Witnesses that are held at once; a show is checked in its own order, in which works
/// that share one stand together.
const HELD_MAX: usize = 4;

impl Witnesses {
    /// Holds every agreed and proven statement of a work to what is kept with it.
    pub fn check(&mut self, work: &LockedWork, blobs: &dyn BlobStore) -> Vec<Finding> {
        let stands_on_it = |evidence: &Evidence| {
            matches!(evidence.level(), Level::Agreed | Level::Proven | Level::Final)
        };
        let records: Vec<_> =
            work.ownership.iter().filter(|record| stands_on_it(&record.evidence)).collect();
        let naming = work.naming.as_ref().filter(|naming| stands_on_it(&naming.evidence));
        if records.is_empty() && naming.is_none() {
            return Vec::new();
        }
        let (Some(token), Some(proof)) = (&work.token, &work.proof) else {
            return vec![Finding::NoProof];
        };
        let witness = match self.witness(proof, blobs) {
            Ok(witness) => witness,
            Err(finding) => return vec![finding],
        };
        let mut findings = Vec::new();
        for record in records {
            let held = match record.evidence.level() {
                Level::Agreed => verify_block(witness, &record.evidence),
                _ => verify_owner(witness, token, record),
            };
            if let Err(problem) = held {
                findings.push(unproven(&format!("the record of {}", record.owner), &problem));
            }
            if !record.evidence.is_coherent() {
                findings.push(Finding::Incoherent { owner: record.owner.to_string() });
            }
        }
        if let Some(naming) = naming {
            let held = match naming.evidence.level() {
                Level::Agreed => verify_block(witness, &naming.evidence),
                _ => match text_of(blobs, naming.text) {
                    Some(text) => verify_naming(witness, token, &naming.evidence, &text),
                    None => Err(Refusal::OtherMetadata),
                },
            };
            if let Err(problem) = held {
                findings.push(unproven("what names the metadata", &problem));
            }
        }
        findings
    }

    fn witness(&mut self, proof: &Proof, blobs: &dyn BlobStore) -> Result<&Witness, Finding> {
        if self.read.len() >= HELD_MAX && !self.read.contains_key(&proof.witness) {
            self.read.clear();
        }
        let held = self.read.entry(proof.witness);
        let held = held.or_insert_with(|| Held::read(proof.witness, blobs));
        let held = held.as_mut().map_err(|finding| finding.clone())?;
        for code in &proof.codes {
            held.add_code(*code, blobs)?;
        }
        Ok(&held.witness)
    }
}

impl Held {
    fn read(hash: BlobHash, blobs: &dyn BlobStore) -> Result<Self, Finding> {
        let bytes = whole("the proof", hash, blobs)?;
        let witness = Witness::read(&bytes).map_err(|problem| unproven("the proof", &problem))?;
        Ok(Self { witness, codes: HashSet::new() })
    }

    fn add_code(&mut self, hash: BlobHash, blobs: &dyn BlobStore) -> Result<(), Finding> {
        if self.codes.contains(&hash) {
            return Ok(());
        }
        let what = "the contract's code";
        let bytes = whole(what, hash, blobs)?;
        self.witness.add_code(bytes.into()).map_err(|problem| unproven(what, &problem))?;
        self.codes.insert(hash);
        Ok(())
    }
}

fn unproven(what: &str, problem: &dyn std::fmt::Display) -> Finding {
    Finding::Unproven { what: what.to_owned(), problem: problem.to_string() }
}

fn whole(what: &str, hash: BlobHash, blobs: &dyn BlobStore) -> Result<Vec<u8>, Finding> {
    let what = what.to_owned();
    let bytes = blobs.read(&hash).map_err(|problem| Finding::Absent {
        what: what.clone(),
        hash,
        problem: problem.to_string(),
    })?;
    let found = BlobHash::of(&bytes);
    if found == hash { Ok(bytes) } else { Err(Finding::Damaged { what, hash, found }) }
}

fn text_of(blobs: &dyn BlobStore, hash: BlobHash) -> Option<String> {
    let bytes = whole("what names the metadata", hash, blobs).ok()?;
    String::from_utf8(bytes).ok()
}
