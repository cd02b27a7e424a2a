//! Royalties (ERC-2981) and bindings (ERC-5192) of a token, asked where its contract
//! says that it tells them.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, sol};

use super::{Asked, Call};
use crate::ownership::{ROYALTY_PRICE, read_royalty, read_yes_or_no};
use crate::source::Answer;

sol! {
    #[derive(Debug)]
    interface ITerms {
        /// ERC-2981.
        function royaltyInfo(uint256 tokenId, uint256 salePrice) external view returns (address, uint256);
        /// ERC-5192.
        function locked(uint256 tokenId) external view returns (bool);
    }
}

/// What a contract says of a token's sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Who is to have how many basis points.
    pub royalty: Option<(Address, u32)>,
    pub locked: Option<bool>,
}

/// What is asked beside a token's metadata and owner.
pub fn terms_calls(asked: &Asked) -> Vec<Call> {
    let (contract, number) = (asked.token.contract, asked.token.number);
    let mut calls = Vec::new();
    if asked.survey.royalties {
        let price = U256::from(ROYALTY_PRICE);
        let call = ITerms::royaltyInfoCall { tokenId: number, salePrice: price };
        calls.push((contract, call.abi_encode()));
    }
    if asked.survey.bindings {
        calls.push((contract, ITerms::lockedCall { tokenId: number }.abi_encode()));
    }
    calls
}

/// Reads the answers to those calls, in the same order.
pub fn read_terms(asked: &Asked, answers: &[Answer]) -> Terms {
    let mut answers = answers.iter().map(|answer| match answer {
        Answer::Data(data) => Some(data),
        Answer::Reverted(_) | Answer::Refused(_) => None,
    });
    let mut next = |asked: bool| if asked { answers.next().flatten() } else { None };
    let royalty = next(asked.survey.royalties).and_then(|data| read_royalty(data));
    let locked = next(asked.survey.bindings).and_then(|data| read_yes_or_no(data));
    Terms { royalty, locked }
}
