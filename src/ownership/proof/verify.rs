//! Statements of a lock, held to the proof that is kept with them.

use alloy_primitives::{Address, U256};
use thiserror::Error;

use super::execute::{Outcome, call};
use super::over::Over;
use super::state::StateError;
use super::witness::Witness;
use crate::ownership::{
    Binding, Called, Evidence, Level, NotKnown, Owner, OwnershipRecord, Question, Right, Royalty,
    Search, read_address, read_number, read_royalty, read_yes_or_no,
};
use crate::token::{AccountId, AssetId, ChainId, fill_in_uri, normalised_name, text_of_answer};

/// Why a statement does not stand on its proof.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("it speaks of block {said}, and the proof is of block {proven}")]
    OtherBlock { said: u64, proven: u64 },
    #[error("its block {0} has another hash or time than the header that is kept")]
    OtherHeader(u64),
    #[error("the proof does not hold: {0}")]
    State(#[from] StateError),
    #[error("it names an account of {said}, and the token is one of {token}")]
    OtherChain { said: Box<ChainId>, token: Box<ChainId> },
    #[error("it names {said}, and the contract names {proven}")]
    OtherOwner { said: Box<Owner>, proven: Box<Owner> },
    #[error("it says {said} editions, and the contract says {proven}")]
    OtherEditions { said: U256, proven: U256 },
    #[error("the contract refuses to answer")]
    Refused,
    #[error("the contract's answer is none")]
    NoAnswer,
    #[error("the contract names other metadata")]
    OtherMetadata,
    #[error("the contract calls its collection otherwise")]
    OtherCollection,
    #[error("the contract says otherwise")]
    OtherTerms,
    #[error("it is about an account that neither holds the work nor stands behind its holder")]
    OfAnother,
    #[error("nothing that is kept proves that the chain finalized the block")]
    NotFinal,
    #[error("it is no token of an EVM chain")]
    NotEvm,
}

/// Whether evidence speaks of the block that the witness is of, and says no more than a
/// witness can prove.
pub fn verify_block(witness: &Witness, evidence: &Evidence) -> Result<(), Refusal> {
    if evidence.level() > Level::Proven {
        return Err(Refusal::NotFinal);
    }
    let Some(said) = evidence.block() else { return Ok(()) };
    let proven = witness.header().block();
    if said.number != proven.number {
        return Err(Refusal::OtherBlock { said: said.number, proven: proven.number });
    }
    if *said == proven { Ok(()) } else { Err(Refusal::OtherHeader(said.number)) }
}

/// Asks the contract again, over the witness alone, who owns the token.
pub fn verify_owner(
    witness: &Witness,
    token: &AssetId,
    record: &OwnershipRecord,
) -> Result<(), Refusal> {
    verify_block(witness, &record.evidence)?;
    let holder = address(record.owner.account().ok_or(Refusal::NotEvm)?, token)?;
    let question = Question::about_owner(token, holder, record.editions.is_some());
    let question = question.ok_or(Refusal::NotEvm)?;
    let answer = ask(witness, token, &question)?;
    if let Some(said) = record.editions {
        let proven = read_number(&answer).ok_or(Refusal::NoAnswer)?;
        return if said == proven { Ok(()) } else { Err(Refusal::OtherEditions { said, proven }) };
    }
    // Nobody's address, and what is no address, names no owner.
    let owner = read_address(&answer).ok_or(Refusal::NoAnswer)?;
    let proven = Owner::evm(token.chain.clone(), owner);
    if proven == record.owner {
        return Ok(());
    }
    let (said, proven) = (Box::new(record.owner.clone()), Box::new(proven));
    Err(Refusal::OtherOwner { said, proven })
}

