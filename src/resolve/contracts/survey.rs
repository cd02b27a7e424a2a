//! What a contract says of itself: the standards that it follows (ERC-165), its name and
//! its own document (ERC-7572). Asked once for each contract, before its tokens.

use alloy_primitives::{Address, FixedBytes, fixed_bytes};
use alloy_sol_types::{SolCall, sol};

use super::Call;
use crate::ownership::{CalledBy, read_yes_or_no};
use crate::source::Answer;
use crate::token::EvmStandard;

sol! {
    #[derive(Debug)]
    interface ISurvey {
        /// ERC-165.
        function supportsInterface(bytes4 interfaceId) external view returns (bool);
        /// ERC-7572.
        function contractURI() external view returns (string);
        /// ERC-721, metadata extension.
        function name() external view returns (string);
        function symbol() external view returns (string);
    }
}

/// What a contract says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The one of the two standards that it says it follows.
    pub standard: Option<EvmStandard>,
    /// It tells royalties (ERC-2981).
    pub royalties: bool,
    /// It tells which tokens are bound to their owners (ERC-5192).
    pub bindings: bool,
    /// It lends its tokens (ERC-4907).
    pub lends: bool,
    /// It tells when metadata changes (ERC-4906).
    pub tells_updates: bool,
    /// What names its own document, or is it.
    pub uri: Option<String>,
    /// Its name, or else its symbol.
    pub name: Option<String>,
    /// Which of the two that is.
    pub named_by: CalledBy,
}

/// The interfaces that are asked for, by their ids of ERC-165. No contract may say that
/// it has the first: one that does says yes to everything.
const INTERFACES: [FixedBytes<4>; 7] = [
    fixed_bytes!("ffffffff"),
    fixed_bytes!("80ac58cd"), // ERC-721
    fixed_bytes!("d9b67a26"), // ERC-1155
    fixed_bytes!("2a55205a"), // ERC-2981
    fixed_bytes!("b45a3c0e"), // ERC-5192
    fixed_bytes!("49064906"), // ERC-4906
    fixed_bytes!("ad092b5c"), // ERC-4907
];

/// What a contract is asked about itself.
pub fn survey_calls(contract: Address) -> Vec<Call> {
    let supports = |id: FixedBytes<4>| {
        (contract, ISurvey::supportsInterfaceCall { interfaceId: id }.abi_encode())
    };
    let mut calls: Vec<Call> = INTERFACES.into_iter().map(supports).collect();
    calls.push((contract, ISurvey::contractURICall {}.abi_encode()));
    calls.push((contract, ISurvey::nameCall {}.abi_encode()));
    calls.push((contract, ISurvey::symbolCall {}.abi_encode()));
    calls
}

/// Reads the answers. What a contract does not answer it does not have.
pub fn read_survey(answers: &[Answer]) -> Survey {
    let data = |place: usize| match answers.get(place) {
        Some(Answer::Data(data)) => Some(data),
        _ => None,
    };
    let says = |place: usize| data(place).and_then(|data| read_yes_or_no(data)) == Some(true);
    let honest = !says(0);
    let said =
        |place: usize, by: CalledBy| data(INTERFACES.len() + place).and_then(|data| by.read(data));
    let (name, symbol) = (said(1, CalledBy::Name), said(2, CalledBy::Symbol));
    let named_by = match (&name, &symbol) {
        (None, Some(_)) => CalledBy::Symbol,
        _ => CalledBy::Name,
    };
    Survey {
        standard: match (honest && says(1), honest && says(2)) {
            (true, false) => Some(EvmStandard::Erc721),
            (false, true) => Some(EvmStandard::Erc1155),
            _ => None,
        },
        royalties: honest && says(3),
        bindings: honest && says(4),
        tells_updates: honest && says(5),
        lends: honest && says(6),
        uri: said(0, CalledBy::Document),
        name: name.or(symbol),
        named_by,
    }
}
