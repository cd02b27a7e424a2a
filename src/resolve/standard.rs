//! Which standard a token follows whose id does not say so (`eip155:1:0x…/42`): what an
//! earlier resolve was told stands in the journal, and what is new its contract says when
//! it is asked about itself (`chains.rs`).

use super::chains::asked_for;
use super::work::Subject;
use crate::exhibition::{ExhibitionFile, WorkEntry};
use crate::source::Journal;
use crate::token::{EvmStandard, Pasted};

/// Settles the ids that an earlier resolve was told. What nobody answers stays ERC-721,
/// which contracts from before ERC-165 resemble most.
pub(super) fn recall_standards(journal: &Journal, file: &ExhibitionFile, subjects: &mut [Subject]) {
    for subject in subjects {
        let (Some(pasted), Some(facts)) = (without_standard(&subject.entry), &mut subject.token)
        else {
            continue;
        };
        let settings = file.chains.get(&facts.token.chain.to_string()).cloned();
        let asked = asked_for(&settings.unwrap_or_default(), &subject.entry);
        let known = [EvmStandard::Erc721, EvmStandard::Erc1155]
            .map(|standard| pasted.clone().with_standard(standard))
            .into_iter()
            .find(|id| journal.answered(id, &asked).is_some());
        if let Some(id) = known {
            facts.token = id;
        }
    }
}

/// What an entry names where that leaves its standard open.
pub(super) fn without_standard(entry: &WorkEntry) -> Option<Pasted> {
    let pasted = entry.token.as_deref()?.parse().ok()?;
    matches!(pasted, Pasted::Evm { .. }).then_some(pasted)
}