/// Asks the contract again who is to have a share of a sale.
pub fn verify_royalty(
    witness: &Witness,
    token: &AssetId,
    royalty: &Royalty,
) -> Result<(), Refusal> {
    verify_block(witness, &royalty.evidence)?;
    let said = (address(&royalty.receiver, token)?, royalty.basis_points);
    let evm = token.evm().ok_or(Refusal::NotEvm)?;
    let answer = ask(witness, token, &Question::RoyaltyInfo(evm))?;
    if read_royalty(&answer) == Some(said) { Ok(()) } else { Err(Refusal::OtherTerms) }
}

/// Asks the contract again whether the token can change hands.
pub fn verify_binding(
    witness: &Witness,
    token: &AssetId,
    binding: &Binding,
) -> Result<(), Refusal> {
    verify_block(witness, &binding.evidence)?;
    let evm = token.evm().ok_or(Refusal::NotEvm)?;
    let answer = ask(witness, token, &Question::Locked(evm))?;
    if read_yes_or_no(&answer) == Some(binding.locked) {
        return Ok(());
    }
    Err(Refusal::OtherTerms)
}

/// Looks for the right again, over the witness alone. It must be one in the work of these
/// owners, with all its rights beside it.
pub fn verify_right(
    witness: &Witness,
    token: &AssetId,
    right: &Right,
    owners: &[OwnershipRecord],
    rights: &[Right],
) -> Result<(), Refusal> {
    if !right.right.is_of(owners, rights) {
        return Err(Refusal::OfAnother);
    }
    verify_block(witness, &right.evidence)?;
    let chain = token.chain.evm_number().ok_or(Refusal::NotEvm)?;
    let search =
        Search { token, owners: &[], lends: true, has_editions: true, normalise: &normalised_name };
    let mut over = Over::new(witness, chain);
    match search.says(&right.right, &mut over) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Refusal::OtherTerms),
        Err(NotKnown) => Err(over.missing.map_or(Refusal::NoAnswer, Refusal::State)),
    }
}

/// Asks the contract again which text names the token's metadata.
pub fn verify_naming(
    witness: &Witness,
    token: &AssetId,
    evidence: &Evidence,
    text: &str,
) -> Result<(), Refusal> {
    verify_block(witness, evidence)?;
    let evm = token.evm().ok_or(Refusal::NotEvm)?;
    // A contract may follow the other standard than its token's id says.
    for question in [Question::TokenUri(evm), Question::Uri(evm)] {
        if let Ok(answer) = ask(witness, token, &question)
            && text_of_answer(&answer).is_some_and(|said| fill_in_uri(&said, evm.number) == text)
        {
            return Ok(());
        }
    }
    Err(Refusal::OtherMetadata)
}

/// Asks the contract again what its collection is called by.
pub fn verify_called(witness: &Witness, token: &AssetId, called: &Called) -> Result<(), Refusal> {
    verify_block(witness, &called.evidence)?;
    let evm = token.evm().ok_or(Refusal::NotEvm)?;
    let answer = ask(witness, token, &called.by.question(evm))?;
    let said = called.by.read(&answer).ok_or(Refusal::NoAnswer)?;
    if called.is_text(&said) { Ok(()) } else { Err(Refusal::OtherCollection) }
}

/// The address of an account on the token's own chain. A contract answers with an address
/// alone, which on another chain may be somebody else.
fn address(account: &AccountId, token: &AssetId) -> Result<Address, Refusal> {
    if account.chain != token.chain {
        let (said, token) = (Box::new(account.chain.clone()), Box::new(token.chain.clone()));
        return Err(Refusal::OtherChain { said, token });
    }
    account.evm_address().ok_or(Refusal::NotEvm)
}

fn ask(
    witness: &Witness,
    token: &AssetId,
    question: &Question,
) -> Result<alloy_primitives::Bytes, Refusal> {
    let chain = token.chain.evm_number().ok_or(Refusal::NotEvm)?;
    let (to, input) = question.call();
    match call(witness, chain, to, &input)? {
        Outcome::Returned(answer) => Ok(answer),
        Outcome::Reverted(_) => Err(Refusal::Refused),
    }
}
