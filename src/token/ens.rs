//! Names of the Ethereum Name Service (EIP-137): the registrar's tokens are numbered by
//! the hash of a name's first label, and a hash does not tell its label.

mod form;

use alloy_primitives::{Address, B256, U256, address, keccak256};

use super::AssetId;
use crate::limits::ENS_NAME_BYTES_MAX;
#[cfg(feature = "verify")]
pub use form::normalised_name;
pub use form::{EnsName, ens_name};

/// The registrar of `.eth` names (`BaseRegistrarImplementation`) on Ethereum.
pub const ENS_REGISTRAR: Address = address!("57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85");
/// What wraps names, those below others too (`NameWrapper`), on Ethereum.
pub const ENS_WRAPPER: Address = address!("D4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401");

/// The node of a name, from its last label to its first (EIP-137, ENSIP-1).
pub fn node_of(labels: &[&str]) -> B256 {
    labels.iter().rev().fold(B256::ZERO, |node, label| below(node, keccak256(label)))
}

/// The node of the name `LABEL.eth` whose label has this hash (EIP-137).
pub fn eth_node(label_hash: U256) -> B256 {
    below(node_of(&["eth"]), B256::from(label_hash.to_be_bytes::<32>()))
}

fn below(node: B256, label_hash: B256) -> B256 {
    keccak256([node.as_slice(), label_hash.as_slice()].concat())
}

/// The name in the form of DNS (RFC 1035), where it is the one that the node was made of
/// and stands in the one form that a name has: another could pass for one that it is not.
pub fn name_of_node(dns_name: &[u8], node: B256) -> Option<EnsName> {
    if dns_name.len() > ENS_NAME_BYTES_MAX {
        return None;
    }
    let (mut labels, mut rest) = (Vec::new(), dns_name);
    loop {
        let (length, behind) = rest.split_first()?;
        if *length == 0 && behind.is_empty() {
            break;
        }
        let (label, behind) = behind.split_at_checked(usize::from(*length))?;
        labels.push(std::str::from_utf8(label).ok()?);
        rest = behind;
    }
    let name = ens_name(&labels.join(".")).ok()?;
    let parts: Vec<&str> = name.normalised.split('.').collect();
    (parts == labels && node_of(&labels) == node).then_some(name)
}

/// Whether a name is that of a token of ENS; none where the token is none of it.
pub fn is_name_of(name: &str, token: &AssetId) -> Option<bool> {
    if token.chain.evm_number() != Some(1) {
        return None;
    }
    let token = token.evm()?;
    let labels: Vec<&str> = name.split('.').collect();
    let found = match labels.as_slice() {
        labels if token.contract == ENS_WRAPPER => node_of(labels),
        [label, "eth"] if token.contract == ENS_REGISTRAR => keccak256(label),
        _ => return (token.contract == ENS_REGISTRAR).then_some(false),
    };
    Some(U256::from_be_bytes(found.0) == token.number)
}

/// What stands for a label that is not known: the first digits of its hash in brackets.
pub fn unknown_label(label_hash: U256) -> String {
    let digits = format!("{label_hash:064x}");
    format!("[{}…{}]", &digits[..6], &digits[58..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{ChainId, EvmStandard, EvmToken};

    fn hash(label: &str) -> U256 {
        U256::from_be_bytes(keccak256(label).0)
    }

    #[test]
    fn nodes_are_those_of_the_registry() {
        // The node of `foo.eth`, from the text of EIP-137.
        let expected = "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f";
        assert_eq!(eth_node(hash("foo")).to_string(), expected);
    }

    #[test]
    fn nodes_are_those_that_ensip_1_gives() {
        let check = |labels: &[&str], expected: &str| {
            assert_eq!(node_of(labels).to_string(), expected, "{labels:?}");
        };
        let eth = "0x93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae";
        let foo = "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f";
        check(&["eth"], eth);
        check(&["foo", "eth"], foo);
    }

    #[test]
    fn a_name_is_known_where_it_makes_the_node() {
        let check = |name: &[u8], of: &[&str], expected: Option<&str>| {
            let found = name_of_node(name, node_of(of));
            assert_eq!(found.map(|name| name.normalised).as_deref(), expected, "{name:?}");
        };
        check(b"\x03foo\x03eth\0", &["foo", "eth"], Some("foo.eth"));
        check(b"\x03sub\x03foo\x03eth\0", &["sub", "foo", "eth"], Some("sub.foo.eth"));
        check(b"\x03foo\x03eth\0", &["bar", "eth"], None);
        check(b"\x03foo\x03com\0", &["foo", "eth"], None);
        check(b"\x09foo\x03eth\0", &["foo", "eth"], None);
        check(b"\x03foo\x03eth", &["foo", "eth"], None);
        check(b"\x03foo\x03eth\0\0", &["foo", "eth"], None);
        check(b"\0\x03eth\0", &["", "eth"], None);
        check(b"\0", &[], None);
        check(b"", &["foo", "eth"], None);
        // One label that reads like two, and one that reads like another.
        check(b"\x07sub.foo\x03eth\0", &["sub.foo", "eth"], None);
        check(b"\x03Foo\x03eth\0", &["Foo", "eth"], None);
        check("\x06fo\u{200b}o\x03eth\0".as_bytes(), &["fo\u{200b}o", "eth"], None);
        assert_eq!(unknown_label(hash("foo")), "[41b1a0…098c4d]");
    }

    #[cfg(feature = "names")]
    #[test]
    fn a_name_beyond_ascii_is_known_in_its_one_form() {
        let name = "\x06画廊\x03eth\0".as_bytes();
        let found = name_of_node(name, node_of(&["画廊", "eth"]));
        assert_eq!(found.map(|name| name.shown).as_deref(), Some("画廊.eth"));
    }

    #[test]
    fn a_name_is_that_of_its_token_and_of_no_other() {
        let check = |chain: u64, contract: Address, number: U256, expected: Option<bool>| {
            let standard = EvmStandard::Erc721;
            let token = EvmToken { standard, contract, number };
            let token = AssetId::of_evm(ChainId::evm(chain), token);
            assert_eq!(is_name_of("foo.eth", &token), expected, "{token}");
        };
        let node = U256::from_be_bytes(node_of(&["foo", "eth"]).0);
        check(1, ENS_REGISTRAR, hash("foo"), Some(true));
        check(1, ENS_REGISTRAR, hash("bar"), Some(false));
        check(1, ENS_REGISTRAR, node, Some(false));
        check(1, ENS_WRAPPER, node, Some(true));
        check(1, ENS_WRAPPER, hash("foo"), Some(false));
        check(1, Address::ZERO, hash("foo"), None);
        check(5, ENS_REGISTRAR, hash("foo"), None);
    }

    #[test]
    fn a_name_is_so_long_and_no_longer() {
        let check = |bytes: usize, expected: bool| {
            // Labels of 60 letters, and what is left in the first.
            let full = "x".repeat(60);
            let first = "x".repeat(bytes - 6 - 3 * 61);
            let labels = [&*first, &*full, &*full, &*full, "eth"];
            let mut name = Vec::new();
            for label in labels {
                name.push(u8::try_from(label.len()).unwrap());
                name.extend_from_slice(label.as_bytes());
            }
            name.push(0);
            assert_eq!(name.len(), bytes);
            assert_eq!(name_of_node(&name, node_of(&labels)).is_some(), expected, "{bytes}");
        };
        check(ENS_NAME_BYTES_MAX, true);
        check(ENS_NAME_BYTES_MAX + 1, false);
    }
}
