//! The name that an account has chosen (ENS, ENSIP-3), where it leads back to the account
//! (EIP-137) and is written in its one form (ENSIP-15).

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::limits::CLAIMED_NAME_BYTES_MAX;
use crate::ownership::{input, read_address, read_yes_or_no};
use crate::token::{AccountId, ChainId, clean_text, text_of_answer};

/// The registry of ENS on Ethereum.
const REGISTRY: Address = address!("00000000000C2E074eC69A0dFb2997BA6C7d2e1e");
const RESOLVER: [u8; 4] = [0x01, 0x78, 0xb8, 0xbf];
const NAME: [u8; 4] = [0x69, 0x1f, 0x34, 0x31];
const ADDR: [u8; 4] = [0x3b, 0x3b, 0x57, 0xde];
/// ERC-165, and what it is asked for: `resolve(bytes,bytes)`, by which a resolver answers for
/// names below its own, and off the chain (ENSIP-10).
const SUPPORTS: [u8; 4] = [0x01, 0xff, 0xc9, 0xa7];
const RESOLVES_BELOW: u32 = 0x9061_b923;

pub(super) enum Named {
    NotAtAll,
    Rightly(RightKind),
    /// The name that it claims, and does not lead back.
    Misleadingly(String),
    /// The name that it claims, whose way is not followed here: nothing speaks against it.
    Unfollowed(String),
}

/// Where a name leads.
enum Leads {
    To(Address),
    Nowhere,
    /// Off the chain (EIP-3668), or by what a parent's resolver says of it (ENSIP-10).
    Elsewhere,
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
        Leads::To(leads) if leads == account => Named::Rightly(RightKind::Name {
            account: AccountId::evm(chain.clone(), account),
            name,
        }),
        Leads::To(_) | Leads::Nowhere => Named::Misleadingly(clean_text(&name)),
        Leads::Elsewhere => Named::Unfollowed(clean_text(&name)),
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

fn forward(name: &str, oracle: &mut dyn Oracle) -> Result<Leads, NotKnown> {
    let node = name_hash(name);
    let resolver = match resolver_of(node, oracle)? {
        Some(resolver) => {
            // What is to be asked off the chain is refused on it.
            let Some(answer) = oracle.call(resolver, about(ADDR, node))? else {
                return Ok(Leads::Elsewhere);
            };
            if let Some(leads) = read_address(&answer) {
                return Ok(Leads::To(leads));
            }
            Some(resolver)
        }
        None => resolver_above(name, oracle)?,
    };
    let Some(resolver) = resolver else { return Ok(Leads::Nowhere) };
    let below = U256::from(RESOLVES_BELOW) << 224;
    let answer = oracle.call(resolver, input(SUPPORTS, &[below]))?;
    let resolves = answer.and_then(|answer| read_yes_or_no(&answer));
    Ok(if resolves == Some(true) { Leads::Elsewhere } else { Leads::Nowhere })
}

/// The resolver of the nearest parent that has one.
fn resolver_above(name: &str, oracle: &mut dyn Oracle) -> Result<Option<Address>, NotKnown> {
    let parents = name.match_indices('.').map(|(dot, _)| name_hash(&name[dot + 1..]));
    // All are asked for before any is looked at.
    let resolvers: Vec<_> = parents.map(|parent| resolver_of(parent, oracle)).collect();
    for resolver in resolvers {
        if let Some(resolver) = resolver? {
            return Ok(Some(resolver));
        }
    }
    Ok(None)
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
