//! The questions that ERC-721 and ERC-1155 contracts are asked, and what their answers
//! mean.

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, sol};

use super::work::TokenFacts;
use crate::exhibition::{Problem, ProblemKind};
use crate::ownership::{Evidence, OwnershipRecord};
use crate::source::{Answer, Endpoint};
use crate::token::{AccountId, ChainId, EvmStandard, EvmToken};

sol! {
    /// ERC-721, with its metadata extension.
    #[derive(Debug)]
    interface Erc721 {
        function ownerOf(uint256 tokenId) external view returns (address);
        function tokenURI(uint256 tokenId) external view returns (string);
    }

    /// ERC-1155, with its metadata extension.
    #[derive(Debug)]
    interface Erc1155 {
        function uri(uint256 id) external view returns (string);
        function balanceOf(address account, uint256 id) external view returns (uint256);
    }
}

/// One call that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub to: Address,
    pub data: Vec<u8>,
    about: About,
}

#[derive(Clone, Copy, Debug)]
enum About {
    Metadata,
    Owner,
    Balance(Address),
}

/// What a token's contract is asked, and for ERC-1155 about which holders.
pub(super) fn questions(token: &EvmToken, holders: &[Address]) -> Vec<Question> {
    let number = token.number;
    let question = |data, about| Question { to: token.contract, data, about };
    match token.standard {
        EvmStandard::Erc721 => vec![
            question(Erc721::tokenURICall { tokenId: number }.abi_encode(), About::Metadata),
            question(Erc721::ownerOfCall { tokenId: number }.abi_encode(), About::Owner),
        ],
        EvmStandard::Erc1155 => {
            let metadata = Erc1155::uriCall { id: number }.abi_encode();
            let balance = |holder: &Address| {
                let call = Erc1155::balanceOfCall { account: *holder, id: number };
                question(call.abi_encode(), About::Balance(*holder))
            };
            std::iter::once(question(metadata, About::Metadata))
                .chain(holders.iter().map(balance))
                .collect()
        }
    }
}

/// Reads a contract's answers into what is known of its token.
pub(super) fn judge(
    facts: &mut TokenFacts,
    questions: &[Question],
    answers: &[Answer],
    endpoint: &Endpoint,
) {
    facts.owners.clear();
    let Some(token) = facts.token.evm() else { return };
    let chain = facts.token.chain.clone();
    let (number, contract) = (token.number, token.contract);
    let mut owner_refused = false;
    let mut own_notes = Vec::new();
    let mut metadata = None;
    let not_named = |detail: String| Problem::new(ProblemKind::OwnerNotNamed, detail);
    for (question, answer) in questions.iter().zip(answers) {
        match (question.about, answer) {
            (About::Metadata, Answer::Data(data)) => {
                let uri = match token.standard {
                    EvmStandard::Erc721 => Erc721::tokenURICall::abi_decode_returns(data),
                    EvmStandard::Erc1155 => Erc1155::uriCall::abi_decode_returns(data),
                };
                metadata = Some(uri.map(|uri| fill_in(&uri, &token)).map_err(|_| {
                    let standard = token.standard;
                    let detail = format!("{contract} does not answer as {standard} contracts do");
                    Problem::new(ProblemKind::NoMetadataNamed, detail)
                }));
            }
            (About::Metadata, Answer::Reverted(said)) => {
                let detail = format!("{contract}, token {number}: {said}");
                metadata = Some(Err(Problem::new(ProblemKind::NoMetadataNamed, detail)));
            }
            (About::Metadata, Answer::Refused(said)) => {
                let detail = format!("{}: {said}", endpoint.name());
                metadata = Some(Err(Problem::new(ProblemKind::EndpointSilent, detail)));
            }
            (About::Owner, Answer::Data(data)) => {
                match Erc721::ownerOfCall::abi_decode_returns(data) {
                    Ok(owner) if owner != Address::ZERO => {
                        facts.owners.push(record(&chain, owner, None, endpoint));
                    }
                    _ => own_notes.push(not_named(format!("{contract}, token {number}"))),
                }
            }
            (About::Balance(holder), Answer::Data(data)) => {
                match Erc1155::balanceOfCall::abi_decode_returns(data) {
                    Ok(editions) if !editions.is_zero() => {
                        facts.owners.push(record(&chain, holder, Some(editions), endpoint));
                    }
                    Ok(_) => {
                        let block = endpoint.block().number;
                        let detail = format!("{holder}, block {block}");
                        own_notes.push(Problem::new(ProblemKind::HoldsNone, detail));
                    }
                    Err(_) => own_notes.push(not_named(format!("{contract}, holder {holder}"))),
                }
            }
            (About::Owner, Answer::Reverted(said)) => {
                owner_refused = true;
                own_notes.push(not_named(format!("{contract}, token {number}: {said}")));
            }
            (About::Balance(holder), Answer::Reverted(said)) => {
                own_notes.push(not_named(format!("{contract}, holder {holder}: {said}")));
            }
            (About::Owner | About::Balance(_), Answer::Refused(said)) => {
                own_notes.push(not_named(format!("{}: {said}", endpoint.name())));
            }
        }
    }
    if owner_refused && !matches!(metadata, Some(Ok(_))) {
        let detail = format!("{contract}, token {number}");
        metadata = Some(Err(Problem::new(ProblemKind::NoSuchToken, detail)));
    }
    facts.uri = metadata;
    facts.notes.extend(own_notes);
}

/// ERC-1155 puts the token's number in 64 hex digits where a URI says `{id}`.
fn fill_in(uri: &str, token: &EvmToken) -> String {
    match token.standard {
        EvmStandard::Erc721 => uri.to_owned(),
        EvmStandard::Erc1155 => uri.replace("{id}", &format!("{:064x}", token.number)),
    }
}

fn record(
    chain: &ChainId,
    owner: Address,
    editions: Option<alloy_primitives::U256>,
    endpoint: &Endpoint,
) -> OwnershipRecord {
    OwnershipRecord {
        owner: AccountId::evm(chain.clone(), owner),
        editions,
        evidence: Evidence::Reported {
            endpoint: endpoint.name().to_owned(),
            block: endpoint.block().clone(),
        },
    }
}
