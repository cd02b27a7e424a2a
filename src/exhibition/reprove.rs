//! Checking again, offline, what a lock calls agreed or proven.

use std::collections::{HashMap, HashSet};

use super::blobs::whole;
use super::{BlobHash, BlobStore, Finding, LockedWork, Naming, OwnersStand, Proof};
use crate::ownership::proof::{
    Refusal, Witness, knows_rules, verify_binding, verify_block, verify_called, verify_naming,
    verify_owner, verify_right, verify_royalty,
};
use crate::ownership::{Binding, Called, Evidence, Level, OwnershipRecord, Right, Royalty};
use crate::token::AssetId;

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
    /// Holds every agreed and proven statement of a work to what is kept with it, and says
    /// how many stand, and in `owners` how those about its owners do.
    pub fn check(
        &mut self,
        work: &LockedWork,
        blobs: &dyn BlobStore,
        owners: &mut OwnersStand,
        findings: &mut Vec<Finding>,
    ) -> usize {
        let statements = statements(work);
        if statements.is_empty() {
            return 0;
        }
        for statement in &statements {
            if !statement.evidence().is_coherent() {
                findings.push(Finding::Incoherent { what: statement.what() });
                statement.lower(owners, OwnersStand::Refused);
            }
        }
        let proven = statements.iter().any(|statement| statement.is_proven());
        let (Some(token), Some(proof)) = (&work.token, &work.proof) else {
            let is_evm = work.token.as_ref().is_some_and(|token| token.evm().is_some());
            for statement in &statements {
                let is_proven = statement.is_proven();
                let stand = if is_proven { OwnersStand::Refused } else { OwnersStand::Unchecked };
                statement.lower(owners, stand);
            }
            if proven {
                findings.push(Finding::NoProof);
            } else if is_evm {
                findings.push(Finding::NoHeader);
            }
            return 0;
        };
        let witness = match self.witness(proof, blobs) {
            Ok(witness) => witness,
            Err(finding) => {
                let at_hand = !matches!(finding, Finding::Absent { .. } | Finding::Damaged { .. });
                let stand = if at_hand { OwnersStand::Refused } else { OwnersStand::Unchecked };
                statements.iter().for_each(|statement| statement.lower(owners, stand));
                findings.push(finding);
                return 0;
            }
        };
        let mut held = 0;
        for statement in &statements {
            match statement.verify(witness, token, blobs) {
                Ok(()) => held += 1,
                Err(problem) => {
                    statement.lower(owners, OwnersStand::Refused);
                    findings.push(unproven(&statement.what(), &problem));
                }
            }
        }
        if proven && held > 0 && !token.chain.evm_number().is_some_and(knows_rules) {
            findings.push(Finding::RulesAssumed { chain: token.chain.clone() });
        }
        held
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

/// Something that a lock calls agreed or proven.
enum Statement<'a> {
    Owner(&'a OwnershipRecord),
    Naming(&'a Naming),
    Called(&'a Called),
    Royalty(&'a Royalty),
    Binding(&'a Binding),
    /// A right in the work.
    Right(&'a Right, &'a LockedWork),
}

fn statements(work: &LockedWork) -> Vec<Statement<'_>> {
    let owners = work.ownership.iter().map(Statement::Owner);
    let terms = work.royalty.iter().map(Statement::Royalty);
    let terms = terms.chain(work.binding.iter().map(Statement::Binding));
    let terms = terms.chain(work.rights.iter().map(|right| Statement::Right(right, work)));
    let names = work.naming.iter().map(Statement::Naming);
    let names = names.chain(work.called.iter().map(Statement::Called));
    let all = owners.chain(names).chain(terms);
    all.filter(|statement| statement.evidence().level() >= Level::Agreed).collect()
}

impl Statement<'_> {
    fn evidence(&self) -> &Evidence {
        match self {
            Self::Owner(record) => &record.evidence,
            Self::Naming(naming) => &naming.evidence,
            Self::Called(called) => &called.evidence,
            Self::Royalty(royalty) => &royalty.evidence,
            Self::Binding(binding) => &binding.evidence,
            Self::Right(right, _) => &right.evidence,
        }
    }

    fn is_proven(&self) -> bool {
        self.evidence().level() >= Level::Proven
    }

    /// Takes note of how it stands, where it is about an owner.
    fn lower(&self, owners: &mut OwnersStand, to: OwnersStand) {
        if matches!(self, Self::Owner(_)) {
            owners.lower(to);
        }
    }

    fn what(&self) -> String {
        match self {
            Self::Owner(record) => format!("the record of {}", record.owner),
            Self::Naming(_) => "what names the metadata".to_owned(),
            Self::Called(_) => "what the collection is called".to_owned(),
            Self::Royalty(_) => "the royalty".to_owned(),
            Self::Binding(_) => "whether it is bound".to_owned(),
            Self::Right(..) => "a right beside the owner".to_owned(),
        }
    }

    fn verify(
        &self,
        witness: &Witness,
        token: &AssetId,
        blobs: &dyn BlobStore,
    ) -> Result<(), Refusal> {
        if !self.is_proven() {
            return verify_block(witness, self.evidence());
        }
        match self {
            Self::Owner(record) => verify_owner(witness, token, record),
            Self::Naming(naming) => {
                let text = text_of(blobs, naming.text).ok_or(Refusal::OtherMetadata)?;
                verify_naming(witness, token, &naming.evidence, &text)
            }
            Self::Called(called) => verify_called(witness, token, called),
            Self::Royalty(royalty) => verify_royalty(witness, token, royalty),
            Self::Binding(binding) => verify_binding(witness, token, binding),
            Self::Right(right, work) => {
                verify_right(witness, token, right, &work.ownership, &work.rights)
            }
        }
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

pub(super) fn unproven(what: &str, problem: &dyn std::fmt::Display) -> Finding {
    Finding::Unproven { what: what.to_owned(), problem: problem.to_string() }
}

fn text_of(blobs: &dyn BlobStore, hash: BlobHash) -> Option<String> {
    let bytes = whole("what names the metadata", hash, blobs).ok()?;
    String::from_utf8(bytes).ok()
}
