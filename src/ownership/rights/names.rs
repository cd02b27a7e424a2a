//! The name that an account has chosen (ENS, ENSIP-3), where it leads back to the account
//! (EIP-137) and is written in its one form (ENSIP-15).

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::limits::CLAIMED_NAME_BYTES_MAX;
use crate::ownership::{input, read_address};
use crate::token::{AccountId, ChainId, clean_text, text_of_answer};

/// The registry of ENS on Ethereum.
const REGISTRY: Address = address!("00000000000C2E074eC69A0dFb2997BA6C7d2e1e");
const RESOLVER: [u8; 4] = [0x01, 0x78, 0xb8, 0xbf];
const NAME: [u8; 4] = [0x69, 0x1f, 0x34, 0x31];
const ADDR: [u8; 4] = [0x3b, 0x3b, 0x57, 0xde];

pub(super) enum Named {
    NotAtAll,
    Rightly(RightKind),
    /// The name that it claims, and does not lead back.
    Misleadingly(String),
}

pub(super) fn name(
    chain: &ChainId,
    account: Address,
    normalise: &dyn Fn(&str) -> Option<String>,
    oracle: &mut dyn Oracle,
) -> Result<Named, NotKnown> {
    if chain.evm_number() != Some(1) {
        return Ok(Named::NotAtAll);
    }
    let Some(name) = claimed(account, oracle)? else { return Ok(Named::NotAtAll) };
    if normalise(&name).as_deref() != Some(name.as_str()) {
        return Ok(Named::Misleadingly(clean_text(&name)));
    }
    Ok(match forward(&name, oracle)? {
        Some(leads) if leads == account => Named::Rightly(RightKind::Name {
            account: AccountId::evm(chain.clone(), account),
            name,
        }),
        _ => Named::Misleadingly(clean_text(&name)),
    })
}

/// The name in the account's reverse record.
fn claimed(account: Address, oracle: &mut dyn Oracle) -> Result<Option<String>, NotKnown> {
    let label: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
    let node = name_hash(&format!("{label}.addr.reverse"));
    let Some(resolver) = resolver_of(node, oracle)? else { return Ok(None) };
    let name = oracle.call(resolver, about(NAME, node))?.and_then(|name| text_of_answer(&name));
    Ok(name.filter(|name| !name.is_empty() && name.len() <= CLAIMED_NAME_BYTES_MAX))
}

/// The address that a name leads to, if any.
fn forward(name: &str, oracle: &mut dyn Oracle) -> Result<Option<Address>, NotKnown> {
    let node = name_hash(name);
    let Some(resolver) = resolver_of(node, oracle)? else { return Ok(None) };
    Ok(oracle.call(resolver, about(ADDR, node))?.and_then(|leads| read_address(&leads)))
}

fn resolver_of(node: B256, oracle: &mut dyn Oracle) -> Result<Option<Address>, NotKnown> {
    let answer = oracle.call(REGISTRY, about(RESOLVER, node))?;
    Ok(answer.and_then(|resolver| read_address(&resolver)))
}

fn about(selector: [u8; 4], node: B256) -> Bytes {
    input(selector, &[U256::from_be_bytes(node.0)])
}

/// The node of a name (EIP-137).
fn name_hash(name: &str) -> B256 {
    let labels = name.split('.').rev().filter(|label| !label.is_empty());
    labels.fold(B256::ZERO, |node, label| {
        keccak256([node.as_slice(), keccak256(label).as_slice()].concat())
    })
}
