//! Names of the Ethereum Name Service as tokens. Their numbers are hashes of the name
//! and are computed here.
//!
//! `name.eth` is an ERC-721 token of the `.eth` registrar, whose number is the hash of
//! its label. A name below it, `sub.name.eth`, is a token only where it was wrapped
//! by the NameWrapper: ERC-1155, with the hash of the whole name (ENSIP-1). A wrapped
//! `name.eth` stays a token of the registrar too, held by the wrapper's contract.

use alloy_primitives::{B256, U256, keccak256};

use super::PastedError;
use crate::token::ens::node_of;
use crate::token::{Asset, AssetId, ChainId, ENS_REGISTRAR, ENS_WRAPPER, ens_name};

/// The shortest label that the registrar gives out, in letters.
const LABEL_LETTERS_MIN: usize = 3;

/// Whether a text is meant as a name.
pub(super) fn is_name(text: &str) -> bool {
    let end = text.len().checked_sub(4).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".eth")) && !text.contains(['/', ':'])
}

/// A pasted name of ENS as it is read, where the text is one.
pub fn name_of_ens(text: &str) -> Option<String> {
    if is_name(text) { ens_name(text).ok().map(|name| name.shown) } else { None }
}

/// The token of a name, in whichever of its forms it is written (ENSIP-15).
pub(super) fn token(text: &str) -> Result<AssetId, PastedError> {
    let refused = |problem: String| PastedError::Name { name: text.to_owned(), problem };
    let name = ens_name(text).map_err(refused)?.normalised;
    let labels: Vec<&str> = name.split('.').collect();
    let asset = match labels.as_slice() {
        [label, "eth"] if label.chars().count() >= LABEL_LETTERS_MIN => {
            Asset::Erc721 { contract: ENS_REGISTRAR, number: number(keccak256(label)) }
        }
        [_, below @ .., "eth"] if !below.is_empty() => {
            Asset::Erc1155 { contract: ENS_WRAPPER, number: number(node_of(&labels)) }
        }
        _ => {
            let problem = format!("a name below .eth has {LABEL_LETTERS_MIN} letters or more");
            return Err(refused(problem));
        }
    };
    Ok(AssetId { chain: ChainId::evm(1), asset })
}

/// What a text is answered that has a number behind a name, or the sign before one: a name
/// is one token by itself.
pub(super) fn with_number(text: &str, number: &str) -> PastedError {
    let problem = match number {
        "" => "no number follows, and a name takes none",
        _ => "a name is one token and takes no number",
    };
    let remedy = "write the name alone, or a contract's address with the number, as in 0x…/42";
    PastedError::Name { name: text.to_owned(), problem: format!("{problem}; {remedy}") }
}

fn number(hash: B256) -> U256 {
    U256::from_be_bytes(hash.0)
}
