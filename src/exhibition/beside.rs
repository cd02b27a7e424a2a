//! What a chain says of a work beside its owners: on which evidence, and whether that is as old
//! as what it says of them.

use super::LockedWork;
use crate::ownership::Evidence;

impl LockedWork {
    /// The evidence of all that a chain says of it beside its owners.
    pub(super) fn beside(&self) -> impl Iterator<Item = &Evidence> {
        let single = [
            self.binding.as_ref().map(|binding| &binding.evidence),
            self.royalty.as_ref().map(|royalty| &royalty.evidence),
            self.called.as_ref().map(|called| &called.evidence),
            self.naming.as_ref().map(|naming| &naming.evidence),
        ];
        self.rights.iter().map(|right| &right.evidence).chain(single.into_iter().flatten())
    }

    /// Whether evidence is of a block of which an owner's record is, too: it is as old as that,
    /// which says so.
    pub fn is_of_an_owners_block(&self, evidence: &Evidence) -> bool {
        let block = evidence.block();
        block.is_some() && self.ownership.iter().any(|record| record.evidence.block() == block)
    }
}
