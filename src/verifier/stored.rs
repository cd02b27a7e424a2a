//! Checking a stored proof again, offline: the calls that it is of are run once more
//! over what was stored, and must say what the records say.

use alloy_primitives::B256;
use thiserror::Error;

use crate::ownership::proof::{Outcome, StateError, Witness, WitnessError, call};
use crate::ownership::{
    Checked, Evidence, Level, OwnershipRecord, Question, Said, Stored, Verdict, read_address,
    read_number,
};
use crate::token::{AccountId, EvmStandard, fill_in_uri, text_of_answer};

/// Why a proof does not hold. Its Display is a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    #[error(transparent)]
    Witness(#[from] WitnessError),
    #[error("{0} is no token whose contract can be run here")]
    NotEvm(String),
    #[error("the proof is of the block {found}, and the record speaks of {said}")]
    OtherBlock { said: B256, found: B256 },
    #[error("the proof leaves out what the call reads: {0}")]
    Incomplete(#[from] StateError),
    #[error("the contract's code refuses the question at this block")]
    Reverted,
    #[error("the contract's code names {0} as the owner")]
    OtherOwner(String),
    #[error("the contract's code says that {0} editions are held")]
    OtherEditions(String),
    #[error("the contract's code names other metadata")]
    OtherMetadata,
}

/// Holds a stored proof against everything that is said of the work: a witness, and the
/// codes of the contracts that were run.
pub fn check(stored: &Stored, witness: &[u8], codes: Vec<Vec<u8>>) -> Vec<Checked> {
    let mut read = Witness::read(witness).map_err(Refused::Witness);
    for code in codes {
        if let Ok(witness) = &mut read
            && let Err(error) = witness.add_code(code.into())
        {
            read = Err(error.into());
        }
    }
    let judge = |evidence: &Evidence, holds: &dyn Fn(&Witness) -> Result<(), Refused>| {
        let (Evidence::Proven { block, .. } | Evidence::Final { block, .. }) = evidence else {
            return Verdict::Weaker(evidence.level().key().to_owned());
        };
        let held = read.as_ref().map_err(Clone::clone).and_then(|witness| {
            let found = witness.header().hash();
            if found != block.hash || witness.header().block() != *block {
                return Err(Refused::OtherBlock { said: block.hash, found });
            }
            holds(witness)
        });
        match held {
            Ok(()) => Verdict::Holds { block: block.number },
            Err(why) => Verdict::Refused(why.to_string()),
        }
    };
    let mut checks: Vec<Checked> = stored
        .ownership
        .iter()
        .map(|record| Checked {
            said: Said::Owner(record.owner.to_string()),
            verdict: judge(&record.evidence, &|witness| holds_owner(stored, record, witness)),
        })
        .collect();
    if let Some(naming) = stored.naming.as_ref().filter(|naming| naming.level() >= Level::Proven) {
        let verdict = judge(naming, &|witness| holds_naming(stored, witness));
        checks.push(Checked { said: Said::Metadata, verdict });
    }
    checks
}

fn holds_owner(
    stored: &Stored,
    record: &OwnershipRecord,
    witness: &Witness,
) -> Result<(), Refused> {
    let not_evm = || Refused::NotEvm(stored.token.to_string());
    let holder = record.owner.evm_address().ok_or_else(not_evm)?;
    let question = Question::about_owner(&stored.token, holder, record.editions.is_some());
    let data = answer(stored, witness, &question.ok_or_else(not_evm)?)?;
    if let Some(said) = record.editions {
        return match read_number(&data) {
            Some(found) if found == said => Ok(()),
            Some(found) => Err(Refused::OtherEditions(found.to_string())),
            None => Err(Refused::Reverted),
        };
    }
    let owner = AccountId::evm(stored.token.chain.clone(), read_address(&data).unwrap_or_default());
    if owner == record.owner { Ok(()) } else { Err(Refused::OtherOwner(owner.to_string())) }
}

fn holds_naming(stored: &Stored, witness: &Witness) -> Result<(), Refused> {
    let not_evm = || Refused::NotEvm(stored.token.to_string());
    let token = stored.token.evm().ok_or_else(not_evm)?;
    let many = stored.ownership.iter().any(|record| record.editions.is_some());
    let question = match token.standard {
        EvmStandard::Erc721 if !many => Question::TokenUri(token),
        _ => Question::Uri(token),
    };
    let data = answer(stored, witness, &question)?;
    let named = text_of_answer(&data).ok_or(Refused::OtherMetadata)?;
    let named = fill_in_uri(&named, token.number);
    match &stored.uri {
        // A data URI is cut to its media type where it is kept.
        Some(kept) if kept.starts_with("data:") && named.starts_with("data:") => Ok(()),
        Some(kept) if *kept == named => Ok(()),
        Some(_) => Err(Refused::OtherMetadata),
        None => Ok(()),
    }
}

/// What the contract's own code answers over the proven state.
fn answer(stored: &Stored, witness: &Witness, question: &Question) -> Result<Vec<u8>, Refused> {
    let not_evm = || Refused::NotEvm(stored.token.to_string());
    let chain = stored.token.chain.evm_number().ok_or_else(not_evm)?;
    let (to, input) = question.call();
    match call(witness, chain, to, &input)? {
        Outcome::Returned(data) => Ok(data.to_vec()),
        Outcome::Reverted(_) | Outcome::Halted(_) => Err(Refused::Reverted),
    }
}

#[cfg(test)]
#[path = "stored_tests.rs"]
mod tests;
