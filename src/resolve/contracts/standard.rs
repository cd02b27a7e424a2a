//! ERC-721 and ERC-1155, with their metadata extensions.

use alloy_primitives::U256;
use alloy_sol_types::{SolCall, sol};

use super::{Asked, Call, Fit, Handler, Owner, Reading};
use crate::exhibition::{Problem, ProblemKind};
use crate::source::Answer;
use crate::token::{EvmStandard, fill_in_uri};

sol! {
    /// ERC-721, with its metadata extension.
    #[derive(Debug)]
    interface IErc721 {
        function ownerOf(uint256 tokenId) external view returns (address);
        function tokenURI(uint256 tokenId) external view returns (string);
    }

    /// ERC-1155, with its metadata extension.
    #[derive(Debug)]
    interface IErc1155 {
        function uri(uint256 id) external view returns (string);
        function balanceOf(address account, uint256 id) external view returns (uint256);
    }
}

/// Contracts that follow ERC-721.
pub struct Erc721;

/// Contracts that follow ERC-1155.
pub struct Erc1155;

impl Handler for Erc721 {
    fn fit(&self, asked: &Asked) -> Fit {
        fit_of(EvmStandard::Erc721, asked)
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        vec![token_uri(asked), owner_of(asked)]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let metadata = asked.text(answers.first());
        let metadata = metadata.map(|uri| fill_in_uri(&uri, asked.token.number));
        let mut reading = Reading { metadata, by_standard: true, ..Reading::default() };
        asked.owner(answers.get(1), &mut reading);
        reading
    }
}

impl Handler for Erc1155 {
    fn fit(&self, asked: &Asked) -> Fit {
        fit_of(EvmStandard::Erc1155, asked)
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        let balance = |holder: &_| {
            let call = IErc1155::balanceOfCall { account: *holder, id: asked.token.number };
            (asked.token.contract, call.abi_encode())
        };
        std::iter::once(uri(asked)).chain(asked.holders.iter().map(balance)).collect()
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let metadata = asked.text(answers.first());
        let metadata = metadata.map(|uri| fill_in_uri(&uri, asked.token.number));
        let mut reading =
            Reading { metadata, by_standard: true, fills_id: true, ..Reading::default() };
        let not_named = |detail: String| Problem::new(ProblemKind::OwnerNotNamed, detail);
        for (holder, answer) in asked.holders.iter().zip(answers.iter().skip(1)) {
            let named = || format!("{}, holder {holder}", asked.token.contract);
            match answer {
                Answer::Data(data) => match data.get(..32).map(U256::from_be_slice) {
                    Some(U256::ZERO) => {
                        let detail = format!("{holder}, block {}", asked.block);
                        reading.notes.push(Problem::new(ProblemKind::HoldsNone, detail));
                    }
                    Some(editions) => {
                        reading.owners.push(Owner { address: *holder, editions: Some(editions) });
                    }
                    None => reading.notes.push(not_named(named())),
                },
                Answer::Reverted(said) => {
                    reading.notes.push(not_named(format!("{}: {said}", named())));
                }
                Answer::Refused(said) => {
                    reading.notes.push(not_named(format!("{}: {said}", asked.endpoint)));
                }
            }
        }
        reading
    }
}

/// `tokenURI` of ERC-721, which names the metadata.
pub fn token_uri(asked: &Asked) -> Call {
    let call = IErc721::tokenURICall { tokenId: asked.token.number };
    (asked.token.contract, call.abi_encode())
}

/// `ownerOf` of ERC-721.
pub fn owner_of(asked: &Asked) -> Call {
    let call = IErc721::ownerOfCall { tokenId: asked.token.number };
    (asked.token.contract, call.abi_encode())
}

/// `uri` of ERC-1155, which names the metadata.
pub fn uri(asked: &Asked) -> Call {
    (asked.token.contract, IErc1155::uriCall { id: asked.token.number }.abi_encode())
}

/// What the contract shows goes before what the exhibition says.
fn fit_of(standard: EvmStandard, asked: &Asked) -> Fit {
    if asked.survey.standard == Some(standard) {
        Fit::AsShown
    } else if asked.token.standard == standard {
        Fit::AsWritten
    } else {
        Fit::Never
    }
}
