//! A new exhibition file: from a list of tokens, from a contract and its numbers, or
//! from the files of a folder.

mod listing;
mod manifests;
mod tokens;

use thiserror::Error;

use super::{ExhibitionFile, Text};
use crate::limits::WORKS_MAX;
use crate::token::PastedError;

pub use listing::{Listed, Listing, file_from_listing};
pub use manifests::{file_from_manifests, show_due};
pub use tokens::{file_from_contract, file_from_tokens};

/// Why there is no new exhibition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NewError {
    #[error("line {line} of the list of tokens: {problem}")]
    Token { line: usize, problem: PastedError },
    #[error(
        "the list names no token; write one a line: a CAIP-19 id such as eip155:1/erc721:0x…/42, 0x…/42, or its link"
    )]
    NoTokens,
    #[error(
        "“{0}” is no contract; one looks like eip155:1/erc721:0x…, eip155:1/erc1155:0x…, 0x… or KT1…"
    )]
    Contract(String),
    #[error("“{0}” is no list of token numbers; one looks like 1..50 or 1,2,10..20")]
    Ids(String),
    #[error(
        "the manifests have no canvas that could be hung; name one whose canvases have pictures"
    )]
    NoCanvases,
    #[error(
        "that is more than the {WORKS_MAX} works that an exhibition may have; make several of it"
    )]
    TooMany,
    #[error(
        "the folder holds nothing that can be hung: no picture, film, sound, model or page of a kind that is known, and no JSON metadata; name another folder"
    )]
    NoFiles,
}

fn empty(title: &str) -> ExhibitionFile {
    ExhibitionFile { title: Text::one(title), stale_after_days: 365, ..Default::default() }
}
