//! The name that an account has chosen (ENS, ENSIP-3), where it leads back to the account
//! (EIP-137) and is written in its one form (ENSIP-15).

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};

use super::RightKind;
use super::oracle::Oracle;
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
) -> Named {
    if chain.evm_number() != Some(1) {
        return Named::NotAtAll;
    }
    let Some(name) = claimed(account, oracle) else { return Named::NotAtAll };
    if normalise(&name).as_deref() != Some(name.as_str()) {
        return Named::Misleadingly(clean_text(&name));
    }
    match forward(&name, oracle) {
        // Not known yet, or nowhere.
        None => Named::NotAtAll,
        Some(leads) if leads == Some(account) => Named::Rightly(RightKind::Name {
            account: AccountId::evm(chain.clone(), account),
            name,
        }),
        Some(_) => Named::Misleadingly(clean_text(&name)),
    }
}

/// The name in the account's reverse record.
fn claimed(account: Address, oracle: &mut dyn Oracle) -> Option<String> {
    let label: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
    let node = name_hash(&format!("{label}.addr.reverse"));
    let resolver = read_address(&oracle.call(REGISTRY, about(RESOLVER, node))?)?;
    let name = text_of_answer(&oracle.call(resolver, about(NAME, node))?)?;
    (!name.is_empty() && name.len() <= CLAIMED_NAME_BYTES_MAX).then_some(name)
}

/// Where a name leads: none where it is not known yet, or the address, if any.
fn forward(name: &str, oracle: &mut dyn Oracle) -> Option<Option<Address>> {
    let node = name_hash(name);
    let Some(resolver) = read_address(&oracle.call(REGISTRY, about(RESOLVER, node))?) else {
        return Some(None);
    };
    Some(read_address(&oracle.call(resolver, about(ADDR, node))?))
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
