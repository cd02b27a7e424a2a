//! What contracts of the EVM are asked about a token, and what their answers mean.
//!
//! A [`Handler`] stands for some contracts: it says which calls are made and reads what
//! comes back. Contracts that keep to no standard get one each; all of them stand in
//! `table.rs`, which is the one place to add another. A handler whose answers name no
//! metadata gives way to the next that fits.

mod autoglyphs;
mod ens;
mod punks;
mod standard;
mod survey;
mod table;
mod terms;
mod told;
mod wild;
mod zora;

use alloy_primitives::{Address, U256};

use crate::exhibition::{Problem, ProblemKind};
use crate::source::Answer;
use crate::token::{ChainId, EvmToken, text_of_answer};

pub(super) use survey::{Survey, read_survey, survey_calls};
pub(super) use table::handlers_for;
pub(super) use terms::{Terms, read_terms, terms_calls};
pub(super) use told::Told;

/// One call that is to be made: a contract and its input.
pub(super) type Call = (Address, Vec<u8>);

/// A token that is asked about, and what is known before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub chain: &'a ChainId,
    pub token: EvmToken,
    /// What its contract says of itself.
    pub survey: &'a Survey,
    /// Whose balances the curator wants to know.
    pub holders: &'a [Address],
    /// Whether an earlier handler found an owner, so that the token is sure to exist.
    pub owned: bool,
    /// Where documents of ENS names are asked for in place of their makers' service.
    pub names: Option<&'a str>,
    /// The endpoint's name and the block's number, for what is said of refusals.
    pub endpoint: &'a str,
    pub block: u64,
}

/// How well a handler fits a token; the best one is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Never,
    /// Where nothing else led to metadata.
    LastResort,
    /// The exhibition says so.
    AsWritten,
    /// The contract says so (ERC-165).
    AsShown,
    /// The handler was made for this contract.
    ByAddress,
}

/// How the tokens of certain contracts are asked about.
pub(super) trait Handler: Sync {
    /// Whether this handler stands for the token's contract.
    fn fit(&self, asked: &Asked) -> Fit;

    /// What is asked, all in one round trip.
    fn calls(&self, asked: &Asked) -> Vec<Call>;

    /// What the answers to these calls mean, in the same order.
    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading;
}

/// What one handler makes of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// What names the metadata, or is the document itself; or why nothing does.
    pub metadata: Result<String, Problem>,
    /// Whether the metadata is what `tokenURI` or `uri` names, and nothing made of it.
    pub by_standard: bool,
    /// Whether that is a document of ERC-1155, in whose texts `{id}` is the number.
    pub fills_id: bool,
    /// Where the work lies, where the contract names it beside its metadata.
    pub content: Option<String>,
    /// The token's name, where no document can tell it.
    pub title: Option<String>,
    pub owners: Vec<Owner>,
    pub notes: Vec<Problem>,
    /// Whether the contract refused to name an owner, as it does for a token that does
    /// not exist.
    pub owner_refused: bool,
}

/// An owner, and how many editions they hold where a token has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub address: Address,
    pub editions: Option<U256>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            metadata: Err(ProblemKind::NoMetadataNamed.into()),
            by_standard: false,
            fills_id: false,
            content: None,
            title: None,
            owners: Vec::new(),
            notes: Vec::new(),
            owner_refused: false,
        }
    }
}

impl Asked<'_> {
    /// The token as a problem names it.
    fn name(&self) -> String {
        format!("{}, token {}", self.token.contract, self.token.number)
    }

    /// The text in an answer, or why there is none.
    fn text(&self, answer: Option<&Answer>) -> Result<String, Problem> {
        let none = |detail: String| Problem::new(ProblemKind::NoMetadataNamed, detail);
        match answer {
            Some(Answer::Data(data)) => text_of_answer(data).ok_or_else(|| {
                none(format!("{} answers with what is no text", self.token.contract))
            }),
            Some(Answer::Reverted(said)) => Err(none(format!("{}: {said}", self.name()))),
            Some(Answer::Refused(said)) => {
                let detail = format!("{}: {said}", self.endpoint);
                Err(Problem::new(ProblemKind::EndpointSilent, detail))
            }
            None => Err(none(self.name())),
        }
    }

    /// The owner in an answer to a question such as `ownerOf`, put into the reading.
    fn owner(&self, answer: Option<&Answer>, reading: &mut Reading) {
        let not_named = |detail: String| Problem::new(ProblemKind::OwnerNotNamed, detail);
        match answer {
            Some(Answer::Data(data)) => match address_of(data) {
                Some(address) => reading.owners.push(Owner { address, editions: None }),
                None => reading.notes.push(not_named(self.name())),
            },
            Some(Answer::Reverted(said)) => {
                reading.owner_refused = true;
                reading.notes.push(not_named(format!("{}: {said}", self.name())));
            }
            Some(Answer::Refused(said)) => {
                reading.notes.push(not_named(format!("{}: {said}", self.endpoint)));
            }
            None => {}
        }
    }
}

/// The address in an answer; nobody's address is none.
fn address_of(answer: &[u8]) -> Option<Address> {
    let (padding, address) = answer.get(..32)?.split_at(12);
    let address = Address::from_slice(address);
    let fits = padding.iter().all(|byte| *byte == 0) && address != Address::ZERO;
    fits.then_some(address)
}

#[cfg(test)]
mod tests;
