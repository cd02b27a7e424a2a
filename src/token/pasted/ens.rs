//! Names of the Ethereum Name Service as tokens. Their numbers are hashes of the name
//! and are computed here.
//!
//! `name.eth` is an ERC-721 token of the `.eth` registrar, whose number is the hash of
//! its label. A name below it, `sub.name.eth`, is a token only where it was wrapped
//! by the NameWrapper: ERC-1155, with the hash of the whole name (ENSIP-1). A wrapped
//! `name.eth` stays a token of the registrar too, held by the wrapper's contract.

use alloy_primitives::{B256, U256, keccak256};

use super::PastedError;
use crate::token::{Asset, AssetId, ChainId, ENS_REGISTRAR, ENS_WRAPPER};

/// The shortest label that the registrar gives out.
const LABEL_LETTERS_MIN: usize = 3;

/// Whether a text is meant as a name.
pub(super) fn is_name(text: &str) -> bool {
    let end = text.len().checked_sub(4).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".eth")) && !text.contains(['/', ':'])
}

/// A pasted name of ENS in its one form, where the text is one.
pub fn name_of_ens(text: &str) -> Option<String> {
    if is_name(text) { one_form(text) } else { None }
}

/// The token of a name.
pub(super) fn token(name: &str) -> Result<AssetId, PastedError> {
    let wrong = || PastedError::Name(name.to_owned());
    let name = one_form(name).ok_or_else(wrong)?;
    let labels: Vec<&str> = name.split('.').collect();
    let asset = match labels.as_slice() {
        [label, "eth"] if label.len() >= LABEL_LETTERS_MIN => {
            Asset::Erc721 { contract: ENS_REGISTRAR, number: number(keccak256(label)) }
        }
        [_, below @ .., _] if !below.is_empty() => {
            Asset::Erc1155 { contract: ENS_WRAPPER, number: number(name_hash(&labels)) }
        }
        _ => return Err(wrong()),
    };
    Ok(AssetId { chain: ChainId::evm(1), asset })
}

/// A name as it is hashed. Those beyond ASCII would need the tables of ENSIP-15.
fn one_form(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    name.split('.').all(is_label).then_some(name)
}

/// What ENSIP-15 takes of ASCII: underscores lead, hyphens stand anywhere but third and
/// fourth together.
fn is_label(label: &str) -> bool {
    let rest = label.trim_start_matches('_');
    !label.is_empty()
        && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && label.get(2..4) != Some("--")
}

/// The hash of a whole name, from its last label to its first (ENSIP-1).
fn name_hash(labels: &[&str]) -> B256 {
    labels.iter().rev().fold(B256::ZERO, |node, label| {
        keccak256([node.as_slice(), keccak256(label).as_slice()].concat())
    })
}

fn number(hash: B256) -> U256 {
    U256::from_be_bytes(hash.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_hashes_that_ensip_1_gives() {
        let check = |labels: &[&str], expected: &str| {
            assert_eq!(name_hash(labels).to_string(), expected, "{labels:?}");
        };
        let eth = "0x93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae";
        let foo = "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f";
        check(&["eth"], eth);
        check(&["foo", "eth"], foo);
    }
}
