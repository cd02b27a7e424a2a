//! Zora's media contract (2021): `tokenURI` is the work itself, and a document beside it
//! has its name and description.

use alloy_sol_types::{SolCall, sol};

use super::standard::{owner_of, token_uri};
use super::{Asked, Call, Fit, Handler, Reading};
use crate::source::Answer;
use crate::token::ZORA_MEDIA;

sol! {
    /// `IMedia` of Zora's core contracts.
    #[derive(Debug)]
    interface IMedia {
        function tokenMetadataURI(uint256 tokenId) external view returns (string);
    }
}

/// Zora's media contract.
pub struct ZoraMedia;

impl Handler for ZoraMedia {
    fn fit(&self, asked: &Asked) -> Fit {
        let here = asked.chain.evm_number() == Some(1) && asked.token.contract == ZORA_MEDIA;
        if here { Fit::ByAddress } else { Fit::Never }
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        let call = IMedia::tokenMetadataURICall { tokenId: asked.token.number };
        let metadata = (asked.token.contract, call.abi_encode());
        vec![metadata, token_uri(asked), owner_of(asked)]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let content = asked.text(answers.get(1)).ok().filter(|uri| !uri.trim().is_empty());
        let mut reading =
            Reading { metadata: asked.text(answers.first()), content, ..Reading::default() };
        asked.owner(answers.get(2), &mut reading);
        reading
    }
}
